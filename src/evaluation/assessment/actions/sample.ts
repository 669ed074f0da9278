import { randomBytes } from 'node:crypto'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { listLeaves } from '../../scheme/rules/tree.ts'
import { type AssessmentLeaf, MOST_ITEMS } from '../contract/leaf.ts'
import type { Draw, DrawnSample, SampledOf } from '../contract/sample.ts'
import { drawIds, drawLabel, MOST_POPULATION, populationHash, ruleSize, withDrawn } from '../rules/sample.ts'
import { findLeafRow } from '../store/leaf.ts'
import { countPopulation, listPopulation, loadRecords } from '../store/population.ts'
import { findRound } from '../store/round.ts'
import { findSample, insertSample, type KeptSample, listSamples } from '../store/sample.ts'
import { judgeLeaf } from './leaf.ts'
import { basisOf } from './read.ts'
import { findJudged } from './round.ts'

type Whereof = { of: SampledOf; requestKind: DrawnSample['requestKind'] }
type Drawing = Whereof & { id: string; version: number; size: number; reason: string }

const SEED_BYTES = 32

/** How many records there are to draw from, and how many the rule asks to look at. An audit's round draws from a pack, not from here. */
export async function readPopulation(
  tx: Tx,
  assessmentId: string,
  whereof: Whereof,
): Promise<Decision<{ count: number; ruleSize: number }>> {
  const round = await findRound(tx, assessmentId)
  if (!round) return refuse('not_found', 'not_found')
  if (round.kind !== 'self') return refuse('conflict', 'sample_of_own_records_only')
  const count = await countPopulation(tx, whereof, round, tx.at)
  return accept({ count, ruleSize: ruleSize(count) })
}

/** Draws with a seed that nobody chose, keeps the draw for ever and puts what was drawn into the sample, not yet looked at. */
export async function drawLeafSample(
  tx: WriteTx,
  { assessmentId, leafId }: { assessmentId: string; leafId: string },
  given: Drawing,
): Promise<Decision<{ sample: DrawnSample; leaf: AssessmentLeaf }>> {
  const found = await findJudged(tx, assessmentId)
  if (!found.ok) return found
  const round = found.value
  if (round.kind !== 'self') return refuse('conflict', 'sample_of_own_records_only')
  const { scheme } = await basisOf(tx, round)
  const leaf = listLeaves(scheme).find((one) => one.id === leafId)
  if (!leaf) return refuse('not_found', 'finding_leaf_unknown', { leafId })
  if (leaf.mode.value !== 'sampled') return refuse('invalid', 'finding_mode_differs', { leafId, mode: leaf.mode.value })
  const { id, version, size, reason } = given
  const whereof = { of: given.of, requestKind: given.of === 'request' ? given.requestKind : null }
  const earlier = await listSamples(tx, assessmentId, leafId)
  if (earlier.length > 0 && reason === '') return refuse('invalid', 'sample_again_needs_reason')
  const population = await listPopulation(tx, whereof, round, { at: tx.at, limit: MOST_POPULATION + 1 })
  if (population.length === 0) return refuse('conflict', 'sample_population_empty')
  if (population.length > MOST_POPULATION)
    return refuse('invalid', 'sample_population_too_large', { max: MOST_POPULATION })
  const least = ruleSize(population.length)
  if (size < least || size > population.length)
    return refuse('invalid', 'sample_size_impossible', { least, most: population.length })
  const seed = randomBytes(SEED_BYTES).toString('hex')
  const drawnIds = drawIds(population, size, seed, drawLabel({ leafId, ...whereof }))
  const drawn = await loadRecords(tx, whereof.of, drawnIds)
  const current = await findLeafRow(tx, assessmentId, leafId)
  const items = withDrawn(current?.items ?? [], drawn)
  if (items.length > MOST_ITEMS) return refuse('invalid', 'sample_size_impossible', { least, most: MOST_ITEMS })
  const kept = {
    ...{ id, assessmentId, leafId, ...whereof, seed, reason, drawnIds },
    populationCount: population.length,
    populationSha256: populationHash(population),
    ruleSize: least,
  }
  await insertSample(tx, kept)
  tx.record({ recordType: 'assessment', recordId: assessmentId, verb: 'assessment.sample_drawn', content: kept })
  const judged = await judgeLeaf(
    tx,
    { assessmentId, leafId },
    { version, judgement: { kind: 'sampled', items, reason: current?.reason ?? '' } },
  )
  if (!judged.ok) return judged
  const sample = await shown(tx, (await findSample(tx, assessmentId, id))!)
  return accept({ sample, leaf: judged.value })
}

export async function readLeafSamples(
  tx: Tx,
  assessmentId: string,
  leafId: string,
): Promise<Decision<{ samples: DrawnSample[] }>> {
  if (!(await findRound(tx, assessmentId))) return refuse('not_found', 'not_found')
  const samples: DrawnSample[] = []
  for (const kept of await listSamples(tx, assessmentId, leafId)) samples.push(await shown(tx, kept))
  return accept({ samples })
}

async function shown(tx: Tx, kept: KeptSample): Promise<DrawnSample> {
  const { assessmentId: _, leafId: __, drawnIds, ...sample } = kept
  return { ...sample, drawn: await loadRecords(tx, kept.of, drawnIds) }
}

/** A draw with its population as the records tell it for that moment, and whether drawing again gives the same. */
export async function readDrawAgain(tx: Tx, assessmentId: string, sampleId: string): Promise<Decision<Draw>> {
  const round = await findRound(tx, assessmentId)
  const kept = round && (await findSample(tx, assessmentId, sampleId))
  if (!round || !kept) return refuse('not_found', 'not_found')
  const population = await listPopulation(tx, kept, round, { at: kept.drawnAt, limit: MOST_POPULATION })
  const label = drawLabel(kept)
  const isSame = populationHash(population) === kept.populationSha256
  const drawnAgain = isSame ? drawIds(population, kept.drawnIds.length, kept.seed, label) : []
  const again = isSame ? (drawnAgain.join() === kept.drawnIds.join() ? 'same' : 'differs') : 'population_changed'
  const sample = await shown(tx, kept)
  const { leafId } = kept
  return accept({ format: 'starproof-leaf-sample', version: 1, leafId, sample, label, population, again })
}
