import { han, ma } from '#seeds/people.ts'
import { signaturePng } from '#seeds/signature.ts'
import { uploadParcel } from '#src/account/parcel/contract.ts'
import * as application from '#src/certification/application/contract.ts'
import * as audit from '#src/certification/audit/contract.ts'
import * as plan from '#src/certification/audit-plan/contract.ts'
import * as auditor from '#src/certification/auditor/contract.ts'
import * as contract from '#src/certification/certification-contract/contract.ts'
import * as finding from '#src/certification/nonconformity/contract.ts'
import * as programme from '#src/certification/programme/contract.ts'
import * as writing from '#src/certification/report/contract.ts'
import * as sampling from '#src/certification/sampling/contract.ts'
import * as visit from '#src/certification/visit/contract/visit.ts'
import { judgeLeaf } from '#src/evaluation/assessment/contract/leaf.ts'
import { acceptProposals, readAssessment, readAssessmentScheme } from '#src/evaluation/assessment/contract/round.ts'
import * as correction from '#src/evaluation/correction/contract.ts'
import { readApplicationForm, saveApplicationForm } from '#src/evaluation/material/contract/application.ts'
import { addMaterial, readChecklist } from '#src/evaluation/material/contract/checklist.ts'
import type { MaterialId } from '#src/evaluation/material/contract/dossier.ts'
import { listLeaves } from '#src/evaluation/scheme/rules/tree.ts'
import { uploadFile } from '#src/server/files/contract.ts'
import { newId } from '#src/shared/id.ts'
import { addDays } from '#src/shared/instant.ts'
import { usccCheckDigit } from '#src/shared/uscc.ts'
import type { ApiPerson } from './caller.ts'

/** The long stretches of the road to the certificate that nobody wants to watch: what people enter, by the same endpoints. */
const USCC = '91310000MA1FL5T88'
export const SCOPE = '商用制冷设备的销售、安装与维修服务'
export const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

/** Accepts what the counts say and judges everything else; the indicators named do not conform. */
export async function judgeAll(person: ApiPerson, assessmentId: string, failing: readonly string[]): Promise<void> {
  const about = { assessmentId }
  await person.call(acceptProposals, { params: about, body: {} })
  const { scheme } = await person.call(readAssessmentScheme, { params: about })
  const { leaves } = await person.call(readAssessment, { params: about })
  const known = new Map(leaves.map((leaf) => [leaf.leafId, leaf]))
  for (const leaf of listLeaves(scheme)) {
    const before = known.get(leaf.id)
    const conforms = !failing.includes(leaf.id)
    if (before && before.kind !== 'missing' && conforms) continue
    await judge(person, assessmentId, leaf, conforms, before?.version ?? 0)
  }
}

type Judged = { id: string; mode: { value: 'judged' | 'sampled' } }

export async function judge(
  person: ApiPerson,
  assessmentId: string,
  leaf: Judged,
  conforms: boolean,
  version: number,
): Promise<void> {
  const note = conforms ? '' : '没有记录'
  const judgement =
    leaf.mode.value === 'judged'
      ? { kind: 'judged' as const, conforms, reason: conforms ? '文件与现场一致' : '尚未做到' }
      : { kind: 'sampled' as const, items: [{ label: '抽查一', record: null, conforms, note }], reason: '' }
  await person.call(judgeLeaf, { params: { assessmentId, leafId: leaf.id }, body: { version, judgement } })
}

/** Gathers what an application asks for and fills in the form; it is still to be declared. */
export async function prepareApplication(person: ApiPerson): Promise<{ version: number }> {
  const { lines } = await person.call(readChecklist, {})
  for (const item of lines.filter((one) => one.state !== 'present' && one.id !== 'self_evaluation'))
    for (let nth = item.have; nth < item.wanted; nth++) {
      const name = `${item.id}-${nth + 1}.png`
      const { sha256 } = await person.upload(uploadFile, name, signaturePng(name))
      const body = {
        id: newId(),
        materialId: item.id as MaterialId,
        name,
        fileSha256: sha256,
        validUntilOn: null,
      }
      await person.call(addMaterial, { body })
    }
  const { draft, levels } = await person.call(readApplicationForm, {})
  const whole = {
    ...draft,
    ...{ uscc: `${USCC}${usccCheckDigit(USCC)}`, legalRepresentative: '吴刚', address: '上海市闵行区元江路 1 号' },
    ...{ contactName: '周涛', contactPhone: '021-64000000', contactEmail: 'zhou@lanjing.example' },
    ...{ wantedLevelId: levels.at(-1)!.id, scope: SCOPE, productClasses: ['商用制冷设备'] },
    ...{ isLegalPerson: true, holdsPermits: true, noMajorFailure: true, runningSinceOn: addDays(today(), -400) },
  }
  return person.call(saveApplicationForm, { body: { id: newId(), version: null, draft: whole } })
}

