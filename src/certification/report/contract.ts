import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Instant, Sha256, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { AUDITORS, BODY } from '../access.ts'
import { DecisionKind } from '../decision/contract.ts'

const Text = (max: number) => z.string().trim().max(max)

/** What the team says in its own words; all else in the report is made from the records. */
export const ReportWords = z.strictObject({
  scope: Text(1000),
  summary: Text(8000),
  strengths: Text(4000),
  weaknesses: Text(4000),
  recommends: DecisionKind.nullable(),
  recommendsReason: Text(2000),
})
export type ReportWords = z.output<typeof ReportWords>

export const AuditReport = ReportWords.extend({
  id: Id,
  auditId: Id,
  submittedAt: Instant.nullable(),
  submittedByName: z.string(),
  /** The PDF as it was handed in. */
  fileSha256: Sha256.nullable(),
  version: Version,
})
export type AuditReport = z.output<typeof AuditReport>

const AboutAudit = z.object({ auditId: Id })
const Saved = z.object({ id: Id, version: Version })

export const readReport = endpoint({
  name: 'certification.readReport',
  method: 'GET',
  path: '/api/certification/audits/:auditId/report',
  who: BODY,
  summary: "The report's words; null until somebody of the team begins it",
  params: AboutAudit,
  answer: z.object({ report: AuditReport.nullable(), mayWrite: z.boolean(), maySubmit: z.boolean() }),
})

export const writeReport = endpoint({
  name: 'certification.writeReport',
  method: 'PUT',
  path: '/api/certification/audits/:auditId/report',
  who: AUDITORS,
  summary: 'Write the words of the report; only members of the team, until it is handed in',
  params: AboutAudit,
  /** `version` 0 begins the report. */
  body: ReportWords.extend({ id: Id, version: z.int().min(0) }),
  answer: Saved,
})

export const submitReport = endpoint({
  name: 'certification.submitReport',
  method: 'POST',
  path: '/api/certification/audits/:auditId/report/submission',
  who: AUDITORS,
  summary: "Hand the report in for review; only the team's leader, once the scoring is closed",
  params: AboutAudit,
  body: z.strictObject({ version: Version }),
  answer: Saved,
})

export const downloadReport = endpoint({
  name: 'certification.downloadReport',
  method: 'GET',
  path: '/api/certification/audits/:auditId/report/:form',
  who: BODY,
  carries: 'stream',
  perMinute: 30,
  summary: 'The report from the records as they stand, as PDF or Word',
  params: AboutAudit.extend({ form: z.enum(['pdf', 'docx']) }),
  query: z.object({ language: z.enum(['zh-CN', 'en']).default('zh-CN') }),
  answer: z.string(),
})
