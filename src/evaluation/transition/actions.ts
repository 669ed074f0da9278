import { personNames } from '#src/account/door.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { addEvidence, judgeLeaf } from '../assessment/actions/leaf.ts'
import { exportAssessment, loadAssessmentResult } from '../assessment/actions/read.ts'
import { openAssessment } from '../assessment/actions/round.ts'
import type { AssessmentLeaf, Evidence, NewEvidence } from '../assessment/contract/leaf.ts'
import { listEvidence, listLeafRows } from '../assessment/store/leaf.ts'
import { findLastClosedSelf, type StoredRound } from '../assessment/store/round.ts'
import { listChoices, loadEdition, type StoredEdition } from '../edition/store.ts'
import { loadCountingDay } from '../fact/store.ts'
import type { Pair, Transition, TransitionItem } from './contract.ts'
import { carryOver, checkMapping, keptIds, listNew, listToDo, proposeMapping, scoreCarried } from './rules.ts'
import * as store from './store.ts'

type Saved = { id: string; version: number }

export async function startTransition(
  tx: WriteTx,
  given: { id: string; fromEditionId: string; toEditionId: string },
): Promise<Decision<Saved>> {
  if (await store.findTransition(tx)) return refuse('conflict', 'transition_under_way')
  const before = await loadEdition(tx, given.fromEditionId)
  const after = await loadEdition(tx, given.toEditionId)
  if (!before || !after) return refuse('not_found', 'not_found')
  if (before.id === after.id) return refuse('invalid', 'transition_to_itself')
  await store.insertTransition(tx, { ...given, mapping: proposeMapping(before.scheme, after.scheme) })
  note(tx, given.id, 'started', { fromEditionId: before.id, toEditionId: after.id })
  return accept({ id: given.id, version: 1 })
}

export async function saveMapping(
  tx: WriteTx,
  id: string,
  { version, pairs }: { version: number; pairs: Pair[] },
): Promise<Decision<Saved>> {
  const found = await find(tx, id)
  if (!found.ok) return found
  const { before, after } = await editionsOf(tx, found.value)
  const sound = checkMapping(pairs, before.scheme, after.scheme)
  if (!sound.ok) return sound
  await store.saveTransition(tx, id, version, { mapping: pairs })
  note(tx, id, 'mapped', { pairs })
  return accept({ id, version: version + 1 })
}

export async function openRound(
  tx: WriteTx,
  transitionId: string,
  given: { version: number; id: string; title: string; fromOn: string; toOn: string },
): Promise<Decision<Saved>> {
  const found = await find(tx, transitionId)
  if (!found.ok) return found
  const { after } = await editionsOf(tx, found.value)
  if (after.seal === null) return refuse('conflict', 'scheme_not_sealed')
  const { todayOn } = await loadCountingDay(tx)
  if (given.toOn > todayOn) return refuse('invalid', 'assessment_days_to_come', { today: todayOn })
  const { version, ...round } = given
  const opened = await openAssessment(tx, { ...round, kind: 'self', editionId: after.id, aboutId: null })
  if (!opened.ok) return opened
  await store.saveTransition(tx, transitionId, version, { assessmentId: given.id })
  note(tx, transitionId, 'round_opened', { assessmentId: given.id })
  return accept({ id: transitionId, version: version + 1 })
}

