import type { WriteTx } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import type { Decision } from '#src/shared/decision.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import type { NewPromise, PromiseTerms } from './contract.ts'
import { canTakeEffect, canWithdraw, ruleOf } from './rules.ts'
import { insertPromise, loadPromiseVersions, saveWithdrawal } from './store.ts'

type Versioned = { id: string; version: number }

const STALE = refuse('conflict', 'stale_version', { recordType: 'promise' })

/** Makes a promise that holds from any instant, also a past one: for seeding and import, where the company promised it before. */
export async function enterPromise(
  tx: WriteTx,
  given: { id: string; code: string; terms: PromiseTerms; inForceAt: string },
): Promise<Decision<Versioned>> {
  const rule = ruleOf(given.terms, { id: given.id, version: 1, inForceAt: given.inForceAt })
  if (!rule.ok) return rule
  await insertPromise(tx, { code: given.code, rule: rule.value, changedBy: actorRef(tx.actor) })
  const content = { code: given.code, rule: rule.value }
  tx.record({ recordType: 'promise', recordId: given.id, verb: 'promise.made', content })
  return accept({ id: given.id, version: 1 })
}

export async function makePromise(tx: WriteTx, given: NewPromise): Promise<Decision<Versioned>> {
  const inForceAt = given.inForceAt ?? tx.at
  const allowed = canTakeEffect(inForceAt, null, tx.at)
  if (!allowed.ok) return allowed
  return enterPromise(tx, { ...given, inForceAt })
}

export async function changePromise(
  tx: WriteTx,
  id: string,
  given: { version: number; terms: PromiseTerms; inForceAt?: string | null },
): Promise<Decision<Versioned>> {
  const [newest] = await loadPromiseVersions(tx, id)
  if (!newest) return refuse('not_found', 'not_found')
  if (newest.version !== given.version) return STALE
  const inForceAt = given.inForceAt ?? tx.at
  const allowed = canTakeEffect(inForceAt, newest, tx.at)
  if (!allowed.ok) return allowed
  const rule = ruleOf(given.terms, { id, version: newest.version + 1, inForceAt })
  if (!rule.ok) return rule
  await insertPromise(tx, { code: newest.code, rule: rule.value, changedBy: actorRef(tx.actor) })
  const content = { code: newest.code, rule: rule.value }
  tx.record({ recordType: 'promise', recordId: id, verb: 'promise.changed', content })
  return accept({ id, version: rule.value.version })
}

export async function withdrawPromise(
  tx: WriteTx,
  id: string,
  given: { version: number; withdrawnAt?: string | null },
): Promise<Decision<{ id: string }>> {
  const [newest] = await loadPromiseVersions(tx, id)
  if (!newest) return refuse('not_found', 'not_found')
  if (newest.version !== given.version) return STALE
  const withdrawnAt = given.withdrawnAt ?? tx.at
  const allowed = canWithdraw(withdrawnAt, newest, tx.at)
  if (!allowed.ok) return allowed
  if (!(await saveWithdrawal(tx, id, withdrawnAt))) return STALE
  tx.record({ recordType: 'promise', recordId: id, verb: 'promise.withdrawn', content: { withdrawnAt } })
  return accept({ id })
}
