import { holdsOn, type Licence, licencesMissing } from '#src/company/qualification/rules.ts'
import { accept, type Decision, type Refusal, refuse } from '#src/shared/decision.ts'
import { dayOf } from '#src/shared/instant.ts'
import type { WorkOrderState } from '../contract.ts'

export type Plan = { fromAt: string; toAt: string }
export type Hindrance = Pick<Refusal, 'code' | 'params'>

/** A person as the dispatcher must know them. */
export type FieldPerson = {
  staffId: string
  name: string
  goesOnSite: boolean
  joinedOn: string | null
  leftOn: string | null
  licences: Licence[]
}

/** A qualification that the work needs; its name in the company's language, for the refusal. */
export type Needed = { code: string; name: string }

/** A job of the same person that is neither ended nor done. */
export type PlannedJob = Plan & { number: string }

const DAY_MS = 86_400_000
const LONGEST_PLAN_HOURS = 24
const HOUR_MS = 3_600_000

/** Later than it starts, within one day, and not written down long after it was to happen. */
export function checkPlan(plan: Plan, at: string): Decision<null> {
  const fromMs = Date.parse(plan.fromAt)
  const toMs = Date.parse(plan.toAt)
  if (toMs <= fromMs) return refuse('invalid', 'window_reversed')
  if (toMs - fromMs > LONGEST_PLAN_HOURS * HOUR_MS)
    return refuse('invalid', 'plan_too_long', { hours: LONGEST_PLAN_HOURS })
  if (toMs < Date.parse(at) - DAY_MS) return refuse('invalid', 'plan_in_past', { plannedToAt: plan.toAt })
  return accept(null)
}

/** Why this person may not do this work on that day; empty when they may. The dispatcher reads all of it, not only the first. */
export function hindrancesOn(person: FieldPerson, needed: readonly Needed[], dayOn: string): Hindrance[] {
  const found: Hindrance[] = []
  const { name } = person
  if (person.leftOn !== null && person.leftOn < dayOn)
    found.push({ code: 'staff_left', params: { name, day: person.leftOn } })
  if (person.joinedOn !== null && person.joinedOn > dayOn)
    found.push({ code: 'staff_not_yet', params: { name, day: person.joinedOn } })
  if (!person.goesOnSite) found.push({ code: 'staff_stays_inside', params: { name } })
  const codes = needed.map(({ code }) => code)
  for (const { kindCode, expiredOn } of licencesMissing(codes, person.licences, dayOn)) {
    const licence = needed.find(({ code }) => code === kindCode)!.name
    const params = { name, licence, licenceCode: kindCode, day: dayOn }
    const revokedOn = revocationOf(kindCode, person.licences, dayOn)
    if (revokedOn) found.push({ code: 'licence_revoked', params: { ...params, revokedOn } })
    else if (expiredOn) found.push({ code: 'licence_expired', params: { ...params, expiredOn } })
    else found.push({ code: 'licence_missing', params })
  }
  return found
}

/** The day on which a licence was taken away that would otherwise still count. */
function revocationOf(kindCode: string, licences: readonly Licence[], dayOn: string): string | null {
  const revoked = licences.filter(
    (licence) =>
      licence.kindCode === kindCode && licence.revokedOn !== null && holdsOn({ ...licence, revokedOn: null }, dayOn),
  )
  return (
    revoked
      .map((licence) => licence.revokedOn!)
      .sort()
      .at(-1) ?? null
  )
}

/** Hours that touch do not overlap: one job may begin when the other ends. */
export function overlapping(plan: Plan, jobs: readonly PlannedJob[]): PlannedJob | undefined {
  return jobs.find((job) => job.fromAt < plan.toAt && job.toAt > plan.fromAt)
}

export type AssignmentAsked = {
  state: WorkOrderState
  version: number
  seenVersion: number
  /** Who has it now. */
  holderId: string | null
  reason: string
  person: FieldPerson | null
  needed: readonly Needed[]
  plan: Plan
  zone: string
  /** The person's other jobs around that time. */
  jobs: readonly PlannedJob[]
  at: string
}

export function canAssign(asked: AssignmentAsked): Decision<null> {
  const touched = canTouch(asked.state, asked.version, asked.seenVersion)
  if (!touched.ok) return touched
  const plan = checkPlan(asked.plan, asked.at)
  if (!plan.ok) return plan
  const { person, holderId } = asked
  if (!person) return refuse('not_found', 'staff_unknown')
  if (holderId !== null && holderId !== person.staffId && asked.reason === '') return refuse('invalid', 'reason_needed')
  // A visit over midnight needs the licence on both days. It ends before 24:00 when it ends at 24:00.
  const days = [dayOf(Date.parse(asked.plan.fromAt), asked.zone), dayOf(Date.parse(asked.plan.toAt) - 1, asked.zone)]
  for (const day of new Set(days)) {
    const [first] = hindrancesOn(person, asked.needed, day)
    if (first) return refuse('conflict', first.code, first.params)
  }
  const other = overlapping(asked.plan, asked.jobs)
  if (other)
    return refuse('conflict', 'hours_overlap', {
      name: person.name,
      number: other.number,
      fromAt: other.fromAt,
      toAt: other.toAt,
    })
  return accept(null)
}

export function canUnassign(state: WorkOrderState, version: number, seenVersion: number): Decision<null> {
  const touched = canTouch(state, version, seenVersion)
  if (!touched.ok) return touched
  return state === 'assigned' ? accept(null) : refuse('conflict', 'not_assigned')
}

function canTouch(state: WorkOrderState, version: number, seenVersion: number): Decision<null> {
  if (state === 'finished') return refuse('conflict', 'work_order_finished')
  if (state === 'cancelled') return refuse('conflict', 'work_order_cancelled')
  if (version !== seenVersion) return refuse('conflict', 'stale_version', { recordType: 'work_order' })
  if (state === 'on_site') return refuse('conflict', 'technician_on_site')
  return accept(null)
}
