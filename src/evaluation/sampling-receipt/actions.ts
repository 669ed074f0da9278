import { isHere, type LetterHandler, type LetterParts, sendLetter } from '#src/account/door.ts'
import { latestCheckpoint, proveConsistency, proveInclusion } from '#src/server/ledger/proofs.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { SamplingPlan, type SamplingReceipt } from './contract.ts'
import { canNote, headOf, planHash, plannedEntry, receiptOf } from './rules.ts'
import { findNotedEntry, findReceivedPlan, findRootHex, insertReceivedPlan, saveReceipt } from './store.ts'

/** A body's sampling plan comes in: it is noted in our ledger, so that the next signed checkpoint covers it. The receipt follows by itself. */
export const noteSamplingPlan: LetterHandler = async (tx, letter) => {
  const read = SamplingPlan.safeParse(letter.body)
  if (!read.success) return refuse('invalid', 'letter_unreadable', { kind: letter.kind })
  const plan = read.data
  const size = headOf(plan.checkpoint)?.size
  const rootHex = size === undefined ? undefined : await findRootHex(tx, size)
  const allowed = canNote(plan, letter.from.orgId, { orgId: tx.orgId, rootHexAt: () => rootHex })
  if (!allowed.ok) return allowed
  if (await findReceivedPlan(tx, plan.id)) return refuse('conflict', 'sampling_plan_noted')
  await insertReceivedPlan(tx, { plan, planSha256: planHash(plan), letterId: letter.id, bodyName: letter.from.name })
  tx.record({
    recordType: 'sampling_plan',
    recordId: plan.id,
    verb: 'sampling_plan.received',
    content: plannedEntry(plan),
  })
  return accept({ recordType: 'sampling_plan', recordId: plan.id })
}

/**
 * Proof that this ledger noted the plan (under `verb`) after the plan's checkpoint C1: the entry, its inclusion in the newest checkpoint
 * and that this one grew from C1. Undefined until a checkpoint covers the entry.
 */
export async function proveNoted(tx: Tx, plan: SamplingPlan, verb: string): Promise<SamplingReceipt | undefined> {
  const entry = await findNotedEntry(tx, plan.id, verb)
  const newest = await latestCheckpoint(tx)
  const first = headOf(plan.checkpoint)
  if (!entry || !newest || !first || newest.size <= entry.index) return undefined
  const inclusion = await proveInclusion(tx, entry.index, newest.size)
  const consistency = await proveConsistency(tx, first.size, newest.size)
  return receiptOf(plan, { entry, inclusion, checkpoint: newest.note, consistency })
}

/** Sends the receipt of a noted plan to the body, once; refused while no checkpoint covers it. */
export async function answerSamplingPlan(tx: WriteTx, parts: LetterParts, planId: string): Promise<Decision<null>> {
  const noted = await findReceivedPlan(tx, planId)
  if (!noted || noted.answeredAt !== null) return accept(null)
  const receipt = await proveNoted(tx, noted.plan, 'sampling_plan.received')
  if (!receipt) return refuse('conflict', 'checkpoint_awaited')
  await saveReceipt(tx, planId, receipt)
  const sent = await sendLetter(tx, parts, {
    kind: 'sampling_receipt',
    to: { orgId: noted.bodyOrgId, name: noted.bodyName },
    body: receipt,
    inReplyTo: noted.letterId,
    deliver: (await isHere(tx, noted.bodyOrgId)) ? 'here' : 'file',
    about: { recordType: 'sampling_plan', recordId: planId },
  })
  if (!sent.ok) return sent
  tx.record({
    recordType: 'sampling_plan',
    recordId: planId,
    verb: 'sampling_plan.answered',
    content: { letterId: sent.value.letterId },
  })
  return accept(null)
}
