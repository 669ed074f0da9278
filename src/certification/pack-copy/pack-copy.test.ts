import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepPack, parcelRoutes, parcelSweep, sendLetter, sendPack } from '#src/account/door.ts'
import * as parcel from '#src/account/parcel/contract.ts'
import { certificationHandlers, certificationRoutes } from '#src/certification/door.ts'
import { makePack } from '#src/evaluation/evidence/door.ts'
import {
  type ApplicationForm,
  type CaseEntry,
  DOSSIER_MEMBER,
  MATERIALS,
} from '#src/evaluation/material/contract/dossier.ts'
import { uploadFile } from '#src/server/files/contract.ts'
import { fileRoutes } from '#src/server/files/routes.ts'
import { openFileStore } from '#src/server/files/store.ts'
import { openSealer, rotateKey } from '#src/server/ledger/keys.ts'
import { latestCheckpoint } from '#src/server/ledger/proofs.ts'
import { integrateHistory } from '#src/server/ledger/sequencer.ts'
import { serverHasher } from '#src/server/pack/signing-key.ts'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { verifyInclusion } from '#src/shared/merkle/proof.ts'
import { parseCheckpoint, parseNote } from '#src/shared/signed-note.ts'
import { beacon, han, lanjing, tao, wu, zhou } from '#test/people.ts'
import { openTestPlatform, type TestPlatform } from '#test/platform.ts'
import { download, png, upload } from '#test/upload.ts'
import * as application from '../application/contract.ts'
import { listClients, readClient } from '../client/contract.ts'
import { examineGrowth } from './actions/keep.ts'
import { readPack } from './actions/read-pack.ts'
import * as contract from './contract.ts'
import { findLatestPack, listCases } from './store.ts'

const NINE = '2026-11-16T01:00:00.000Z'
const folder = await mkdtemp(join(tmpdir(), 'starproof-packs-'))
const files = openFileStore(join(folder, 'files'), 1024 * 1024, 16 * 1024 * 1024)
const sealer = openSealer('a secret of tests only, of no installation')
const parts = { files, sealer, publicUrl: 'https://beacon.example' }
const handlers = { company: { letters: {} }, certification_body: certificationHandlers(parts) }
let test: TestPlatform
let made = 0
/** Place of the first case: the founding of the organisation stands before it. */
let base = 0

beforeAll(async () => {
  test = await openTestPlatform({
    routes: [fileRoutes(files), parcelRoutes(parts, handlers), certificationRoutes(parts)],
  })
  await work(700)
  base = (await casesOf())[0]!.leafIndex
})
afterAll(async () => {
  await test.close()
  await rm(folder, { recursive: true })
})

const refused = (code: string, params: object = {}) => ({ body: { refusal: { code, params } } })
let requests = 0

/** Requests of lanjing with what happens to them: two entries each. */
async function work(count: number): Promise<void> {
  await test.arrange(lanjing, async (tx) => {
    for (let nth = 0; nth < count; nth++) {
      const recordId = newId()
      const number = `R26-${String(++requests).padStart(6, '0')}`
      const of = { recordType: 'service_request', recordId, claimedAt: NINE }
      tx.record({
        ...of,
        verb: 'service_request.created',
        content: { number, kind: 'repair', outletId: null, phone: '13800001111' },
      })
      tx.record({ ...of, verb: 'service_request.answered', content: { note: '空调不制冷' } })
    }
    return accept(null)
  })
  await integrateHistory(test.platform, sealer, lanjing.orgId, { force: true })
}

