import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { REPRESENTATIVES, VIEWERS } from '../../access.ts'
import { LocalText } from '../../scheme/contract.ts'
import { Amount, ScoreValue } from '../../score/contract.ts'
import { ActionKey, LeafId, LevelId, Saved, Stand, Words } from './action.ts'

/** A leaf that an item helps to lift; the evidence is there when the leaf keeps `to` of its points (`3/4`). */
export const ItemLift = z.object({ leafId: LeafId, name: LocalText, from: z.string(), to: z.string() })
export type ItemLift = z.output<typeof ItemLift>

export const GapItem = z.object({
  id: Id,
  actionKey: ActionKey,
  name: LocalText,
  costFen: z.int(),
  days: z.int(),
  gain: Amount,
  lifts: z.array(ItemLift),
  ownerId: Id,
  ownerName: z.string(),
  dueOn: Day,
  /** `waiting`: said to be done, the leaves do not show it yet. `done`: every leaf shows it, whoever says so. */
  state: z.enum(['open', 'waiting', 'done']),
  isOverdue: z.boolean(),
  /** Leaves that show it already. */
  shownLeafIds: z.array(LeafId),
  claimedAt: Instant.nullable(),
  claimedByName: z.string().nullable(),
  claim: z.string(),
  version: Version,
})
export type GapItem = z.output<typeof GapItem>

export const GapPlan = z.object({
  id: Id,
  levelId: LevelId,
  levelName: LocalText,
  state: z.enum(['running', 'finished', 'dropped']),
  fromScore: ScoreValue,
  toScore: ScoreValue,
  /** Today's certain score, and the level it reaches. */
  now: Stand.nullable(),
  assumedLeafIds: z.array(LeafId),
  costFen: z.int(),
  days: z.int(),
  startsOn: Day,
  chosenAt: Instant,
  chosenByName: z.string(),
  endedAt: Instant.nullable(),
  endedReason: z.string(),
  version: Version,
})
export type GapPlan = z.output<typeof GapPlan>

export const readPlan = endpoint({
  name: 'evaluation.readGapPlan',
  method: 'GET',
  path: '/api/evaluation/gap/running',
  who: VIEWERS,
  summary: 'The running plan with its items, their evidence and what is overdue; null where none runs',
  answer: z.object({ todayOn: Day, plan: GapPlan.extend({ items: z.array(GapItem) }).nullable() }),
})

export const listPlans = endpoint({
  name: 'evaluation.listGapPlans',
  method: 'GET',
  path: '/api/evaluation/gap/chosen',
  who: VIEWERS,
  summary: 'Every plan that was ever chosen, newest first',
  query: PageQuery,
  answer: pageOf(GapPlan.omit({ now: true, levelName: true })),
})

export const choosePlan = endpoint({
  name: 'evaluation.chooseGapPlan',
  method: 'POST',
  path: '/api/evaluation/gap/chosen',
  who: REPRESENTATIVES,
  summary: 'Makes a set of actions the running plan: an item each, due when it can be done',
  body: z.strictObject({
    id: Id,
    level: LevelId,
    actionKeys: z.array(ActionKey).min(1).max(200),
    startsOn: Day,
    /** Answers for every item until another is named. */
    ownerId: Id,
  }),
  answer: Saved,
})

export const endPlan = endpoint({
  name: 'evaluation.endGapPlan',
  method: 'POST',
  path: '/api/evaluation/gap/chosen/:planId/end',
  who: REPRESENTATIVES,
  summary: 'Ends the running plan: finished, which needs every item’s evidence, or dropped, which needs a reason',
  params: z.object({ planId: Id }),
  body: z.strictObject({ version: Version, as: z.enum(['finished', 'dropped']), reason: z.string().trim().max(500) }),
  answer: Saved,
})

const AboutItem = z.object({ itemId: Id })

export const assignItem = endpoint({
  name: 'evaluation.assignGapItem',
  method: 'PUT',
  path: '/api/evaluation/gap/items/:itemId',
  who: REPRESENTATIVES,
  summary: 'Gives an item another owner or due date',
  params: AboutItem,
  body: z.strictObject({ version: Version, ownerId: Id, dueOn: Day }),
  answer: Saved,
})

export const claimItem = endpoint({
  name: 'evaluation.claimGapItem',
  method: 'POST',
  path: '/api/evaluation/gap/items/:itemId/claim',
  who: 'signed_in',
  summary:
    'Its owner (or the representative) says that an item is done; it then waits for the evidence, and no score moves',
  params: AboutItem,
  body: z.strictObject({ version: Version, claim: Words }),
  answer: Saved,
})

export const reopenItem = endpoint({
  name: 'evaluation.reopenGapItem',
  method: 'POST',
  path: '/api/evaluation/gap/items/:itemId/reopening',
  who: REPRESENTATIVES,
  summary: 'Takes back that an item was said to be done',
  params: AboutItem,
  body: z.strictObject({ version: Version }),
  answer: Saved,
})

export const listOwners = endpoint({
  name: 'evaluation.listGapOwners',
  method: 'GET',
  path: '/api/evaluation/gap/owners',
  who: VIEWERS,
  summary: 'People of the organisation who can answer for an item',
  query: PageQuery.extend({ search: z.string().trim().max(100).optional() }),
  answer: pageOf(z.object({ personId: Id, name: z.string() })),
})

export const downloadItems = endpoint({
  name: 'evaluation.downloadGapItems',
  method: 'GET',
  path: '/api/evaluation/gap/running/items.xlsx',
  who: VIEWERS,
  summary: 'The items of the running plan as Excel',
  query: z.object({ language: z.enum(['zh-CN', 'en']).default('zh-CN') }),
  answer: z.string(),
  carries: 'stream',
})