/** From the accepted application to the signed contract, the programme and the planned initial audit. */
export async function contractAndPlan(
  tao: ApiPerson,
  applicationId: string,
): Promise<{ auditId: string; packId: string }> {
  let { version, headcount, clientId, packId } = await tao.call(application.readApplication, {
    params: { applicationId },
  })
  if (headcount.implausible) {
    const body = { version, reason: '网点均为一人值守，总部另有后台人员，已核社保名单' }
    version = (await tao.call(application.explainHeadcount, { params: { applicationId }, body })).version
  }
  await tao.call(application.acceptApplication, { params: { applicationId }, body: { version, reason: '材料齐全' } })
  const contractId = newId()
  const params = { contractId }
  const quoted = await tao.call(contract.quoteContract, { body: { id: contractId, applicationId, adjustments: [] } })
  const offered = await tao.call(contract.offerContract, { params, body: { version: quoted.version } })
  const scan = await tao.upload(uploadFile, 'contract.png', signaturePng('contract'))
  const signing = { signedOn: today(), signedByClient: '吴刚', signedByBody: '金岳', fileSha256: scan.sha256 }
  await tao.call(contract.signContract, { params, body: { version: offered.version, ...signing } })
  await tao.call(programme.drawUpProgramme, { params, body: { id: newId(), countedFrom: 'signing' } })
  const { initialTenths } = await tao.call(contract.readContract, { params })
  const auditId = newId()
  await tao.call(audit.createAudit, {
    body: {
      id: auditId,
      clientId,
      kind: 'initial',
      applicationId,
      contractId,
      packId,
      personDaysTenths: initialTenths,
      programmePlace: 0,
    },
  })
  return { auditId, packId: packId! }
}

/** Names the two auditors, books their days, and settles the team. */
export async function nameTeam(tao: ApiPerson, feng: ApiPerson, auditId: string, packId: string): Promise<void> {
  const params = { auditId }
  const days = { plannedFromOn: today(), plannedToOn: addDays(today(), 2) }
  const before = await tao.call(audit.readAudit, { params })
  const schemeId = before.audit.schemeId
  const { rows: known } = await tao.call(auditor.listAuditors, { query: {} })
  for (const person of [han, ma].filter(({ personId }) => !known.some((row) => row.personId === personId))) {
    await feng.call(auditor.enterAuditor, {
      body: { personId: person.personId, homeCityCode: '3101', languages: ['zh'], daysPerMonth: 20 },
    })
    const competence = {
      id: newId(),
      schemeId,
      validFromOn: addDays(today(), -700),
      evidence: '服务认证审查员注册证书',
    }
    await feng.call(auditor.addCompetence, { params: { personId: person.personId }, body: competence })
  }
  await tao.call(audit.planDates, { params, body: { ...days, packId, version: before.audit.version } })
  const half = Math.ceil(before.audit.personDaysTenths / 2)
  for (const [person, duty] of [
    [han, 'leader'],
    [ma, 'auditor'],
  ] as const)
    await tao.call(audit.nameMember, {
      params,
      body: {
        ...{ personId: person.personId, duty, personDaysTenths: half },
        bookings: [{ id: newId(), fromOn: days.plannedFromOn, toOn: days.plannedToOn }],
        version: (await tao.call(audit.readAudit, { params })).audit.version,
      },
    })
  const now = await tao.call(audit.readAudit, { params })
  await tao.call(audit.settleTeam, { params, body: { version: now.audit.version, shortReason: '' } })
}

/** Plans every clause, with both meetings. */
export async function planVisit(han: ApiPerson, auditId: string, personIds: string[]): Promise<void> {
  const params = { auditId }
  const { leaves, outlets } = await han.call(plan.readPlan, { params })
  const base = { dayOn: today(), outletId: null, place: '总部', personIds, says: '' }
  const items = [
    { ...base, id: newId(), fromTime: '09:00', toTime: '09:30', kind: 'opening' as const, leafIds: [] },
    {
      ...base,
      ...{ id: newId(), fromTime: '09:30', toTime: '16:30', kind: 'activity' as const },
      leafIds: leaves.map((leaf) => leaf.id).slice(0, 100),
    },
    ...outlets
      .filter((one) => one.isSampled || one.isCentre)
      .map((outlet) => ({
        ...{ ...base, id: newId(), dayOn: addDays(today(), 1), fromTime: '09:00', toTime: '12:00' },
        ...{ kind: 'activity' as const, outletId: outlet.id, place: '', leafIds: [leaves[0]!.id] },
      })),
    {
      ...base,
      id: newId(),
      dayOn: addDays(today(), 2),
      fromTime: '16:00',
      toTime: '17:00',
      kind: 'closing' as const,
      leafIds: [],
    },
  ]
  await han.call(plan.savePlan, { params, body: { items, version: 0 } })
}

export type SampleFlow = { planLetter: Buffer; receipt: Buffer; sample: Buffer }

