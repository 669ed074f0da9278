import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeWorkbook } from '#src/server/tabular/write.ts'
import { newId } from '#src/shared/id.ts'
import { beacon, feng, jin, lanjing, qian, sun, tao, wu, zhou } from '#test/people.ts'
import { openTestPlatform, type TestPlatform } from '#test/platform.ts'
import { evaluationRoutes } from '../door.ts'
import { parseScheme, readScheme } from '../scheme/read-scheme.ts'
import { compareSchemes } from '../scheme/rules/compare.ts'
import { hashScheme } from '../scheme/rules/seal.ts'
import { writeSchemeSheets } from '../scheme/rules/workbook-write.ts'
import { writeScheme } from '../scheme/write-scheme.ts'
import { openScheme } from './actions/draft.ts'
import * as contract from './contract.ts'

let test: TestPlatform
let first: contract.EditionRow
const printed = 'GB/T 27922-2011，印刷本，第 6 页'

beforeAll(async () => {
  test = await openTestPlatform({ routes: [evaluationRoutes] })
  await openScheme(test.platform, lanjing.orgId)
  await openScheme(test.platform, lanjing.orgId)
  first = (await editions())[0]!
})
afterAll(() => test.close())

const editions = async () => (await test.as(qian).call(contract.listEditions)).body.rows
const read = async (editionId: string) =>
  (await test.as(qian).call(contract.readEdition, { params: { editionId } })).body
const edit = (editionId: string, version: number, edits: unknown[], who = zhou) =>
  test.as(who).call(contract.editScheme, { params: { editionId }, body: { version, edits, from: printed } })
const seal = (editionId: string, version: number, acceptsUnconfirmed: number, who = zhou) =>
  test.as(who).call(contract.sealScheme, { params: { editionId }, body: { version, acceptsUnconfirmed } })

describe('the scheme of a company', () => {
  it('starts as one unsealed edition from the file, however often it is opened', async () => {
    expect(await editions()).toHaveLength(1)
    expect(first).toMatchObject({ number: 1, seal: null, inUse: true, schemeId: 'gbt27922-2011', version: 1 })
    const { scheme } = await read(first.id)
    expect(hashScheme(scheme)).toBe(hashScheme(await readScheme('gbt27922-2011')))
  })

  it('is edited with a source; what was touched is confirmed by that person on that day', async () => {
    const before = await read(first.id)
    const edits = [
      { op: 'set_points', nodeId: '5.1.1.1', hundredths: 200 },
      { op: 'set_points', nodeId: '5.1.1.2', hundredths: 400 },
    ]
    const answer = await edit(first.id, 1, edits)
    expect(answer.body).toMatchObject({ version: 2, unconfirmedCount: before.unconfirmedCount - 2 })
    const leaf = (await read(first.id)).scheme.groups[0]!.indicators[0]!.leaves[0]!
    expect(leaf.points).toEqual({
      hundredths: 200,
      provenance: { kind: 'confirmed', byPersonId: zhou.personId, byName: '周涛', on: '2026-11-16', from: printed },
    })
  })

  it('is not edited past others, out of balance, without a source, or by anybody else', async () => {
    const points = [{ op: 'set_points', nodeId: '5.1.1.1', hundredths: 300 }]
    expect((await edit(first.id, 1, points)).body).toMatchObject({ refusal: { code: 'stale_version' } })
    expect((await edit(first.id, 2, points)).body).toMatchObject({ refusal: { code: 'scheme_unsound' } })
    expect((await edit(newId(), 2, points)).status).toBe(404)
    expect((await edit(first.id, 2, points, sun)).status).toBe(403)
    expect((await edit(first.id, 2, points, wu)).status).toBe(403)
    const noSource = { params: { editionId: first.id }, body: { version: 2, edits: points, from: ' ' } }
    expect((await test.as(zhou).call(contract.editScheme, noSource)).status).toBe(400)
    expect((await read(first.id)).version).toBe(2)
  })

  it('is written as a file that reads back as exactly the same scheme', async () => {
    const answer = await test.as(qian).call(contract.exportScheme, { params: { editionId: first.id } })
    expect(answer.headers['content-type']).toBe('application/yaml; charset=utf-8')
    const { scheme } = await read(first.id)
    expect(parseScheme(answer.body)).toEqual({ scheme })
    expect(answer.body).toContain('percent: 10')
    expect((await test.as(feng).call(contract.exportScheme, { params: { editionId: first.id } })).status).toBe(404)
    expect((await test.as(qian).call(contract.exportScheme, { params: { editionId: newId() } })).status).toBe(404)
  })

  it('is taken from a file in place of the draft, and refused with its first defect when it is unsound', async () => {
    const scheme = await readScheme('gbt27922-2011')
    const take = (text: string) => test.as(zhou).call(contract.importScheme, { body: { id: newId(), text } })
    expect((await take('groups: [')).body).toMatchObject({
      refusal: { code: 'scheme_unsound', params: { code: 'not_yaml' } },
    })
    const lopsided = structuredClone(scheme)
    lopsided.groups[0]!.points.hundredths = 4100
    expect((await take(writeScheme(lopsided))).body).toMatchObject({ refusal: { code: 'scheme_unsound' } })
    expect((await take(writeScheme(scheme))).body).toMatchObject({ id: first.id, version: 3 })
    expect(await editions()).toHaveLength(1)
  })
})

