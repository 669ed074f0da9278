import { AssessmentExport } from '#src/evaluation/assessment/contract/export.ts'
import { loadAssessmentResult } from '#src/evaluation/door.ts'
import { renderPdf, renderWord } from '#src/server/document/render.ts'
import { keepMade } from '#src/server/files/keep.ts'
import type { FileStore } from '#src/server/files/store.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Input } from '#src/shared/endpoint.ts'
import { loadApplication } from '../application/store.ts'
import { reportAudit } from '../audit/actions/audit.ts'
import { loadAudit, loadTeam } from '../audit/store.ts'
import { loadClient } from '../client/store.ts'
import { findReportedFindings } from '../nonconformity/store/rows.ts'
import { findSampleSizes } from '../sampling/store.ts'
import { loadEntries } from '../visit/store/entries.ts'
import { findVisit } from '../visit/store/visit.ts'
import type * as contract from './contract.ts'
import type { AuditReport, ReportWords } from './contract.ts'
import { composeReport } from './rules/compose.ts'
import type { ReportFacts, VisitFacts } from './rules/facts.ts'
import { visitFacts } from './rules/visit-facts.ts'
import type { ReportLanguage } from './rules/words.ts'
import { canSubmit, canWrite, isLeader, mayWriteReport } from './rules/write.ts'
import { findReport, insertReport, saveReport } from './store.ts'

type Saved = { id: string; version: number }

const personOf = (tx: Tx) => (tx.actor.kind === 'person' ? tx.actor.personId : null)
const NO_WORDS: ReportWords = {
  ...{ scope: '', summary: '', strengths: '', weaknesses: '', recommends: null, recommendsReason: '' },
}

export async function readReport(
  tx: Tx,
  auditId: string,
): Promise<Decision<{ report: AuditReport | null; mayWrite: boolean; maySubmit: boolean }>> {
  const audit = await loadAudit(tx, auditId)
  if (!audit) return refuse('not_found', 'not_found')
  const team = await loadTeam(tx, auditId)
  const report = (await findReport(tx, auditId)) ?? null
  const isOpen = audit.visitedAt !== null && !report?.submittedAt
  return accept({
    report,
    mayWrite: isOpen && mayWriteReport(team, personOf(tx)),
    maySubmit: isOpen && report !== null && isLeader(team, personOf(tx)),
  })
}

export async function writeReport(
  tx: WriteTx,
  auditId: string,
  given: Input<typeof contract.writeReport>['body'],
): Promise<Decision<Saved>> {
  const audit = await loadAudit(tx, auditId)
  if (!audit) return refuse('not_found', 'not_found')
  const known = await findReport(tx, auditId)
  const allowed = canWrite(await loadTeam(tx, auditId), personOf(tx), known, audit.visitedAt !== null)
  if (!allowed.ok) return allowed
  const { id, version, ...words } = given
  if (known) await saveReport(tx, known.id, version, words)
  else await insertReport(tx, auditId, id, words)
  const recordId = known?.id ?? id
  tx.record({ recordType: 'audit_report', recordId, verb: 'audit_report.written', content: { auditId, ...words } })
  return accept({ id: recordId, version: known ? version + 1 : 1 })
}

export async function submitReport(
  tx: WriteTx,
  files: FileStore,
  auditId: string,
  version: number,
): Promise<Decision<Saved>> {
  const audit = await loadAudit(tx, auditId)
  if (!audit) return refuse('not_found', 'not_found')
  const report = await findReport(tx, auditId)
  const assessed = audit.assessmentId ? await loadAssessmentResult(tx, audit.assessmentId) : undefined
  const isScored = assessed !== undefined && assessed.assessment.closedAt !== null
  const allowed = canSubmit(await loadTeam(tx, auditId), personOf(tx), report, { isScored, words: report })
  if (!allowed.ok) return allowed
  const submittedByName = 'name' in tx.actor ? tx.actor.name : ''
  const facts = await gatherFacts(tx, auditId, { at: tx.at, byName: submittedByName })
  if (!facts.ok) return facts
  const kept = await keepMade(tx, files, await renderPdf(composeReport(facts.value, 'zh-CN')))
  if (!kept.ok) return kept
  const fileSha256 = kept.value.sha256
  await saveReport(tx, report!.id, version, { submittedAt: tx.at, submittedByName, fileSha256 })
  const marked = audit.reportedAt ? accept(null) : await reportAudit(tx, auditId, audit.version)
  if (!marked.ok) return marked
  const content = { auditId, fileSha256, score: assessed!.score.score?.text ?? null }
  tx.record({ recordType: 'audit_report', recordId: report!.id, verb: 'audit_report.submitted', content })
  return accept({ id: report!.id, version: version + 1 })
}

