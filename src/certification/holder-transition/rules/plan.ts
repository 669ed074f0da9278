import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { BodyRules } from '../../body-rules/contract/rules.ts'
import type { PlanOption } from '../contract/transition.ts'
import { type AuditCase, type HolderCase, placeOn, planOn } from './holder.ts'
import { extraTenths, specialTenths } from './person-days.ts'

/** Only who is still on the old edition is planned, and only once at a time. */
export function canPlanHolder(one: HolderCase | undefined, dayOn: string): Decision<null> {
  if (!one || placeOn(one, dayOn) !== 'old') return refuse('not_found', 'holder_unknown')
  const visited = one.audits.find(
    (audit) =>
      audit.isOnNew && audit.visitedOn !== null && audit.cancelledOn === null && audit.decision?.kind !== 'refuse',
  )
  const audit = planOn(one, dayOn)?.audit ?? visited
  return audit ? refuse('conflict', 'holder_planned', { number: audit.number }) : accept(null)
}

/** An audit that can still become the transition: of the kinds that follow a certificate, and not begun. */
export function isOpenToPlan({ kind, openedOn, visitedOn, cancelledOn }: AuditCase): boolean {
  return kind !== 'initial' && openedOn === null && visitedOn === null && cancelledOn === null
}

/** The audits by which a holder can move: those planned already, then the next of each kind, then a special one. */
export function planOptions(one: HolderCase, rules: BodyRules): PlanOption[] {
  const planned = one.audits.filter(isOpenToPlan)
  const existing = planned.map(
    ({ id, number, kind, plannedFromOn, visitedOn, personDaysTenths }): PlanOption => ({
      kind: kind as PlanOption['kind'],
      audit: { id, number, kind, plannedFromOn, isBegun: false, visitedOn },
      ...{ baseTenths: personDaysTenths, extraTenths: extraTenths(rules, personDaysTenths) },
    }),
  )
  const tenths = { surveillance: one.surveillanceTenths, recertification: one.recertificationTenths }
  const next = (['surveillance', 'recertification'] as const)
    .filter((kind) => !planned.some((audit) => audit.kind === kind))
    .map((kind): PlanOption => {
      const base = tenths[kind]
      return { kind, audit: null, baseTenths: base, extraTenths: base === null ? null : extraTenths(rules, base) }
    })
  const special = { baseTenths: 0, extraTenths: specialTenths(rules, one.surveillanceTenths) }
  return [...existing, ...next, { kind: 'special', audit: null, ...special }]
}