describe('a scheme in Excel', () => {
  const take = (bytes: Buffer, who = zhou) =>
    test.as(who).call(contract.importWorkbook, {
      body: { id: newId(), name: 'scheme.xlsx', base64: bytes.toString('base64') },
    })
  const written = async (editionId: string) => {
    const { cookie } = await test.openSessionOf(qian)
    const url = contract.exportWorkbook.path.replace(':editionId', editionId)
    return (await test.app.inject({ url, headers: { cookie } })).rawPayload
  }

  it('goes out and comes back as exactly the same scheme, in place of its draft', async () => {
    const before = await read(first.id)
    const bytes = await written(first.id)
    const answer = await take(bytes)
    expect(answer.body).toMatchObject({ id: first.id, version: before.version + 1 })
    expect(hashScheme((await read(first.id)).scheme)).toBe(hashScheme(before.scheme))
    expect((await take(bytes, sun)).status).toBe(403)
  })

  it('is refused with sheet, row and column, and changes nothing', async () => {
    const before = await read(first.id)
    const sheets = writeSchemeSheets(before.scheme)
    const rows = sheets[0]!.rows.map((row, at) =>
      at === 2 ? row.map((value, place) => (place === 7 ? 2.555 : value)) : row,
    )
    const answer = await take(await writeWorkbook([{ ...sheets[0]!, rows }, ...sheets.slice(1)]))
    expect(answer.body).toMatchObject({
      refusal: { code: 'scheme_cell_wrong', params: { sheet: '评价项 Items', row: 4, column: 'H', code: 'too_fine' } },
    })
    expect((await take(Buffer.from('PK\u0003\u0004 no workbook'))).status).toBe(400)
    expect((await take(Buffer.from('编号,名称\n5.1,x'))).body).toMatchObject({ refusal: { code: 'scheme_cell_wrong' } })
    expect((await read(first.id)).version).toBe(before.version)
  })
})

