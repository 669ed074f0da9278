import { sql } from 'kysely'
import { createApiKey } from '#src/account/api-key/contract.ts'
import { createInvitation } from '#src/account/invitation/contract.ts'
import { listCounterparts, listParcels } from '#src/account/parcel/contract.ts'
import { listSessions } from '#src/account/session/contract.ts'
import { raiseNonconformity, tellClient } from '#src/certification/nonconformity/contract.ts'
import { addAdjustment } from '#src/evaluation/adjustment/contract.ts'
import { addEvidence } from '#src/evaluation/assessment/contract/leaf.ts'
import { openAssessment } from '#src/evaluation/assessment/contract/round.ts'
import { drawLeafSample, readPopulation } from '#src/evaluation/assessment/contract/sample.ts'
import { saveFound } from '#src/evaluation/authenticity/store/suspicions.ts'
import { listReceivedCertificates } from '#src/evaluation/certification-progress/contract/progress.ts'
import { listCorrections } from '#src/evaluation/correction/contract.ts'
import { chooseEdition, importScheme, listEditions, readEdition, sealScheme } from '#src/evaluation/edition/contract.ts'
import { listCheckpoints } from '#src/evaluation/evidence/contract.ts'
import { assumeLeaf, saveAction } from '#src/evaluation/gap/contract/action.ts'
import { choosePlan, readPlan } from '#src/evaluation/gap/contract/plan.ts'
import { findPlans } from '#src/evaluation/gap/contract/search.ts'
import { addMaterial } from '#src/evaluation/material/contract/checklist.ts'
import { readScheme } from '#src/evaluation/scheme/read-scheme.ts'
import { writeScheme } from '#src/evaluation/scheme/write-scheme.ts'
import { endTransition, startTransition } from '#src/evaluation/transition/contract.ts'
import { uploadFile } from '#src/server/files/contract.ts'
import { queueMessage } from '#src/server/messages/queue.ts'
import { uploadImport } from '#src/service/import/contract/run.ts'
import { makeTrackingLink } from '#src/service/tracking/contract.ts'
import { accept } from '#src/shared/decision.ts'
import type { Endpoint } from '#src/shared/endpoint.ts'
import { newId } from '#src/shared/id.ts'
import { prepareAudit } from './audit-on-site.ts'
import { certified } from './certification/certified.ts'
import { beacon, han, lanjing, li, sun, type TestPerson, tao, zheng, zhou } from './people.ts'
import type { Called, CallInput } from './platform.ts'
import { png, upload } from './upload.ts'
import type { WholePlatform } from './whole.ts'

// biome-ignore lint/suspicious/noExplicitAny: an endpoint of any shapes.
type AnyEndpoint = Endpoint<any, any, any, any>
type Ids = Record<string, string>
type Did = <E extends AnyEndpoint>(who: TestPerson, endpoint: E, input?: CallInput) => Promise<Called<E>>

const TABLES = {
  requestId: 'service_request',
  workOrderId: 'work_order',
  customerId: 'customer',
  staffId: 'staff',
  outletId: 'outlet',
  departmentId: 'department',
  modelId: 'product_model',
  productId: 'installed_product',
  promiseId: 'promise',
  qualificationId: 'qualification',
}

export const GAP_ACTION = {
  suggestion: null,
  name: '投诉专线',
  note: '',
  isLeftOut: false,
  costFen: 0,
  days: 1,
  effects: [],
  needs: [],
}
export const EVIDENCE = {
  ...{ kind: 'url', title: '官网', url: 'https://example.com' },
  ...{ effectiveFromOn: '2026-11-01', effectiveToOn: null },
}
export const DRAWING = { version: 0, of: 'outlet' as const, requestKind: null, reason: '' }
export const DEDUCTION = {
  kind: 'special_deduction',
  triggerId: 'law',
  reason: '未公示收费',
  ownerId: zhou.personId,
  dueOn: '2099-12-31',
}

