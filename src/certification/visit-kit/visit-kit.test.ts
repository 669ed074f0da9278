import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openFileStore } from '#src/server/files/store.ts'
import { writeWorkbook } from '#src/server/tabular/write.ts'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { prepareAudit } from '#test/audit-on-site.ts'
import { beacon, feng, han, jin, lin } from '#test/people.ts'
import { openTestPlatform, type TestPlatform } from '#test/platform.ts'
import { openVisit, readVisit } from '../visit/contract/visit.ts'
import { visitRoutes } from '../visit/routes.ts'
import * as contract from './contract/endpoints.ts'
import type { VisitKit } from './contract/kit.ts'
import { visitKitRoutes } from './routes.ts'
import { writeKitSheets } from './rules/workbook-write.ts'
import { findKitOn, listNewestSchemes } from './store.ts'

const folder = await mkdtemp(join(tmpdir(), 'starproof-kit-'))
let test: TestPlatform
beforeAll(async () => {
  const files = openFileStore(folder, 1024, 16 * 1024 * 1024)
  test = await openTestPlatform({ routes: [visitRoutes({ files }), visitKitRoutes] })
})
afterAll(async () => {
  await test?.close()
  await rm(folder, { recursive: true, force: true })
})

const code = (called: { body: unknown }) => (called.body as { refusal?: { code: string } }).refusal?.code
const list = async () => (await test.as(han).call(contract.listVisitKits)).body.rows
const detail = async (kitId: string) => (await test.as(lin).call(contract.readVisitKit, { params: { kitId } })).body
const from = '技术委员会第三次会议'
const save = (kitId: string, version: number, kit: VisitKit, person = feng) =>
  test.as(person).call(contract.saveVisitKit, { params: { kitId }, body: { version, kit, from } })

