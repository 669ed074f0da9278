import * as applying from '#src/certification/application/actions/steps.ts'
import * as auditing from '#src/certification/audit/actions/audit.ts'
import * as team from '#src/certification/audit/actions/team.ts'
import { savePlan } from '#src/certification/audit-plan/actions.ts'
import type { PlanItem } from '#src/certification/audit-plan/contract.ts'
import * as contract from '#src/certification/certification-contract/actions.ts'
import { loadContract } from '#src/certification/certification-contract/store.ts'
import type { PublishingParts } from '#src/certification/door.ts'
import { drawUpProgramme } from '#src/certification/programme/actions.ts'
import { readScheme } from '#src/evaluation/scheme/read-scheme.ts'
import { listLeaves } from '#src/evaluation/scheme/rules/tree.ts'
import { keepMade } from '#src/server/files/keep.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision } from '#src/shared/decision.ts'
import { dayNumberOf, weekdayIndex } from '#src/shared/instant.ts'
import { idOf, tellReceived } from './application.ts'
import type { AuditedClient } from './clients.ts'
import { han, ma, type SeedPerson, tao } from './people.ts'
import { seedId } from './seeding.ts'
import { signaturePng } from './signature.ts'
import type { Story } from './story.ts'

const TUESDAY = weekdayIndex(dayNumberOf('2026-01-06'))
const VISIT_DAYS = 3

export const auditOf = ({ key }: { key: string }) => seedId(`audit ${key}`)
export const contractOf = ({ key }: { key: string }) => seedId(`contract ${key}`)

/** How many days ago the visit began: visits begin on a Tuesday. */
export function visitBegan(story: Story, { visitDaysAgo }: AuditedClient): number {
  let daysAgo = visitDaysAgo
  while (weekdayIndex(dayNumberOf(story.dayOn(daysAgo))) !== TUESDAY) daysAgo += 1
  return daysAgo
}

/** The client of an application that was typed in. */
export async function clientOf(tx: Tx, about: { key: string }): Promise<string> {
  const { clientId } = await tx.sql
    .selectFrom('application')
    .select('clientId')
    .where('orgId', '=', tx.orgId)
    .where('id', '=', idOf(about))
    .executeTakeFirstOrThrow()
  return clientId
}

/** The version that a record has now: each step goes on from the one before. */
export async function versionOf(tx: Tx, table: 'audit' | 'contract', id: string): Promise<number> {
  const { version } = await tx.sql
    .selectFrom(table)
    .select('version')
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return version
}

/** From the paper application to a team that is ready to go: accepted, contracted, planned. */
export function tellPrepared(story: Story, parts: PublishingParts, one: AuditedClient): void {
  const { key, daysAgo } = one
  const began = visitBegan(story, one)
  tellReceived(story, one)
  story.on(daysAgo - 3, '14:10', tao, `application ${key} accepted`, (tx) =>
    applying.acceptApplication(tx, parts, idOf(one), { version: 1, reason: '材料齐全，范围与能力相符' }),
  )
  tellContract(story, parts, one)
  story.on(began + 16, '09:20', tao, `audit ${key}`, (tx) => createAudit(tx, one))
  const days = { plannedFromOn: story.dayOn(began), plannedToOn: story.dayOn(began - VISIT_DAYS + 1) }
  story.on(began + 15, '09:30', tao, `audit ${key} dates`, async (tx) => {
    const version = await versionOf(tx, 'audit', auditOf(one))
    return auditing.planDates(tx, auditOf(one), { ...days, packId: null, version })
  })
  for (const person of [han, ma])
    story.on(began + 15, person === han ? '09:40' : '09:45', tao, `audit ${key} ${person.userName}`, (tx) =>
      nameMember(tx, one, person, { fromOn: days.plannedFromOn, toOn: days.plannedToOn }),
    )
  story.on(began + 14, '10:00', tao, `audit ${key} team`, async (tx) => {
    const version = await versionOf(tx, 'audit', auditOf(one))
    return team.settleTeam(tx, auditOf(one), { version, shortReason: '' })
  })
  story.on(began + 8, '16:00', han, `audit ${key} plan`, async (tx) =>
    savePlan(tx, auditOf(one), { items: await planOf(story, one), version: 0 }),
  )
}

function tellContract(story: Story, parts: PublishingParts, one: AuditedClient): void {
  const { key, daysAgo } = one
  const id = contractOf(one)
  story.on(daysAgo - 4, '10:30', tao, `contract ${key}`, (tx) =>
    contract.quoteContract(tx, { id, applicationId: idOf(one), adjustments: [] }),
  )
  story.on(daysAgo - 5, '11:00', tao, `contract ${key} offered`, async (tx) => {
    const quoted = (await loadContract(tx, id))!
    const document = await contract.prepareOffer(parts, tx.orgId, quoted, 'zh-CN')
    return document.ok
      ? contract.offerContract(tx, parts, id, { version: quoted.version, document: document.value })
      : document
  })
  story.on(daysAgo - 12, '15:00', tao, `contract ${key} signed`, async (tx) => {
    const scan = await keepMade(tx, parts.files, signaturePng(`contract ${key}`))
    if (!scan.ok) return scan
    const signing = { signedOn: story.dayOn(daysAgo - 12), signedByClient: one.representative, signedByBody: '金岳' }
    const version = await versionOf(tx, 'contract', id)
    return contract.signContract(tx, id, { version, ...signing, fileSha256: scan.value.sha256 })
  })
  story.on(daysAgo - 12, '15:30', tao, `programme ${key}`, (tx) =>
    drawUpProgramme(tx, id, {
      id: seedId(`programme ${key}`),
      countedFrom: 'signing',
      countedFromOn: null,
      reason: '',
    }),
  )
}

