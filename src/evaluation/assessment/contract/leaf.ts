import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant, Sha256, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { Finding } from '../../score/contract.ts'
import { ASSESSORS, READERS } from '../access.ts'

export const LeafId = z.string().regex(/^\d+(\.\d+){1,4}$/)
const Words = z.string().trim().max(500)
const Reason = Words.min(1)
const RecordType = z.string().regex(/^[a-z][a-z0-9_]{0,59}$/)

/** What the counts say by themselves, with the measures and so the records behind it. */
export const ComputedFinding = Finding.options[2]
export type ComputedFinding = z.output<typeof ComputedFinding>

export const MOST_PHOTOS = 4

/** One thing looked at in a sample: a record of the product, or whatever the label names. */
export const SampleItem = z.strictObject({
  label: z.string().trim().min(1).max(200),
  record: z.strictObject({ type: RecordType, id: Id }).nullable(),
  /** Null: not looked at yet; the indicator is missing until every item has been. */
  conforms: z.boolean().nullable(),
  /** What was wrong; needed where the item does not conform. */
  note: Words,
  /** Pictures of it, each also among the evidence. */
  photos: z.array(Sha256).max(MOST_PHOTOS).optional(),
})
export type SampleItem = z.output<typeof SampleItem>

export const MOST_ITEMS = 300

/** What a person says about an indicator. `computed` takes what the counts say now; `missing` takes an earlier finding back. */
export const Judgement = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('judged'), conforms: z.boolean(), reason: Reason }),
  z.strictObject({ kind: z.literal('sampled'), items: z.array(SampleItem).min(1).max(MOST_ITEMS), reason: Words }),
  z.strictObject({ kind: z.literal('computed') }),
  z.strictObject({ kind: z.literal('missing'), reason: Words }),
])
export type Judgement = z.output<typeof Judgement>

/** An indicator as it stands in a round: what was found, by whom and when. Untouched indicators have none. */
export const AssessmentLeaf = z.strictObject({
  leafId: z.string(),
  kind: z.enum(['judged', 'sampled', 'computed', 'missing']),
  conforms: z.boolean().nullable(),
  reason: z.string(),
  items: z.array(SampleItem).nullable(),
  /** What the counts said when it was accepted. */
  accepted: ComputedFinding.nullable(),
  /** What the counts said when a person decided otherwise. */
  overruled: ComputedFinding.nullable(),
  judgedAt: Instant,
  judgedByName: z.string(),
  /** Null for a key or the system. */
  judgedById: Id.nullable(),
  version: Version,
})
export type AssessmentLeaf = z.output<typeof AssessmentLeaf>

const Period = {
  /** The day for which it speaks, or the first of a period; not the day on which it was brought in. */
  effectiveFromOn: Day,
  /** Null: the one day. */
  effectiveToOn: Day.nullable(),
}
const Title = z.string().trim().min(1).max(200)

/** A file is uploaded first; a record or material is named by type and id; an address begins with http. */
export const NewEvidence = z.discriminatedUnion('kind', [
  z.strictObject({ id: Id, kind: z.literal('file'), title: Title, fileSha256: Sha256, ...Period }),
  z.strictObject({ id: Id, kind: z.literal('record'), title: Title, recordType: RecordType, recordId: Id, ...Period }),
  z.strictObject({
    id: Id,
    kind: z.literal('material'),
    title: Title,
    recordType: RecordType,
    recordId: Id,
    ...Period,
  }),
  z.strictObject({
    id: Id,
    kind: z.literal('url'),
    title: Title,
    url: z.url({ protocol: /^https?$/ }).max(1000),
    ...Period,
  }),
])
export type NewEvidence = z.output<typeof NewEvidence>

export const Evidence = z.strictObject({
  id: Id,
  leafId: z.string(),
  kind: z.enum(['file', 'record', 'material', 'url']),
  title: z.string(),
  fileSha256: Sha256.nullable(),
  recordType: z.string().nullable(),
  recordId: Id.nullable(),
  url: z.string().nullable(),
  ...Period,
  addedAt: Instant,
  addedByName: z.string(),
  withdrawnAt: Instant.nullable(),
  withdrawnReason: z.string(),
  withdrawnByName: z.string(),
})
export type Evidence = z.output<typeof Evidence>

/** One step of an indicator's history, as the ledger has it. `words`: the reason given, or the title of evidence. */
export const LeafStep = z.object({
  at: Instant,
  byName: z.string(),
  step: z.enum(['judged', 'evidence_added', 'evidence_withdrawn', 'sample_drawn']),
  kind: AssessmentLeaf.shape.kind.nullable(),
  conforms: z.boolean().nullable(),
  sampled: z.int().nullable(),
  nonconforming: z.int().nullable(),
  /** Items of the sample that nobody had looked at. */
  unseen: z.int().nullable(),
  /** How many records a sample was drawn from. */
  population: z.int().nullable(),
  words: z.string(),
})
export type LeafStep = z.output<typeof LeafStep>

const AboutLeaf = z.object({ assessmentId: Id, leafId: LeafId })

export const judgeLeaf = endpoint({
  name: 'evaluation.judgeLeaf',
  method: 'POST',
  path: '/api/evaluation/assessments/:assessmentId/leaves/:leafId',
  who: ASSESSORS,
  summary: 'Says what was found for an indicator; `version` is that of the finding it replaces, 0 for the first',
  params: AboutLeaf,
  body: z.strictObject({
    version: z.int().min(0),
    judgement: Judgement,
    /** When the person judged, where that was before it could be sent. */
    occurredAt: Instant.optional(),
  }),
  answer: AssessmentLeaf,
})

export const readAssessmentLeaf = endpoint({
  name: 'evaluation.readAssessmentLeaf',
  method: 'GET',
  path: '/api/evaluation/assessments/:assessmentId/leaves/:leafId',
  who: READERS,
  summary:
    'The evidence of an indicator, the withdrawn too, and who said what and when, newest first (at most 100 steps)',
  params: AboutLeaf,
  answer: z.object({
    evidence: z.array(Evidence),
    steps: z.array(LeafStep),
    /** The request of each work order in the sample or the evidence: a work order is seen on its request's page. */
    requestIds: z.record(Id, Id),
  }),
})

export const addEvidence = endpoint({
  name: 'evaluation.addEvidence',
  method: 'POST',
  path: '/api/evaluation/assessments/:assessmentId/leaves/:leafId/evidence',
  who: ASSESSORS,
  summary: 'Puts a file, record, material or address under an indicator, with the day or period for which it speaks',
  params: AboutLeaf,
  body: NewEvidence,
  answer: z.object({ id: Id }),
})

export const withdrawEvidence = endpoint({
  name: 'evaluation.withdrawEvidence',
  method: 'POST',
  path: '/api/evaluation/assessments/:assessmentId/evidence/:evidenceId/withdrawal',
  who: ASSESSORS,
  summary: 'Takes evidence back with a reason; it stays in the list',
  params: z.object({ assessmentId: Id, evidenceId: Id }),
  body: z.strictObject({ reason: Reason }),
  answer: z.object({ id: Id }),
})