/** As findings of whoever takes them over; what was found in the new round already stays. */
export async function carryFindings(
  tx: WriteTx,
  id: string,
  leafIds: readonly string[],
): Promise<Decision<{ carried: number }>> {
  const found = await find(tx, id)
  if (!found.ok) return found
  const { assessmentId, mapping } = found.value
  if (assessmentId === null) return refuse('conflict', 'transition_without_round')
  const round = await lastRoundOf(tx, found.value)
  if (!round) return refuse('conflict', 'transition_without_closed_round')
  const known = new Map((await listLeafRows(tx, assessmentId)).map((row) => [row.leafId, row]))
  const evidence = (await listEvidence(tx, round.id)).filter((one) => one.withdrawnAt === null)
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

export async function planItem(
  tx: WriteTx,
  id: string,
  item: store.StoredItem,
): Promise<Decision<{ leafId: string; version: number }>> {
  const found = await find(tx, id)
  if (!found.ok) return found
  const { after } = await editionsOf(tx, found.value)
  const { leafId } = item
  if (!listToDo(found.value.mapping, after.scheme).some((one) => one.leafId === leafId))
    return refuse('not_found', 'transition_item_unknown', { leafId })
  if (item.ownerId !== null && !(await personNames(tx, [item.ownerId])).has(item.ownerId))
    return refuse('invalid', 'person_unknown')
  await store.saveItem(tx, id, item)
  note(tx, id, 'planned', { leafId, ownerId: item.ownerId, dueOn: item.dueOn, note: item.note })
  return accept({ leafId, version: item.version + 1 })
}

export async function endTransition(
  tx: WriteTx,
  id: string,
  { version, reason }: { version: number; reason: string },
): Promise<Decision<Saved>> {
  const found = await find(tx, id)
  if (!found.ok) return found
  await store.saveTransition(tx, id, version, { endedAt: tx.at, endedReason: reason })
  note(tx, id, 'ended', { reason })
  return accept({ id, version: version + 1 })
}

export async function readTransition(tx: Tx): Promise<Transition | null> {
  const found = await store.findTransition(tx)
  if (!found) return null
  const { id, mapping, assessmentId, version } = found
  const { before, after } = await editionsOf(tx, found)
  const round = await lastRoundOf(tx, found)
  const result = assessmentId === null ? undefined : await loadAssessmentResult(tx, assessmentId)
  const missing = new Set(result?.score.missingLeafIds)
  const done = (leafId: string) => result !== undefined && !missing.has(leafId)
  const choice = (await listChoices(tx)).findLast((one) => one.editionId === after.id)
  return {
    ...{ id, version, assessmentId, pairs: mapping },
    from: nameOf(before),
    to: nameOf(after),
    newLeafIds: listNew(mapping, after.scheme),
    preview: round ? await previewOf(tx, round, mapping, after) : null,
    isRoundOpen: result !== undefined && result.assessment.closedAt === null && result.assessment.abandonedAt === null,
    carries: round ? await carriesOf(tx, mapping, round, done) : [],
    items: await itemsOf(tx, found, after, done),
    switchOn: choice?.fromOn ?? null,
  }
}

async function previewOf(tx: Tx, round: StoredRound, mapping: Pair[], after: StoredEdition) {
  const closed = await exportAssessment(tx, round.id)
  const leaves = await listLeafRows(tx, round.id)
  const score = scoreCarried(mapping, after.scheme, { leaves, adjustments: closed?.adjustments ?? [] })
  return {
    assessmentId: round.id,
    title: round.title,
    closedScore: closed?.score.score ?? null,
    lowest: score.range.lowest.score,
    highest: score.range.highest.score,
    missingCount: score.missingLeafIds.length,
    leafCount: score.groups.flatMap((group) => group.indicators.flatMap((one) => one.leaves)).length,
  }
}

/** Those the new round has nothing about yet. */
async function carriesOf(tx: Tx, mapping: Pair[], round: StoredRound, done: (leafId: string) => boolean) {
  const evidence = (await listEvidence(tx, round.id)).filter((one) => one.withdrawnAt === null)
  return (await carriable(tx, mapping, round))
    .filter(({ row }) => !done(row.leafId))
    .map(({ row, oldLeafId }) => ({
      ...{ leafId: row.leafId, oldLeafId, conforms: row.conforms, byName: row.judgedByName, at: row.judgedAt },
      kind: row.kind === 'judged' ? ('judged' as const) : ('sampled' as const),
      evidenceCount: evidence.filter((one) => one.leafId === oldLeafId).length,
    }))
}

async function itemsOf(
  tx: Tx,
  { id, mapping }: store.StoredTransition,
  after: StoredEdition,
  done: (leafId: string) => boolean,
): Promise<TransitionItem[]> {
  const planned = new Map((await store.listItems(tx, id)).map((item) => [item.leafId, item]))
  const names = await personNames(
    tx,
    [...planned.values()].flatMap(({ ownerId }) => ownerId ?? []),
  )
  const { todayOn } = await loadCountingDay(tx)
  return listToDo(mapping, after.scheme).map(({ leafId, fate }) => {
    const item = planned.get(leafId) ?? { leafId, ownerId: null, dueOn: null, note: '', version: 0 }
    const isDone = done(leafId)
    const isOverdue = !isDone && item.dueOn !== null && item.dueOn < todayOn
    return { ...item, fate, ownerName: names.get(item.ownerId ?? '') ?? '', isDone, isOverdue }
  })
}

/** The company's round closed last, where it was one under the former edition. */
async function lastRoundOf(tx: Tx, { fromEditionId }: store.StoredTransition): Promise<StoredRound | undefined> {
  const round = await findLastClosedSelf(tx)
  return round?.editionId === fromEditionId ? round : undefined
}

async function editionsOf(tx: Tx, { fromEditionId, toEditionId }: store.StoredTransition) {
  const [before, after] = [await loadEdition(tx, fromEditionId), await loadEdition(tx, toEditionId)]
  if (!before || !after) throw new Error('a transition has lost its editions')
  return { before, after }
}

function nameOf({ id, number, scheme, seal }: StoredEdition): Transition['from'] {
  const { title, standard, version: schemeVersion } = scheme
  return { id, number, title, standard, schemeVersion, isSealed: seal !== null }
}

async function find(tx: Tx, id: string): Promise<Decision<store.StoredTransition>> {
  const found = await store.findTransition(tx)
  return found?.id === id ? accept(found) : refuse('not_found', 'not_found')
}

function note(tx: WriteTx, recordId: string, step: string, content: unknown): void {
  tx.record({ recordType: 'transition', recordId, verb: `transition.${step}`, content })
}
