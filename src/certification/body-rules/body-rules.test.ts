import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { beacon, feng, han, jin, lanjing, tao, wu } from '#test/people.ts'
import { openTestPlatform, type TestPlatform } from '#test/platform.ts'
import { download } from '#test/upload.ts'
import { businessDaysAfter, findBodyRules, listBodyRules, loadBodyRulesOn } from './actions.ts'
import * as contract from './contract/endpoints.ts'
import { bodyRulesRoutes } from './routes.ts'
import { parseRules, writeRules } from './rules/file.ts'
import { findRulesOn, listStoredRules } from './store.ts'

const NINE = '2026-11-16T01:00:00.000Z'
let test: TestPlatform
beforeAll(async () => {
  test = await openTestPlatform({ routes: [bodyRulesRoutes] })
})
afterAll(() => test.close())

const refused = (status: number, code: string, params: object = {}) => ({ status, body: { refusal: { code, params } } })
const rows = async () => (await test.as(tao).call(contract.listRules)).body.rows
const draftFrom = async (copyOf: string) => {
  const id = newId()
  const drafted = await test.as(jin).call(contract.draftRules, { body: { id, copyOf } })
  if (drafted.status !== 200) throw new Error(JSON.stringify(drafted.body))
  return drafted.body
}
const edit = (rulesId: string, version: number, edits: contract.RuleEdit[], who = jin) =>
  test.as(who).call(contract.editRules, { params: { rulesId }, body: { version, edits, from: '机构文件 B-07' } })

describe('before a body set its own rules', () => {
  it('those that come with the product hold for every day, also in readings, under an id that stays', async () => {
    const [first] = await rows()
    expect(first).toMatchObject({ number: 1, state: 'in_force', validFromOn: '2000-01-01' })
    const read = await test.arrange(beacon, async (tx) => {
      const before = await findRulesOn(tx, '2026-11-16')
      const rules = await loadBodyRulesOn(tx, '1999-12-31')
      return accept({
        before,
        rules,
        stored: await listStoredRules(tx),
        again: await loadBodyRulesOn(tx, '2030-01-01'),
      })
    })
    expect(read.before).toBeUndefined()
    expect(read.rules).toMatchObject({ id: first!.id, number: 1 })
    expect(read.stored.map(({ id }) => id)).toEqual([first!.id])
    expect(read.again.id).toBe(first!.id)
    expect(await rows()).toHaveLength(1)
  })
  it('terms count on the body’s own calendar', async () => {
    const due = await test.arrange(beacon, async (tx) =>
      accept(await businessDaysAfter(tx, '2026-11-16', { days: 10, counted: 'working' })),
    )
    expect(due).toBe('2026-11-30')
  })
  it('only a body’s general manager and administrator draft', async () => {
    const copyOf = (await rows())[0]!.id
    for (const person of [tao, han])
      expect((await test.as(person).call(contract.draftRules, { body: { id: newId(), copyOf } })).status).toBe(403)
    expect((await test.as(feng).call(contract.draftRules, { body: { id: newId(), copyOf: newId() } })).status).toBe(404)
  })
})

