import { sendLetter } from '#src/account/door.ts'
import { listCounterparts } from '#src/account/parcel/contract.ts'
import { enterGrievance } from '#src/certification/appeal/contract.ts'
import { acceptApplication, addApplication } from '#src/certification/application/contract.ts'
import { savePlan } from '#src/certification/audit-plan/contract.ts'
import { declareConflict, listAuditors } from '#src/certification/auditor/contract.ts'
import { barCompany } from '#src/certification/blacklist/contract.ts'
import { draftRules, listRules } from '#src/certification/body-rules/contract/endpoints.ts'
import { quoteContract } from '#src/certification/certification-contract/contract.ts'
import { makeClientLink } from '#src/certification/client-link/contract.ts'
import { proposeDecision, REVIEW_CHECKS, reviewReport } from '#src/certification/decision/contract.ts'
import {
  addReviewDocument,
  openDocumentReview,
  readDocumentReviews,
} from '#src/certification/document-review/contract.ts'
import {
  announceTransition,
  planHolder,
  readTransitionChoices,
  startTransition,
} from '#src/certification/holder-transition/contract/endpoints.ts'
import { raiseNonconformity, tellClient } from '#src/certification/nonconformity/contract.ts'
import { submitReport, writeReport } from '#src/certification/report/contract.ts'
import { makeSamplingPlan } from '#src/certification/sampling/contract.ts'
import { openVisit } from '#src/certification/visit/contract/visit.ts'
import { draftVisitKit, listVisitKits } from '#src/certification/visit-kit/contract/endpoints.ts'
import { addEvidence } from '#src/evaluation/assessment/contract/leaf.ts'
import { addRoundAdjustment } from '#src/evaluation/assessment/contract/round.ts'
import { installEdition } from '#src/evaluation/door.ts'
import { MATERIALS } from '#src/evaluation/material/contract/dossier.ts'
import { readScheme } from '#src/evaluation/scheme/read-scheme.ts'
import { hashScheme } from '#src/evaluation/scheme/rules/seal.ts'
import { listUnconfirmed } from '#src/evaluation/scheme/rules/tree.ts'
import { uploadFile } from '#src/server/files/contract.ts'
import { integrateHistory } from '#src/server/ledger/sequencer.ts'
import { accept } from '#src/shared/decision.ts'
import type { Endpoint } from '#src/shared/endpoint.ts'
import { newId } from '#src/shared/id.ts'
import { usccCheckDigit } from '#src/shared/uscc.ts'
import { OUTLETS, prepareAudit } from './audit-on-site.ts'
import { certified } from './certification/certified.ts'
import { takePackOfLanjing } from './pack-taken-in.ts'
import { beacon, han, jin, lanjing, lin, sun, type TestPerson, tao, xu } from './people.ts'
import type { Called, CallInput } from './platform.ts'
import { png, upload } from './upload.ts'
import { visitAudit } from './visited-audit.ts'
import type { WholePlatform } from './whole.ts'

// biome-ignore lint/suspicious/noExplicitAny: an endpoint of any shapes.
type AnyEndpoint = Endpoint<any, any, any, any>
type Ids = Record<string, string>
type Did = <E extends AnyEndpoint>(who: TestPerson, endpoint: E, input?: CallInput) => Promise<Called<E>>

const CODE = '91310000MA1K35LX2'
const PHOTO = 'found on site'
export const OTHER_COMPANY = `${CODE}${usccCheckDigit(CODE)}`

/** Records of beacon of every kind, as its people make them, by the name of the path parameter. A second audit went on to the committee. */
export async function arrangeBody(test: WholePlatform): Promise<{ ids: Ids; visitedAuditId: string }> {
  const did: Did = async (who, endpoint, input) => {
    const called = await test.as(who).call(endpoint, input)
    if (called.status !== 200) throw new Error(`${endpoint.name}: ${JSON.stringify(called.body)}`)
    return called
  }
  const photo = (await upload(test, han, uploadFile, png(PHOTO))).body.sha256
  await photographCase(test)
  await sealAndSettle(test)
  const ofAudit = await arrangeAudit(test, did, photo)
  const { auditId, proposalId } = await arrangeDecision(test, did, photo)
  const certificate = await certified(test)
  const ofTransition = await arrangeTransition(test, did, certificate.id)
  const [auditor] = (await did(tao, listAuditors)).body.rows.filter((one) => one.personId === han.personId)
  const letter = { kind: 'notice', to: { orgId: null, name: '某公司' }, body: {}, files: namedAs(photo) }
  const { parcelId } = await test.arrange(beacon, (tx) => sendLetter(tx, test.parts, letter))
  await sealAndSettle(test)
  const [counterpart] = (await did(tao, listCounterparts)).body.rows
  const ids = {
    ...ofAudit,
    ...(await arrangeDesk(did)),
    ...ofTransition,
    ...{ personId: han.personId, competenceId: auditor!.competences[0]!.id },
    ...{ certificateId: certificate.id, decisionId: certificate.decisionId, number: certificate.number },
    ...{ parcelId, proposalId, sha256: photo, fileSha256: photo },
    ...{ counterpartOrgId: counterpart!.orgId, fingerprint: counterpart!.keys[0]!.fingerprint },
  }
  return { ids, visitedAuditId: auditId }
}