/** The report as the records stand now. */
export async function makeReport(
  tx: Tx,
  auditId: string,
  form: 'pdf' | 'docx',
  language: ReportLanguage,
): Promise<Decision<{ bytes: Uint8Array; number: string }>> {
  const report = await findReport(tx, auditId)
  const submitted = report?.submittedAt ? { at: report.submittedAt, byName: report.submittedByName } : null
  const facts = await gatherFacts(tx, auditId, submitted)
  if (!facts.ok) return facts
  const model = composeReport(facts.value, language)
  const bytes = await (form === 'pdf' ? renderPdf(model) : renderWord(model))
  return accept({ bytes, number: facts.value.audit.number })
}

async function gatherFacts(
  tx: Tx,
  auditId: string,
  submitted: ReportFacts['submitted'],
): Promise<Decision<ReportFacts>> {
  const audit = await loadAudit(tx, auditId)
  const client = audit && (await loadClient(tx, audit.clientId))
  const assessed = audit?.assessmentId ? await loadAssessmentResult(tx, audit.assessmentId) : undefined
  if (!audit || !client) return refuse('not_found', 'not_found')
  if (!assessed) return refuse('conflict', 'audit_not_visited')
  const application = audit.applicationId ? await loadApplication(tx, audit.applicationId) : undefined
  const body = await tx.sql.selectFrom('organisation').select('name').where('orgId', '=', tx.orgId).executeTakeFirst()
  const words = wordsOf(await findReport(tx, auditId))
  const { scheme, score, adjustments, by } = assessed
  const inForce = adjustments.filter((one) => one.withdrawnAt === null)
  return accept({
    bodyName: body?.name ?? '',
    madeAt: tx.at,
    client,
    audit,
    team: (await loadTeam(tx, auditId)).map(({ name, duty, personDaysTenths, leftAt }) => ({
      ...{ name, duty, personDaysTenths },
      hasLeft: leftAt !== null,
    })),
    visit: await loadVisitFacts(tx, auditId),
    sample: await findSampleSizes(tx, auditId),
    ...{ scheme, score },
    own: ownPoints(application?.ownAssessment),
    judgedBy: Object.fromEntries(Object.entries(by).map(([leafId, { name }]) => [leafId, name])),
    deductions: inForce.filter((one) => one.kind === 'special_deduction'),
    bonuses: inForce.filter((one) => one.kind === 'bonus').map((one) => one.reason),
    findings: await findReportedFindings(tx, auditId),
    words: { ...words, scope: words.scope || audit.scope },
    submitted,
  })
}

/** The company's own points by leaf, of what it knew; nothing where it brought no assessment or one that does not read. */
function ownPoints(given: unknown): Map<string, number> {
  const own = AssessmentExport.safeParse(given)
  if (!own.success) return new Map()
  return new Map(
    own.data.score.groups
      .flatMap((group) => group.indicators.flatMap((indicator) => indicator.leaves))
      .filter((leaf) => leaf.state !== 'missing' && leaf.state !== 'excluded')
      .map((leaf) => [leaf.id, leaf.got.hundredths]),
  )
}

function wordsOf(report: AuditReport | undefined): ReportWords {
  const { scope, summary, strengths, weaknesses, recommends, recommendsReason } = report ?? NO_WORDS
  return { scope, summary, strengths, weaknesses, recommends, recommendsReason }
}

async function loadVisitFacts(tx: Tx, auditId: string): Promise<VisitFacts | null> {
  const visit = await findVisit(tx, auditId)
  return visit ? visitFacts(await loadEntries(tx, auditId), visit.kit) : null
}
