import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { addAdjustment } from '../../adjustment/actions.ts'
import { loadAdjustments } from '../../adjustment/store.ts'
import { addEvidence, judgeLeaf } from '../../assessment/actions/leaf.ts'
import type { AssessmentLeaf, Evidence, NewEvidence } from '../../assessment/contract/leaf.ts'
import { listEvidence, listLeafRows } from '../../assessment/store/leaf.ts'
import type { StoredRound } from '../../assessment/store/round.ts'
import type { Scheme } from '../../scheme/contract.ts'
import type { CarriedExclusion, Carry, Pair } from '../contract.ts'
import { carryOver, exclusionsToCarry, keptIds } from '../rules.ts'
import { findSettled, lastRoundOf, note } from './find.ts'

/** As findings of whoever takes them over; what was found in the new round already stays. */
export async function carryFindings(
  tx: WriteTx,
  id: string,
  leafIds: readonly string[],
): Promise<Decision<{ carried: number }>> {
  const settled = await findSettled(tx, id)
  if (!settled.ok) return settled
  const { found } = settled.value
  const { assessmentId, mapping } = found
  if (assessmentId === null) return refuse('conflict', 'transition_without_round')
  const round = await lastRoundOf(tx, found)
  if (!round) return refuse('conflict', 'transition_without_closed_round')
  const known = new Map((await listLeafRows(tx, assessmentId)).map((row) => [row.leafId, row]))
  const evidence = await evidenceOf(tx, round)
  let carried = 0
  for (const { row, oldLeafId } of await carriable(tx, mapping, round)) {
    const current = known.get(row.leafId)
    if (!leafIds.includes(row.leafId) || (current && current.kind !== 'missing')) continue
    const about = { assessmentId, leafId: row.leafId }
    const judged = await judgeLeaf(tx, about, { version: current?.version ?? 0, judgement: judgementOf(row) })
    if (!judged.ok) return judged
    for (const one of evidence.filter(({ leafId }) => leafId === oldLeafId)) {
      const added = await addEvidence(tx, about, evidenceAgain(one))
      if (!added.ok) return added
    }
    carried += 1
  }
  note(tx, id, 'carried', { fromAssessmentId: round.id, assessmentId, leafIds, carried })
  return accept({ carried })
}

function judgementOf({ kind, conforms, items, reason }: AssessmentLeaf) {
  return kind === 'judged'
    ? { kind: 'judged' as const, conforms: conforms!, reason }
    : { kind: 'sampled' as const, items: items!, reason }
}

/** The same piece, for the same days; only brought in once more. */
function evidenceAgain(one: Evidence): NewEvidence {
  const { title, effectiveFromOn, effectiveToOn, kind } = one
  const shared = { id: newId(), title, effectiveFromOn, effectiveToOn }
  if (kind === 'file') return { ...shared, kind, fileSha256: one.fileSha256! }
  if (kind === 'url') return { ...shared, kind, url: one.url! }
  return { ...shared, kind, recordType: one.recordType!, recordId: one.recordId! }
}

async function evidenceOf(tx: Tx, round: StoredRound): Promise<Evidence[]> {
  return (await listEvidence(tx, round.id)).filter((one) => one.withdrawnAt === null)
}

/** What people judged or sampled themselves and is kept. What was counted is counted again by the new round itself. */
async function carriable(
  tx: Tx,
  mapping: readonly Pair[],
  round: StoredRound,
): Promise<{ row: AssessmentLeaf; oldLeafId: string }[]> {
  const oldIds = new Map([...keptIds(mapping)].map(([oldId, leafId]) => [leafId, oldId]))
  return carryOver(mapping, await listLeafRows(tx, round.id))
    .filter(({ kind }) => kind === 'judged' || kind === 'sampled')
    .map((row) => ({ row, oldLeafId: oldIds.get(row.leafId)! }))
}

/** Those that `isDone` says nothing about in the new round yet. */
export async function listCarries(
  tx: Tx,
  mapping: readonly Pair[],
  round: StoredRound,
  isDone: (leafId: string) => boolean,
): Promise<Carry[]> {
  const evidence = await evidenceOf(tx, round)
  return (await carriable(tx, mapping, round))
    .filter(({ row }) => !isDone(row.leafId))
    .map(({ row, oldLeafId }) => ({
      ...{ leafId: row.leafId, oldLeafId, conforms: row.conforms, byName: row.judgedByName, at: row.judgedAt },
      kind: row.kind === 'judged' ? ('judged' as const) : ('sampled' as const),
      evidenceCount: evidence.filter((one) => one.leafId === oldLeafId).length,
    }))
}

/** As exclusions of whoever takes them over, in the words in which they were justified. */
export async function carryExclusions(
  tx: WriteTx,
  id: string,
  adjustmentIds: readonly string[],
): Promise<Decision<{ carried: number }>> {
  const settled = await findSettled(tx, id)
  if (!settled.ok) return settled
  const { found, before, after } = settled.value
  const meant = (await listExclusions(tx, found.mapping, { before: before.scheme, after: after.scheme })).filter(
    (one) => adjustmentIds.includes(one.adjustmentId),
  )
  for (const { leafId, reason } of meant) {
    const exclusion = { id: newId(), kind: 'exclusion' as const, leafId, reason }
    const added = await addAdjustment(tx, exclusion, { assessmentId: null, scheme: after.scheme })
    if (!added.ok) return added
  }
  const from = meant.map(({ adjustmentId }) => adjustmentId)
  note(tx, id, 'exclusions_carried', { adjustmentIds: from })
  return accept({ carried: meant.length })
}

export async function listExclusions(
  tx: Tx,
  mapping: readonly Pair[],
  { before, after }: { before: Scheme; after: Scheme },
): Promise<CarriedExclusion[]> {
  return exclusionsToCarry(mapping, await loadAdjustments(tx, null, before), await loadAdjustments(tx, null, after))
}
