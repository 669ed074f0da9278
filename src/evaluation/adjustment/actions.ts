import type { WriteTx } from '#src/server/unit-of-work.ts'
import type { Decision } from '#src/shared/decision.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { dayOf, type Instant } from '#src/shared/instant.ts'
import { loadEditionInUse } from '../edition/store.ts'
import { loadCountingDay } from '../fact/store.ts'
import type { Scheme } from '../scheme/contract.ts'
import { leafWords, listLeaves } from '../scheme/rules/tree.ts'
import type { Adjustment, NewAdjustment } from './contract.ts'
import { canAdd, canAssign, canOwn, canRectify, canWithdraw, mayRectify } from './rules.ts'
import { findOwnerName, insertAdjustment, loadAdjustments, saveAdjustment } from './store.ts'

type About = { id: string; assessmentId: string | null }
type Saved = { id: string; version: number }

/** To the company's standing ones, under the scheme in use. */
export async function addStandingAdjustment(tx: WriteTx, added: NewAdjustment): Promise<Decision<Saved>> {
  const edition = await loadEditionInUse(tx)
  if (!edition) return refuse('not_found', 'scheme_not_ready')
  if (added.kind === 'special_deduction') {
    const allowed = canOwn(added, (await loadCountingDay(tx)).todayOn)
    if (!allowed.ok) return allowed
  }
  return addAdjustment(tx, added, { assessmentId: null, scheme: edition.scheme })
}

/** `assessmentId`: the audit's round it belongs to; null for the company's standing ones. */
export async function addAdjustment(
  tx: WriteTx,
  added: NewAdjustment,
  { assessmentId, scheme }: { assessmentId: string | null; scheme: Scheme },
): Promise<Decision<Saved>> {
  const allowed = canAdd(scheme, added, await loadAdjustments(tx, assessmentId, scheme))
  if (!allowed.ok) return allowed
  const ownerId = added.kind === 'special_deduction' ? (added.ownerId ?? null) : null
  const ownerName = ownerId === null ? '' : await findOwnerName(tx, ownerId)
  if (ownerName === undefined) return refuse('invalid', 'gap_owner_unknown')
  const leaf = added.kind === 'exclusion' ? listLeaves(scheme).find(({ id }) => id === added.leafId) : undefined
  const under = { assessmentId, schemeId: scheme.id, ownerName, leafWords: leaf ? leafWords(leaf) : null }
  await insertAdjustment(tx, added, under, 'name' in tx.actor ? tx.actor.name : '')
  note(tx, added.id, 'added', { ...added, ...(assessmentId === null ? {} : { assessmentId }) })
  return accept({ id: added.id, version: 1 })
}

export async function rectifyDeduction(
  tx: WriteTx,
  { id, assessmentId }: About,
  given: { version: number; rectifiedOn: string; rectification: string },
): Promise<Decision<Saved>> {
  const one = await findAdjustment(tx, { id, assessmentId })
  if (!one) return refuse('not_found', 'not_found')
  if (assessmentId === null && !mayRectify(tx.actor, one)) return refuse('forbidden', 'deduction_not_yours')
  const { todayOn, zone } = await loadCountingDay(tx)
  const allowed = canRectify(one, given.rectifiedOn, dayOf(one.addedAt as Instant, zone), todayOn)
  if (!allowed.ok) return allowed
  const { version, rectifiedOn, rectification } = given
  await saveAdjustment(tx, id, version, { rectifiedOn, rectification })
  note(tx, id, 'rectified', { rectifiedOn, rectification })
  return accept({ id, version: version + 1 })
}

/** Gives a standing deduction another owner or due date. */
export async function assignDeduction(
  tx: WriteTx,
  id: string,
  given: { version: number; ownerId: string; dueOn: string },
): Promise<Decision<Saved>> {
  const one = await findAdjustment(tx, { id, assessmentId: null })
  if (!one) return refuse('not_found', 'not_found')
  const open = canAssign(one)
  if (!open.ok) return open
  const { version, ownerId, dueOn } = given
  const allowed = canOwn(given, (await loadCountingDay(tx)).todayOn)
  if (!allowed.ok) return allowed
  const ownerName = await findOwnerName(tx, ownerId)
  if (ownerName === undefined) return refuse('invalid', 'gap_owner_unknown')
  await saveAdjustment(tx, id, version, { ownerId, ownerName, dueOn })
  note(tx, id, 'assigned', { ownerId, dueOn })
  return accept({ id, version: version + 1 })
}

export async function withdrawAdjustment(
  tx: WriteTx,
  { id, assessmentId }: About,
  given: { version: number; reason: string },
): Promise<Decision<Saved>> {
  const one = await findAdjustment(tx, { id, assessmentId })
  if (!one) return refuse('not_found', 'not_found')
  const allowed = canWithdraw(one)
  if (!allowed.ok) return allowed
  await saveAdjustment(tx, id, given.version, { withdrawnAt: tx.at, withdrawnReason: given.reason })
  note(tx, id, 'withdrawn', { reason: given.reason })
  return accept({ id, version: given.version + 1 })
}

async function findAdjustment(tx: WriteTx, { id, assessmentId }: About): Promise<Adjustment | undefined> {
  return (await loadAdjustments(tx, assessmentId, null)).find((one) => one.id === id)
}

function note(tx: WriteTx, recordId: string, step: string, content: unknown): void {
  tx.record({ recordType: 'adjustment', recordId, verb: `adjustment.${step}`, content })
}
