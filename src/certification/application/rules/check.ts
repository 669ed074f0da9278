import type { ApplicationForm, Checklist } from '#src/evaluation/material/contract/dossier.ts'
import { isUscc } from '#src/shared/uscc.ts'
import type { BodyRules } from '../../body-rules/contract/rules.ts'
import type { ApplicationCheck, HeadcountCheck } from '../contract.ts'

export type Grounds = {
  form: ApplicationForm
  outletsListed: number
  checklist: Checklist | null
  rules: BodyRules
  /** The day the application was received: running time is counted up to it. */
  receivedOn: string
  todayOn: string
  blacklistedUntilOn: string | null
  cancelledOn: string | null
  schemeKnown: boolean
  headcount: HeadcountCheck
  /** Of the pack; null where there is none. */
  pack: { cases: number; unproven: number; newKey: boolean } | null
}

type State = ApplicationCheck['state']
type Check = (id: ApplicationCheck['id'], state: State, params?: ApplicationCheck['params']) => ApplicationCheck

const check: Check = (id, state, params = {}) => ({ id, state, params })
const metIf = (holds: boolean): State => (holds ? 'met' : 'unmet')

/** Everything that must hold before an application is accepted, in the order in which it is shown. */
export function checkApplication(grounds: Grounds): ApplicationCheck[] {
  const { form, rules, headcount } = grounds
  const wanted = rules.acceptance.minimumRunningMonths.value
  const barredUntilOn =
    grounds.cancelledOn && addMonths(grounds.cancelledOn, rules.acceptance.barredAfterCancellationMonths.value)
  return [
    check('declared_true', metIf(form.declaredTrue), { name: form.declaredByName }),
    check('uscc', metIf(isUscc(form.applicant.uscc)), { uscc: form.applicant.uscc }),
    check('legal_person', metIf(form.isLegalPerson)),
    check('permits', metIf(form.holdsPermits)),
    check('no_major_failure', metIf(form.noMajorFailure)),
    check('running_months', metIf(addMonths(form.runningSinceOn, wanted) <= grounds.receivedOn), {
      since: form.runningSinceOn,
      wanted,
    }),
    check('not_blacklisted', metIf(grounds.blacklistedUntilOn === null), { until: grounds.blacklistedUntilOn ?? '' }),
    check('not_barred', metIf(!barredUntilOn || barredUntilOn <= grounds.todayOn), { until: barredUntilOn ?? '' }),
    // It must be there when the audit opens; until then the body can bring it in.
    check('scheme_known', grounds.schemeKnown ? 'met' : 'attention', { scheme: form.schemeId }),
    checkMaterials(grounds),
    check('outlets_listed', grounds.outletsListed >= form.outletCount ? 'met' : 'attention', {
      listed: grounds.outletsListed,
      stated: form.outletCount,
    }),
    check('headcount', headcount.implausible && !headcount.explanation ? 'attention' : 'met', {
      headcount: headcount.headcount,
      outlets: form.outletCount,
    }),
    checkCases(grounds.pack),
  ]
}

function checkMaterials({ checklist, rules }: Grounds): ApplicationCheck {
  const materials = rules.acceptance.requiredMaterials.value.map((id) => ({
    id,
    state: checklist?.items.find((item) => item.id === id)?.state ?? ('missing' as const),
  }))
  const lacking = materials.filter(({ state }) => state !== 'present').length
  return { ...check('materials', metIf(lacking === 0), { lacking, wanted: materials.length }), materials }
}

function checkCases(pack: Grounds['pack']): ApplicationCheck {
  if (!pack) return check('cases_complete', 'unknown')
  const { cases, unproven } = pack
  return check('cases_complete', unproven > 0 || pack.newKey ? 'attention' : 'met', { cases, unproven })
}

/** What stands against acceptance; empty when nothing does. */
export function unmetOf(checks: readonly ApplicationCheck[]): ApplicationCheck['id'][] {
  return checks.filter(({ state }) => state === 'unmet').map(({ id }) => id)
}

/** The same day so many months later, or the last day of that month where it has no such day. */
export function addMonths(dayOn: string, months: number): string {
  const [year, month, day] = dayOn.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10)
}