/** Records of lanjing of every kind by the name of the path parameter: those of the demo, and what its people and beacon add. */
export async function arrangeCompany(test: WholePlatform): Promise<Ids> {
  const did: Did = async (who, endpoint, input) => {
    const called = await test.as(who).call(endpoint, input)
    if (called.status !== 200) throw new Error(`${endpoint.name}: ${JSON.stringify(called.body)}`)
    return called
  }
  await test.settle()
  const ids = await idsOfDemo(test)
  const photo = (await upload(test, zhou, uploadFile, png('at the counter'))).body.sha256
  const link = await did(sun, makeTrackingLink, { params: { requestId: ids.requestId }, body: {} })
  const register = await upload(test, sun, uploadImport, Buffer.from('编号,名称\r\nA1,上海服务站\r\n'), {
    name: '网点.csv',
  })
  const [head] = (await did(zhou, listCheckpoints)).body.rows
  const materialFileId = newId()
  const material = { materialId: 'business_licence', name: '执照.png', fileSha256: photo, validUntilOn: null }
  await did(zhou, addMaterial, { body: { id: materialFileId, ...material } })
  return {
    ...ids,
    ...(await arrangeAccounts(did)),
    ...(await arrangeRows(test, ids)),
    ...(await arrangeEvaluation(did)),
    ...(await arrangeFinding(test, did)),
    ...{ secret: link.body.secret!, importId: register.body.id, materialFileId, fileSha256: photo },
    ...{ recordType: 'service_request', recordId: ids.requestId!, leafIndex: '0', leafId: '5.3.1.1' },
    checkpointSize: String(head!.size),
    ...{ measureId: 'answer_in_time', code: 'refrigeration', kind: 'repair' },
  }
}

async function idsOfDemo(test: WholePlatform): Promise<Ids> {
  const ids: Ids = {}
  for (const [name, table] of Object.entries(TABLES)) {
    const row = await test.arrange(lanjing, async (tx) => {
      const { rows } = await sql<{ id: string }>`select id from ${sql.table(table)} order by id limit 1`.execute(tx.sql)
      return accept(rows[0])
    })
    ids[name] = row!.id
  }
  return ids
}

async function arrangeAccounts(did: Did): Promise<Ids> {
  const [invitationId, keyId] = [newId(), newId()]
  const invited = { id: invitationId, name: '何静', phone: '13800000000', roles: ['agent'] }
  const invitation = await did(zheng, createInvitation, { body: invited })
  await did(zheng, createApiKey, { body: { id: keyId, name: '门户', roles: ['agent'] } })
  const session = (await did(li, listSessions)).body.rows[0]!
  const invitationSecret = invitation.body.path!.split('/').at(-1)!
  return { personId: li.personId, sessionId: session.id, invitationId, invitationSecret, keyId }
}

/** What only the system writes: a rating that came in, a message in the outbox, a suspicion. */
async function arrangeRows(test: WholePlatform, { requestId }: Ids): Promise<Ids> {
  const [ratingId, suspicionId] = [newId(), newId()]
  const messageId = await test.arrange(lanjing, async (tx) => {
    const { orgId, at } = tx
    const rating = { id: ratingId, requestId: requestId!, source: 'link', stars: 1, claimedAt: at, recordedAt: at }
    await tx.sql
      .insertInto('rating')
      .values({ orgId, ...rating })
      .execute()
    const seen = { dayOn: '2026-11-15', figures: {}, records: [], outletId: null, staffId: null }
    await saveFound(tx, [{ id: suspicionId, detector: 'far_from_site', weight: 'weak', ...seen }])
    const text = { channel: 'sms', to: '13800000000', subject: '', body: '已派工', link: null } as const
    const about = { type: 'service_request', id: requestId! }
    await queueMessage(tx, { dedupKey: newId(), ...text, about, reason: 'assigned', readers: ['service_manager'] })
    const row = await tx.sql
      .selectFrom('message')
      .select('id')
      .where('aboutId', '=', about.id)
      .executeTakeFirstOrThrow()
    return accept(row.id)
  })
  return { ratingId, suspicionId, messageId }
}