async function casesOf(): Promise<CaseEntry[]> {
  const rows = await test.arrange(lanjing, async (tx) =>
    accept(
      await tx.sql
        .selectFrom('ledgerEntry as e')
        .innerJoin('history as h', (join) => join.onRef('h.orgId', '=', 'e.orgId').onRef('h.id', '=', 'e.historyId'))
        .select(['e.leafIndex', 'h.recordId', 'h.content'])
        .where('e.orgId', '=', lanjing.orgId)
        .where('h.verb', '=', 'service_request.created')
        .orderBy('e.leafIndex')
        .execute(),
    ),
  )
  return rows.map(({ leafIndex, recordId: id, content }) => ({
    ...{ id, leafIndex, kind: 'repair', outletId: null, madeOn: '2026-11-16' },
    number: (JSON.parse(content!) as { number: string }).number,
  }))
}

const form: ApplicationForm = {
  format: 'starproof-application',
  version: 1,
  kind: 'initial',
  applicant: {
    ...{
      orgId: lanjing.orgId,
      legalName: '蓝鲸制冷设备有限公司',
      uscc: '91350100M000100Y43',
      legalRepresentative: '吴刚',
    },
    ...{ address: '杭州市', contactName: '周涛', contactPhone: '0571-88880000', contactEmail: 'zhou@lanjing.example' },
  },
  ...{ schemeId: 'gbt27922-2011', standard: 'GB/T 27922-2011', wantedLevelId: 'three_star', scope: '冷柜的售后服务' },
  ...{ productClasses: ['冷柜'], headcount: 120, serviceHeadcount: 40, outletCount: 0, runningSinceOn: '2024-03-01' },
  ...{ isLegalPerson: true, holdsPermits: true, noMajorFailure: true, declaredTrue: true, declaredByName: '吴刚' },
  declaredAt: NINE,
}
const checklist = {
  madeAt: NINE,
  items: MATERIALS.map((id) => ({ id, state: 'present' as const, wanted: 1, have: 1, files: [] })),
}

type Members = Record<string, string | undefined>
/** A pack of lanjing with its dossier; `over` replaces members, undefined takes them out. */
async function pack(over: Members = {}, options: { withoutPersonalData?: boolean } = {}): Promise<Buffer> {
  const lines = (await casesOf()).map((row) => `${JSON.stringify(row)}\n`).join('')
  const members: Members = {
    [DOSSIER_MEMBER.form]: JSON.stringify(form),
    [DOSSIER_MEMBER.checklist]: JSON.stringify(checklist),
    [DOSSIER_MEMBER.outlets]: '[]',
    [DOSSIER_MEMBER.staff]: '[]',
    [DOSSIER_MEMBER.cases]: lines,
    [DOSSIER_MEMBER.reportPdf]: 'the report',
    ...over,
  }
  const path = join(folder, `${made++}.starpack`)
  const given = Object.entries(members).flatMap(([name, content]) => (content === undefined ? [] : [{ name, content }]))
  const written = await makePack({ platform: test.platform, files, sealer }, lanjing.orgId, path, {
    ...options,
    members: () => given,
  })
  if (!written.ok) throw new Error(written.refusal.code)
  return readFile(path)
}
const takeIn = (bytes: Uint8Array) => upload(test, tao, parcel.uploadParcel, bytes)
const packs = async () => (await test.as(han).call(contract.listPacks, { query: { limit: 200 } })).body.rows

