import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { BodyRules, PersonDayBand } from '../../body-rules/contract/rules.ts'
import { rootSize } from '../../sampling/rules/size.ts'
import type { Adjustment, AuditKind, FeeLine, PersonDayLine, ReckonedPart, Reckoning } from '../contract.ts'

export type ToReckon = {
  rulesId: string
  rulesNumber: number
  headcount: number
  /** People of each fixed outlet other than the centre. */
  outletHeadcounts: readonly number[]
  productClasses: number
  adjustments: readonly Adjustment[]
}

const TENTHS_OF_SHARE = 10_000

/**
 * Person-days and fees by the body's rules, every line of the sums kept. Refused where the table has no band for the headcount.
 * Whole tenths throughout; each part is rounded up once, at its end.
 */
export function reckonPersonDays(rules: BodyRules, given: ToReckon): Decision<Reckoning> {
  const band = bandOf(rules, given.headcount)
  if (!band) {
    const last = rules.personDays.bands.value.at(-1)!.toHeadcount ?? 0
    return refuse('invalid', 'headcount_above_table', { headcount: given.headcount, last })
  }
  const initial = reckonInitial(rules, band, given)
  const extra = initial.exactTenths - initial.tableTenths
  const surveillance = reckonLater(rules, 'surveillance', band, initial.tableTenths, extra)
  const recertification = reckonLater(rules, 'recertification', band, initial.tableTenths, extra)
  const { outletHeadcounts, adjustments, ...rest } = given
  return accept({
    ...rest,
    outletHeadcounts: [...outletHeadcounts],
    adjustments: [...adjustments],
    initial: initial.part,
    surveillance,
    recertification,
  })
}

function bandOf(rules: BodyRules, headcount: number): PersonDayBand | undefined {
  return rules.personDays.bands.value.find(
    ({ fromHeadcount, toHeadcount }) =>
      fromHeadcount <= headcount && (toHeadcount === null || headcount <= toHeadcount),
  )
}

type Initial = { part: ReckonedPart; exactTenths: number; tableTenths: number }

function reckonInitial(rules: BodyRules, band: PersonDayBand, given: ToReckon): Initial {
  const { personDays } = rules
  const tableTenths = band.planningTenths + band.initialOnSiteTenths
  const lines: PersonDayLine[] = [
    {
      code: 'band',
      tenths: tableTenths,
      params: {
        headcount: given.headcount,
        ...bandParams(band),
        planning: band.planningTenths,
        onSite: band.initialOnSiteTenths,
      },
    },
    ...outletLines(rules, band, given),
  ]
  const moreClasses = Math.max(0, given.productClasses - 1)
  if (moreClasses > 0)
    lines.push({
      code: 'classes',
      tenths: moreClasses * personDays.extraProductClassTenths.value,
      params: { count: moreClasses, each: personDays.extraProductClassTenths.value },
    })
  const beforeAdjusting = sumOf(lines)
  for (const { tenths, reason } of given.adjustments) lines.push({ code: 'adjustment', tenths, params: { reason } })
  // Whole tenths, the share rounded up: a reduction never reaches below it.
  const least = Math.ceil((beforeAdjusting * personDays.leastShare.value) / TENTHS_OF_SHARE)
  const missing = least - sumOf(lines)
  if (missing > 0)
    lines.push({
      code: 'floor',
      tenths: missing,
      params: { share: personDays.leastShare.value, least, of: beforeAdjusting },
    })
  const exactTenths = sumOf(lines)
  const totalTenths = close(rules, lines)
  return {
    exactTenths,
    tableTenths,
    part: partOf(rules, 'initial', totalTenths, totalTenths - band.planningTenths, lines),
  }
}

/** Largest outlets first, as many as are timed; each by its share of the time on site, and at least the rules' minimum. */
function outletLines(rules: BodyRules, band: PersonDayBand, given: ToReckon): PersonDayLine[] {
  const least = rules.personDays.outletMinimumTenths.value
  const all = [...given.outletHeadcounts].sort((a, b) => b - a)
  const count =
    rules.personDays.outletsTimed.value === 'each' ? all.length : outletsToVisit(rules, 'initial', all.length)
  const times = all
    .slice(0, count)
    .map((people) => Math.max(least, Math.ceil((band.initialOnSiteTenths * people) / Math.max(1, given.headcount))))
  const atLeast = times.filter((tenths) => tenths === least)
  const above = times.filter((tenths) => tenths > least)
  const lines: PersonDayLine[] = []
  if (above.length > 0)
    lines.push({
      code: 'outlets',
      tenths: above.reduce((sum, tenths) => sum + tenths, 0),
      params: {
        count: above.length,
        of: all.length,
        people: all.slice(0, above.length).reduce((sum, people) => sum + people, 0),
      },
    })
  if (atLeast.length > 0)
    lines.push({
      code: 'outlets_least',
      tenths: atLeast.length * least,
      params: { count: atLeast.length, of: all.length, each: least },
    })
  return lines
}

