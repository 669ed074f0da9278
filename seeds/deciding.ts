import * as grievance from '#src/certification/appeal/actions.ts'
import { endApplication } from '#src/certification/application/actions/steps.ts'
import { barCompany } from '#src/certification/blacklist/actions.ts'
import { changeCertificate } from '#src/certification/certificate/actions/change.ts'
import { issueCertificate } from '#src/certification/certificate/actions/issue.ts'
import * as decision from '#src/certification/decision/actions.ts'
import { REVIEW_CHECKS } from '#src/certification/decision/contract.ts'
import type { PublishingParts } from '#src/certification/door.ts'
import { drawUpProgramme } from '#src/certification/programme/actions.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import { usccCheckDigit } from '#src/shared/uscc.ts'
import { idOf, tellReceived } from './application.ts'
import { auditOf, clientOf, contractOf, outletOf, visitEnded } from './certification.ts'
import { type AuditedClient, HAIRUN, OUHAI } from './clients.ts'
import { gu, jin, lin, tao, xu } from './people.ts'
import { seedId } from './seeding.ts'
import type { Story } from './story.ts'

const certificateOf = ({ key }: AuditedClient) => seedId(`certificate ${key}`)

/** Reviewed by lin, proposed by xu, carried by three votes; tao issues the certificate. Counted from the end of the visit. */
export function tellCertified(story: Story, parts: PublishingParts, one: AuditedClient, daysAfter: number): void {
  const { key } = one
  const reviewed = visitEnded(story, one) - daysAfter
  const proposalId = seedId(`proposal ${key}`)
  story.on(reviewed, '10:20', lin, `review ${key}`, (tx) =>
    decision.reviewReport(tx, auditOf(one), {
      ...{ id: seedId(`review ${key}`), reportVersion: 2, verdict: 'recommended' },
      checks: REVIEW_CHECKS.map((id) => ({ id, conforms: true, note: '' })),
      words: '材料齐全，评分有据，结论与记录一致。',
    }),
  )
  story.on(reviewed - 2, '09:30', xu, `proposal ${key}`, (tx) =>
    decision.proposeDecision(tx, auditOf(one), {
      ...{ id: proposalId, kind: 'grant', scope: one.scope, conditions: '', reason: '复核通过，符合授予条件。' },
      outletIds: one.outlets.map((_, at) => outletOf(one, at)),
    }),
  )
  for (const [at, person] of [lin, xu, gu].entries())
    story.on(reviewed - 2, `1${at}:45`, person, `vote ${key} ${person.userName}`, (tx) =>
      decision.castVote(tx, proposalId, { version: at + 1, inFavour: true, words: '' }),
    )
  story.on(reviewed - 2, '15:00', gu, `vote ${key} closed`, (tx) => decision.closeVote(tx, proposalId, 4))
  story.on(reviewed - 3, '10:00', tao, `certificate ${key}`, async (tx) =>
    issueCertificate(tx, parts, { id: certificateOf(one), decisionId: await decisionOf(tx, one) }),
  )
  story.on(reviewed - 3, '11:00', tao, `programme ${key} issued`, (tx) =>
    drawUpProgramme(tx, contractOf(one), {
      ...{ id: seedId(`programme ${key} issued`), countedFrom: 'issue', countedFromOn: story.dayOn(reviewed - 3) },
      reason: '证书已颁发，按颁证日期重新计算监督期限。',
    }),
  )
}

async function decisionOf(tx: WriteTx, one: AuditedClient): Promise<string> {
  const { id } = await tx.sql
    .selectFrom('decision')
    .select('id')
    .where('orgId', '=', tx.orgId)
    .where('auditId', '=', auditOf(one))
    .executeTakeFirstOrThrow()
  return id
}