describe('a pack that is not what it should be is refused whole, with the place', () => {
  const line = (row: Partial<CaseEntry> & { more?: number }) => `${JSON.stringify({ ...row })}\n`
  it.each<[string, (cases: CaseEntry[]) => Members, string, () => object]>([
    [
      'leaves out the last case',
      (cases) => ({ [DOSSIER_MEMBER.cases]: cases.slice(0, -1).map(line).join('') }),
      'case_left_out',
      () => ({ leaf: base + 1398 }),
    ],
    [
      'leaves out one in the middle',
      (cases) => ({ [DOSSIER_MEMBER.cases]: cases.toSpliced(10, 1).map(line).join('') }),
      'case_left_out',
      () => ({ leaf: base + 20 }),
    ],
    [
      'invents one',
      (cases) => ({ [DOSSIER_MEMBER.cases]: [...cases, { ...cases[0]!, leafIndex: base + 1399 }].map(line).join('') }),
      'case_not_in_ledger',
      () => ({ leaf: base + 1399 }),
    ],
    [
      'lists one twice',
      (cases) => ({ [DOSSIER_MEMBER.cases]: [cases[0]!, ...cases].map(line).join('') }),
      'case_not_in_ledger',
      () => ({ leaf: base + 0 }),
    ],
    [
      'moves one to another day',
      (cases) => ({
        [DOSSIER_MEMBER.cases]: [{ ...cases[0]!, madeOn: '2026-11-01' }, ...cases.slice(1)].map(line).join(''),
      }),
      'case_differs',
      () => ({ leaf: base + 0, field: 'madeOn' }),
    ],
    [
      'calls one a complaint no more',
      (cases) => ({
        [DOSSIER_MEMBER.cases]: [{ ...cases[0]!, kind: 'consult' }, ...cases.slice(1)].map(line).join(''),
      }),
      'case_differs',
      () => ({ field: 'kind' }),
    ],
    [
      'has a line of nonsense',
      (cases) => ({ [DOSSIER_MEMBER.cases]: `${line(cases[0]!)}{\n` }),
      'pack_member_unsound',
      () => ({ member: 'cases.jsonl', at: '2' }),
    ],
    [
      'has a case of unknown fields',
      (cases) => ({ [DOSSIER_MEMBER.cases]: line({ ...cases[0]!, more: 1 }) }),
      'pack_member_unsound',
      () => ({ at: '1' }),
    ],
    [
      'has no list of cases',
      () => ({ [DOSSIER_MEMBER.cases]: undefined }),
      'pack_member_missing',
      () => ({ member: 'cases.jsonl' }),
    ],
    [
      'has no outlets',
      () => ({ [DOSSIER_MEMBER.outlets]: undefined }),
      'pack_member_missing',
      () => ({ member: 'outlets.json' }),
    ],
    [
      'has staff that is no list',
      () => ({ [DOSSIER_MEMBER.staff]: '{}' }),
      'pack_member_unsound',
      () => ({ member: 'staff.json' }),
    ],
    [
      'has a form that is no JSON',
      () => ({ [DOSSIER_MEMBER.form]: '{"format"' }),
      'pack_member_unsound',
      () => ({ member: 'application.json' }),
    ],
    [
      'has a form nested a thousand deep',
      () => ({ [DOSSIER_MEMBER.form]: `${'['.repeat(100_000)}${']'.repeat(100_000)}` }),
      'pack_member_unsound',
      () => ({ member: 'application.json' }),
    ],
    [
      'has an unknown field in the form',
      () => ({ [DOSSIER_MEMBER.form]: JSON.stringify({ ...form, extra: 1 }) }),
      'pack_member_unsound',
      () => ({}),
    ],
    [
      'brings the form of somebody else',
      () => ({
        [DOSSIER_MEMBER.form]: JSON.stringify({ ...form, applicant: { ...form.applicant, orgId: beacon.orgId } }),
      }),
      'pack_of_another',
      () => ({}),
    ],
    [
      'has a credit code with a wrong check digit',
      () => ({
        [DOSSIER_MEMBER.form]: JSON.stringify({
          ...form,
          applicant: { ...form.applicant, uscc: '91350100M000100Y44' },
        }),
      }),
      'uscc_check_digit',
      () => ({}),
    ],
    [
      'has an assessment that is none',
      () => ({ [DOSSIER_MEMBER.assessment]: '{"score": 100}' }),
      'pack_member_unsound',
      () => ({ member: 'assessment.json' }),
    ],
    [
      'brings no application, and nobody knows the company',
      () => ({ [DOSSIER_MEMBER.form]: undefined }),
      'pack_without_application',
      () => ({}),
    ],
  ])('one that %s', async (_, over, code, params) => {
    expect(await takeIn(await pack(over(await casesOf())))).toMatchObject({
      status: expect.any(Number),
      ...refused(code, params()),
    })
    expect(await packs()).toEqual([])
    expect((await test.as(tao).call(listClients)).body.rows).toEqual([])
  })
})