describe('a new version', () => {
  it('is drafted, edited with its source, compared, and put in force from a day', async () => {
    const first = (await rows())[0]!
    const draft = await draftFrom(first.id)
    expect(await test.as(feng).call(contract.draftRules, { body: { id: newId(), copyOf: first.id } })).toMatchObject(
      refused(409, 'draft_exists'),
    )
    expect((await edit(draft.id, 1, [{ path: 'acceptance.minimumRunningMonths', value: 6 }], tao)).status).toBe(403)
    expect(await edit(draft.id, 1, [{ path: 'acceptance.minimumRunningMonths', value: -6 }])).toMatchObject(
      refused(400, 'rules_unsound'),
    )
    const edited = await edit(draft.id, 1, [
      { path: 'certificate.numberPattern', value: 'MD-{YYYY}-{SEQ6}' },
      { path: 'acceptance.minimumRunningMonths', value: 6 },
    ])
    expect(edited.body).toMatchObject({ version: 2, unconfirmedCount: draft.unconfirmedCount - 1 })
    expect(await edit(draft.id, 1, [{ path: 'acceptance.minimumRunningMonths', value: 4 }])).toMatchObject(
      refused(409, 'stale_version'),
    )
    const shown = (await test.as(tao).call(contract.readRules, { params: { rulesId: draft.id } })).body
    expect(shown.rules.acceptance.minimumRunningMonths.provenance).toEqual({
      kind: 'confirmed',
      byPersonId: jin.personId,
      byName: jin.name,
      on: '2026-11-16',
      from: '机构文件 B-07',
    })
    const differences = await test
      .as(han)
      .call(contract.compareRules, { params: { rulesId: draft.id }, query: { since: first.id } })
    expect(differences.body.rows).toEqual([
      { path: 'acceptance.minimumRunningMonths', before: 3, after: 6 },
      { path: 'certificate.numberPattern', before: 'ASC-{YYYY}-{SEQ5}', after: 'MD-{YYYY}-{SEQ6}' },
    ])

    const put = (fromOn: string, acceptsUnconfirmed = edited.body.unconfirmedCount) =>
      test.as(jin).call(contract.putRulesInForce, {
        params: { rulesId: draft.id },
        body: { version: 2, fromOn, acceptsUnconfirmed },
      })
    expect(await put('2026-11-15')).toMatchObject(refused(400, 'rules_from_past', { earliestOn: '2026-11-16' }))
    expect(await put('2026-12-01', 0)).toMatchObject(
      refused(409, 'rules_unconfirmed', { count: edited.body.unconfirmedCount }),
    )
    expect((await put('2026-12-01')).status).toBe(200)
    expect((await rows()).map(({ number, state }) => [number, state])).toEqual([
      [2, 'coming'],
      [1, 'in_force'],
    ])
    const on = (dayOn: string) => test.arrange(beacon, async (tx) => accept((await loadBodyRulesOn(tx, dayOn)).number))
    expect([await on('2026-11-30'), await on('2026-12-01')]).toEqual([1, 2])
    test.at('2026-12-01T01:00:00.000Z')
    expect((await rows()).map(({ state }) => state)).toEqual(['in_force', 'past'])
  })

  it('never changes once it is in force: not through the endpoints, and not in the database', async () => {
    const [second, first] = await rows()
    expect(
      await edit(second!.id, second!.version, [{ path: 'acceptance.minimumRunningMonths', value: 1 }]),
    ).toMatchObject(refused(409, 'rules_in_force', { number: 2 }))
    expect(
      await test.as(jin).call(contract.dropRulesDraft, { params: { rulesId: first!.id }, query: { version: 1 } }),
    ).toMatchObject(refused(409, 'rules_in_force'))
    const change = test.platform.command(
      { kind: 'system', orgId: beacon.orgId, name: 'test', roles: [] },
      { id: newId(), endpoint: 'test.change', input: null },
      async (tx) => {
        await tx.sql.updateTable('bodyRules').set({ validFromOn: '2020-01-01' }).where('id', '=', first!.id).execute()
        return accept(null)
      },
    )
    expect(await change).toMatchObject({
      refusal: { code: 'value_not_allowed', params: { what: 'body_rules_in_force' } },
    })
  })

  it('that begins today is possible, one behind a coming version is not', async () => {
    const draft = await draftFrom((await rows())[0]!.id)
    const put = (fromOn: string) =>
      test.as(jin).call(contract.putRulesInForce, {
        params: { rulesId: draft.id },
        body: { version: 1, fromOn, acceptsUnconfirmed: draft.unconfirmedCount },
      })
    expect(await put('2026-12-01')).toMatchObject(refused(409, 'rules_from_too_early', { earliestOn: '2026-12-02' }))
    test.at('2026-12-02T01:00:00.000Z')
    expect((await put('2026-12-02')).status).toBe(200)
    expect((await rows()).map(({ number, state }) => [number, state])).toEqual([
      [3, 'in_force'],
      [2, 'past'],
      [1, 'past'],
    ])
    test.at(NINE)
  })

  it('crosses as YAML: exported, imported as the draft, dropped again', async () => {
    const newest = (await rows())[0]!
    const file = await download(test, tao, contract.exportRules, { rulesId: newest.id })
    expect(file.headers['content-disposition']).toContain('body-default-3.yaml')
    const text = file.bytes.toString()
    const taken = await test
      .as(jin)
      .call(contract.importRules, { body: { id: newId(), text: text.replace('MD-{YYYY}', 'MDX-{YYYY}') } })
    expect(taken.status).toBe(200)
    const again = await test
      .as(jin)
      .call(contract.importRules, { body: { id: newId(), text: text.replace('MD-{YYYY}', 'MDY-{YYYY}') } })
    expect(again.body).toMatchObject({ id: taken.body.id, version: 2 })
    expect(await test.as(jin).call(contract.importRules, { body: { id: newId(), text: 'id: [' } })).toMatchObject(
      refused(400, 'rules_unsound'),
    )
    const stored = await test.arrange(beacon, async (tx) => accept((await findBodyRules(tx, taken.body.id))!.rules))
    expect(stored.certificate.numberPattern.value).toBe('MDY-{YYYY}-{SEQ6}')
    expect(parseRules(writeRules(stored)).rules).toEqual(stored)
    const params = { rulesId: taken.body.id }
    expect((await test.as(jin).call(contract.dropRulesDraft, { params, query: { version: 2 } })).status).toBe(200)
    expect((await test.as(jin).call(contract.readRules, { params })).status).toBe(404)
    expect(await test.arrange(beacon, async (tx) => accept((await listBodyRules(tx)).length))).toBe(3)
  })

  it('is remembered in history', async () => {
    const verbs = await test.arrange(beacon, async (tx) =>
      accept(
        await tx.sql
          .selectFrom('history')
          .select('verb')
          .where('orgId', '=', tx.orgId)
          .where('recordType', '=', 'body_rules')
          .execute(),
      ),
    )
    expect(new Set(verbs.map(({ verb }) => verb))).toEqual(
      new Set(
        ['installed', 'drafted', 'edited', 'put_in_force', 'imported', 'dropped'].map((step) => `body_rules.${step}`),
      ),
    )
  })
})

it('of another body or a company nothing is seen', async () => {
  expect((await test.as(null).call(contract.listRules)).status).toBe(401)
  // Without the area's door in front, a company would only see the rules that come with the product: none of beacon's.
  const seen = (await test.as(wu).call(contract.listRules)).body.rows
  expect(seen.map(({ number }) => number)).toEqual([1])
  expect(lanjing.orgId).not.toBe(beacon.orgId)
})