describe('a seal', () => {
  it('needs the number of unconfirmed figures, from the representative or the general manager', async () => {
    const { unconfirmedCount } = await read(first.id)
    expect((await seal(first.id, 4, 0)).body).toMatchObject({
      refusal: { code: 'scheme_unconfirmed_figures', params: { count: unconfirmedCount } },
    })
    expect((await seal(first.id, 4, unconfirmedCount, sun)).status).toBe(403)
    expect((await seal(first.id, 4, unconfirmedCount, wu)).body).toMatchObject({ version: 5 })
    const sealed = await read(first.id)
    expect(sealed.seal).toMatchObject({ byName: '吴刚', unconfirmedCount, schemeHash: hashScheme(sealed.scheme) })
  })

  it('closes the edition for good: for edits, for a second seal, and for anybody at the database', async () => {
    const points = [{ op: 'set_points', nodeId: '5.1.1.1', hundredths: 300 }]
    expect((await edit(first.id, 5, points)).body).toMatchObject({ refusal: { code: 'scheme_sealed' } })
    expect((await seal(first.id, 5, 1)).body).toMatchObject({ refusal: { code: 'scheme_sealed' } })
    const atDatabase = (work: 'update' | 'delete' | 'unseal') =>
      test.platform.upkeep(lanjing.orgId, 'test', async (tx) => {
        if (work === 'delete') await tx.sql.deleteFrom('schemeEdition').execute()
        else
          await tx.sql
            .updateTable('schemeEdition')
            .set(work === 'unseal' ? { seal: null } : { version: 9 })
            .execute()
      })
    for (const work of ['update', 'delete', 'unseal'] as const)
      await expect(atDatabase(work)).rejects.toThrow('sealed scheme edition')
  })

  it('a new draft is a copy with the next version; the score stays with the sealed one until it is sealed, too', async () => {
    const id = newId()
    const drafted = await test.as(zhou).call(contract.draftEdition, { body: { id, copyOf: first.id } })
    expect(drafted.status).toBe(200)
    const again = await test.as(zhou).call(contract.draftEdition, { body: { id: newId(), copyOf: first.id } })
    expect(again.body).toMatchObject({ refusal: { code: 'draft_exists' } })
    expect((await editions()).map((one) => [one.number, one.schemeVersion, one.inUse])).toEqual([
      [2, 2, false],
      [1, 1, true],
    ])
    const { unconfirmedCount } = await read(id)
    await seal(id, 1, unconfirmedCount)
    expect((await editions()).map((one) => [one.number, one.inUse])).toEqual([
      [2, true],
      [1, false],
    ])
  })

  it('is remembered by history, with its hash', async () => {
    const lines = await test.platform.query({ kind: 'system', orgId: lanjing.orgId, name: 'test', roles: [] }, (tx) =>
      tx.sql
        .selectFrom('history')
        .select(['verb', 'actor', 'content'])
        .where('recordId', '=', first.id)
        .where('verb', '=', 'scheme_edition.sealed')
        .execute(),
    )
    expect(lines).toHaveLength(1)
    expect(lines[0]!.actor).toBe(`person:${wu.personId}`)
    expect(JSON.parse(lines[0]!.content!)).toMatchObject({
      byName: '吴刚',
      schemeHash: (await read(first.id)).seal!.schemeHash,
    })
  })
})