describe('the pack of lanjing', () => {
  let first: Buffer
  let packId: string
  let applicationId: string

  it('becomes an application with its cases, and its keys are remembered', async () => {
    first = await pack()
    const taken = await takeIn(first)
    expect(taken).toMatchObject({
      status: 200,
      body: { kind: 'pack', trust: 'first', ledTo: { recordType: 'application' } },
    })
    applicationId = taken.body.ledTo!.recordId
    const [row] = await packs()
    packId = row!.id
    expect(row).toMatchObject({ ledgerSize: base + 1400, caseCount: 700, unprovenCount: 0, newKey: null })
    expect(row!.casesSha256).toMatch(/^[0-9a-f]{64}$/)
    const shown = (await test.as(han).call(application.readApplication, { params: { applicationId } })).body
    expect(shown).toMatchObject({ via: 'upload', state: 'reviewing', packId, clientName: form.applicant.legalName })
    expect(shown.checks.find(({ id }) => id === 'cases_complete')).toMatchObject({
      state: 'met',
      params: { cases: 700 },
    })
    const client = (await test.as(han).call(readClient, { params: { clientId: shown.clientId } })).body
    expect(client.companyOrgId).toBe(lanjing.orgId)
    expect(client.ledgerKeys).toMatchObject([
      { validUntil: null, fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ])
  })

  it('taken in again is the same parcel, and nothing happens', async () => {
    expect((await takeIn(first)).body).toMatchObject({ repeated: true, ledTo: { recordId: applicationId } })
    expect(await packs()).toHaveLength(1)
  })

  it('shows any entry with the proof of its place under the signed checkpoint', async () => {
    const leaves = [0, 1, 255, 256, 999, 1000, 1023, 1024, base, base + 1399]
    const read = await test
      .as(han)
      .call(contract.readEntries, { params: { packId }, query: { leaves: leaves.join(',') } })
    const { root, size } = parseCheckpoint(parseNote(read.body.checkpoint)!.text)!
    expect(read.body.rows.map(({ leafIndex }) => leafIndex)).toEqual(leaves)
    for (const { leaf, leafHash, leafIndex: index, path, contentProven } of read.body.rows) {
      const proof = {
        leaf: serverHasher.leaf(Buffer.from(leaf)),
        index,
        size,
        root,
        path: path.map((node) => Buffer.from(node, 'base64')),
      }
      expect(verifyInclusion(proof, serverHasher)).toBe(true)
      expect(Buffer.from(proof.leaf).toString('base64')).toBe(leafHash)
      expect(contentProven).toBe(true)
    }
    expect(read.body.rows.at(-2)!.content).toMatchObject({ number: 'R26-000001' })
    expect(read.body.rows.at(-1)!.content).toEqual({ note: '空调不制冷' })
    expect(
      await test.as(han).call(contract.readEntries, { params: { packId }, query: { leaves: String(base + 1400) } }),
    ).toMatchObject(refused('leaf_outside', { leaf: base + 1400, size: base + 1400 }))
    expect(
      (await test.as(han).call(contract.readEntries, { params: { packId }, query: { leaves: '-1' } })).status,
    ).toBe(400)
    expect(
      (await test.as(han).call(contract.readEntries, { params: { packId: newId() }, query: { leaves: '0' } })).status,
    ).toBe(404)
    expect((await test.as(wu).call(contract.readEntries, { params: { packId }, query: { leaves: '0' } })).status).toBe(
      403,
    )
  })

  it('hands out its documents to the body, and nothing else', async () => {
    const report = await download(test, han, contract.downloadMember, { packId, name: 'self-evaluation.pdf' })
    expect([report.status, report.bytes.toString()]).toEqual([200, 'the report'])
    expect((await download(test, han, contract.downloadMember, { packId, name: 'nothing.pdf' })).status).toBe(404)
    expect((await download(test, han, contract.downloadMember, { packId, name: '__proto__' })).status).toBe(400)
    expect((await download(test, wu, contract.downloadMember, { packId, name: 'self-evaluation.pdf' })).status).toBe(
      403,
    )
  })

  it('keeps its cases in the order of the ledger', async () => {
    const cases = await test.arrange(beacon, async (tx) => accept(await listCases(tx, packId, base + 3, 2)))
    expect(cases.map(({ leafIndex, number }) => [leafIndex, number])).toEqual([
      [base + 4, 'R26-000003'],
      [base + 6, 'R26-000004'],
    ])
  })

  it('is followed by a later one, which supplies the open application', async () => {
    await work(3)
    const later = await takeIn(await pack({ [DOSSIER_MEMBER.form]: JSON.stringify({ ...form, headcount: 130 }) }))
    expect(later.body).toMatchObject({ trust: 'known', ledTo: { recordId: applicationId } })
    const shown = (await test.as(han).call(application.readApplication, { params: { applicationId } })).body
    expect(shown).toMatchObject({ form: { headcount: 130 }, state: 'reviewing' })
    expect(shown.packId).not.toBe(packId)
    expect(shown.steps.map(({ kind }) => kind)).toEqual(['received', 'supplied'])
    const latest = await test.arrange(beacon, async (tx) => accept(await findLatestPack(tx, lanjing.orgId)))
    expect(latest).toMatchObject({ id: shown.packId, ledgerSize: base + 1406 })
  })

  it('that is older than one known is refused', async () => {
    const older = await pack({ 'note.txt': 'made before, sent after' })
    await work(1)
    expect((await takeIn(await pack())).status).toBe(200)
    expect(await takeIn(older)).toMatchObject(refused('pack_older', { size: base + 1406, known: base + 1408 }))
  })

  it('whose earlier entries differ from those known is refused', async () => {
    const other = await openTestPlatform()
    const path = join(folder, `${made - 1}.starpack`)
    const read = await readPack(path)
    if (!read.ok) throw new Error(read.refusal.code)
    await other.arrange(lanjing, async (tx) => {
      tx.record({ recordType: 'service_request', recordId: newId(), verb: 'service_request.created', content: {} })
      return accept(null)
    })
    await integrateHistory(other.platform, sealer, lanjing.orgId, { force: true })
    const theirs = await other.arrange(lanjing, async (tx) => accept((await latestCheckpoint(tx))!))
    await other.close()
    const latest = { id: newId(), ledgerSize: theirs.size, checkpoint: theirs.note }
    expect(await examineGrowth(path, read.value, { latest, keys: [] })).toMatchObject({
      refusal: { code: 'pack_ledger_forked', params: { size: theirs.size } },
    })
  })

  it('comes by itself where both live here, as part of the house’s post', async () => {
    await work(1)
    await pack()
    const kept = await keepPack(files, lanjing.orgId, join(folder, `${made - 1}.starpack`))
    if (!kept.ok) throw new Error(kept.refusal.code)
    const to = { orgId: beacon.orgId, name: beacon.name }
    await test.arrange(lanjing, (tx) => sendPack(tx, { pack: kept.value, to, deliver: 'here' }))
    await parcelSweep(test.platform, parts, handlers).run()
    expect((await packs())[0]).toMatchObject({ fileSha256: kept.value.sha256, ledgerSize: base + 1410 })
  })

  it('without the content of personal records is taken, and says how many cases it cannot prove', async () => {
    await work(1)
    expect((await takeIn(await pack({}, { withoutPersonalData: true }))).status).toBe(200)
    expect((await packs())[0]).toMatchObject({ caseCount: 706, unprovenCount: 706 })
  })

  it('is answered with a letter when more is asked for, and the company supplies by letter', async () => {
    const shown = (await test.as(han).call(application.readApplication, { params: { applicationId } })).body
    const params = { applicationId }
    const body = { version: shown.version, reason: '请补交培训记录', materials: ['training_records'] }
    expect((await test.as(tao).call(application.askForMore, { params, body })).body.state).toBe('awaiting')
    await parcelSweep(test.platform, parts, handlers).run()
    const [letter] = (await test.as(zhou).call(parcel.listParcels, { query: { direction: 'in' } })).body.rows
    expect(letter).toMatchObject({ kind: 'application_notice', counterpart: { orgId: beacon.orgId } })
    const told = (await test.as(zhou).call(parcel.readParcel, { params: { parcelId: letter!.id } })).body
    expect(told.body).toMatchObject({
      notice: 'more_asked',
      applicationNumber: shown.number,
      materials: ['training_records'],
    })

    const file = (await upload(test, zhou, uploadFile, png('training'))).body.sha256
    const supply = (over: object = {}) =>
      test.arrange(lanjing, (tx) =>
        sendLetter(tx, parts, {
          kind: 'supply',
          to: { orgId: beacon.orgId, name: beacon.name },
          body: { applicationNumber: shown.number, note: '见附件', materials: ['training_records'], ...over },
          files: [{ sha256: file, name: '培训记录.png' }],
          deliver: 'here',
        }),
      )
    await supply({ applicationNumber: 'AP26-999999' })
    await supply({ materials: 'everything' })
    await supply()
    await parcelSweep(test.platform, parts, handlers).run()
    const refusals = (await test.as(zhou).call(parcel.listParcels, { query: { direction: 'out', kind: 'supply' } }))
      .body.rows
    expect(refusals.map(({ refusedCode }) => refusedCode).sort()).toEqual([
      'application_not_open',
      'letter_unsound',
      null,
    ])
    const after = (await test.as(han).call(application.readApplication, { params })).body
    expect(after).toMatchObject({ state: 'reviewing' })
    expect(after.steps.at(-1)).toMatchObject({ kind: 'supplied', reason: '见附件', detail: { files: [file] } })
  })

  it('may be signed with a key that the ledger names as the successor; somebody is told to compare it', async () => {
    await test.arrange(lanjing, async (tx) => {
      const { retired, key } = await rotateKey(tx, sealer)
      tx.record({
        recordType: 'ledger_key',
        recordId: tx.orgId,
        verb: 'ledger_key.rotated',
        content: { retired, vkey: key.vkey, reason: '年度更换' },
      })
      return accept(null)
    })
    const taken = await takeIn(await pack())
    expect(taken.body).toMatchObject({ trust: 'succeeded', ledTo: { recordId: applicationId } })
    expect((await packs())[0]!.newKey).toMatch(/^[0-9a-f]{64}$/)
    const shown = (await test.as(han).call(application.readApplication, { params: { applicationId } })).body
    expect(shown.checks.find(({ id }) => id === 'cases_complete')).toMatchObject({ state: 'attention' })
  })

  it('of an impostor with a key of his own and the same name is refused', async () => {
    const other = await openTestPlatform()
    await other.arrange(lanjing, async (tx) => {
      tx.record({ recordType: 'outlet', recordId: newId(), verb: 'outlet.opened', content: {} })
      return accept(null)
    })
    const path = join(folder, 'impostor.starpack')
    const dossier = [
      { name: DOSSIER_MEMBER.form, content: JSON.stringify(form) },
      { name: DOSSIER_MEMBER.outlets, content: '[]' },
      { name: DOSSIER_MEMBER.staff, content: '[]' },
      { name: DOSSIER_MEMBER.cases, content: '' },
    ]
    await makePack({ platform: other.platform, files, sealer }, lanjing.orgId, path, { members: () => dossier })
    await other.close()
    expect(await takeIn(await readFile(path))).toMatchObject(refused('signer_unknown'))
  })
})
