import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { canonicalJson } from '#src/shared/canonical.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { parseCheckpoint, parseNote } from '#src/shared/signed-note.ts'
import type { SamplingPlan, SamplingReceipt } from './contract.ts'

/** Lowercase hex SHA-256 of the plan's canonical JSON: what the ledger notes, and part of the seed. */
export function planHash(plan: SamplingPlan): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(plan))))
}

/** What the ledger's entry about a plan says. */
export function plannedEntry(plan: SamplingPlan): { planId: string; planSha256: string } {
  return { planId: plan.id, planSha256: planHash(plan) }
}

/** The tree head that a signed checkpoint states, whoever signed it; undefined when it is none. */
export function headOf(note: string): { size: number; rootHex: string; origin: string } | undefined {
  const parsed = parseNote(note)
  const head = parsed && parseCheckpoint(parsed.text)
  return head && { size: head.size, rootHex: bytesToHex(head.root), origin: head.origin }
}

/** Whether a company notes the plan it was sent: it must be about its own ledger as it really stood, and be sealed by it. */
export function canNote(
  plan: SamplingPlan,
  sender: string,
  own: { orgId: string; rootHexAt: (size: number) => string | undefined },
): Decision<null> {
  if (plan.body.orgId !== sender) return refuse('invalid', 'sampling_plan_of_another')
  if (plan.sealedBy !== 'company' || plan.company.orgId !== own.orgId)
    return refuse('invalid', 'sampling_plan_not_ours')
  const head = headOf(plan.checkpoint)
  if (!head || own.rootHexAt(head.size) !== head.rootHex) return refuse('invalid', 'checkpoint_not_ours')
  return accept(null)
}

type Proved = {
  entry: { leaf: string; content: string; salt: string; index: number }
  inclusion: readonly Uint8Array[]
  checkpoint: string
  consistency: readonly Uint8Array[]
}

export function receiptOf(plan: SamplingPlan, proved: Proved): SamplingReceipt {
  return {
    format: 'starproof-sampling-receipt',
    version: 1,
    planId: plan.id,
    planSha256: planHash(plan),
    entry: proved.entry,
    inclusion: proved.inclusion.map((hash) => bytesToHex(hash)),
    checkpoint: proved.checkpoint,
    consistency: proved.consistency.map((hash) => bytesToHex(hash)),
  }
}

/** Proof paths as they stand in a receipt, as bytes. */
export function pathOf(path: readonly string[]): Uint8Array[] {
  return path.map((hash) => hexToBytes(hash))
}
