import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { fractionText } from '#src/shared/fraction.ts'
import { newId } from '#src/shared/id.ts'
import { addDays } from '#src/shared/instant.ts'
import { loadCountingDay } from '../../fact/store.ts'
import { mayClaim } from '../access.ts'
import type { GapBasis } from '../contract/action.ts'
import type { GapItem, GapPlan } from '../contract/plan.ts'
import { NOTHING, reachesLevel, scoreWith, shareOfLeaf } from '../rules/basis.ts'
import { costOf, daysOf, inOrder, withNeeded } from '../rules/instance.ts'
import { canClaim, canEnd, canReopen, isOverdue, itemLifts, itemState, leavesShown } from '../rules/item.ts'
import { type Question, sharesAfter, stepsOf } from '../rules/result.ts'
import { loadBasis } from '../store/ground.ts'
import * as store from '../store/plan.ts'
import { nameOf, note, type Saved } from './keep.ts'
import { loadGround, questionOf } from './search.ts'

type Choice = { id: string; level: string; actionKeys: string[]; startsOn: string; ownerId: string }

/** Makes a plan of these actions. They must reach the level by the scoring itself, whoever found them. */
export async function choosePlan(tx: WriteTx, choice: Choice): Promise<Decision<Saved>> {
  const ground = await loadGround(tx)
  if (!ground) return refuse('not_found', 'scheme_not_ready')
  if (await store.findRunningPlan(tx)) return refuse('conflict', 'gap_plan_running')
  const level = ground.basis.scheme.rules.levels.find((one) => one.id === choice.level)
  if (!level) return refuse('invalid', 'gap_level_unknown', { level: choice.level })
  if (!(await store.isMember(tx, choice.ownerId))) return refuse('invalid', 'gap_owner_unknown')
  const question = questionOf(ground, choice.level)
  const keys = withNeeded(question.instance.options, choice.actionKeys)
  if (!keys) return refuse('conflict', 'gap_action_unavailable')
  const score = scoreWith(question.basis, sharesAfter(question, keys))
  if (!reachesLevel(question.basis, score, choice.level))
    return refuse('conflict', 'gap_falls_short', {
      score: score.range.lowest.score.text,
      target: level.min.hundredths / 100,
    })
  const items = itemsOf(question, keys, choice)
  const idle = items.find((item) => item.lifts.length === 0)
  if (idle) return refuse('invalid', 'gap_action_idle', { name: idle.name.zh })
  const assumedLeafIds = [...question.assumed.keys()]
  const plan = {
    id: choice.id,
    levelId: choice.level,
    editionId: ground.basis.editionId,
    fromScore: scoreWith(question.basis, new Map()).range.lowest.score,
    toScore: score.range.lowest.score,
    assumedLeafIds,
    costFen: costOf(question.instance.options, keys),
    days: daysOf(question.instance.options, keys),
    startsOn: choice.startsOn,
  }
  await store.insertPlan(tx, plan, nameOf(tx))
  await store.insertItems(tx, items)
  note(tx, 'gap_plan', choice.id, 'chosen', { ...plan, items })
  return accept({ id: choice.id, version: 1 })
}

function itemsOf(question: Question, keys: ReadonlySet<string>, choice: Choice): store.KeptItem[] {
  const { basis, instance, actions, assumed } = question
  const known = new Map(actions.map((action) => [action.key, action]))
  const scores = new Map(basis.leaves.map((leaf) => [leaf.id, leaf]))
  const today = (leafId: string) => assumed.get(leafId) ?? shareOfLeaf(scores.get(leafId)!) ?? NOTHING
  const gains = new Map(stepsOf(question, keys).map((step) => [step.actionKey, step.gain]))
  return inOrder(instance.options, keys).map((option, at) => {
    const action = known.get(option.key)!
    const gain = gains.get(option.key)!
    return {
      id: newId(),
      planId: choice.id,
      place: at + 1,
      actionKey: option.key,
      name: action.name,
      costFen: action.costFen,
      days: action.days,
      gainExact: gain.exact,
      gainHundredths: gain.hundredths,
      lifts: itemLifts(basis, instance, keys, option.key, today, fractionText),
      ownerId: choice.ownerId,
      dueOn: addDays(choice.startsOn, option.readyDays),
    }
  })
}

