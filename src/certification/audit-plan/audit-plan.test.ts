import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listParcels, readParcel } from '#src/account/parcel/contract.ts'
import { AuditPlanLetter } from '#src/evaluation/certification-progress/contract/letter.ts'
import { readScheme } from '#src/evaluation/scheme/read-scheme.ts'
import { listLeaves } from '#src/evaluation/scheme/rules/tree.ts'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { beacon, han, ma, tao, zhou } from '#test/people.ts'
import { openSampledAudit, type Sampled, SCHEME } from '#test/sampled-audit.ts'
import * as audits from '../audit/contract.ts'
import { addCompetence, enterAuditor } from '../auditor/contract.ts'
import { listSamplingPlans, makeSamplingPlan } from '../sampling/contract.ts'
import * as contract from './contract.ts'

let test: Sampled
let leafIds: string[]
const auditId = newId()
const params = { auditId }
const [DAY1, DAY2] = ['2026-12-07', '2026-12-08']

beforeAll(async () => {
  test = await openSampledAudit(30)
  const scheme = await readScheme(SCHEME)
  leafIds = listLeaves(scheme).map((leaf) => leaf.id)
  await test.arrange(beacon, async (tx) => {
    const edition = {
      orgId: tx.orgId,
      id: newId(),
      number: 1,
      scheme: JSON.stringify(scheme),
      madeAt: tx.at,
      madeBy: 'test',
    }
    await tx.sql.insertInto('schemeEdition').values(edition).execute()
    return accept(null)
  })
  const body = {
    ...{
      id: auditId,
      clientId: test.clientId,
      applicationId: test.applicationId,
      packId: test.packId,
      kind: 'initial',
    },
    ...{ personDaysTenths: 40, plannedFromOn: DAY1, plannedToOn: DAY2 },
  }
  await test.as(tao).call(audits.createAudit, { body })
  for (const [nth, person] of [han, ma].entries()) {
    await test.as(tao).call(enterAuditor, { body: { personId: person.personId, daysPerMonth: 20 } })
    const competence = { id: newId(), schemeId: SCHEME, validFromOn: '2025-01-01', evidence: '登记证' }
    await test.as(tao).call(addCompetence, { params: { personId: person.personId }, body: competence })
    const bookings = [{ id: newId(), fromOn: DAY1, toOn: nth === 0 ? DAY2 : DAY1 }]
    const member = { personId: person.personId, duty: nth === 0 ? 'leader' : 'auditor', personDaysTenths: 20, bookings }
    await test.as(tao).call(audits.nameMember, { params, body: { ...member, version: nth + 1 } })
  }
})
afterAll(() => test.close())

const item = (more: Partial<contract.PlanItem>): contract.PlanItem => ({
  ...{ id: newId(), dayOn: DAY1, fromTime: '09:00', toTime: '10:00', kind: 'activity', outletId: test.outlets[0]!.id },
  ...{ place: '', leafIds: [], personIds: [han.personId], says: '' },
  ...more,
})
const read = async () => (await test.as(han).call(contract.readPlan, { params })).body
const save = async (items: contract.PlanItem[], who = han) =>
  test.as(who).call(contract.savePlan, { params, body: { items, version: (await read()).plan.version } })
const send = async () =>
  test.as(tao).call(contract.sendPlan, { params, body: { version: (await read()).plan.version } })

