import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DocumentReviewLetter } from '#src/evaluation/certification-progress/contract/letter.ts'
import { keepMade } from '#src/server/files/keep.ts'
import { openFileStore } from '#src/server/files/store.ts'
import { openSealer } from '#src/server/ledger/keys.ts'
import { integrateHistory } from '#src/server/ledger/sequencer.ts'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { prepareAudit } from '#test/audit-on-site.ts'
import { takePackOfLanjing } from '#test/pack-taken-in.ts'
import { beacon, han, lanjing, lin, ma, tao } from '#test/people.ts'
import { openTestPlatform, type TestPlatform } from '#test/platform.ts'
import { download, png } from '#test/upload.ts'
import { peopleOfVisit } from '../visit/store/visit.ts'
import { describeReview, titleIn } from './actions/report.ts'
import * as contract from './contract.ts'
import { documentReviewRoutes } from './routes.ts'
import { insertItems } from './store.ts'

const folder = await mkdtemp(join(tmpdir(), 'starproof-documents-'))
const FILE = 'd'.repeat(64)
let test: TestPlatform
const parts = { files: openFileStore(folder, 4_000_000, 8_000_000), sealer: openSealer('a secret of tests only') }
beforeAll(async () => {
  test = await openTestPlatform({ routes: [documentReviewRoutes(parts)] })
  await test.arrange(beacon, async (tx) => {
    const row = {
      orgId: tx.orgId,
      sha256: FILE,
      sizeBytes: 1,
      mediaType: 'application/pdf',
      uploadedBy: 'x',
      uploadedAt: tx.at,
    }
    await tx.sql.insertInto('file').values(row).execute()
    return accept(null)
  })
})
afterAll(async () => {
  await test?.close()
  await rm(folder, { recursive: true, force: true })
})

const code = (called: { body: unknown }) => (called.body as { refusal?: { code: string } }).refusal?.code
const prepare = async () => (await test.arrange(beacon, (tx) => prepareAudit(tx))).auditId
const open = (auditId: string, person = han, reviewId = newId()) =>
  test.as(person).call(contract.openDocumentReview, { params: { auditId }, body: { reviewId } })
const rounds = async (auditId: string) =>
  (await test.as(lin).call(contract.readDocumentReviews, { params: { auditId } })).body.rounds
const judge = (reviewId: string, item: contract.ReviewItem, body: object, person = han) =>
  test.as(person).call(contract.judgeDocument, {
    params: { reviewId, itemId: item.id },
    body: { version: item.version, ...body },
  })
const close = (reviewId: string, version = 1) =>
  test.as(han).call(contract.closeDocumentReview, { params: { reviewId }, body: { version, summary: '资料基本齐全' } })

it('han looks through the documents; the company is told what is lacking, until when; the next round has only that', async () => {
  const auditId = await prepare()
  expect(await rounds(auditId)).toEqual([])
  const reviewId = (await open(auditId)).body.id
  const [round] = await rounds(auditId)
  expect(round).toMatchObject({ number: 1, openedByName: '韩冰', conclusion: null })
  expect(round!.dueOn > '2026-11-16').toBe(true)
  const licence = round!.items.find((item) => item.materialId === 'business_licence')!
  expect(licence).toMatchObject({ stated: 'present', origin: 'checklist' })
  expect(round!.items.at(-1)).toMatchObject({ title: 'self-evaluation.pdf', origin: 'pack' })

  const permits = round!.items.find((item) => item.materialId === 'permits')!
  expect(code(await judge(reviewId, permits, { verdict: 'supplement' }))).toBe('document_needs_remark')
  expect(code(await close(reviewId))).toBe('documents_unjudged')
  for (const item of round!.items) {
    const body =
      item === permits
        ? { verdict: 'supplement', remark: '许可证已过期', clauseIds: ['5.1.4.2'] }
        : { verdict: 'conforms' }
    expect((await judge(reviewId, item, body)).status).toBe(200)
  }
  expect(code(await judge(reviewId, permits, { verdict: 'conforms' }))).toBe('stale_version')
  const added = { itemId: newId(), title: '备件管理办法', files: [{ sha256: FILE, name: '办法.pdf' }] }
  await test.as(ma).call(contract.addReviewDocument, { params: { reviewId }, body: added })
  const unread = (await rounds(auditId))[0]!.items.at(-1)!
  expect(unread).toMatchObject({ origin: 'uploaded', verdict: null })
  await judge(reviewId, unread, { verdict: 'conforms' }, ma)

  const closed = await close(reviewId)
  expect(closed.body).toMatchObject({ conclusion: 'supplement', version: 2 })
  expect(closed.body.supplyByOn! > '2026-11-16').toBe(true)
  const letter = await test.arrange(beacon, async (tx) =>
    accept(
      await tx.sql.selectFrom('parcel').selectAll().where('id', '=', closed.body.parcelId).executeTakeFirstOrThrow(),
    ),
  )
  expect(letter).toMatchObject({ kind: 'document_review', direction: 'out' })
  expect(DocumentReviewLetter.parse(letter.body)).toMatchObject({
    conclusion: 'supplement',
    items: expect.arrayContaining([expect.objectContaining({ materialId: 'permits', remark: '许可证已过期' })]),
  })

  expect((await open(auditId, ma)).status).toBe(200)
  const [second] = await rounds(auditId)
  expect(second).toMatchObject({ number: 2 })
  expect(second!.items).toMatchObject([{ materialId: 'permits', origin: 'carried', clauseIds: ['5.1.4.2'] }])
  const files = [{ sha256: FILE, name: '新许可证.pdf' }]
  await judge(second!.id, second!.items[0]!, { verdict: 'conforms', files })
  expect((await close(second!.id)).body).toMatchObject({ conclusion: 'conforms', supplyByOn: null })
  expect(code(await open(auditId))).toBe('documents_conform_already')

  const people = await test.arrange(beacon, async (tx) => accept(await peopleOfVisit(tx, auditId)))
  expect(people.map(({ name, part }) => [name, part])).toEqual([
    ['韩冰', 'document_review'],
    ['马骏', 'document_review'],
  ])
}, 60_000)

