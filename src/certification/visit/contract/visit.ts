import { z } from 'zod'
import { OutletEntry, StaffEntry } from '#src/evaluation/material/contract/dossier.ts'
import { JudgingMode, LocalText } from '#src/evaluation/scheme/contract.ts'
import { AssessmentScore } from '#src/evaluation/score/contract.ts'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant, Sha256, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { AUDITORS, BODY } from '../../access.ts'
import { AuditKind, TeamMember } from '../../audit/contract.ts'
import { VisitKit } from '../../visit-kit/contract/kit.ts'
import { NewVisitEntry, SampledCase, VisitEntry } from './entry.ts'

const OfAudit = z.object({ auditId: Id })

export const VisitRow = z.object({
  auditId: Id,
  number: z.string(),
  clientName: z.string(),
  kind: AuditKind,
  plannedFromOn: Day.nullable(),
  plannedToOn: Day.nullable(),
  openedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
  entryCount: z.int(),
})
export type VisitRow = z.output<typeof VisitRow>

/** A leaf of the audit's scheme, as the sections need it. */
export const VisitLeaf = z.object({
  leafId: z.string(),
  name: LocalText,
  mode: JudgingMode,
  pointsHundredths: z.int(),
})
export type VisitLeaf = z.output<typeof VisitLeaf>

/** Everything that the page on the tablet needs, in one answer: it is read before the team leaves and kept. */
export const VisitView = z.object({
  auditId: Id,
  number: z.string(),
  clientName: z.string(),
  kind: AuditKind,
  plannedFromOn: Day.nullable(),
  plannedToOn: Day.nullable(),
  team: z.array(TeamMember.pick({ personId: true, name: true, duty: true })),
  /** What is still to do before the visit can be opened. */
  hindrances: z.array(z.enum(['team', 'plan', 'contract'])),
  visit: z
    .object({
      openedAt: Instant,
      openedByName: z.string(),
      finishedAt: Instant.nullable(),
      finishedByName: z.string(),
      assessmentId: Id,
      version: Version,
      kit: VisitKit,
    })
    .nullable(),
  /** Outlets that the sample chose, else all that the client stated. */
  outlets: z.array(OutletEntry),
  staff: z.array(StaffEntry),
  /** Drawn, and added with a reason. */
  cases: z.array(SampledCase),
  leaves: z.array(VisitLeaf),
  entries: z.array(VisitEntry),
  /** The company's own score, where its pack brings one, and the body's as it stands. */
  ownScore: AssessmentScore.nullable(),
  score: AssessmentScore.nullable(),
})
export type VisitView = z.output<typeof VisitView>

/** One original of a sampled case: the entry in the company's ledger, and whether its proof holds against the pack's checkpoint. */
export const OriginalEntry = z.object({
  leafIndex: z.int(),
  recordType: z.string(),
  recordId: z.string(),
  verb: z.string(),
  claimedAt: z.string(),
  recordedAt: z.string(),
  /** Null once erased in the company: the proof still holds, the content is gone. */
  content: z.unknown(),
  leafHash: z.string(),
  proofHolds: z.boolean(),
  /** Whether the content is the one that was committed to; false where there is none. */
  contentProven: z.boolean(),
  /** Photos and signatures that the entry names; size null where the pack does not hold them. */
  files: z.array(z.object({ sha256: Sha256, sizeBytes: z.int().nullable() })).max(100),
})
export type OriginalEntry = z.output<typeof OriginalEntry>

export const CaseOriginals = z.object({
  caseId: Id,
  originals: z.array(OriginalEntry).max(500),
  /** Entries of the case beyond those, where it has very many. */
  leftOut: z.int(),
})
export type CaseOriginals = z.output<typeof CaseOriginals>

export const listVisits = endpoint({
  name: 'certification.listVisits',
  method: 'GET',
  path: '/api/certification/visits',
  who: BODY,
  summary: 'Audits with where their visit stands: those not finished first, by planned day',
  query: PageQuery.extend({ mine: z.stringbool().optional() }),
  answer: pageOf(VisitRow),
})

export const readVisit = endpoint({
  name: 'certification.readVisit',
  method: 'GET',
  path: '/api/certification/visits/:auditId',
  who: BODY,
  summary: 'A visit with its team, sample, kit, entries and scores; what a tablet keeps for the site',
  params: OfAudit,
  answer: VisitView,
})

export const listOriginals = endpoint({
  name: 'certification.listOriginals',
  method: 'GET',
  path: '/api/certification/visits/:auditId/originals',
  who: BODY,
  summary:
    'The sampled cases whole, as the pack holds them: request, work orders, ratings and whatever else belongs to each, every entry with whether its proof holds',
  params: OfAudit,
  query: PageQuery.extend({
    limit: z.coerce.number().int().min(1).max(50).default(20),
    cursor: z
      .string()
      .regex(/^\d{1,15}$/)
      .optional(),
  }),
  answer: pageOf(CaseOriginals),
})

export const downloadOriginalFile = endpoint({
  name: 'certification.downloadOriginalFile',
  method: 'GET',
  path: '/api/certification/visits/:auditId/originals/:sha256',
  who: BODY,
  carries: 'stream',
  summary: "A photo or signature of a sampled case, out of the client's pack; checked against its hash",
  params: OfAudit.extend({ sha256: Sha256 }),
  answer: z.string(),
})

export const openVisit = endpoint({
  name: 'certification.openVisit',
  method: 'POST',
  path: '/api/certification/visits/:auditId',
  who: AUDITORS,
  summary: 'Opens the visit: needs team, plan and signed contract; the scoring is opened with it',
  params: OfAudit,
  body: z.strictObject({ assessmentId: Id }),
  answer: z.object({ openedAt: Instant, assessmentId: Id }),
})

export const addVisitEntry = endpoint({
  name: 'certification.addVisitEntry',
  method: 'POST',
  path: '/api/certification/visits/:auditId/entries',
  who: AUDITORS,
  summary: 'Writes down what was seen, heard or asked on site; the same id twice is one entry',
  params: OfAudit,
  body: NewVisitEntry,
  answer: z.object({ id: Id }),
})

export const finishVisit = endpoint({
  name: 'certification.finishVisit',
  method: 'POST',
  path: '/api/certification/visits/:auditId/finish',
  who: AUDITORS,
  summary:
    'The leader ends the visit: both meetings held, every sampled case looked at, no leaf missing; the scoring closes',
  params: OfAudit,
  body: z.strictObject({ version: Version }),
  answer: z.object({ finishedAt: Instant }),
})

export const resumeVisit = endpoint({
  name: 'certification.resumeVisit',
  method: 'POST',
  path: '/api/certification/visits/:auditId/resumption',
  who: AUDITORS,
  summary:
    'The leader takes a finished visit up again, with a reason, while the report is not out; the scoring opens again',
  params: OfAudit,
  body: z.strictObject({ version: Version, reason: z.string().trim().min(1).max(500) }),
  answer: z.object({ version: Version }),
})
