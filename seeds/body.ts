import { addCompetence, declareConflict, enterAuditor, setAbsences } from '#src/certification/auditor/actions.ts'
import { changeProfile } from '#src/certification/body-profile/actions.ts'
import type { PublishingParts } from '#src/certification/door.ts'
import type { Day } from '#src/shared/instant.ts'
import { usccCheckDigit } from '#src/shared/uscc.ts'
import { BEICHEN, tellApplications } from './application.ts'
import { tellPrepared, visitEnded } from './certification.ts'
import { CHUTIAN, HAIRUN, HENGCHANG, SHUAN } from './clients.ts'
import { tellBarred, tellCertified, tellComplaint, tellSuspended } from './deciding.ts'
import { sealAtBody, tellNewEdition } from './new-edition.ts'
import { beacon, feng, han, jin, ma } from './people.ts'
import { type Seeding, seedId } from './seeding.ts'
import { openStory, type Story } from './story.ts'
import { type SeedFinding, tellFindings, tellFinished, tellReport, tellVisit } from './visit.ts'

/** Days back to when the demo body took up its work. */
export const BODY_DAYS = 410
const CLAUSES = ['5.1', '5.2', '5.3']

/** More than a year of a certification body: its auditors, two certificates, work in every stage, what people object to. */
export async function seedBody(seeding: Seeding, parts: PublishingParts, today: Day): Promise<void> {
  const story = openStory(seeding, today)
  tellProfile(story)
  tellAuditors(story)
  for (const one of [HENGCHANG, HAIRUN]) {
    tellPrepared(story, parts, one)
    tellVisit(story, parts, one, CLAUSES)
    tellFinished(story, parts, one)
    tellReport(story, parts, one, 5)
    tellCertified(story, parts, one, 8)
  }
  tellSuspended(story, parts)
  tellComplaint(story)
  tellNewEdition(story)
  tellShuan(story, parts)
  tellChutian(story, parts)
  tellApplications(story, parts)
  tellBarred(story, parts)
  await story.tell()
}

function tellProfile(story: Story): void {
  story.on(405, '09:00', jin, 'body profile', (tx) =>
    changeProfile(tx, {
      ...{ legalName: `${beacon.name}有限公司`, nameEn: 'Beacon Certification Co., Ltd.', signatory: jin.name },
      ...{
        address: '上海市浦东新区张杨路 500 号',
        approvalNumber: 'CNCA-R-0000-000',
        website: 'https://beacon.example',
      },
      version: 0,
    }),
  )
  story.on(405, '09:30', jin, 'body scheme', (tx) => sealAtBody(tx, null))
}

function tellAuditors(story: Story): void {
  for (const [person, homeCityCode, evidence] of [
    [han, '3101', '服务认证审查员注册证书 2023-1-SC-0412'],
    [ma, '3201', '服务认证审查员注册证书 2024-1-SC-1187'],
  ] as const) {
    const { personId, userName } = person
    story.on(404, '10:00', feng, `auditor ${userName}`, (tx) =>
      enterAuditor(tx, { personId, homeCityCode, languages: person === han ? ['zh', 'en'] : ['zh'], daysPerMonth: 18 }),
    )
    story.on(404, '10:10', feng, `auditor ${userName} competence`, (tx) =>
      addCompetence(tx, personId, {
        ...{ id: seedId(`competence ${userName}`), schemeId: 'gbt27922-2011', productClass: '', fileSha256: null },
        ...{ validFromOn: story.dayOn(820), validUntilOn: story.dayOn(-275), evidence },
      }),
    )
  }
  story.on(403, '09:00', ma, 'conflict ma', (tx) =>
    declareConflict(tx, {
      ...{ id: seedId('conflict ma'), personId: ma.personId, kind: 'worked_for' },
      ...{ uscc: `${BEICHEN.code}${usccCheckDigit(BEICHEN.code)}`, companyName: BEICHEN.name },
      ...{ fromOn: story.dayOn(1900), untilOn: story.dayOn(450), says: '入职本机构前在该公司任质量工程师。' },
    }),
  )
  story.on(20, '09:00', feng, 'absence ma', (tx) =>
    setAbsences(tx, ma.personId, {
      ...{ absences: [{ id: seedId('absence ma'), fromOn: story.dayOn(-24), toOn: story.dayOn(-28), reason: '年假' }] },
      version: 1,
    }),
  )
}

/** The report waits for whoever reviews it. */
function tellShuan(story: Story, parts: PublishingParts): void {
  const ended = visitEnded(story, SHUAN)
  const found: SeedFinding = {
    ...{ key: 'managers', gradeId: 'minor', clause: '5.1.2.2' },
    statement: '售后服务管理师人数不足。',
    evidence: '员工花名册 41 人，持证一人（证书查验属实），绵阳、重庆服务站均无。',
    answer: {
      ...{ correction: '已为三名主管报名本季度培训与考试，附缴费凭证。', cause: '年度培训计划未考虑人员增长。' },
      ...{ correctiveAction: '培训计划按季度核对持证人数与员工总数。', daysAgo: ended - 4 },
    },
    acceptedDaysAgo: ended - 5,
  }
  tellPrepared(story, parts, SHUAN)
  tellVisit(story, parts, SHUAN, CLAUSES)
  tellFindings(story, parts, SHUAN, [found])
  tellFinished(story, parts, SHUAN)
  tellReport(story, parts, SHUAN, 6)
}

/** Still open: the third chapter is to be scored; the client knows of two findings and has answered one. */
function tellChutian(story: Story, parts: PublishingParts): void {
  tellPrepared(story, parts, CHUTIAN)
  tellVisit(story, parts, CHUTIAN, ['5.1', '5.2'])
  tellFindings(story, parts, CHUTIAN, [
    {
      ...{ key: 'training', gradeId: 'major', clause: '5.1.2.1' },
      statement: '两名维修工程师未经原厂培训即独立维修超声设备。',
      evidence: '宜昌服务站工单三份，维修人不在原厂授权名单（本年三月版）内。',
    },
    {
      ...{ key: 'charges', gradeId: 'minor', clause: '5.2.4.2' },
      statement: '襄阳服务站未公示上门收费标准。',
      evidence: '前台与报修单背面均无收费项目，现场照片两张。',
      answer: {
        ...{ correction: '已在前台张贴收费标准，报修单改版，附照片。', cause: '新设服务站开业检查表缺少此项。' },
        ...{ correctiveAction: '开业检查表增加公示内容，由区域经理签字确认。', daysAgo: 3 },
      },
    },
  ])
}