describe('the kit of a body', () => {
  it('begins with the one of the product, is drafted, edited, put to use from a day, and an open visit keeps its own', async () => {
    const [start] = await list()
    expect(start).toMatchObject({ number: 1, state: 'in_use', openVisitCount: 0 })
    const prepared = await test.arrange(beacon, (tx) => prepareAudit(tx))
    const { auditId } = prepared
    const opened = await test.as(han).call(openVisit, { params: { auditId }, body: { assessmentId: newId() } })
    expect(opened.status).toBe(200)
    expect((await list())[0]).toMatchObject({ id: start!.id, openVisitCount: 1 })

    const kitId = newId()
    const draft = { body: { id: kitId, copyOf: start!.id } }
    expect(code(await test.as(han).call(contract.draftVisitKit, draft))).toBe('role_needed')
    expect((await test.as(feng).call(contract.draftVisitKit, draft)).body).toMatchObject({ id: kitId, version: 1 })
    const again = { body: { id: newId(), copyOf: start!.id } }
    expect(code(await test.as(jin).call(contract.draftVisitKit, again))).toBe('visit_kit_draft_exists')

    const { kit, schemes, unconfirmedCount } = await detail(kitId)
    expect(schemes[0]!.leaves.length).toBeGreaterThan(30)
    const [item, ...items] = kit.hardware
    const changed = { ...kit, hardware: [{ ...item!, text: { zh: '有接待处', en: 'A reception' } }, ...items] }
    expect((await save(kitId, 1, changed)).body).toEqual({
      id: kitId,
      version: 2,
      unconfirmedCount: unconfirmedCount - 1,
    })
    expect((await detail(kitId)).kit.hardware[0]!.provenance).toMatchObject({ kind: 'confirmed', byName: '冯雪', from })
    expect(code(await save(kitId, 1, changed))).toBe('stale_version')
    const broken = { ...changed, posts: [...kit.posts, kit.posts[0]!] }
    expect(code(await save(kitId, 2, broken))).toBe('visit_kit_repeated')

    const use = (fromOn: string, acceptsUnconfirmed: number) =>
      test
        .as(feng)
        .call(contract.putVisitKitToUse, { params: { kitId }, body: { version: 2, fromOn, acceptsUnconfirmed } })
    expect(code(await use('2026-11-16', 0))).toBe('visit_kit_unconfirmed')
    expect(code(await use('2026-11-15', unconfirmedCount - 1))).toBe('visit_kit_from_past')
    expect((await use('2026-11-16', unconfirmedCount - 1)).status).toBe(200)
    expect((await list()).map((row) => [row.number, row.state])).toEqual([
      [2, 'in_use'],
      [1, 'past'],
    ])
    expect(code(await save(kitId, 3, changed))).toBe('visit_kit_in_use')

    const before = await test.as(han).call(readVisit, { params: { auditId } })
    expect(before.body.visit!.kit.hardware[0]!.text).toEqual(item!.text)
    const next = await test.arrange(beacon, (tx) => prepareAudit(tx))
    const body = { assessmentId: newId() }
    await test.as(han).call(openVisit, { params: { auditId: next.auditId }, body })
    const after = await test.as(han).call(readVisit, { params: { auditId: next.auditId } })
    expect(after.body.visit!.kit.hardware[0]!.text.zh).toBe('有接待处')
  })

  it('in use is never changed, in the database either', async () => {
    const [inUse] = await list()
    const change = test.arrange(beacon, async (tx) => {
      await tx.sql.updateTable('visitKit').set({ kit: '{}' }).where('id', '=', inUse!.id).execute()
      return accept(null)
    })
    await expect(change).rejects.toThrow()
  })

  it('comes and goes as Excel; what was not changed keeps where it came from, and a draft can be dropped', async () => {
    const [inUse] = await list()
    const { kit, unconfirmedCount } = await detail(inUse!.id)
    const questions = kit.knowledge.questions.map((one, at) => (at === 0 ? { ...one, points: 3 } : one))
    const book = await writeWorkbook(writeKitSheets({ ...kit, knowledge: { ...kit.knowledge, questions } }))
    const bring = (bytes: Buffer) =>
      test.as(feng).call(contract.importVisitKit, {
        body: { id: newId(), name: 'kit.xlsx', base64: bytes.toString('base64'), from },
      })
    const brought = await bring(book)
    expect(brought.body).toMatchObject({ version: 1, unconfirmedCount: unconfirmedCount - 1 })
    // Once more: in place of the draft.
    expect((await bring(book)).body).toMatchObject({ id: brought.body.id, version: 2 })
    const draft = await detail(brought.body.id)
    expect(draft.kit.knowledge.questions[0]).toMatchObject({ points: 3, provenance: { kind: 'confirmed', from } })
    expect(draft.kit.hardware).toEqual(kit.hardware)
    const sheets = writeKitSheets(kit).map((sheet) =>
      sheet.name.startsWith('硬件') ? { ...sheet, rows: sheet.rows.map((row) => row.with(1, 'garden')) } : sheet,
    )
    expect(await bring(await writeWorkbook(sheets))).toMatchObject({
      body: { refusal: { code: 'visit_kit_cell_wrong', params: { row: 2, column: 'B', found: 'garden' } } },
    })
    const drop = { params: { kitId: draft.id }, query: { version: 2 } }
    expect((await test.as(feng).call(contract.dropVisitKit, drop)).body).toEqual({ id: draft.id })
    expect((await list()).every((row) => row.state !== 'draft')).toBe(true)
  })

  it('offers the indicators of the schemes that the body has, and the version of any day', async () => {
    await test.arrange(beacon, async (tx) => {
      expect((await listNewestSchemes(tx)).map((scheme) => scheme.id)).toContain('gbt27922-2011')
      expect((await findKitOn(tx, '2026-11-15'))!.number).toBe(1)
      expect((await findKitOn(tx, '2026-11-16'))!.number).toBe(2)
      return accept(null)
    })
  })
})
