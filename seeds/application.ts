import type { LetterParts } from '#src/account/door.ts'
import * as certification from '#src/certification/door.ts'
import { MATERIALS, type MaterialId } from '#src/evaluation/material/contract/dossier.ts'
import { addDays } from '#src/shared/instant.ts'
import { usccCheckDigit } from '#src/shared/uscc.ts'
import { todayOf } from './company.ts'
import { tao } from './people.ts'
import { seedId } from './seeding.ts'
import type { Story } from './story.ts'

export type Applicant = {
  key: string
  name: string
  code: string
  place: string
  representative: string
  contact: string
  mail: string
  phone?: string
  scope: string
  classes: string[]
  headcount: number
  outlets: [name: string, people: number][]
  outletCount: number
  level: string
  daysAgo: number
  lacking: MaterialId[]
}

/** On paper, still under review: a manual is missing, and the people cannot be as few as stated. */
export const BEICHEN: Applicant = {
  ...{
    key: 'beichen',
    name: '宁波北辰厨具有限公司',
    code: '91330203MA2GR41K9',
    place: '浙江省宁波市海曙区机场路 1188 号',
  },
  ...{ representative: '何北', contact: '秦川', mail: 'qin@beichen.example', level: 'three_star', daysAgo: 9 },
  ...{ scope: '家用灶具、油烟机的销售和售后服务', classes: ['灶具', '油烟机'], headcount: 260, outletCount: 180 },
  outlets: [],
  lacking: ['service_manual', 'training_records'],
}

/** Accepted, with a quotation on the table. */
const DONGHAI: Applicant = {
  ...{
    key: 'donghai',
    name: '苏州东海净水科技股份有限公司',
    code: '91320594MA1XF7T36',
    place: '江苏省苏州市工业园区星湖街 328 号',
  },
  ...{ representative: '沈东', contact: '陆海燕', mail: 'lu@donghai.example', level: 'four_star', daysAgo: 15 },
  ...{ scope: '商用净水设备的安装、维护和售后服务', classes: ['商用净水设备'], headcount: 340, outletCount: 6 },
  outlets: [
    ['苏州服务中心', 46],
    ['无锡服务站', 14],
    ['南京服务站', 18],
    ['杭州服务站', 15],
    ['合肥服务站', 9],
    ['上海服务站', 22],
  ],
  lacking: [],
}

/** Two paper applications in progress: one with a quotation, one that still lacks material. */
export function tellApplications(story: Story, parts: LetterParts): void {
  for (const one of [DONGHAI, BEICHEN]) tellReceived(story, one)
  story.on(12, '15:20', tao, 'application donghai accepted', (tx) =>
    certification.acceptApplication(tx, parts, idOf(DONGHAI), { version: 1, reason: '材料齐全' }),
  )
  story.on(11, '10:05', tao, 'application donghai quoted', (tx) =>
    certification.quoteContract(tx, {
      ...{ id: seedId('contract donghai'), applicationId: idOf(DONGHAI) },
      adjustments: [{ tenths: -10, reason: '已获 ISO 9001 认证且服务流程单一' }],
    }),
  )
  story.on(4, '11:30', tao, 'application beichen more', (tx) =>
    certification.askForMore(tx, parts, idOf(BEICHEN), {
      ...{ version: 1, reason: '请补交服务手册和本年度培训记录。', materials: BEICHEN.lacking },
    }),
  )
}

/** Tao types in what came on paper. */
export function tellReceived(story: Story, one: Applicant): void {
  story.on(one.daysAgo, '09:40', tao, `application ${one.key}`, (tx) =>
    certification.addApplication(tx, applicationOf(one, tx.at)),
  )
}

export const idOf = ({ key }: { key: string }) => seedId(`application ${key}`)

function applicationOf(one: Applicant, at: string) {
  const dayOn = todayOf(new Date(at))
  return {
    id: idOf(one),
    form: {
      ...{ kind: 'initial' as const, schemeId: 'gbt27922-2011', standard: 'GB/T 27922-2011', wantedLevelId: one.level },
      applicant: {
        ...{ orgId: null, legalName: one.name, uscc: `${one.code}${usccCheckDigit(one.code)}`, address: one.place },
        ...{
          legalRepresentative: one.representative,
          contactName: one.contact,
          contactPhone: one.phone ?? '0512-60000000',
        },
        contactEmail: one.mail,
      },
      ...{ scope: one.scope, productClasses: one.classes, headcount: one.headcount },
      ...{ serviceHeadcount: Math.floor(one.headcount / 3), outletCount: one.outletCount },
      ...{ runningSinceOn: addDays(dayOn, -1200), isLegalPerson: true, holdsPermits: true, noMajorFailure: true },
      ...{ declaredTrue: true as const, declaredByName: one.representative, declaredAt: at },
    },
    outlets: one.outlets.map(([name, headcount], place) => ({
      ...{
        id: seedId(`outlet ${one.key} ${name}`),
        code: String(place + 1),
        name,
        kind: 'own',
        cityCode: '',
        address: '',
      },
      ...{ headcount, isCentre: place === 0 },
    })),
    staff: [],
    checklist: MATERIALS.filter((id) => !one.lacking.includes(id)).map((id) => ({
      ...{ id, state: 'present' as const, wanted: 1, have: 1, files: [] },
    })),
  }
}
