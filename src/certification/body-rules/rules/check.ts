import { MATERIALS } from '#src/evaluation/material/contract/dossier.ts'
import type { Problem } from '#src/evaluation/scheme/contract.ts'
import type { BodyRules } from '../contract/rules.ts'
import { listFigures } from './figures.ts'
import { numberPlaces } from './number.ts'

/** Everything that makes rules unfit to work by; empty when they are sound. */
export function checkRules(rules: BodyRules): Problem[] {
  return [...checkBands(rules), ...checkOrders(rules), ...checkWords(rules), ...checkSources(rules)]
}

function problem(path: string, code: string, expected: string | number, found: string | number): Problem {
  return { path, code, expected: String(expected), found: String(found) }
}

/** From one person upwards without a gap; nothing on site that is not within the total. */
function checkBands(rules: BodyRules): Problem[] {
  const found: Problem[] = []
  let next: number | null = 1
  for (const [at, band] of rules.personDays.bands.value.entries()) {
    const path = `personDays.bands[${at}]`
    if (band.fromHeadcount !== next) found.push(problem(path, 'bands_have_gap', next ?? 'nothing', band.fromHeadcount))
    if (band.toHeadcount !== null && band.toHeadcount < band.fromHeadcount)
      found.push(problem(path, 'band_reversed', `at least ${band.fromHeadcount}`, band.toHeadcount))
    next = band.toHeadcount === null ? null : band.toHeadcount + 1
    const within: [string, number | null, number | null][] = [
      ['surveillance', band.surveillanceOnSiteTenths, band.surveillanceTotalTenths],
      ['recertification', band.recertificationOnSiteTenths, band.recertificationTotalTenths],
    ]
    for (const [kind, onSite, total] of within)
      if (onSite !== null && total !== null && onSite > total)
        found.push(problem(`${path}.${kind}`, 'on_site_above_total', `at most ${total / 10}`, onSite / 10))
  }
  return found
}

/** Of each pair the first may not be above the second. */
function checkOrders(rules: BodyRules): Problem[] {
  const { sampling, surveillance, transition } = rules
  const pairs: [string, number, number][] = [
    ['sampling.caseMinimum', sampling.caseMinimum.value, sampling.caseMaximum.value],
    ['surveillance.plannedFromMonth', surveillance.plannedFromMonth.value, surveillance.plannedToMonth.value],
    ['surveillance.plannedToMonth', surveillance.plannedToMonth.value, surveillance.withinMonths.value],
    ['transition.cutOffMonths', transition.cutOffMonths.value, transition.periodMonths.value],
  ]
  return pairs.flatMap(([path, low, high]) =>
    low > high ? [problem(path, 'order_reversed', `at most ${high}`, low)] : [],
  )
}

function repeated(path: string, ids: readonly string[]): Problem[] {
  return ids
    .filter((id, at) => ids.indexOf(id) !== at)
    .map((id) => problem(`${path}.${id}`, 'id_repeated', 'once', 'again'))
}

function checkWords(rules: BodyRules): Problem[] {
  const known: readonly string[] = MATERIALS
  const materials = rules.acceptance.requiredMaterials.value
  const pattern = rules.certificate.numberPattern.value
  return [
    ...repeated(
      'sources',
      rules.sources.map(({ id }) => id),
    ),
    ...repeated(
      'nonconformity.grades',
      rules.nonconformity.grades.value.map(({ id }) => id),
    ),
    ...repeated('acceptance.requiredMaterials', materials),
    ...materials
      .filter((id) => !known.includes(id))
      .map((id) => problem('acceptance.requiredMaterials', 'material_unknown', MATERIALS.join(', '), id)),
    ...(numberPlaces(pattern) === null
      ? [
          problem(
            'certificate.numberPattern',
            'number_pattern_unsound',
            '{YYYY} {YY} {STARS}, {SEQ4}–{SEQ8} once',
            pattern,
          ),
        ]
      : []),
  ]
}

function checkSources(rules: BodyRules): Problem[] {
  const listed = rules.sources.map(({ id }) => id)
  return listFigures(rules).flatMap(({ path, provenance }) =>
    provenance.kind === 'sourced'
      ? provenance.sources
          .filter((id) => !listed.includes(id))
          .map((id) => problem(path, 'source_unlisted', 'one of the sources', id))
      : [],
  )
}
