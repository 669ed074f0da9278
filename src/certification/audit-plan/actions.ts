import { isHere, type LetterParts, sendLetter } from '#src/account/door.ts'
import type { Saved } from '#src/company/contract.ts'
import type { AuditPlanLetter } from '#src/evaluation/certification-progress/contract/letter.ts'
import { loadAssessmentResult } from '#src/evaluation/door.ts'
import type { Scheme } from '#src/evaluation/scheme/contract.ts'
import { listLeaves } from '#src/evaluation/scheme/rules/tree.ts'
import type { DocumentModel } from '#src/server/document/model.ts'
import { renderPdf } from '#src/server/document/render.ts'
import { keepMade } from '#src/server/files/keep.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { currentTeam, mayPlan } from '../audit/access.ts'
import type { Audit, TeamMember } from '../audit/contract.ts'
import { canPrepare } from '../audit/rules/state.ts'
import { loadAudit, loadTeam } from '../audit/store.ts'
import { loadClient } from '../client/store.ts'
import { listAdditions, listSamplings, loadBodyName, loadStated } from '../sampling/store.ts'
import type { PlanItem } from './contract.ts'
import { checkPlan, inTime } from './rules/check.ts'
import { describePlan } from './rules/describe.ts'
import { findStatedScheme, loadPlan, savePlan as savePlanRows, savePlanSent } from './store.ts'

/** The plan with all it is measured against: team, clauses of the scheme, outlets and which of them were drawn. */
export async function showPlan(tx: Tx, audit: Audit) {
  const plan = await loadPlan(tx, audit.id)
  const team = await loadTeam(tx, audit.id)
  const scheme = await findScheme(tx, audit)
  const leaves = scheme ? listLeaves(scheme).map(({ id, name }) => ({ id, name })) : []
  const { outlets } = await loadStated(tx, audit.applicationId)
  const sampledOutletIds = await sampledOutlets(tx, audit.id)
  const about = { audit, team, leafIds: leaves.map((leaf) => leaf.id), outlets, sampledOutletIds }
  return {
    plan: { ...plan, items: inTime(plan.items) },
    problems: checkPlan(plan.items, about),
    leaves,
    outlets: outlets.map(({ id, name, address, isCentre }) => ({
      ...{ id, name, address, isCentre },
      isSampled: sampledOutletIds.includes(id),
    })),
  }
}

async function findScheme(tx: Tx, audit: Audit): Promise<Scheme | undefined> {
  const scored = audit.assessmentId === null ? undefined : await loadAssessmentResult(tx, audit.assessmentId)
  return scored?.scheme ?? findStatedScheme(tx, audit.applicationId, audit.schemeId)
}

async function sampledOutlets(tx: Tx, auditId: string): Promise<string[]> {
  const drawn = (await listSamplings(tx, auditId)).find((one) => one.drawn !== null)
  if (!drawn?.drawn) return []
  const added = await listAdditions(tx, [drawn.id])
  return [
    ...drawn.drawn.picks.outlet.map((one) => one.id),
    ...added.filter((one) => one.what === 'outlet').map((one) => one.unitId),
  ]
}

export async function savePlan(
  tx: WriteTx,
  auditId: string,
  given: { items: PlanItem[]; version: number },
): Promise<Decision<Saved>> {
  const audit = await mine(tx, auditId)
  if (!audit.ok) return audit
  await savePlanRows(tx, auditId, given.version, inTime(given.items))
  tx.record({ recordType: 'audit', recordId: auditId, verb: 'audit.plan_saved', content: { items: given.items } })
  return accept({ id: auditId, version: given.version + 1 })
}

/** Sends the plan with its PDF; to a client of this installation it is delivered, otherwise it waits as a file. */
export async function sendPlan(
  tx: WriteTx,
  parts: LetterParts,
  auditId: string,
  version: number,
): Promise<Decision<Saved>> {
  const audit = await mine(tx, auditId)
  if (!audit.ok) return audit
  if (audit.value.teamSettledAt === null) return refuse('conflict', 'audit_state', { state: audit.value.state })
  const { problems } = await showPlan(tx, audit.value)
  const [problem, ...others] = problems
  if (problem)
    return refuse('conflict', 'plan_not_ready', { problem: problem.code, name: problem.name, more: others.length })
  const letter = await composeLetter(tx, audit.value)
  if (!letter.ok) return letter
  const client = await loadClient(tx, audit.value.clientId)
  const pdf = await renderPdf(await describe(tx, audit.value, letter.value, 'zh-CN'))
  const kept = await keepMade(tx, parts.files, pdf)
  if (!kept.ok) return kept
  const orgId = client?.companyOrgId ?? null
  const sent = await sendLetter(tx, parts, {
    kind: 'audit_plan',
    to: { orgId, name: audit.value.clientName },
    body: letter.value,
    files: [{ sha256: kept.value.sha256, name: `${audit.value.number}.pdf` }],
    deliver: (await isHere(tx, orgId)) ? 'here' : 'file',
    about: { recordType: 'audit', recordId: auditId },
  })
  if (!sent.ok) return sent
  await savePlanSent(tx, auditId, version)
  const content = { letterId: sent.value.letterId, fileSha256: kept.value.sha256 }
  tx.record({ recordType: 'audit', recordId: auditId, verb: 'audit.plan_sent', content })
  return accept({ id: auditId, version: version + 1 })
}

async function mine(tx: Tx, auditId: string): Promise<Decision<Audit>> {
  const audit = await loadAudit(tx, auditId)
  if (!audit) return refuse('not_found', 'not_found')
  if (!mayPlan(tx.actor, await loadTeam(tx, auditId))) return refuse('forbidden', 'not_your_audit')
  const allowed = canPrepare(audit)
  return allowed.ok ? accept(audit) : allowed
}

async function composeLetter(tx: Tx, audit: Audit): Promise<Decision<AuditPlanLetter>> {
  const { plannedFromOn: fromOn, plannedToOn: toOn, number, kind, scope } = audit
  if (fromOn === null || toOn === null)
    return refuse('conflict', 'plan_not_ready', { problem: 'no_dates', name: '', more: 0 })
  const team = currentTeam(await loadTeam(tx, audit.id))
  const { plan, outlets } = await showPlan(tx, audit)
  const names = new Map(team.map((member: TeamMember) => [member.personId, member.name]))
  return accept({
    format: 'starproof-audit-plan',
    version: 1,
    auditNumber: number,
    kind,
    scope,
    fromOn,
    toOn,
    team: team.map(({ name, duty }) => ({ name, duty })),
    items: plan.items.map(({ id: _, personIds, outletId, ...item }) => ({
      ...item,
      outletName: outlets.find((one) => one.id === outletId)?.name ?? '',
      names: personIds.map((personId) => names.get(personId) ?? ''),
    })),
  })
}

/** The plan as a document, also while it is still incomplete. */
export async function documentOf(tx: Tx, audit: Audit, language: 'zh-CN' | 'en'): Promise<Decision<DocumentModel>> {
  const letter = await composeLetter(tx, audit)
  return letter.ok ? accept(await describe(tx, audit, letter.value, language)) : letter
}

async function describe(
  tx: Tx,
  audit: Audit,
  letter: AuditPlanLetter,
  language: 'zh-CN' | 'en',
): Promise<DocumentModel> {
  const bodyName = await loadBodyName(tx)
  return describePlan(letter, { bodyName, clientName: audit.clientName, madeAt: tx.at, language })
}
