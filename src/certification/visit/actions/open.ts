import type { AssessmentExport } from '#src/evaluation/assessment/contract/export.ts'
import {
  closeAssessment,
  installEdition,
  loadAssessmentResult,
  openAssessment,
  reopenAssessment,
} from '#src/evaluation/door.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { addDays } from '#src/shared/instant.ts'
import { currentTeam } from '../../audit/access.ts'
import { endVisit, openAudit, resumeVisit as resumeAudit } from '../../audit/actions/audit.ts'
import type { Audit } from '../../audit/contract.ts'
import { loadAudit, loadTeam } from '../../audit/store.ts'
import { bodyDay } from '../../body-rules/actions.ts'
import { refuseCutOff } from '../../holder-transition/actions/standard.ts'
import { findPlannedEdition } from '../../holder-transition/store/plan.ts'
import { kitInUse } from '../../visit-kit/actions.ts'
import { canFinish, canOpen, canResume } from '../rules/open.ts'
import { leftToDo } from '../rules/read.ts'
import { loadEntries } from '../store/entries.ts'
import { findSample, findSealedEdition } from '../store/sample.ts'
import { findVisit, holdVisit, insertVisit, loadMaterial, saveFinished } from '../store/visit.ts'
import { writerOf } from './write.ts'

/** A year of work is judged where the client does not say which days its own assessment looked at. */
const USUAL_DAYS = 365

/** The team goes on site. The scoring is opened under the client's sealed scheme, with what its measures computed as proposals. */
export async function openVisit(
  tx: WriteTx,
  auditId: string,
  assessmentId: string,
): Promise<Decision<{ openedAt: string; assessmentId: string }>> {
  const audit = await loadAudit(tx, auditId)
  if (!audit) return refuse('not_found', 'not_found')
  const writer = await writerOf(tx, auditId)
  const material = await loadMaterial(tx, auditId)
  const prepared = {
    cancelledAt: audit.cancelledAt,
    hasTeam: audit.teamSettledAt !== null,
    hasPlan: material.planItemCount > 0,
    contractSignedOn: material.contractSignedOn,
    isOpen: (await findVisit(tx, auditId)) !== undefined,
  }
  const allowed = canOpen(prepared, writer !== null)
  if (!allowed.ok) return allowed
  const own = material.ownAssessment as AssessmentExport | null
  const edition = await editionFor(tx, audit, own)
  if (!edition.ok) return edition
  const inTime = await refuseCutOff(tx, audit.kind, edition.value.editionId)
  if (!inTime.ok) return inTime
  const team = currentTeam(await loadTeam(tx, auditId)).filter((member) => member.duty !== 'observer')
  const scoring = await openAssessment(tx, {
    id: assessmentId,
    kind: 'audit',
    title: `${audit.number} ${audit.clientName}`.slice(0, 200),
    editionId: edition.value.editionId,
    aboutId: auditId,
    ...(await daysJudged(tx, own)),
    proposals: edition.value.isMove ? [] : (own?.findings.map(({ finding }) => finding) ?? []),
    assessorIds: team.map((member) => member.personId),
  })
  if (!scoring.ok) return scoring
  const kit = await kitInUse(tx)
  const byName = 'name' in tx.actor ? tx.actor.name : ''
  await insertVisit(tx, { auditId, kitId: kit.id, assessmentId, byPersonId: writer!.personId, byName })
  const opened = await openAudit(tx, auditId, { version: audit.version, assessmentId })
  if (!opened.ok) return opened
  note(tx, auditId, 'opened', { assessmentId, kitNumber: kit.number, editionId: edition.value.editionId })
  return accept({ openedAt: tx.at, assessmentId })
}

async function editionFor(
  tx: WriteTx,
  audit: Pick<Audit, 'id' | 'schemeId' | 'clientName'>,
  own: AssessmentExport | null,
): Promise<Decision<{ editionId: string; isMove?: boolean }>> {
  // What the client found of itself under the old edition says nothing about the new one.
  const movesTo = await findPlannedEdition(tx, audit.id)
  if (movesTo) return accept({ editionId: movesTo, isMove: true })
  if (own?.seal) return installEdition(tx, { scheme: own.scheme, seal: own.seal, source: audit.clientName })
  const editionId = await findSealedEdition(tx, own?.scheme.id ?? audit.schemeId)
  return editionId ? accept({ editionId }) : refuse('conflict', 'visit_needs_scheme')
}

async function daysJudged(tx: WriteTx, own: AssessmentExport | null): Promise<{ fromOn: string; toOn: string }> {
  if (own) return { fromOn: own.fromOn, toOn: own.toOn }
  const today = await bodyDay(tx)
  return { fromOn: addDays(today, -USUAL_DAYS), toOn: today }
}

/** The leader ends the visit: nothing more is written in it, the scoring closes, the audit is marked as visited. */
export async function finishVisit(
  tx: WriteTx,
  auditId: string,
  given: { version: number },
): Promise<Decision<{ finishedAt: string }>> {
  const audit = await loadAudit(tx, auditId)
  if (!audit) return refuse('not_found', 'not_found')
  const visit = await holdVisit(tx, auditId, 'to finish')
  const result = visit && (await loadAssessmentResult(tx, visit.assessmentId))
  const left = visit
    ? leftToDo({
        entries: await loadEntries(tx, auditId),
        kit: visit.kit,
        cases: (await findSample(tx, auditId))?.cases ?? [],
        missingLeafIds: result?.score.missingLeafIds ?? [],
      })
    : []
  const writer = await writerOf(tx, auditId)
  const allowed = canFinish(visit, writer, left)
  if (!allowed.ok) return allowed
  const { assessmentId } = visit!
  const closed = await closeAssessment(tx, { id: assessmentId, version: result!.assessment.version })
  if (!closed.ok) return closed
  const byName = 'name' in tx.actor ? tx.actor.name : ''
  await saveFinished(tx, auditId, given.version, { at: tx.at, byPersonId: writer!.personId, byName })
  const ended = await endVisit(tx, auditId, audit.version)
  if (!ended.ok) return ended
  note(tx, auditId, 'finished', { score: result!.score.score })
  return accept({ finishedAt: tx.at })
}

/** Taken up again before the report is out, with a reason: something was overlooked. */
export async function resumeVisit(
  tx: WriteTx,
  auditId: string,
  given: { version: number; reason: string },
): Promise<Decision<{ version: number }>> {
  const audit = await loadAudit(tx, auditId)
  if (!audit) return refuse('not_found', 'not_found')
  const visit = await holdVisit(tx, auditId, 'to finish')
  const allowed = canResume(visit, await writerOf(tx, auditId))
  if (!allowed.ok) return allowed
  const { assessmentId } = visit!
  const result = await loadAssessmentResult(tx, assessmentId)
  const { reason, version } = given
  const opened = await reopenAssessment(tx, { id: assessmentId, version: result!.assessment.version, reason })
  if (!opened.ok) return opened
  await saveFinished(tx, auditId, version, null)
  const resumed = await resumeAudit(tx, auditId, audit.version, reason)
  if (!resumed.ok) return resumed
  note(tx, auditId, 'resumed', { reason })
  return accept({ version: version + 1 })
}

function note(tx: WriteTx, recordId: string, step: string, content: unknown): void {
  tx.record({ recordType: 'visit', recordId, verb: `visit.${step}`, content })
}