async function createAudit(tx: WriteTx, one: AuditedClient): Promise<Decision<unknown>> {
  const { initialTenths } = (await loadContract(tx, contractOf(one)))!
  return auditing.createAudit(tx, {
    ...{ id: auditOf(one), clientId: await clientOf(tx, one), applicationId: idOf(one), contractId: contractOf(one) },
    ...{ kind: 'initial', certificateId: null, purpose: '', personDaysTenths: initialTenths, programmePlace: 0 },
    ...{ plannedFromOn: null, plannedToOn: null, packId: null },
  })
}

async function nameMember(
  tx: WriteTx,
  one: AuditedClient,
  { personId, userName }: SeedPerson,
  days: { fromOn: string; toOn: string },
): Promise<Decision<unknown>> {
  const { initialTenths } = (await loadContract(tx, contractOf(one)))!
  return team.nameMember(tx, auditOf(one), {
    ...{ personId, duty: personId === han.personId ? 'leader' : 'auditor' },
    personDaysTenths: Math.ceil(initialTenths / 2),
    bookings: [{ id: seedId(`booking ${one.key} ${userName}`), ...days }],
    version: await versionOf(tx, 'audit', auditOf(one)),
  })
}

type Row = [
  day: number,
  from: string,
  to: string,
  kind: PlanItem['kind'],
  who: SeedPerson[],
  where: string,
  says: string,
]

/** Three days: the management first, then the outlets, then the customers' side and the closing. */
async function planOf(story: Story, one: AuditedClient): Promise<PlanItem[]> {
  const leaves = listLeaves(await readScheme('gbt27922-2011')).map(({ id }) => id)
  const below = (...clauses: string[]) => leaves.filter((id) => clauses.some((clause) => id.startsWith(`${clause}.`)))
  const began = visitBegan(story, one)
  const rows: [Row, string[]][] = [
    [[0, '09:00', '09:30', 'opening', [han, ma], '总部会议室', ''], []],
    [[0, '09:30', '12:00', 'activity', [han], '', '组织、人员与资源'], below('5.1.1', '5.1.2', '5.1.3')],
    [[0, '09:30', '12:00', 'activity', [ma], '', '规范、监督与改进'], below('5.1.4', '5.1.5', '5.1.6')],
    [[0, '13:30', '17:00', 'activity', [han, ma], '', '服务文化，商品信息'], below('5.1.7', '5.2.1')],
    [[2, '09:00', '12:00', 'activity', [han], '', '质量保证、回收与客户关系'], below('5.2.5', '5.2.6', '5.3.1')],
    [[2, '09:00', '12:00', 'activity', [ma], '', '投诉档案与抽样电话回访'], below('5.3.2')],
    [[2, '13:30', '15:30', 'team_meeting', [han, ma], '总部会议室', '汇总发现，核对评分'], []],
    [[2, '16:00', '17:00', 'closing', [han, ma], '总部会议室', ''], []],
  ]
  const main = rows.map(([[day, fromTime, toTime, kind, who, place, says], leafIds], at) => ({
    ...{ id: seedId(`plan ${one.key} ${at}`), dayOn: story.dayOn(began - day), fromTime, toTime, kind, place, says },
    ...{ outletId: kind === 'activity' ? outletOf(one, 0) : null, leafIds, personIds: who.map(idOfPerson) },
  }))
  return [...main, ...outletVisits(story, one, began, below('5.2.2', '5.2.3', '5.2.4'))]
}

/** The second day: one outlet each, at the same time. */
function outletVisits(story: Story, one: AuditedClient, began: number, leafIds: string[]): PlanItem[] {
  return [han, ma].map((person, at) => ({
    ...{ id: seedId(`plan ${one.key} outlet ${at}`), dayOn: story.dayOn(began - 1), kind: 'activity' as const },
    ...{ fromTime: '09:00', toTime: '16:30', outletId: outletOf(one, (at + 1) % one.outlets.length), place: '' },
    ...{ leafIds, personIds: [person.personId], says: '随车跟单，查维修记录、工具与备件' },
  }))
}

export function outletOf({ key, outlets }: AuditedClient, at: number): string {
  return seedId(`outlet ${key} ${outlets[at]![0]}`)
}

const idOfPerson = ({ personId }: SeedPerson) => personId

/** The last day of the visit, counted back from today. */
export function visitEnded(story: Story, one: AuditedClient): number {
  return visitBegan(story, one) - VISIT_DAYS + 1
}

/** A refusal in the middle of several acts ends the step. */
export async function inOrder(acts: readonly (() => Promise<Decision<unknown>>)[]): Promise<Decision<null>> {
  for (const act of acts) {
    const done = await act()
    if (!done.ok) return done
  }
  return accept(null)
}