/** How many of x outlets an audit visits: ⌈factor × √x⌉, never more than there are; the centre comes on top. */
export function outletsToVisit(rules: BodyRules, kind: AuditKind, outlets: number): number {
  return Math.min(outlets, rootSize(outlets, rules.sampling.outletFactorHundredths[kind].value))
}

/** Surveillance and recertification: the table's figure, or a share of the initial one where it has none; what came on top of the table counts by the same share. */
function reckonLater(
  rules: BodyRules,
  kind: 'surveillance' | 'recertification',
  band: PersonDayBand,
  initialTableTenths: number,
  extraTenths: number,
): ReckonedPart {
  const share = rules.personDays[kind === 'surveillance' ? 'surveillanceShare' : 'recertificationShare'].value
  const tableTotal = kind === 'surveillance' ? band.surveillanceTotalTenths : band.recertificationTotalTenths
  const tableOnSite = kind === 'surveillance' ? band.surveillanceOnSiteTenths : band.recertificationOnSiteTenths
  const byShare = (tenths: number) => Math.ceil((tenths * share) / TENTHS_OF_SHARE)
  const base = tableTotal ?? byShare(initialTableTenths)
  const lines: PersonDayLine[] = [
    tableTotal === null
      ? { code: 'share_of_table', tenths: base, params: { share, of: initialTableTenths } }
      : { code: 'table', tenths: base, params: bandParams(band) },
  ]
  if (extraTenths !== 0)
    lines.push({ code: 'extras_by_share', tenths: byShare(extraTenths), params: { share, of: extraTenths } })
  const totalTenths = close(rules, lines)
  const onSite = tableOnSite ?? byShare(band.initialOnSiteTenths)
  return partOf(rules, kind, totalTenths, totalTenths - base + onSite, lines)
}

/** Rounds the sum up, says so, and adds the total. */
function close(rules: BodyRules, lines: PersonDayLine[]): number {
  const step = rules.personDays.roundUpToTenths.value
  const exact = Math.max(0, sumOf(lines))
  const total = Math.ceil(exact / step) * step
  if (total !== exact) lines.push({ code: 'rounding', tenths: total - exact, params: { step } })
  lines.push({ code: 'total', tenths: total, params: {} })
  return total
}

function partOf(
  rules: BodyRules,
  kind: AuditKind,
  totalTenths: number,
  exactOnSite: number,
  lines: PersonDayLine[],
): ReckonedPart {
  const step = rules.personDays.roundUpToTenths.value
  const onSiteTenths = Math.min(totalTenths, Math.max(0, Math.ceil(exactOnSite / step) * step))
  const { applicationFen, registrationFen, annualFen, perPersonDayFen } = rules.fees
  const days: FeeLine = {
    code: 'person_days',
    // Tenths of a day times fen of a day: whole fen, as fees are kept in whole yuan or tens of fen at least.
    fen: Math.round((totalTenths * perPersonDayFen.value) / 10),
    params: { tenths: totalTenths, eachFen: perPersonDayFen.value },
  }
  const fixed: FeeLine[] =
    kind === 'surveillance'
      ? [{ code: 'annual', fen: annualFen.value, params: {} }]
      : [
          { code: 'application', fen: applicationFen.value, params: {} },
          { code: 'registration', fen: registrationFen.value, params: {} },
        ]
  const feeFen = [...fixed, days].reduce((sum, { fen }) => sum + fen, 0)
  return {
    totalTenths,
    onSiteTenths,
    lines,
    feeFen,
    feeLines: [...fixed, days, { code: 'total', fen: feeFen, params: {} }],
  }
}

function bandParams({ fromHeadcount, toHeadcount }: PersonDayBand): Record<string, string | number> {
  return { from: fromHeadcount, to: toHeadcount ?? '∞' }
}

function sumOf(lines: readonly PersonDayLine[]): number {
  return lines.reduce((sum, { tenths }) => sum + tenths, 0)
}