export async function readPlan(tx: Tx): Promise<{ todayOn: string; plan: (GapPlan & { items: GapItem[] }) | null }> {
  const { todayOn } = await loadCountingDay(tx)
  const kept = await store.findRunningPlan(tx)
  const basis = kept && (await loadBasis(tx))
  if (!kept || !basis) return { todayOn, plan: null }
  const { editionId: _, ...plan } = kept
  const { score, grade } = scoreWith(basis, new Map()).range.lowest
  const level = basis.scheme.rules.levels.find((one) => one.id === plan.levelId)
  const items = (await store.loadItems(tx, plan.id)).map((item) => showItem(basis, item, todayOn))
  return {
    todayOn,
    plan: {
      ...plan,
      // A newer edition may know the level no more; its id still says which it was.
      levelName: level?.name ?? { zh: plan.levelId, en: plan.levelId },
      now: { score, levelId: grade.levelId },
      items,
    },
  }
}

function showItem(basis: GapBasis, item: store.StoredItem, todayOn: string): GapItem {
  const { id, actionKey, name, costFen, days, lifts, ownerId, ownerName, dueOn, claim, version } = item
  const shownLeafIds = leavesShown(basis, lifts)
  const state = itemState(lifts, shownLeafIds, item.claimedAt)
  return {
    ...{ id, actionKey, name, costFen, days, lifts, ownerId, ownerName, dueOn, claim, version },
    gain: { hundredths: item.gainHundredths, exact: item.gainExact },
    state,
    isOverdue: isOverdue(state, dueOn, todayOn),
    shownLeafIds,
    claimedAt: item.claimedAt,
    claimedByName: item.claimedByName,
  }
}

type End = { version: number; as: 'finished' | 'dropped'; reason: string }

export async function endPlan(tx: WriteTx, id: string, end: End): Promise<Decision<Saved>> {
  const { plan } = await readPlan(tx)
  if (plan?.id !== id) return refuse('not_found', 'not_found')
  const allowed = canEnd(plan.items, end)
  if (!allowed.ok) return allowed
  await store.endPlan(tx, id, end.version, { state: end.as, endedReason: end.reason })
  note(tx, 'gap_plan', id, end.as, { reason: end.reason, score: plan.now?.score })
  return accept({ id, version: end.version + 1 })
}

export async function assignItem(
  tx: WriteTx,
  id: string,
  given: { version: number; ownerId: string; dueOn: string },
): Promise<Decision<Saved>> {
  const found = await findItem(tx, id)
  if (!found.ok) return found
  if (!(await store.isMember(tx, given.ownerId))) return refuse('invalid', 'gap_owner_unknown')
  const { version, ...change } = given
  await store.saveItem(tx, id, version, change)
  note(tx, 'gap_item', id, 'assigned', change)
  return accept({ id, version: version + 1 })
}

export async function claimItem(
  tx: WriteTx,
  id: string,
  given: { version: number; claim: string },
): Promise<Decision<Saved>> {
  const found = await findItem(tx, id)
  if (!found.ok) return found
  if (!mayClaim(tx.actor, found.value)) return refuse('forbidden', 'gap_item_not_yours')
  const allowed = canClaim(found.value)
  if (!allowed.ok) return allowed
  const by = { claimedAt: tx.at, claimedBy: actorRef(tx.actor), claimedByName: nameOf(tx) }
  await store.saveItem(tx, id, given.version, { ...by, claim: given.claim })
  note(tx, 'gap_item', id, 'claimed', { claim: given.claim })
  return accept({ id, version: given.version + 1 })
}

export async function reopenItem(tx: WriteTx, id: string, version: number): Promise<Decision<Saved>> {
  const found = await findItem(tx, id)
  if (!found.ok) return found
  const allowed = canReopen(found.value)
  if (!allowed.ok) return allowed
  await store.saveItem(tx, id, version, { claimedAt: null, claimedBy: null, claimedByName: null, claim: '' })
  note(tx, 'gap_item', id, 'reopened', {})
  return accept({ id, version: version + 1 })
}

async function findItem(tx: Tx, id: string): Promise<Decision<GapItem>> {
  const item = (await readPlan(tx)).plan?.items.find((one) => one.id === id)
  return item ? accept(item) : refuse('not_found', 'not_found')
}
