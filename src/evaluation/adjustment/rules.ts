import { type Actor, hasRole } from '#src/shared/actor.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { REPRESENTATIVES } from '../access.ts'
import type { Scheme } from '../scheme/contract.ts'
import { listLeaves } from '../scheme/rules/tree.ts'
import type { Assessment } from '../score/contract.ts'
import type { Adjustment, NewAdjustment } from './contract.ts'

/** No more than a person can read in one list; also the limit of one assessment. */
export const MOST_ADJUSTMENTS = 200

type InForce = Pick<Adjustment, 'id' | 'kind' | 'leafId' | 'triggerId' | 'reason' | 'rectifiedOn' | 'withdrawnAt'>

export function canAdd(scheme: Scheme, added: NewAdjustment, known: readonly InForce[]): Decision<null> {
  const inForce = known.filter((one) => one.withdrawnAt === null)
  if (known.length >= MOST_ADJUSTMENTS) return refuse('conflict', 'too_many_adjustments', { max: MOST_ADJUSTMENTS })
  if (added.kind === 'exclusion') {
    const leafIds = listLeaves(scheme).map((leaf) => leaf.id)
    const excluded = new Set(inForce.map((one) => one.leafId))
    if (!leafIds.includes(added.leafId)) return refuse('invalid', 'exclusion_leaf_unknown', { leafId: added.leafId })
    if (excluded.has(added.leafId)) return refuse('conflict', 'exclusion_repeated', { leafId: added.leafId })
    if (leafIds.every((leafId) => leafId === added.leafId || excluded.has(leafId)))
      return refuse('invalid', 'everything_excluded')
  }
  if (added.kind === 'special_deduction') {
    const isKnown = scheme.rules.specialDeduction.triggers.some((trigger) => trigger.id === added.triggerId)
    if (!isKnown) return refuse('invalid', 'special_deduction_trigger_unknown', { trigger: added.triggerId })
  }
  return accept(null)
}

/** The company's own deduction must be rectified, so it begins with who does it and until when; never a day that is over. */
export function canOwn(given: { ownerId?: string; dueOn?: string }, todayOn: string): Decision<null> {
  if (!given.ownerId || !given.dueOn) return refuse('invalid', 'deduction_needs_owner')
  return given.dueOn < todayOn ? refuse('invalid', 'deduction_due_over', { today: todayOn }) : accept(null)
}

/** Only what is still to be rectified changes hands. */
export function canAssign(one: Pick<InForce, 'kind' | 'withdrawnAt' | 'rectifiedOn'>): Decision<null> {
  if (one.kind !== 'special_deduction') return refuse('invalid', 'only_deductions_rectified')
  if (one.withdrawnAt !== null) return refuse('conflict', 'adjustment_withdrawn')
  return one.rectifiedOn === null ? accept(null) : refuse('conflict', 'deduction_rectified', { day: one.rectifiedOn })
}

/** Rectified is said by who must do it, or by the representative. */
export function mayRectify(actor: Actor, one: { ownerId: string | null }): boolean {
  return hasRole(actor, ...REPRESENTATIVES) || (actor.kind === 'person' && actor.personId === one.ownerId)
}

export function canRectify(one: InForce, rectifiedOn: string, addedOn: string, todayOn: string): Decision<null> {
  const open = canAssign(one)
  if (!open.ok) return open
  if (rectifiedOn > todayOn || rectifiedOn < addedOn)
    return refuse('invalid', 'rectified_day_impossible', { from: addedOn, to: todayOn })
  return accept(null)
}

export function canWithdraw(one: InForce): Decision<null> {
  return one.withdrawnAt === null ? accept(null) : refuse('conflict', 'adjustment_withdrawn')
}

/** What of the list counts under this scheme. Something added under another edition, about a leaf that is no more, counts no longer. */
export function assessmentParts(
  scheme: Scheme,
  adjustments: readonly InForce[],
): Pick<Assessment, 'exclusions' | 'specialDeductions' | 'bonuses'> {
  const inForce = adjustments.filter((one) => one.withdrawnAt === null)
  const leafIds = new Set(listLeaves(scheme).map((leaf) => leaf.id))
  const triggerIds = new Set(scheme.rules.specialDeduction.triggers.map((trigger) => trigger.id))
  return {
    exclusions: inForce
      .filter((one) => one.kind === 'exclusion' && leafIds.has(one.leafId!))
      .map((one) => ({ leafId: one.leafId!, justification: one.reason })),
    specialDeductions: inForce
      .filter((one) => one.kind === 'special_deduction' && triggerIds.has(one.triggerId!))
      .map((one) => ({ id: one.id, triggerId: one.triggerId!, reason: one.reason, rectifiedOn: one.rectifiedOn })),
    bonuses: inForce
      .filter((one) => one.kind === 'bonus')
      .map((one) => ({ id: one.id, aboveLaw: true, leadsTrade: true, reason: one.reason })),
  }
}