/** A case of the company with a photo: the very picture that han has too, so that one hash names it in both organisations. */
async function photographCase(test: WholePlatform): Promise<void> {
  const { sha256 } = (await upload(test, sun, uploadFile, png(PHOTO))).body
  await test.arrange(lanjing, async (tx) => {
    const { id } = await tx.sql
      .selectFrom('serviceRequest')
      .where('orgId', '=', tx.orgId)
      .select('id')
      .limit(1)
      .executeTakeFirstOrThrow()
    const content = { fileSha256: sha256 }
    tx.record({ recordType: 'service_request', recordId: id, verb: 'service_request.note', content })
    return accept(null)
  })
}

/** Ledgers with a signed checkpoint that covers all that happened, and what follows from that. */
async function sealAndSettle(test: WholePlatform): Promise<void> {
  const { platform, sealer } = test.parts
  for (const org of [lanjing, beacon]) await integrateHistory(platform, sealer, org.orgId, { force: true })
  await test.settle()
}

/** An application as tao types it from paper. */
export function paperApplication(id: string) {
  const code = '91320594MA1XF7T36'
  return {
    id,
    form: {
      ...{ kind: 'initial', schemeId: 'gbt27922-2011', standard: 'GB/T 27922-2011', wantedLevelId: 'four_star' },
      applicant: {
        ...{ orgId: null, legalName: '苏州某净水公司', uscc: `${code}${usccCheckDigit(code)}`, address: '苏州' },
        ...{ legalRepresentative: '沈东', contactName: '陆海燕', contactPhone: '0512-60000000' },
        contactEmail: 'lu@example.com',
      },
      ...{ scope: '净水设备售后服务', productClasses: ['净水设备'], headcount: 340, serviceHeadcount: 100 },
      ...{ outletCount: 1, runningSinceOn: '2023-01-01', isLegalPerson: true, holdsPermits: true },
      ...{ noMajorFailure: true, declaredTrue: true, declaredByName: '沈东', declaredAt: '2026-11-15T01:00:00.000Z' },
    },
    outlets: [
      {
        ...{ id: newId(), code: '1', name: '苏州服务中心', kind: 'own', cityCode: '', address: '', headcount: 46 },
        isCentre: true,
      },
    ],
    staff: [],
    checklist: MATERIALS.map((material) => ({ id: material, state: 'present', wanted: 1, have: 1, files: [] })),
  }
}

const namedAs = (sha256: string) => [{ sha256, name: '柜台.png' }]

/** An application on paper, accepted and quoted; rules in draft, a complaint, a company barred and an interest declared. */
async function arrangeDesk(did: Did): Promise<Ids> {
  const [rulesId, grievanceId, entryId, conflictId] = [newId(), newId(), newId(), newId()]
  const [applicationId, contractId] = [newId(), newId()]
  await did(tao, addApplication, { body: paperApplication(applicationId) })
  await did(tao, acceptApplication, { params: { applicationId }, body: { version: 1, reason: '材料齐全' } })
  await did(tao, quoteContract, { body: { id: contractId, applicationId, adjustments: [] } })
  const [inForce] = (await did(tao, listRules)).body.rows
  await did(jin, draftRules, { body: { id: rulesId, copyOf: inForce!.id } })
  const [kitInUse] = (await did(tao, listVisitKits)).body.rows
  const { id: kitId } = (await did(jin, draftVisitKit, { body: { id: newId(), copyOf: kitInUse!.id } })).body
  const from = { kind: 'complaint', fromName: '刘女士', fromContact: '13800000000', isAnonymous: false }
  await did(tao, enterGrievance, { body: { id: grievanceId, ...from, says: '审核员态度差' } })
  const company = { uscc: OTHER_COMPANY, fromOn: '2025-01-01', companyName: '某公司' }
  const conflict = { id: conflictId, personId: lin.personId, kind: 'advised', says: '讲过课', ...company }
  await did(lin, declareConflict, { body: conflict })
  const bar = { id: entryId, clientName: '某公司', uscc: OTHER_COMPANY, reason: '提供虚假材料' }
  await did(jin, barCompany, { body: bar })
  return {
    applicationId,
    contractId,
    rulesInForceId: inForce!.id,
    rulesId,
    grievanceId,
    entryId,
    conflictId,
    kitId,
    kitInUseId: kitInUse!.id,
  }
}

