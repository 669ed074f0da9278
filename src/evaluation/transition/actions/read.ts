import { personNames } from '#src/account/door.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { cutPage, type Page } from '#src/shared/page.ts'
import { type AssessmentResult, exportAssessment, loadAssessmentResult } from '../../assessment/actions/read.ts'
import { listLeafRows } from '../../assessment/store/leaf.ts'
import type { StoredRound } from '../../assessment/store/round.ts'
import { listChoices, type StoredEdition } from '../../edition/store.ts'
import { loadCountingDay } from '../../fact/store.ts'
import type { EndedDetail, EndedRow, NewRound, Pair, Preview, Transition, TransitionItem } from '../contract.ts'
import { endedRow, listNew, listToDo, scoreCarried } from '../rules.ts'
import * as store from '../store.ts'
import { listCarries, listExclusions } from './carry.ts'
import { editionsOf, lastRoundOf } from './find.ts'

export async function readTransition(tx: Tx): Promise<Transition | null> {
  const found = await store.findTransition(tx)
  return found ? showTransition(tx, found) : null
}

/** How one stands now, with everything a person needs for the next step. */
export async function showTransition(tx: Tx, found: store.StoredTransition): Promise<Transition> {
  const { id, mapping, mappedAt, mappedByName, assessmentId, version } = found
  const { before, after } = await editionsOf(tx, found)
  const former = await lastRoundOf(tx, found)
  const result = assessmentId === null ? undefined : await loadAssessmentResult(tx, assessmentId)
  const missing = new Set(result?.score.missingLeafIds)
  const isDone = (leafId: string) => result !== undefined && !missing.has(leafId)
  const choice = (await listChoices(tx)).findLast((one) => one.editionId === after.id && one.withdrawnAt === null)
  return {
    ...{ id, version, pairs: mapping, mappedAt, mappedByName },
    ...{ startedAt: found.madeAt, startedByName: found.madeByName },
    ...{ from: nameOf(before), to: nameOf(after) },
    newLeafIds: listNew(mapping, after.scheme),
    preview: former ? await previewOf(tx, former, mapping, after) : null,
    round: result ? roundOf(result) : null,
    carries: former ? await listCarries(tx, mapping, former, isDone) : [],
    exclusions: await listExclusions(tx, mapping, { before: before.scheme, after: after.scheme }),
    items: await itemsOf(tx, found, after, isDone),
    ...{ switchOn: choice?.fromOn ?? null, isSwitched: after.inUse },
  }
}

async function previewOf(tx: Tx, round: StoredRound, mapping: Pair[], after: StoredEdition): Promise<Preview> {
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

function roundOf({ assessment, scheme, score }: AssessmentResult): NewRound {
  const { id: assessmentId, title, closedAt, abandonedAt } = assessment
  return {
    ...{ assessmentId, title },
    state: abandonedAt !== null ? 'abandoned' : closedAt !== null ? 'closed' : 'open',
    score: score.score,
    lowest: score.range.lowest.score,
    highest: score.range.highest.score,
    missingCount: score.missingLeafIds.length,
    levelName: scheme.rules.levels.find((level) => level.id === score.grade?.levelId)?.name ?? null,
  }
}

async function itemsOf(
  tx: Tx,
  { id, mapping }: store.StoredTransition,
  after: StoredEdition,
  isDoneNow: (leafId: string) => boolean,
): Promise<TransitionItem[]> {
  const planned = new Map((await store.listItems(tx, id)).map((item) => [item.leafId, item]))
  const ownerIds = [...planned.values()].flatMap(({ ownerId }) => ownerId ?? [])
  const names = await personNames(tx, ownerIds)
  const { todayOn } = await loadCountingDay(tx)
  return listToDo(mapping, after.scheme).map(({ leafId, fate }) => {
    const item = planned.get(leafId) ?? { leafId, ownerId: null, dueOn: null, note: '', version: 0 }
    const isDone = isDoneNow(leafId)
    const isOverdue = !isDone && item.dueOn !== null && item.dueOn < todayOn
    return { ...item, fate, ownerName: names.get(item.ownerId ?? '') ?? '', isDone, isOverdue }
  })
}

function nameOf({ id, number, scheme, seal }: StoredEdition): Transition['from'] {
  const { title, standard, version: schemeVersion } = scheme
  return { id, number, title, standard, schemeVersion, isSealed: seal !== null }
}

/** Last ended first. */
export async function listTransitions(tx: Tx, asked: { limit: number; cursor?: string }): Promise<Page<EndedRow>> {
  const page = cutPage(await store.listEnded(tx, asked), asked.limit, ({ transition }) => transition.id)
  return { rows: page.rows.map(endedRow), nextCursor: page.nextCursor }
}

export async function readEnded(tx: Tx, id: string): Promise<Decision<EndedDetail>> {
  const found = await store.findEnded(tx, id)
  return found ? accept(found) : refuse('not_found', 'not_found')
}
