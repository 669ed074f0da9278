import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant, Sha256, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { AUDITORS, BODY } from '../access.ts'

const Text = (max: number) => z.string().trim().max(max)
const ClauseIds = z.array(z.string().trim().min(1).max(40)).max(40)

export const DocumentVerdict = z.enum(['conforms', 'supplement', 'nonconforming'])
export type DocumentVerdict = z.output<typeof DocumentVerdict>

export const DocumentFile = z.strictObject({
  sha256: Sha256,
  name: z.string().trim().min(1).max(200),
  validUntilOn: Day.nullable().default(null),
})
export type DocumentFile = z.output<typeof DocumentFile>

export const ReviewItem = z.object({
  id: Id,
  /** A material of the checklist; empty for a document of its own. */
  materialId: z.string(),
  title: z.string(),
  /** Where the line comes from: the client's checklist, its pack, added here, or carried over from the round before. */
  origin: z.enum(['checklist', 'pack', 'uploaded', 'carried']),
  stated: z.enum(['present', 'missing', 'expired']).nullable(),
  files: z.array(DocumentFile),
  clauseIds: z.array(z.string()),
  verdict: DocumentVerdict.nullable(),
  remark: z.string(),
  judgedAt: Instant.nullable(),
  judgedByName: z.string(),
  version: Version,
})
export type ReviewItem = z.output<typeof ReviewItem>

export const DocumentReview = z.object({
  id: Id,
  number: z.int(),
  openedAt: Instant,
  openedByName: z.string(),
  dueOn: Day,
  closedAt: Instant.nullable(),
  closedByName: z.string(),
  conclusion: DocumentVerdict.nullable(),
  summary: z.string(),
  /** Until when the company supplies what is asked of it. */
  supplyByOn: Day.nullable(),
  parcelId: Id.nullable(),
  version: Version,
  items: z.array(ReviewItem),
})
export type DocumentReview = z.output<typeof DocumentReview>

const OfAudit = z.object({ auditId: Id })
const OfReview = z.object({ reviewId: Id })
const OfItem = OfReview.extend({ itemId: Id })
const Saved = z.object({ id: Id, version: Version })

export const readDocumentReviews = endpoint({
  name: 'certification.readDocumentReviews',
  method: 'GET',
  path: '/api/certification/audits/:auditId/document-reviews',
  who: BODY,
  summary: 'The rounds of document review of an audit with every document, the newest round first',
  params: OfAudit,
  answer: z.object({
    rounds: z.array(DocumentReview).max(20),
    /** The audited pack, out of which the self-evaluation report can be read. */
    packId: Id.nullable(),
  }),
})

export const openDocumentReview = endpoint({
  name: 'certification.openDocumentReview',
  method: 'POST',
  path: '/api/certification/audits/:auditId/document-reviews',
  who: AUDITORS,
  summary: 'Begins a round: the first with the checklist and the pack, each later one with what did not conform',
  params: OfAudit,
  body: z.strictObject({ reviewId: Id }),
  answer: Saved,
})

export const addReviewDocument = endpoint({
  name: 'certification.addReviewDocument',
  method: 'POST',
  path: '/api/certification/document-reviews/:reviewId/items',
  who: AUDITORS,
  summary: 'Adds a document that the checklist does not name, with its files',
  params: OfReview,
  body: z.strictObject({
    itemId: Id,
    title: Text(200).min(1),
    files: z.array(DocumentFile).max(20).default([]),
    clauseIds: ClauseIds.default([]),
  }),
  answer: Saved,
})

export const judgeDocument = endpoint({
  name: 'certification.judgeDocument',
  method: 'POST',
  path: '/api/certification/document-reviews/:reviewId/items/:itemId',
  who: AUDITORS,
  summary: 'Says whether a document conforms, is to be supplemented or does not conform, with the clause and a remark',
  params: OfItem,
  body: z.strictObject({
    version: Version,
    verdict: DocumentVerdict,
    remark: Text(1000).default(''),
    clauseIds: ClauseIds.default([]),
    /** Files that came in for it meanwhile, added to those it has. */
    files: z.array(DocumentFile).max(20).default([]),
  }),
  answer: Saved,
})

export const closeDocumentReview = endpoint({
  name: 'certification.closeDocumentReview',
  method: 'POST',
  path: '/api/certification/document-reviews/:reviewId/closing',
  who: AUDITORS,
  summary: 'Concludes the round and writes to the company; what is asked of it is due by the body’s rules',
  params: OfReview,
  body: z.strictObject({ version: Version, summary: Text(2000).default('') }),
  answer: Saved.extend({ conclusion: DocumentVerdict, supplyByOn: Day.nullable(), parcelId: Id }),
})

export const downloadDocumentReview = endpoint({
  name: 'certification.downloadDocumentReview',
  method: 'GET',
  path: '/api/certification/document-reviews/:reviewId/report',
  who: BODY,
  carries: 'stream',
  summary: 'The report of a round as PDF or Word',
  params: OfReview,
  query: z.object({ as: z.enum(['pdf', 'docx']).default('pdf'), language: z.enum(['zh-CN', 'en']).default('zh-CN') }),
  answer: z.string(),
})

export const downloadReviewFile = endpoint({
  name: 'certification.downloadReviewFile',
  method: 'GET',
  path: '/api/certification/document-reviews/:reviewId/files/:sha256',
  who: BODY,
  carries: 'stream',
  summary: "A file of a document under review, out of the client's pack or as it came in here",
  params: OfReview.extend({ sha256: Sha256 }),
  answer: z.string(),
})
