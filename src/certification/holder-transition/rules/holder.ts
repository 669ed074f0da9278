import { addDays } from '#src/shared/instant.ts'
import { type Change, statusOn } from '../../certificate/rules/status.ts'
import type { ActOutcome, AuditShown, HolderRow, HolderState, ProgressPoint } from '../contract/transition.ts'
import type { Days } from './days.ts'

export type AuditCase = Omit<AuditShown, 'isBegun'> & {
  personDaysTenths: number
  openedOn: string | null
  cancelledOn: string | null
  /** Scored or decided on the new edition. */
  isOnNew: boolean
  decision: { kind: string; decidedOn: string; isOnNew: boolean } | null
}
export type PlanCase = NonNullable<HolderRow['plan']> & { auditId: string; withdrawnOn: string | null }
export type ActCase = {
  step: 'announced' | 'reminder' | 'end'
  daysBefore: number
  outcome: ActOutcome
  madeOn: string
}

/** A certificate that is or was on the old edition, with everything that its state is reckoned from. */
export type HolderCase = {
  certificateId: string
  number: string
  clientId: string
  holderName: string
  stars: number
  validFromOn: string
  validUntilOn: string
  /** First day on which it was on the new edition, by a later text or by the certificate that took its place. */
  movedOn: string | null
  /** Another certificate on the old edition took its place: that one counts. */
  replacedOnOldOn: string | null
  surveillanceTenths: number | null
  recertificationTenths: number | null
  changes: Change[]
  audits: AuditCase[]
  plans: PlanCase[]
  /** In the order in which they were made. */
  acts: ActCase[]
}

/** Whether a holder is on the old edition on a day; `absent`: not yet, or no longer in its own name. */
export function placeOn(one: HolderCase, dayOn: string): 'absent' | 'old' | 'moved' | 'ended' {
  if (one.validFromOn > dayOn || (one.replacedOnOldOn !== null && one.replacedOnOldOn <= dayOn)) return 'absent'
  if (one.movedOn !== null && one.movedOn <= dayOn) return 'moved'
  const { status } = statusOn(one, one.changes, dayOn)
  return status === 'valid' || status === 'suspended' ? 'old' : 'ended'
}

/** Those who were valid or suspended on the old edition at the start or after it. */
export function isConcerned(one: HolderCase, startOn: string): boolean {
  return placeOn(one, startOn) === 'old' || one.validFromOn > startOn
}

/** The plan that stood on a day: not withdrawn, its audit not called off and not decided against. */
export function planOn(one: HolderCase, dayOn: string): { plan: PlanCase; audit: AuditCase } | undefined {
  for (const plan of one.plans.toReversed()) {
    const audit = one.audits.find(({ id }) => id === plan.auditId)
    if (!audit || plan.plannedOn > dayOn || isPast(plan.withdrawnOn, dayOn)) continue
    if (!isPast(audit.cancelledOn, dayOn) && !isRefused(audit, dayOn)) return { plan, audit }
  }
  return undefined
}

function isPast(on: string | null, dayOn: string): boolean {
  return on !== null && on <= dayOn
}

function isRefused({ decision }: AuditCase, dayOn: string): boolean {
  return decision?.kind === 'refuse' && decision.decidedOn <= dayOn
}

/** A visit on the new edition that counts for the move; later ones are mere surveillance. */
function isVisit({ movedOn }: HolderCase, audit: AuditCase, dayOn: string): boolean {
  if (!audit.isOnNew || audit.cancelledOn !== null || !isPast(audit.visitedOn, dayOn)) return false
  return !isRefused(audit, dayOn) && (movedOn === null || isPast(audit.visitedOn, movedOn))
}

type Standing = { state: HolderState; audit: AuditCase | null; plan: PlanCase | null; decidedOn: string | null }

/** Where a holder stands on a day, by the records. `firstReminder`: so many days before the end the reminders begin. */
export function standingOn(one: HolderCase, { endOn }: Days, firstReminder: number, dayOn: string): Standing {
  const planned = planOn(one, dayOn)
  const done = one.audits.findLast((audit) => isVisit(one, audit, dayOn))
  const audit = done ?? planned?.audit ?? null
  const plan = planned && planned.audit === audit ? planned.plan : null
  const isDecided = audit?.decision?.isOnNew === true && audit.decision.decidedOn <= dayOn
  const found = { audit, plan, decidedOn: isDecided ? audit.decision!.decidedOn : null }
  const place = placeOn(one, dayOn)
  if (place === 'moved' || place === 'ended') return { ...found, state: place }
  if (isDecided) return { ...found, state: 'decided' }
  if (audit && isPast(audit.visitedOn, dayOn)) return { ...found, state: 'audited' }
  if (audit) return { ...found, state: 'planned' }
  if (dayOn >= addDays(endOn, -firstReminder)) return { ...found, state: 'lapsing' }
  return { ...found, state: one.acts.some((act) => act.madeOn <= dayOn) ? 'told' : 'untold' }
}

export function holderRow(one: HolderCase, days: Days, firstReminder: number, dayOn: string): HolderRow {
  const { certificateId, number, clientId, holderName, stars, validUntilOn } = one
  const { state, audit, plan, decidedOn } = standingOn(one, days, firstReminder, dayOn)
  const told = one.acts.find((act) => act.step === 'announced')
  return {
    ...{ certificateId, number, clientId, holderName, stars, validUntilOn, state, decidedOn },
    status: statusOn(one, one.changes, dayOn).status,
    audit: audit && {
      ...{ id: audit.id, number: audit.number, kind: audit.kind },
      ...{ plannedFromOn: audit.plannedFromOn, isBegun: audit.openedOn !== null, visitedOn: audit.visitedOn },
    },
    plan: plan && {
      ...{ id: plan.id, baseTenths: plan.baseTenths, extraTenths: plan.extraTenths, reason: plan.reason },
      ...{ plannedByName: plan.plannedByName, plannedOn: plan.plannedOn },
    },
    isLate: state === 'planned' && audit?.plannedFromOn != null && audit.plannedFromOn > days.endOn,
    toldOn: told?.madeOn ?? null,
    movedOn: state === 'moved' ? one.movedOn : null,
    acts: one.acts.toReversed().map(({ outcome, daysBefore, madeOn }) => ({ outcome, daysBefore, madeOn })),
  }
}

/** How many stood where on each of these days. */
export function progressOn(holders: readonly HolderCase[], onDays: readonly string[]): ProgressPoint[] {
  return onDays.map((on) => {
    const point = { on, moved: 0, planned: 0, nothing: 0, ended: 0 }
    for (const one of holders) {
      const place = placeOn(one, on)
      if (place === 'moved' || place === 'ended') point[place] += 1
      else if (place === 'old')
        point[planOn(one, on) || one.audits.some((audit) => isVisit(one, audit, on)) ? 'planned' : 'nothing'] += 1
    }
    return point
  })
}

const MOST_POINTS = 299

/** The start, the first of each month since, and today. */
export function progressDays(startOn: string, todayOn: string): string[] {
  if (todayOn <= startOn) return [todayOn]
  const days = [startOn]
  const at = new Date(`${startOn.slice(0, 7)}-01T00:00:00.000Z`)
  while (days.length < MOST_POINTS) {
    at.setUTCMonth(at.getUTCMonth() + 1)
    const on = at.toISOString().slice(0, 10)
    if (on >= todayOn) break
    days.push(on)
  }
  return [...days, todayOn]
}
