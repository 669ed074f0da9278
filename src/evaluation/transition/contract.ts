import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { REPRESENTATIVES, VIEWERS } from '../access.ts'
import { LeafId } from '../assessment/contract/leaf.ts'
import { LocalText } from '../scheme/contract.ts'
import { ScoreValue } from '../score/contract.ts'

export const Fate = z.enum(['kept', 'changed', 'dropped'])
export type Fate = z.output<typeof Fate>

/**
 * What becomes of an indicator: `kept` has exactly one new one, judged the same way, so that its finding still says the same; `changed` has one or more
 * that must be looked at anew; `dropped` has none.
 */
export const Pair = z.strictObject({ oldLeafId: LeafId, fate: Fate, newLeafIds: z.array(LeafId).max(30) })
export type Pair = z.output<typeof Pair>

/** Every indicator of the former edition once; those of the new edition that nobody names are new. */
export const Mapping = z.array(Pair).min(1).max(2000)

const EditionName = z.object({
  id: Id,
  number: z.int(),
  title: LocalText,
  standard: z.string(),
  schemeVersion: z.int(),
  isSealed: z.boolean(),
})

export const TransitionItem = z.object({
  /** An indicator of the new edition that nothing is carried over to. */
  leafId: LeafId,
  fate: z.enum(['changed', 'new']),
  ownerId: Id.nullable(),
  ownerName: z.string(),
  dueOn: Day.nullable(),
  note: z.string(),
  /** The round under the new edition has a finding for it, or excludes it. */
  isDone: z.boolean(),
  isOverdue: z.boolean(),
  /** 0: nobody has planned anything yet. */
  version: z.int().min(0),
})
export type TransitionItem = z.output<typeof TransitionItem>

/** The last closed round as it would stand under the new edition. */
export const Preview = z.object({
  assessmentId: Id,
  title: z.string(),
  closedScore: ScoreValue.nullable(),
  lowest: ScoreValue,
  highest: ScoreValue,
  missingCount: z.int(),
  leafCount: z.int(),
})
export type Preview = z.output<typeof Preview>

/** Something found under the former edition that a person may take over into the new round. */
export const Carry = z.object({
  leafId: LeafId,
  oldLeafId: LeafId,
  kind: z.enum(['judged', 'sampled']),
  conforms: z.boolean().nullable(),
  evidenceCount: z.int(),
  byName: z.string(),
  at: Instant,
})
export type Carry = z.output<typeof Carry>

/** An exclusion under the former edition whose indicator has exactly one heir: a person may take it over with its justification. */
export const CarriedExclusion = z.object({
  adjustmentId: Id,
  oldLeafId: LeafId,
  leafId: LeafId,
  fate: z.enum(['kept', 'changed']),
  reason: z.string(),
  byName: z.string(),
  at: Instant,
})
export type CarriedExclusion = z.output<typeof CarriedExclusion>

/** The round under the new edition as it stands. */
export const NewRound = z.object({
  assessmentId: Id,
  title: z.string(),
  state: z.enum(['open', 'closed', 'abandoned']),
  /** Only while nothing is missing. */
  score: ScoreValue.nullable(),
  lowest: ScoreValue,
  highest: ScoreValue,
  missingCount: z.int(),
  levelName: LocalText.nullable(),
})
export type NewRound = z.output<typeof NewRound>

export const Transition = z.object({
  id: Id,
  from: EditionName,
  to: EditionName,
  startedAt: Instant,
  startedByName: z.string(),
  pairs: Mapping,
  /** When a person last confirmed the mapping; null: it is as it was proposed. */
  mappedAt: Instant.nullable(),
  mappedByName: z.string(),
  newLeafIds: z.array(LeafId),
  preview: Preview.nullable(),
  /** The round under the new edition, once it was opened. */
  round: NewRound.nullable(),
  carries: z.array(Carry),
  exclusions: z.array(CarriedExclusion),
  items: z.array(TransitionItem),
  /** The day from which the new edition is in use, once it was chosen. */
  switchOn: Day.nullable(),
  isSwitched: z.boolean(),
  version: Version,
})
export type Transition = z.output<typeof Transition>

export const EndedRow = z.object({
  id: Id,
  from: EditionName,
  to: EditionName,
  startedAt: Instant,
  startedByName: z.string(),
  endedAt: Instant,
  endedByName: z.string(),
  reason: z.string(),
  keptCount: z.int(),
  changedCount: z.int(),
  droppedCount: z.int(),
  newCount: z.int(),
  switchOn: Day.nullable(),
  /** Of the round under the new edition, as it stood at the end. */
  score: ScoreValue.nullable(),
})
export type EndedRow = z.output<typeof EndedRow>

