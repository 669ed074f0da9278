import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { beacon, han, tao } from '#test/people.ts'
import { openSampledAudit, type Sampled } from '#test/sampled-audit.ts'
import { createAudit } from '../audit/contract.ts'
import { loadBodyRulesOn } from '../body-rules/actions.ts'
import type { BodyRules } from '../body-rules/contract/rules.ts'
import * as contract from './contract.ts'
import { planProgramme } from './rules.ts'

let test: Sampled
let rules: BodyRules
const contractId = newId()
beforeAll(async () => {
  test = await openSampledAudit(0)
  rules = await test.arrange(beacon, async (tx) => {
    const version = await loadBodyRulesOn(tx, '2026-11-16')
    await tx.sql
      .insertInto('contract')
      .values({
        ...{
          orgId: tx.orgId,
          id: contractId,
          number: 'C26-1',
          applicationId: test.applicationId,
          clientId: test.clientId,
        },
        ...{ rulesId: version.id, reckoning: '{}', terms: '{}', initialTenths: 60, surveillanceTenths: 20 },
        ...{ recertificationTenths: 40, feeFen: 0, quotedAt: tx.at, offeredAt: tx.at, signedOn: '2026-11-10' },
        ...{ signedByClient: '吴刚', signedByBody: '金岳', fileSha256: 'c'.repeat(64) },
      })
      .execute()
    return accept(version.rules)
  })
})
afterAll(() => test.close())

const contracted = { initialTenths: 60, surveillanceTenths: 20, recertificationTenths: 40 }
const draw = (more: object, who = tao) =>
  test
    .as(who)
    .call(contract.drawUpProgramme, { params: { contractId }, body: { id: newId(), countedFrom: 'signing', ...more } })

describe('a cycle of three years', () => {
  it('has two surveillances and a recertification, counted from the issue', () => {
    const asked = { countedFrom: 'issue', countedFromOn: '2026-12-01', visitedOn: new Map() } as const
    expect(planProgramme(rules, contracted, asked)).toEqual([
      { place: 0, kind: 'initial', fromOn: null, toOn: null, latestOn: null, personDaysTenths: 60 },
      ...[
        { place: 1, fromOn: '2027-09-01', toOn: '2027-10-01', latestOn: '2027-12-01' },
        { place: 2, fromOn: '2028-09-01', toOn: '2028-10-01', latestOn: '2028-12-01' },
      ].map((row) => ({ ...row, kind: 'surveillance', personDaysTenths: 20 })),
      {
        ...{ place: 3, kind: 'recertification', personDaysTenths: 40 },
        ...{ fromOn: '2029-08-30', toOn: '2029-11-30', latestOn: '2029-11-30' },
      },
    ])
  })
  it('counts the second surveillance from the visit of the first, where there was one', () => {
    const visitedOn = new Map([[1, '2027-09-15']])
    const rows = planProgramme(rules, contracted, { countedFrom: 'issue', countedFromOn: '2026-12-01', visitedOn })
    expect(rows[2]).toMatchObject({ place: 2, fromOn: '2028-06-15', latestOn: '2028-09-15' })
  })
})

describe('the programme of a contract', () => {
  it('is drawn up after signing and again only with a reason; the former stays', async () => {
    expect((await draw({}, han)).status).toBe(403)
    expect((await draw({})).status).toBe(200)
    expect((await draw({})).body).toMatchObject({ refusal: { code: 'reason_needed' } })
    const issue = { countedFrom: 'issue', reason: '证书已发' }
    expect((await draw({ ...issue, countedFromOn: '2026-11-09' })).body).toMatchObject({
      refusal: { code: 'issue_day_impossible' },
    })
    expect((await draw({ ...issue, countedFromOn: '2026-12-01' })).status).toBe(200)
    const { body } = await test.as(han).call(contract.listProgrammes)
    expect(body.rows).toMatchObject([{ contractNumber: 'C26-1', audits: [] }])
    expect(body.rows[0]!.versions.map(({ number, reason }) => [number, reason])).toEqual([
      [2, '证书已发'],
      [1, ''],
    ])
  })

  it('is not there for a contract that is not signed', async () => {
    await test.arrange(beacon, async (tx) => {
      await tx.sql
        .updateTable('contract')
        .set({ cancelledAt: tx.at, cancelledReason: '改签' })
        .where('id', '=', contractId)
        .execute()
      return accept(null)
    })
    expect((await draw({ reason: 'x' })).body).toMatchObject({ refusal: { code: 'contract_not_signed' } })
    await test.arrange(beacon, async (tx) => {
      await tx.sql
        .updateTable('contract')
        .set({ cancelledAt: null, cancelledReason: '' })
        .where('id', '=', contractId)
        .execute()
      return accept(null)
    })
  })

  it('has each of its rows become one audit', async () => {
    const create = (more: object) =>
      test.as(tao).call(createAudit, {
        body: {
          ...{ id: newId(), clientId: test.clientId, contractId, applicationId: test.applicationId },
          ...{ kind: 'surveillance', personDaysTenths: 20, programmePlace: 1 },
          ...more,
        },
      })
    expect((await create({ kind: 'recertification' })).body).toMatchObject({
      refusal: { code: 'programme_row_unknown' },
    })
    expect((await create({ programmePlace: 9 })).body).toMatchObject({ refusal: { code: 'programme_row_unknown' } })
    expect((await create({})).status).toBe(200)
    expect((await create({})).body).toMatchObject({ refusal: { code: 'already_exists' } })
    const { body } = await test.as(han).call(contract.listProgrammes, { query: { clientId: test.clientId } })
    expect(body.rows[0]!.audits).toMatchObject([{ place: 1, state: 'planned' }])
    expect((await create({ programmePlace: null, clientId: newId() })).body).toMatchObject({
      refusal: { code: 'contract_of_another' },
    })
  })
})