/** A customer complains of a certified company; what he says is true, and the certificate is suspended. */
export function tellSuspended(story: Story, parts: PublishingParts): void {
  const id = seedId('complaint hairun')
  story.on(37, '14:30', tao, 'complaint hairun', async (tx) =>
    grievance.receive(
      tx,
      {
        ...{ id, kind: 'complaint', clientId: await clientOf(tx, HAIRUN), auditId: null, blacklistId: null },
        ...{
          certificateId: certificateOf(HAIRUN),
          fromName: '张建国',
          fromContact: '138-0000-0000',
          isAnonymous: false,
        },
        says: '海润上门维修洗衣机，未换主板却按换主板收费，拨打投诉电话两周无人答复。',
        wants: '请认证机构核实其收费和投诉处理是否符合四处张贴的星级承诺。',
      },
      'desk',
    ),
  )
  story.on(36, '09:50', tao, 'complaint hairun accepted', (tx) =>
    grievance.examine(tx, id, { version: 1, accepted: true, words: '涉及获证组织的收费与投诉处理，予以受理。' }),
  )
  story.on(24, '16:20', lin, 'certificate hairun suspended', (tx) =>
    changeCertificate(tx, parts, {
      ...{ certificateId: certificateOf(HAIRUN), kind: 'suspend', id: seedId('certificate hairun suspended') },
      ...{ effectiveOn: story.dayOn(24), untilOn: story.dayOn(-66) },
      reason: '经核实，三份工单的收费与实际更换的零件不符，投诉超过规定时限未答复。',
      publicReason: '收费确认与投诉处理不符合标准要求，限期整改。',
    }),
  )
}

/** A complaint about the body itself, decided and closed. */
export function tellComplaint(story: Story): void {
  const id = seedId('complaint report late')
  const from = { fromName: '某连锁酒店工程部', fromContact: 'engineering@hotel.example', isAnonymous: false }
  story.on(120, '10:10', tao, 'complaint late', (tx) =>
    grievance.receive(
      tx,
      {
        ...{ id, kind: 'complaint', clientId: null, auditId: null, certificateId: null, blacklistId: null, ...from },
        says: '两次来函询问某证书的认证范围，一个月未得到答复。',
        wants: '请说明原因并答复。',
      },
      'desk',
    ),
  )
  story.on(119, '11:00', tao, 'complaint late accepted', (tx) =>
    grievance.examine(tx, id, { version: 1, accepted: true, words: '属于对本机构工作的投诉，予以受理。' }),
  )
  story.on(117, '09:30', gu, 'complaint late panel', (tx) => grievance.joinPanel(tx, id, 2))
  story.on(110, '15:10', gu, 'complaint late decided', (tx) =>
    grievance.decide(tx, id, {
      ...{ version: 3, verdict: 'upheld' },
      words: '来函登记后无人分派，投诉成立。已指定专人每日处理来函，并书面致歉。',
    }),
  )
  story.on(109, '10:00', tao, 'complaint late told', (tx) =>
    grievance.close(tx, id, 4, '已书面答复认证范围与处理结果，投诉人表示接受。'),
  )
}

/** A forged licence: the application is refused, the company barred, and it appeals. */
export function tellBarred(story: Story, parts: PublishingParts): void {
  const [barId, appealId] = [seedId('bar ouhai'), seedId('appeal ouhai')]
  const { name: clientName, code, key } = OUHAI
  tellReceived(story, OUHAI)
  story.on(20, '15:30', tao, `application ${key} refused`, (tx) =>
    endApplication(tx, parts, idOf(OUHAI), 'refused', {
      ...{ version: 1, reason: '经向发证机关核实，所附特种设备许可证系伪造。' },
    }),
  )
  story.on(18, '10:40', jin, `bar ${key}`, (tx) =>
    barCompany(tx, {
      ...{ id: barId, clientName, uscc: `${code}${usccCheckDigit(code)}` },
      reason: '提交伪造的特种设备许可证，发证机关已书面确认。',
    }),
  )
  story.on(9, '09:15', tao, `appeal ${key}`, async (tx) =>
    grievance.receive(
      tx,
      {
        ...{ id: appealId, kind: 'appeal', clientId: await clientOf(tx, OUHAI), auditId: null, certificateId: null },
        ...{ blacklistId: barId, fromName: '潘瓯', fromContact: '0577-80000000', isAnonymous: false },
        ...{ toldOn: story.dayOn(18), wants: '撤销不良记录，允许重新申请。' },
        says: '许可证由代办人员取得，公司并不知情，已向公安机关报案。',
      },
      'desk',
    ),
  )
  story.on(8, '10:30', tao, `appeal ${key} accepted`, (tx) =>
    grievance.examine(tx, appealId, { version: 1, accepted: true, words: '在期限内提出，予以受理，组成评议组。' }),
  )
  for (const [at, person] of [lin, xu].entries())
    story.on(7, `1${at}:00`, person, `appeal ${key} ${person.userName}`, (tx) =>
      grievance.joinPanel(tx, appealId, at + 2),
    )
}