/** An audit of lanjing with its real pack: sampled together with the company, documents looked through, a visit begun, something found. */
async function arrangeAudit(test: WholePlatform, did: Did, photo: string): Promise<Ids> {
  const { packId, clientId, cases } = await takePackOfLanjing(test.parts)
  const pack = { packId, clientId, cases }
  const { auditId } = await test.arrange(beacon, (tx) => prepareAudit(tx, { pack, sample: false }))
  const [planId, reviewId, nonconformityId, linkId] = [newId(), newId(), newId(), newId()]
  const params = { auditId }
  await did(tao, makeSamplingPlan, { params, body: { id: planId } })
  await sealAndSettle(test)
  await sealAndSettle(test)
  await did(han, openDocumentReview, { params, body: { reviewId } })
  const [round] = (await did(han, readDocumentReviews, { params })).body.rounds
  const manual = { itemId: newId(), title: '服务手册', files: namedAs(photo) }
  await did(han, addReviewDocument, { params: { reviewId }, body: manual })
  const finding = { gradeId: 'minor', clause: '5.1', leafIds: ['5.1.1.1'], statement: '未公示', evidence: '现场所见' }
  const files = namedAs(photo)
  await did(han, raiseNonconformity, { params, body: { id: nonconformityId, ...finding, files } })
  await did(tao, tellClient, { params, body: { via: 'link' } })
  const link = await did(tao, makeClientLink, { params: { clientId }, body: { id: linkId } })
  const [assessmentId, adjustmentId, evidenceId] = [newId(), newId(), newId()]
  await did(han, openVisit, { params, body: { assessmentId } })
  await did(tao, savePlan, { params, body: { items: [], version: 1 } })
  const deduction = { id: adjustmentId, kind: 'special_deduction', triggerId: 'law', reason: '未公示收费' }
  await did(han, addRoundAdjustment, { params: { assessmentId }, body: deduction })
  const page = { kind: 'url', title: '官网', url: 'https://example.com', effectiveFromOn: '2026-11-01' }
  const leaf = { assessmentId, leafId: '5.3.1.1' }
  await did(han, addEvidence, { params: leaf, body: { id: evidenceId, ...page, effectiveToOn: null } })
  return {
    ...{ packId, clientId, auditId, planId, reviewId, itemId: round!.items[0]!.id, nonconformityId, linkId },
    ...{ assessmentId, adjustmentId, evidenceId, secret: link.body.secret! },
  }
}

/** A new edition of the standard is announced; the holder of a certificate moves to it by a special audit. */
async function arrangeTransition(test: WholePlatform, did: Did, certificateId: string): Promise<Ids> {
  for (const year of ['2011', '2027']) {
    const scheme = { ...(await readScheme('gbt27922-2011')), id: `gbt27922-${year}`, standard: `GB/T 27922-${year}` }
    const sealed = { schemeHash: hashScheme(scheme), unconfirmedCount: listUnconfirmed(scheme).length }
    const seal = { byPersonId: jin.personId, byName: jin.name, at: '2026-11-01T00:00:00.000Z', ...sealed }
    await test.arrange(beacon, (tx) => installEdition(tx, { scheme, seal, source: beacon.name }))
  }
  const { editions } = (await did(tao, readTransitionChoices)).body
  const idOf = (schemeId: string) => editions.find((one) => one.schemeId === schemeId)!.editionId
  const [transitionId, holderPlanId] = [newId(), newId()]
  const between = { fromEditionId: idOf('gbt27922-2011'), toEditionId: idOf('gbt27922-2027') }
  await did(tao, startTransition, {
    body: { id: transitionId, ...between, startOn: '2027-01-01', basis: '国家标准公告 2026 年第 9 号' },
  })
  await did(jin, announceTransition, { params: { transitionId }, body: { version: 1 } })
  const special = { id: holderPlanId, kind: 'special', reason: '随专项审核换版' }
  await did(tao, planHolder, { params: { transitionId, certificateId }, body: special })
  return { transitionId, holderPlanId, ...between }
}

/** An audit that was visited, reported, reviewed and put before the committee. */
async function arrangeDecision(test: WholePlatform, did: Did, photo: string) {
  const { auditId } = await test.arrange(beacon, (tx) => prepareAudit(tx))
  await visitAudit(test, auditId, photo)
  const params = { auditId }
  const words = { scope: '空调售后服务', summary: '有效', strengths: '快', weaknesses: '培训' }
  const report = { ...words, recommends: 'grant', recommendsReason: '得分', id: newId(), version: 0 }
  await did(han, writeReport, { params, body: report })
  await did(han, submitReport, { params, body: { version: 1 } })
  const checks = REVIEW_CHECKS.map((id) => ({ id, conforms: true, note: '' }))
  const review = { id: newId(), reportVersion: 2, verdict: 'recommended', words: '同意', checks }
  await did(lin, reviewReport, { params, body: review })
  const outletIds = OUTLETS.map(({ id }) => id)
  const proposed = { id: newId(), kind: 'grant', scope: '空调售后服务', outletIds, reason: '符合' }
  const proposalId = (await did(xu, proposeDecision, { params, body: proposed })).body.id
  return { auditId, proposalId }
}