describe('a scheme of a certification body', () => {
  const fileOf = async (who: typeof zhou, endpoint: { path: string }, editionId: string) => {
    const { cookie } = await test.openSessionOf(who)
    const url = endpoint.path.replace(':editionId', editionId)
    return (await test.app.inject({ url, headers: { cookie } })).rawPayload
  }
  const check = async (name: string, content: Buffer | string, who = zhou) =>
    test.as(who).call(contract.checkSchemeFile, {
      body: { name, base64: Buffer.from(content).toString('base64') },
    })
  const publishedId = newId()
  let yaml: string

  it('leaves it with its seal and its name', async () => {
    const scheme = {
      ...(await readScheme('gbt27922-2011')),
      id: 'beacon-service',
      title: { zh: '灯塔服务', en: 'Beacon service' },
    }
    await test.as(tao).call(contract.importScheme, { body: { id: publishedId, text: writeScheme(scheme) } })
    const shown = (await test.as(tao).call(contract.readEdition, { params: { editionId: publishedId } })).body
    const body = { version: shown.version, acceptsUnconfirmed: shown.unconfirmedCount }
    await test.as(jin).call(contract.sealScheme, { params: { editionId: publishedId }, body })
    yaml = (await fileOf(tao, contract.exportScheme, publishedId)).toString('utf8')
    expect(yaml).toContain(`publisher: ${beacon.name}`)
  })

  it('comes to a company as the sealed edition that it is, from whom it is, and is put to use like any other', async () => {
    const told = (await check('scheme.yaml', yaml)).body
    expect(told).toMatchObject({
      problemCount: 0,
      brings: { becomes: 'sealed', publisher: beacon.name, isSealIntact: true },
    })
    const id = newId()
    const taken = await test.as(zhou).call(contract.importScheme, { body: { id, text: yaml } })
    expect(taken.body).toMatchObject({ id, version: 1 })
    const mine = await read(id)
    const theirs = (await test.as(tao).call(contract.readEdition, { params: { editionId: publishedId } })).body
    expect(mine).toMatchObject({ publisher: beacon.name, seal: theirs.seal, inUse: false })
    expect(mine.scheme).toEqual(theirs.scheme)
    const again = await test.as(zhou).call(contract.importScheme, { body: { id: newId(), text: yaml } })
    expect(again.body).toMatchObject({ refusal: { code: 'scheme_here_already', params: { number: mine.number } } })
    const known = (await check('x.xlsx', await fileOf(tao, contract.exportWorkbook, publishedId))).body
    expect(known.brings).toMatchObject({ becomes: 'known', knownId: id, publisher: beacon.name })
    const use = { params: { editionId: id }, body: { id: newId(), fromOn: '2026-12-24', reason: '按机构方案认证' } }
    expect((await test.as(zhou).call(contract.chooseEdition, use)).status).toBe(200)
    const passedOn = (await fileOf(qian, contract.exportScheme, id)).toString('utf8')
    expect(passedOn).toBe(yaml)
  })

  it('that was changed on its way is no longer theirs: it comes as a draft of a further version', async () => {
    const changed = yaml.replace('zh: 灯塔服务', 'zh: 改过的服务')
    const told = (await check('scheme.yaml', changed)).body
    expect(told.brings).toMatchObject({ becomes: 'draft', isSealIntact: false, schemeVersion: 2, comparedWith: 3 })
    const id = newId()
    await test.as(zhou).call(contract.importScheme, { body: { id, text: changed } })
    expect(await read(id)).toMatchObject({ publisher: '', seal: null, schemeVersion: 2 })
    expect((await check('scheme.yaml', changed)).body.brings).toMatchObject({ becomes: 'draft_replaced' })
  })

  it('is checked as a whole before it is taken: everything wrong with it, each at its place, in both languages', async () => {
    expect((await check('scheme.yaml', yaml, sun)).status).toBe(403)
    const sheets = writeSchemeSheets(await readScheme('gbt27922-2011'))
    const rows = sheets[0]!.rows.map((row, at) => row.map((value, place) => (at < 4 && place === 7 ? 'x' : value)))
    const bad = (await check('x.xlsx', await writeWorkbook([{ ...sheets[0]!, rows }, ...sheets.slice(1)]))).body
    expect(bad).toMatchObject({ problemCount: 4, brings: null })
    expect(bad.problems[3]).toMatchObject({
      ...{ code: 'not_number', place: { sheet: '评价项 Items', row: 5, column: 'H' } },
      says: { zh: '应为数字，实际为“x”', en: 'A number is expected, found “x”' },
    })
    const text = (await check('x.yaml', 'groups: [')).body
    expect(text.problems).toMatchObject([{ place: null, path: 'line 1', code: 'not_yaml' }])
    expect((await check('x.xlsx', 'PK')).body).toMatchObject({
      problems: [{ code: 'sheet_unknown' }, { code: 'sheet_missing' }, {}, {}, {}],
    })
    const before = await editions()
    expect(before.every((row) => row.number <= 5)).toBe(true)
  })

  it('is compared with what is here, indicator by indicator', async () => {
    const before = await readScheme('gbt27922-2011')
    const after = structuredClone(before)
    const [first, second] = after.groups[0]!.indicators[0]!.leaves
    first!.points.hundredths -= 100
    second!.points.hundredths += 100
    second!.asks.zh = '另有要求'
    second!.wanted = []
    const last = after.groups[2]!.indicators.at(-1)!.leaves.at(-1)!
    const formerId = last.id
    last.id = `${formerId}9`
    const changes = compareSchemes(before, after)
    expect(changes.map(({ nodeId, kind, what }) => [nodeId, kind, what])).toEqual([
      [first!.id, 'changed', ['points']],
      [second!.id, 'changed', ['points', 'wording', 'wanted']],
      [last.id, 'added', []],
      [formerId, 'removed', []],
    ])
    expect(compareSchemes(before, before)).toEqual([])
  })
})
