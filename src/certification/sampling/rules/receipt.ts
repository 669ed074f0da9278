import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import type { SamplingPlan, SamplingReceipt } from '#src/evaluation/sampling-receipt/contract.ts'
import { pathOf, planHash, plannedEntry } from '#src/evaluation/sampling-receipt/rules.ts'
import { canonicalJson } from '#src/shared/canonical.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { portableHasher, type TreeHasher } from '#src/shared/merkle/hash.ts'
import { commitmentOf, parseLeaf } from '#src/shared/merkle/leaf.ts'
import { verifyConsistency, verifyInclusion } from '#src/shared/merkle/proof.ts'
import {
  type Checkpoint,
  openNote,
  originOf,
  parseCheckpoint,
  parseVkey,
  type VerifySignature,
} from '#src/shared/signed-note.ts'
import type { SealingKey } from '../contract.ts'

export type Sealed = { rootHex: string; size: number; madeAt: string | null; vkey: string }

type Means = { keys: readonly SealingKey[]; verify: VerifySignature; hasher?: TreeHasher }

/**
 * Judges a receipt from start to end: signatures by known keys, C2 later than C1 and grown from it, the entry in it and about this plan.
 * Accepts with C2, refuses with the first thing that is wrong.
 */
export function checkReceipt(plan: SamplingPlan, receipt: SamplingReceipt, means: Means): Decision<Sealed> {
  if (receipt.planId !== plan.id || receipt.planSha256 !== planHash(plan))
    return refuse('invalid', 'receipt_of_another_plan')
  const sealer = plan.sealedBy === 'company' ? plan.company.orgId : plan.body.orgId
  const origin = originOf(sealer ?? '')
  const first = openCheckpoint(plan.checkpoint, origin, means)
  if (!first.ok) return first
  const second = openCheckpoint(receipt.checkpoint, origin, means)
  if (!second.ok) return second
  const [c1, c2] = [first.value.head, second.value.head]
  if (c2.size <= c1.size || (c1.madeAt && c2.madeAt && c2.madeAt < c1.madeAt))
    return refuse('invalid', 'checkpoint_not_later', { first: c1.size, second: c2.size })
  const hasher = means.hasher ?? portableHasher
  const grown = { oldSize: c1.size, newSize: c2.size, oldRoot: c1.root, newRoot: c2.root }
  if (!verifyConsistency({ ...grown, path: pathOf(receipt.consistency) }, hasher))
    return refuse('invalid', 'checkpoint_not_consistent')
  const entry = checkEntry(plan, receipt, { from: c1.size, sealer: sealer ?? '' })
  if (!entry.ok) return entry
  const leaf = hasher.leaf(utf8ToBytes(receipt.entry.leaf))
  const place = { leaf, index: receipt.entry.index, size: c2.size, root: c2.root }
  if (!verifyInclusion({ ...place, path: pathOf(receipt.inclusion) }, hasher))
    return refuse('invalid', 'entry_not_in_checkpoint')
  return accept({ rootHex: bytesToHex(c2.root), size: c2.size, madeAt: c2.madeAt ?? null, vkey: second.value.vkey })
}

function openCheckpoint(
  note: string,
  origin: string,
  { keys, verify }: Means,
): Decision<{ head: Checkpoint; vkey: string }> {
  const known = keys.flatMap((one) => {
    const key = parseVkey(one.vkey)
    return key ? [{ ...one, key }] : []
  })
  const opened = openNote(
    note,
    known.map((one) => one.key),
    verify,
  )
  if (!opened.ok)
    return refuse('invalid', opened.reason === 'unknown_key' ? 'sealing_key_unknown' : 'checkpoint_unsigned')
  const head = parseCheckpoint(opened.text)
  if (!head || head.origin !== origin) return refuse('invalid', 'checkpoint_of_another')
  const { vkey, validFrom, validUntil } = known.find((one) => one.key === opened.key)!
  const { madeAt } = head
  if (madeAt && (madeAt < validFrom || (validUntil !== null && madeAt > validUntil)))
    return refuse('invalid', 'sealing_key_out_of_use', { from: validFrom, until: validUntil ?? '' })
  return accept({ head, vkey })
}

/** That the entry was made after C1 and notes exactly this plan. */
function checkEntry(
  plan: SamplingPlan,
  { entry }: SamplingReceipt,
  asked: { from: number; sealer: string },
): Decision<null> {
  const leaf = parseLeaf(entry.leaf)
  const verb = plan.sealedBy === 'company' ? 'sampling_plan.received' : 'sampling_plan.made'
  const isAbout =
    leaf?.org === asked.sealer &&
    leaf.recordType === 'sampling_plan' &&
    leaf.recordId === plan.id &&
    leaf.verb === verb &&
    leaf.commitment === commitmentOf(hexToBytes(entry.salt), entry.content)
  if (!isAbout || entry.content !== canonicalJson(plannedEntry(plan))) return refuse('invalid', 'entry_of_another_plan')
  if (entry.index < asked.from) return refuse('invalid', 'entry_not_later')
  return accept(null)
}