/** The sample that nobody can bend: plan to the company, its receipt back, the draw. */
export async function drawSample(
  tao: ApiPerson,
  zhou: ApiPerson,
  auditId: string,
  letters: { take(person: ApiPerson, kind: string): Promise<Buffer> },
): Promise<SampleFlow> {
  const planId = newId()
  await tao.call(sampling.makeSamplingPlan, { params: { auditId }, body: { id: planId } })
  const planLetter = await letters.take(tao, 'sampling_plan')
  await zhou.upload(uploadParcel, 'plan.starletter', planLetter)
  const receipt = await letters.take(zhou, 'sampling_receipt')
  await tao.upload(uploadParcel, 'receipt.starletter', receipt)
  const sample = await tao.download(sampling.downloadSample, { params: { auditId, planId } })
  return { planLetter, receipt, sample }
}

/** The team on site: both meetings, every sampled case, every indicator. */
export async function auditOnSite(han: ApiPerson, auditId: string, failing: readonly string[]): Promise<void> {
  const params = { auditId }
  const assessmentId = newId()
  await han.call(visit.openVisit, { params, body: { assessmentId } })
  const opened = await han.call(visit.readVisit, { params })
  const signature = await han.upload(uploadFile, 'wu.png', signaturePng('wu'))
  const add = (content: object) =>
    han.call(visit.addVisitEntry, {
      params,
      body: { id: newId(), occurredAt: new Date().toISOString(), content } as never,
    })
  for (const meeting of ['opening', 'closing'] as const) {
    await add({ kind: 'meeting', meeting, place: '总部会议室', note: '' })
    for (const post of opened.visit!.kit.posts.filter((one) => one.required))
      await add({
        ...{ kind: 'attendance', meeting, postId: post.id, personName: '吴刚', isPresent: true },
        ...{ signatureSha256: signature.sha256, isTyped: false, absentReason: '' },
      })
  }
  for (const one of opened.cases)
    await add({
      kind: 'record_check',
      caseId: one.caseId,
      verdicts: [{ leafId: '5.2.4.1', conforms: true }],
      excusedReason: '',
      note: '',
    })
  await add({ kind: 'call', caseId: null, customerName: '某超市', result: 'satisfied', note: '服务及时' })
  await judgeAll(han, assessmentId, failing)
}

/** One nonconformity there and back: raised, told by letter, corrected in the company's own installation, verified. */
export async function correctFinding(
  people: { tao: ApiPerson; han: ApiPerson; ma: ApiPerson; zhou: ApiPerson },
  auditId: string,
  letters: { take(person: ApiPerson, kind: string): Promise<Buffer> },
): Promise<Buffer> {
  const { tao, han, ma, zhou } = people
  const id = newId()
  await ma.call(finding.raiseNonconformity, {
    params: { auditId },
    body: {
      ...{ id, gradeId: 'major', clause: '5.1.3.2', leafIds: ['5.1.3.2'] },
      ...{ statement: '两名技师上岗前未经培训', evidence: '苏州服务站培训记录缺 2026 年 3 月一期' },
    },
  })
  await han.call(finding.tellClient, { params: { auditId }, body: { via: 'letter' } })
  const told = await letters.take(han, 'nonconformities')
  await zhou.upload(uploadParcel, 'findings.starletter', told)
  const { rows } = await zhou.call(correction.listCorrections, { query: {} })
  const one = rows[0]!
  const proof = await zhou.upload(uploadFile, 'training.png', signaturePng('training'))
  await zhou.call(correction.saveCorrectionAnswer, {
    params: { correctionId: one.id },
    body: {
      ...{
        correction: '两名技师已停岗补训并考核合格',
        cause: '入职流程没有卡住派工',
        correctiveAction: '派工前系统核对培训状态',
      },
      files: [{ name: '补训签到表.png', sha256: proof.sha256 }],
      records: [],
      version: one.version,
    } as never,
  })
  await zhou.call(correction.sendCorrections, { body: { correctionIds: [one.id] } })
  const answer = await letters.take(zhou, 'corrections')
  await tao.upload(uploadParcel, 'corrections.starletter', answer)
  const { version } = await han.call(finding.readNonconformity, { params: { nonconformityId: id } })
  await han.call(finding.verifyAnswer, {
    params: { nonconformityId: id },
    body: { verdict: 'accepted', reason: '签到表与考核记录齐全', version },
  })
  return told
}

/** The team ends the visit and hands its report in. */
export async function report(han: ApiPerson, auditId: string): Promise<void> {
  const params = { auditId }
  const { visit: open } = await han.call(visit.readVisit, { params })
  await han.call(visit.finishVisit, { params, body: { version: open!.version } })
  const words = {
    ...{ scope: SCOPE, summary: '服务体系健全，运行有效', strengths: '到场及时率高', weaknesses: '培训记录曾有缺项' },
    ...{ recommends: 'grant' as const, recommendsReason: '得分达到星级要求，不符合项已关闭' },
  }
  const { version } = await han.call(writing.writeReport, { params, body: { ...words, id: newId(), version: 0 } })
  await han.call(writing.submitReport, { params, body: { version } })
}
