import { z } from 'zod'
import { RequestKind } from '#src/service/request/contract/words.ts'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant, Sha256 } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { ASSESSORS, READERS } from '../access.ts'
import { AssessmentLeaf, LeafId } from './leaf.ts'

/** Whereof a sample is drawn: requests of the days of the round, their work orders, and people, outlets, customers and models of those days. */
export const SampledOf = z.enum(['request', 'work_order', 'staff', 'outlet', 'customer', 'product_model'])
export type SampledOf = z.output<typeof SampledOf>

/** A record as a person looks for it: what it is called everywhere, and what tells it apart from others. */
export const RecordFound = z.object({
  record: z.object({ type: z.string(), id: Id }),
  /** Number or code, and the name where it has one. */
  label: z.string(),
  detail: z.string(),
  /** The day it is about; null where it is about none. */
  onDay: Day.nullable(),
  /** The last day on which it is valid; null where nothing ends. */
  untilOn: Day.nullable(),
  /** The request on whose page it is seen, where it has no page of its own. */
  requestId: Id.nullable(),
})
export type RecordFound = z.output<typeof RecordFound>

/** A sample as it was drawn; with the records of the company, the seed and the rule anybody draws it again. */
export const DrawnSample = z.object({
  id: Id,
  of: SampledOf,
  requestKind: RequestKind.nullable(),
  populationCount: z.int(),
  /** SHA-256 over the ids of the population in order, one per line. */
  populationSha256: Sha256,
  /** What the rule asked for of so many. */
  ruleSize: z.int(),
  seed: z.string(),
  /** Why it was drawn again; empty for the first. */
  reason: z.string(),
  drawnAt: Instant,
  drawnByName: z.string(),
  drawn: z.array(RecordFound),
})
export type DrawnSample = z.output<typeof DrawnSample>

/** A draw with everything needed to repeat it. */
export const Draw = z.object({
  format: z.literal('starproof-leaf-sample'),
  version: z.literal(1),
  leafId: z.string(),
  sample: DrawnSample,
  /** The label of the stream of chance, beside the seed. */
  label: z.string(),
  /** Ids of the population in order, as it is found now for the moment of the draw. */
  population: z.array(Id),
  /** `same`: drawn again, the same records come out. `population_changed`: records were changed since. */
  again: z.enum(['same', 'population_changed', 'differs']),
})
export type Draw = z.output<typeof Draw>

const Whereof = z.object({ of: SampledOf, requestKind: RequestKind.optional() })
const AboutLeaf = z.object({ assessmentId: Id, leafId: LeafId })

export const readPopulation = endpoint({
  name: 'evaluation.readPopulation',
  method: 'GET',
  path: '/api/evaluation/assessments/:assessmentId/population',
  who: ASSESSORS,
  summary: 'How many records of a kind the days of a round hold, and how many the rule asks to look at',
  params: z.object({ assessmentId: Id }),
  query: Whereof,
  answer: z.object({ count: z.int(), ruleSize: z.int() }),
})

export const drawLeafSample = endpoint({
  name: 'evaluation.drawLeafSample',
  method: 'POST',
  path: '/api/evaluation/assessments/:assessmentId/leaves/:leafId/samples',
  who: ASSESSORS,
  summary: 'Draws records at random for an indicator and puts them into its sample; drawn again, with a reason',
  params: AboutLeaf,
  body: z.strictObject({
    id: Id,
    /** Of the finding as it was seen, 0 where there is none. */
    version: z.int().min(0),
    of: SampledOf,
    requestKind: RequestKind.nullable(),
    /** At least what the rule asks. */
    size: z.int().min(1).max(300),
    reason: z.string().trim().max(500),
  }),
  answer: z.object({ sample: DrawnSample, leaf: AssessmentLeaf }),
})

export const readDraw = endpoint({
  name: 'evaluation.readDraw',
  method: 'GET',
  path: '/api/evaluation/assessments/:assessmentId/samples/:sampleId',
  who: READERS,
  summary: 'A draw with everything needed to repeat it, and whether it gives the same again from the records today',
  params: z.object({ assessmentId: Id, sampleId: Id }),
  answer: Draw,
})

export const listLeafSamples = endpoint({
  name: 'evaluation.listLeafSamples',
  method: 'GET',
  path: '/api/evaluation/assessments/:assessmentId/leaves/:leafId/samples',
  who: READERS,
  summary: 'Every sample drawn for an indicator, the last first (at most 50)',
  params: AboutLeaf,
  answer: z.object({ samples: z.array(DrawnSample) }),
})

/** `material`: a file of the application materials. */
const LookedUp = z.enum([...SampledOf.options, 'material'])
export type LookedUp = z.output<typeof LookedUp>

export const findRecords = endpoint({
  name: 'evaluation.findRecords',
  method: 'GET',
  path: '/api/evaluation/assessment-records',
  who: ASSESSORS,
  summary: 'Records whose number or name begins so, to be put into a sample or under an indicator',
  query: z.object({
    of: LookedUp,
    search: z.string().trim().max(60).default(''),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  }),
  answer: z.object({ rows: z.array(RecordFound), isCut: z.boolean() }),
})