it('only the team reviews, one round at a time, with files that are there', async () => {
  const auditId = await prepare()
  expect((await open(auditId, tao)).status).toBe(403)
  expect((await open(newId())).status).toBe(404)
  const reviewId = (await open(auditId)).body.id
  expect(code(await open(auditId))).toBe('document_review_open')
  const [round] = await rounds(auditId)
  const [item] = round!.items
  const unknown = { verdict: 'conforms', files: [{ sha256: 'e'.repeat(64), name: 'x.pdf' }] }
  expect(code(await judge(reviewId, item!, unknown))).toBe('file_unknown')
  await test.arrange(beacon, async (tx) => {
    await tx.sql
      .updateTable('auditMember')
      .set({ leftAt: tx.at })
      .where('auditId', '=', auditId)
      .where('personId', '=', ma.personId)
      .execute()
    return accept(null)
  })
  expect(code(await judge(reviewId, item!, { verdict: 'conforms' }, ma))).toBe('visit_team_only')
  expect((await judge(newId(), item!, { verdict: 'conforms' })).status).toBe(404)
})

it('the report is a document in both languages, and comes as PDF and Word', async () => {
  const auditId = await prepare()
  const reviewId = (await open(auditId)).body.id
  const [round] = await rounds(auditId)
  const about = { auditNumber: 'A26-000001', clientName: '蓝鲸制冷设备', bodyName: '明灯认证' }
  const english = describeReview(round!, about, 'en', '2026-11-16T01:00:00.000Z')
  expect(english.title).toBe('Document review report')
  expect(JSON.stringify(english.blocks)).toContain('Business licence')
  expect(titleIn({ materialId: '', title: '备件管理办法' }, 'en')).toBe('备件管理办法')
  const pdf = await download(test, lin, contract.downloadDocumentReview, { reviewId })
  expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-')
  expect((await download(test, lin, contract.downloadDocumentReview, { reviewId: newId() })).status).toBe(404)
}, 60_000)

it('a document is read out of the client’s pack, or as it came in; nothing else is', async () => {
  const photo = png()
  const later = png('brought in later')
  const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
  const [inPack, cameIn, lost] = [hashOf(photo), hashOf(later), 'f'.repeat(64)]
  await test.arrange(lanjing, async (tx) => {
    await keepMade(tx, parts.files, photo)
    const recordId = newId()
    const content = { number: 'R26-000001', kind: 'repair', outletId: null, fileSha256: inPack }
    tx.record({ recordType: 'service_request', recordId, verb: 'service_request.created', content })
    return accept(null)
  })
  await integrateHistory(test.platform, parts.sealer, lanjing.orgId, { force: true })
  const pack = await takePackOfLanjing({ platform: test.platform, ...parts })
  const { auditId } = await test.arrange(beacon, (tx) => prepareAudit(tx, { pack }))
  const reviewId = (await open(auditId)).body.id
  await test.arrange(beacon, async (tx) => {
    const files = [inPack, cameIn, lost].map((sha256) => ({
      sha256,
      name: `${sha256.slice(0, 4)}.png`,
      validUntilOn: null,
    }))
    await insertItems(
      tx,
      reviewId,
      [{ materialId: '', title: '门店照片', origin: 'uploaded', stated: null, files, clauseIds: [] }],
      99,
    )
    await keepMade(tx, parts.files, later)
    return accept(null)
  })
  const { packId } = (await test.as(lin).call(contract.readDocumentReviews, { params: { auditId } })).body
  expect(packId).toBe(pack.packId)
  const read = (sha256: string) => download(test, lin, contract.downloadReviewFile, { reviewId, sha256 })
  const found = await read(inPack)
  expect(found.bytes.equals(photo)).toBe(true)
  expect(found.headers['content-type']).toBe('image/png')
  expect((await read(cameIn)).bytes.equals(later)).toBe(true)
  expect((await read(lost)).status).toBe(404)
  expect((await read('e'.repeat(64))).status).toBe(404)
}, 60_000)