async function arrangeEvaluation(did: Did): Promise<Ids> {
  const editionId = (await did(zhou, listEditions)).body.rows[0]!.id
  const [adjustmentId, assessmentId, evidenceId, planId, actionId, assumptionId] = Array.from({ length: 6 }, newId) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  await did(zhou, addAdjustment, { body: { id: adjustmentId, ...DEDUCTION } })
  const round = { id: assessmentId, title: '自评', fromOn: '2025-12-01', toOn: '2026-11-16' }
  await did(zhou, openAssessment, { body: round })
  const leaf = { assessmentId, leafId: '5.3.1.1' }
  await did(zhou, addEvidence, { params: leaf, body: { id: evidenceId, ...EVIDENCE } })
  const sampleId = newId()
  const { ruleSize } = (await did(zhou, readPopulation, { params: { assessmentId }, query: { of: DRAWING.of } })).body
  await did(zhou, drawLeafSample, { params: leaf, body: { id: sampleId, ...DRAWING, size: ruleSize } })
  const { found } = (await did(zhou, findPlans, { query: { level: 'pass' } })).body
  const actionKeys = found.kind === 'plans' ? found.plans[0]!.actionKeys : []
  const choice = { level: 'pass', actionKeys, startsOn: '2026-11-16', ownerId: zhou.personId }
  await did(zhou, choosePlan, { body: { id: planId, ...choice } })
  const [item] = (await did(zhou, readPlan)).body.plan!.items
  await did(zhou, saveAction, { params: { actionId }, body: { version: null, ...GAP_ACTION } })
  await did(zhou, assumeLeaf, { body: { id: assumptionId, leafId: '5.1.3.1', reason: '已设专项' } })
  return {
    ...{ editionId, adjustmentId, assessmentId, evidenceId, planId, itemId: item!.id, actionId, assumptionId },
    sampleId,
    ...(await arrangeTransition(did, editionId)),
  }
}

/** Another standard, sealed for a later day; a transition to it that was given up, and one to a draft that is under way. */
async function arrangeTransition(did: Did, fromEditionId: string): Promise<Ids> {
  const [toEditionId, transitionId, endedTransitionId, choiceId] = [newId(), newId(), newId(), newId()]
  const sealedId = newId()
  const standard = await readScheme('gbt27922-2011')
  await did(zhou, importScheme, { body: { id: sealedId, text: writeScheme({ ...standard, id: 'own-standard' }) } })
  const { version, unconfirmedCount } = (await did(zhou, readEdition, { params: { editionId: sealedId } })).body
  const seal = { version, acceptsUnconfirmed: unconfirmedCount }
  await did(zhou, sealScheme, { params: { editionId: sealedId }, body: seal })
  const choice = { id: choiceId, fromOn: '2099-12-31', reason: '采用企业标准' }
  await did(zhou, chooseEdition, { params: { editionId: sealedId }, body: choice })
  await did(zhou, startTransition, { body: { id: endedTransitionId, fromEditionId, toEditionId: sealedId } })
  const ending = { params: { transitionId: endedTransitionId }, body: { version: 1, reason: '暂不换版' } }
  await did(zhou, endTransition, ending)
  await did(zhou, importScheme, { body: { id: toEditionId, text: writeScheme({ ...standard, id: 'new-standard' }) } })
  await did(zhou, startTransition, { body: { id: transitionId, fromEditionId, toEditionId } })
  return { transitionId, endedTransitionId, choiceId }
}

/** beacon found something at lanjing and wrote; the letter came with a photo. Later it sent a certificate. */
async function arrangeFinding(test: WholePlatform, did: Did): Promise<Ids> {
  const photo = (await upload(test, han, uploadFile, png('found'))).body.sha256
  const auditId = await test.arrange(beacon, async (tx) => {
    const made = await prepareAudit(tx)
    if (!made.ok) return made
    const { clientId } = made.value
    await tx.sql.updateTable('client').set({ companyOrgId: lanjing.orgId }).where('id', '=', clientId).execute()
    return accept(made.value.auditId)
  })
  const finding = { gradeId: 'minor', clause: '5.1', leafIds: ['5.1.1.1'], statement: '未公示', evidence: '现场所见' }
  const files = [{ sha256: photo, name: '柜台.png' }]
  await did(han, raiseNonconformity, { params: { auditId }, body: { id: newId(), ...finding, files } })
  await did(tao, tellClient, { params: { auditId }, body: { via: 'letter', deliver: 'here' } })
  await test.settle()
  const [parcel] = (await did(zhou, listParcels, { query: { direction: 'in' } })).body.rows
  const [correction] = (await did(zhou, listCorrections)).body.rows
  const clientId = await test.arrange(beacon, async (tx) => {
    const rows = tx.sql.selectFrom('client').select('id').where('companyOrgId', '=', lanjing.orgId)
    return accept((await rows.executeTakeFirstOrThrow()).id)
  })
  await certified(test, { clientId })
  await test.settle()
  const [certificate] = (await did(zhou, listReceivedCertificates)).body.rows
  const [counterpart] = (await did(zhou, listCounterparts)).body.rows
  return {
    ...{ parcelId: parcel!.id, correctionId: correction!.id, sha256: photo },
    ...{ counterpartOrgId: counterpart!.orgId, fingerprint: counterpart!.keys[0]!.fingerprint },
    receivedCertificateId: certificate!.id,
  }
}