export const EndedDetail = z.object({
  transition: Transition,
  endedAt: Instant,
  endedByName: z.string(),
  reason: z.string(),
})
export type EndedDetail = z.output<typeof EndedDetail>

const About = z.object({ transitionId: Id })
const Saved = z.object({ id: Id, version: Version })

export const readTransition = endpoint({
  name: 'evaluation.readTransition',
  method: 'GET',
  path: '/api/evaluation/transition',
  who: VIEWERS,
  summary:
    'The transition under way: mapping, what the last round would be under the new edition, and the plan; null without one',
  answer: z.object({ transition: Transition.nullable() }),
})

export const startTransition = endpoint({
  name: 'evaluation.startTransition',
  method: 'POST',
  path: '/api/evaluation/transitions',
  who: REPRESENTATIVES,
  summary:
    'Starts the transition from one edition to another with a mapping proposed by number and wording; one at a time',
  body: z.strictObject({ id: Id, fromEditionId: Id, toEditionId: Id }),
  answer: Saved,
})

export const saveMapping = endpoint({
  name: 'evaluation.saveMapping',
  method: 'POST',
  path: '/api/evaluation/transitions/:transitionId/mapping',
  who: REPRESENTATIVES,
  summary:
    'Confirms the mapping, as it is or corrected; refused unless every indicator of both editions is accounted for',
  params: About,
  body: z.strictObject({ version: Version, pairs: Mapping }),
  answer: Saved,
})

export const openTransitionRound = endpoint({
  name: 'evaluation.openTransitionRound',
  method: 'POST',
  path: '/api/evaluation/transitions/:transitionId/round',
  who: REPRESENTATIVES,
  summary: 'Opens a self-evaluation under the new edition, which must be sealed',
  params: About,
  body: z.strictObject({
    version: Version,
    id: Id,
    title: z.string().trim().min(1).max(200),
    fromOn: Day,
    toOn: Day,
  }),
  answer: Saved,
})

export const carryFindings = endpoint({
  name: 'evaluation.carryFindings',
  method: 'POST',
  path: '/api/evaluation/transitions/:transitionId/carried',
  who: REPRESENTATIVES,
  summary:
    'Takes findings and evidence of kept indicators over into the new round, as findings of whoever takes them over',
  params: About,
  body: z.strictObject({ leafIds: z.array(LeafId).min(1).max(500) }),
  answer: z.object({ carried: z.int() }),
})

export const planItem = endpoint({
  name: 'evaluation.planTransitionItem',
  method: 'POST',
  path: '/api/evaluation/transitions/:transitionId/items/:leafId',
  who: REPRESENTATIVES,
  summary: 'Says who looks after a new or changed indicator and until when',
  params: About.extend({ leafId: LeafId }),
  body: z.strictObject({
    version: z.int().min(0),
    ownerId: Id.nullable(),
    dueOn: Day.nullable(),
    note: z.string().trim().max(500),
  }),
  answer: z.object({ leafId: LeafId, version: Version }),
})

export const carryExclusions = endpoint({
  name: 'evaluation.carryExclusions',
  method: 'POST',
  path: '/api/evaluation/transitions/:transitionId/exclusions',
  who: REPRESENTATIVES,
  summary:
    'Takes exclusions of indicators with exactly one heir over under the new edition, with their justification, as those of whoever takes them over',
  params: About,
  body: z.strictObject({ adjustmentIds: z.array(Id).min(1).max(200) }),
  answer: z.object({ carried: z.int() }),
})

export const listTransitions = endpoint({
  name: 'evaluation.listTransitions',
  method: 'GET',
  path: '/api/evaluation/transitions',
  who: VIEWERS,
  summary: 'Ended transitions, last ended first',
  query: PageQuery,
  answer: pageOf(EndedRow),
})

export const readEndedTransition = endpoint({
  name: 'evaluation.readEndedTransition',
  method: 'GET',
  path: '/api/evaluation/transitions/:transitionId',
  who: VIEWERS,
  summary: 'An ended transition as it stood when it was ended: mapping, plan and result',
  params: About,
  answer: EndedDetail,
})

export const endTransition = endpoint({
  name: 'evaluation.endTransition',
  method: 'POST',
  path: '/api/evaluation/transitions/:transitionId/end',
  who: REPRESENTATIVES,
  summary: 'Ends the transition, done or given up, with a reason',
  params: About,
  body: z.strictObject({ version: Version, reason: z.string().trim().min(1).max(500) }),
  answer: Saved,
})