describe('the plan of an audit', () => {
  it('is empty at first and knows what it must cover', async () => {
    const { plan, problems, leaves, outlets } = await read()
    expect(plan).toEqual({ items: [], sentAt: null, version: 0 })
    expect(problems).toMatchObject([{ code: 'nothing_planned' }])
    expect(leaves.map((leaf) => leaf.id)).toEqual(leafIds)
    expect(outlets.filter((one) => one.isCentre)).toHaveLength(1)
  })

  it('is saved by the leader as a whole, by others of the team not', async () => {
    const first = item({ kind: 'opening', leafIds: [] })
    expect((await save([first], ma)).body).toMatchObject({ refusal: { code: 'not_your_audit' } })
    expect((await save([first])).status).toBe(200)
    const stale = await test.as(han).call(contract.savePlan, { params, body: { items: [first], version: 7 } })
    expect(stale.body).toMatchObject({ refusal: { code: 'stale_version' } })
  })

  it('names everything that is wrong with it', async () => {
    await save([
      item({ fromTime: '08:00', toTime: '08:30' }),
      item({ kind: 'opening', fromTime: '09:00', toTime: '09:30', personIds: [ma.personId] }),
      item({ fromTime: '09:15', toTime: '09:10', personIds: [ma.personId], leafIds: ['9.9.9.9'] }),
      item({ dayOn: DAY2, personIds: [ma.personId] }),
      item({ dayOn: '2026-12-20', personIds: [] }),
      item({ dayOn: DAY2, personIds: [tao.personId], outletId: newId(), place: '不知何处' }),
    ])
    const codes = new Set((await read()).problems.map((one) => one.code))
    expect([...codes].toSorted()).toEqual(
      [
        ...[
          'before_opening',
          'leader_missing',
          'leaf_not_planned',
          'leaf_unknown',
          'no_closing',
          'nobody',
          'not_booked',
        ],
        ...['not_in_team', 'outlet_unknown', 'outside_dates', 'times_turned', 'two_places'],
      ].toSorted(),
    )
    await save([
      item({ kind: 'opening' }),
      item({ kind: 'closing', fromTime: '10:00', toTime: '11:00' }),
      item({ fromTime: '12:00', toTime: '13:00' }),
    ])
    expect((await read()).problems.map((one) => one.code)).toContain('after_closing')
  })

  it('is sent only when the team is settled and every clause and drawn outlet is planned', async () => {
    await test.as(tao).call(makeSamplingPlan, { params, body: { id: newId() } })
    await test.settle()
    const [sampling] = (await test.as(han).call(listSamplingPlans, { params })).body.rows
    const drawn = sampling!.drawn!.picks.outlet.map((one) => one.id)
    const whole = (outletIds: string[]) => [
      item({ kind: 'opening', fromTime: '09:00', toTime: '09:30', personIds: [han.personId, ma.personId] }),
      ...outletIds.map((outletId, nth) =>
        item({
          outletId,
          fromTime: `1${nth}:00`,
          toTime: `1${nth}:45`,
          leafIds,
          personIds: [nth % 2 ? ma.personId : han.personId],
        }),
      ),
      item({ kind: 'closing', dayOn: DAY2, fromTime: '16:00', toTime: '17:00' }),
    ]
    await save(whole(drawn.slice(1)))
    expect((await send()).body).toMatchObject({ refusal: { code: 'audit_state' } })
    const { version } = (await test.as(tao).call(audits.readAudit, { params })).body.audit
    expect((await test.as(tao).call(audits.settleTeam, { params, body: { version } })).status).toBe(200)
    expect((await send()).body).toMatchObject({
      refusal: { code: 'plan_not_ready', params: { problem: 'outlet_not_planned' } },
    })
    await save(whole(drawn))
    expect((await read()).problems).toEqual([])
    expect((await send()).status).toBe(200)
    expect((await read()).plan.sentAt).not.toBeNull()
  })

  it('reaches the company as a letter with its PDF, and can be had as PDF and Word', async () => {
    await test.settle()
    const parcels = await test.as(zhou).call(listParcels, { query: { direction: 'in', kind: 'audit_plan' } })
    const letter = (await test.as(zhou).call(readParcel, { params: { parcelId: parcels.body.rows[0]!.id } })).body
    expect(letter.files).toMatchObject([{ mediaType: 'application/pdf' }])
    const told = AuditPlanLetter.parse(letter.body)
    expect(told.team).toMatchObject([{ name: han.name, duty: 'leader' }, { name: ma.name }])
    expect(JSON.stringify(told)).not.toContain(han.personId)
    for (const form of ['pdf', 'docx']) {
      const called = await test.as(han).call(contract.downloadPlan, { params: { ...params, form } })
      expect(called.status).toBe(200)
      expect(String(called.body).slice(0, 4)).toBe(form === 'pdf' ? '%PDF' : 'PK\u0003\u0004')
    }
  })

  it('is no longer what was sent once it is changed', async () => {
    const { plan } = await read()
    await save(plan.items.slice(1))
    expect((await read()).plan.sentAt).toBeNull()
  })
})
