import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sendLetter } from '#src/account/door.ts'
import { resetKeys } from '#src/account/parcel/contract.ts'
import { parcelSweep } from '#src/account/parcel/jobs.ts'
import { parcelRoutes } from '#src/account/parcel/routes.ts'
import { allHandlers } from '#src/all-handlers.ts'
import { bodyProfileRoutes } from '#src/certification/body-profile/routes.ts'
import { changeCertificate } from '#src/certification/certificate/contract/endpoints.ts'
import { certificateRoutes } from '#src/certification/certificate/routes.ts'
import { signingKeyRoutes } from '#src/certification/signing-key/routes.ts'
import type { CertificateLetter } from '#src/evaluation/certification-progress/contract/letter.ts'
import * as contract from '#src/evaluation/certification-progress/contract/progress.ts'
import { certificateDueSweep } from '#src/evaluation/certification-progress/jobs.ts'
import { certificationProgressRoutes } from '#src/evaluation/certification-progress/routes.ts'
import { noteFile } from '#src/server/files/keep.ts'
import { openFileStore } from '#src/server/files/store.ts'
import { openSealer } from '#src/server/ledger/keys.ts'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { certified } from '#test/certification/certified.ts'
import { beacon, lanjing, li, lin, sun, wu, zhou } from '#test/people.ts'
import { MONDAY_MORNING, openTestPlatform, type TestPlatform } from '#test/platform.ts'
import { download } from '#test/upload.ts'

let folder: string
let test: TestPlatform
let parts: Parameters<typeof certificateRoutes>[0]
let handlers: ReturnType<typeof allHandlers>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'starproof-progress-'))
  parts = {
    files: openFileStore(folder, 20 * 1024 * 1024),
    sealer: openSealer('a secret of tests only, of no installation'),
    publicUrl: 'https://register.beacon.example',
  }
  handlers = allHandlers(parts)
  test = await openTestPlatform({
    routes: [
      ...[bodyProfileRoutes, signingKeyRoutes(parts), certificateRoutes(parts)],
      ...[parcelRoutes(parts, handlers), certificationProgressRoutes(parts)],
    ],
  })
})
afterAll(async () => {
  await test.close()
  await rm(folder, { recursive: true })
})
beforeEach(() => test.at(MONDAY_MORNING))

const deliver = () => parcelSweep(test.platform, parts, handlers).run()
const received = async (who = zhou) => (await test.as(who).call(contract.listReceivedCertificates)).body.rows
const ofNumber = async (number: string) => (await received()).filter((row) => row.number === number)
const certification = async (who = zhou) => (await test.as(who).call(contract.readCertification)).body
const steps = async () => (await test.as(zhou).call(contract.listSteps)).body.rows

/** A certificate of beacon for lanjing, delivered. */
async function held() {
  const made = await certified(test, { isHere: true, clientId: await clientId() })
  await deliver()
  return made
}
let client: Promise<string> | undefined
function clientId(): Promise<string> {
  client ??= test.arrange(beacon, async (tx) => {
    const id = newId()
    const client = { orgId: tx.orgId, id, name: lanjing.name, uscc: '91310000MA1K99990A', address: '上海市' }
    await tx.sql
      .insertInto('client')
      .values({ ...client, contactEmail: '', companyOrgId: lanjing.orgId, madeAt: tx.at })
      .execute()
    return accept(id)
  })
  return client
}

/** Any letter of beacon to lanjing, delivered; answers why lanjing's side refused it. */
async function write(kind: string, body: unknown, files: { sha256: string; name: string }[] = []) {
  const parcelId = await test.arrange(beacon, async (tx) => {
    const to = { orgId: lanjing.orgId, name: lanjing.name }
    const sent = await sendLetter(tx, parts, { kind, to, body, files, deliver: 'here' })
    return sent.ok ? accept(sent.value.parcelId) : sent
  })
  await deliver()
  return test.arrange(beacon, async (tx) => {
    const row = await tx.sql.selectFrom('parcel').select('refusedCode').where('id', '=', parcelId).executeTakeFirst()
    return accept(row!.refusedCode)
  })
}

/** The letter `certificate` as beacon wrote it. */
const letterOf = (certificateId: string) =>
  test.arrange(beacon, async (tx) => {
    const row = await tx.sql
      .selectFrom('parcel')
      .select('body')
      .where('orgId', '=', tx.orgId)
      .where('kind', '=', 'certificate')
      .where('recordId', '=', certificateId)
      .executeTakeFirstOrThrow()
    return accept(row.body as unknown as CertificateLetter)
  })

const change = (certificateId: string, body: object) =>
  test.as(lin).call(changeCertificate, {
    params: { certificateId },
    body: { id: newId(), reason: '内部理由', publicReason: '抽查不合格', ...body },
  })

describe('a certificate that comes in', () => {
  it('is verified whole, held, and can be taken out again as paper and credential', async () => {
    const { number, fileSha256 } = await held()
    const [row] = await ofNumber(number)
    expect(row).toMatchObject({
      ...{ number, edition: 1, fileSha256, problems: [], isHeld: true, bodyName: beacon.name },
      says: { stars: 4, name: lanjing.name, standard: 'GB/T 27922-2011', validUntilOn: '2029-11-15' },
      standing: { status: 'valid', sinceOn: '2026-11-16' },
      signer: { state: 'first_seen' },
    })
    expect(row!.rootFingerprint).toMatch(/^[0-9a-f]{64}$/)
    const params = { receivedCertificateId: row!.id }
    const paper = await download(test, sun, contract.downloadPaper, params)
    expect(paper.bytes.subarray(0, 5).toString()).toBe('%PDF-')
    const credential = await download(test, wu, contract.downloadCredential, params)
    expect(JSON.parse(credential.bytes.toString()).credentialSubject).toMatchObject({ certificateNumber: number })
    expect((await steps())[0]).toMatchObject({ kind: 'certificate', reference: number, isReadable: true })
  })

  it('is nobody’s business among technicians, and unknown to other organisations', async () => {
    const [row] = await received()
    expect((await test.as(li).call(contract.readCertification)).status).toBe(403)
    const asked = await test.as(li).call(contract.listSteps)
    expect(asked.status).toBe(403)
    const params = { receivedCertificateId: newId() }
    expect((await download(test, zhou, contract.downloadPaper, params)).status).toBe(404)
    expect((await download(test, zhou, contract.downloadCredential, params)).status).toBe(404)
    expect(row).toBeDefined()
  })

  it('with a word changed in its credential is shown with the member that was changed, and never held', async () => {
    const { id, fileSha256 } = await held()
    const letter = await letterOf(id)
    const number = `${letter.number}-X`
    const subject = { ...(letter.credential.credentialSubject as object), certificateNumber: number, stars: 5 }
    const body = { ...letter, number, credential: { ...letter.credential, credentialSubject: subject } }
    expect(await write('certificate', body, [{ sha256: fileSha256, name: 'x.pdf' }])).toBeNull()
    const [row] = await ofNumber(number)
    expect(row).toMatchObject({ isHeld: false, standing: null, says: { stars: 5 } })
    expect(row!.problems.map(({ code }) => code)).toEqual(['credential_damaged', 'credential_not_on_paper'])
    expect(row!.problems[0]!.params.members).toContain('stars')
    expect((await certification()).due.map((item) => item.number)).not.toContain(number)
    expect((await certification()).held?.number).not.toBe(number)
  })

  it('with one byte changed on its paper is shown with the place, though the body itself sent it', async () => {
    const { id, fileSha256 } = await held()
    const letter = await letterOf(id)
    const bytes = Buffer.concat(await Array.fromAsync(parts.files.read(beacon.orgId, fileSha256)))
    bytes[Math.floor(bytes.length / 2)]! ^= 1
    const kept = await parts.files.put(beacon.orgId, Readable.from([bytes]))
    if (!kept.ok) throw new Error(kept.refusal.code)
    await test.arrange(beacon, async (tx) => {
      await noteFile(tx, kept.value)
      return accept(null)
    })
    const body = { ...letter, edition: 2, fileSha256: kept.value.sha256 }
    expect(await write('certificate', body, [{ sha256: kept.value.sha256, name: 'x.pdf' }])).toBeNull()
    const [bad, good] = await ofNumber(letter.number)
    expect(bad).toMatchObject({ edition: 2, isHeld: false, replacedByEdition: null })
    expect(bad!.problems.map(({ code }) => code)).toContain('paper_damaged')
    expect(bad!.problems.map(({ code }) => code)).toContain('letter_differs')
    // What does not verify takes nothing's place.
    expect(good).toMatchObject({ edition: 1, isHeld: true, standing: { status: 'valid' } })
  })

  it('under a list of keys that does not know the sender’s is not held', async () => {
    const { id, fileSha256 } = await held()
    const letter = await letterOf(id)
    const { keys: stated, ...rest } = letter.keys.credentialSubject as { keys: { purpose: string }[] }
    const keys = {
      ...letter.keys,
      credentialSubject: { ...rest, keys: stated.filter((key) => key.purpose !== 'ledger') },
    }
    await write('certificate', { ...letter, edition: 3, keys }, [{ sha256: fileSha256, name: 'x.pdf' }])
    const [row] = await ofNumber(letter.number)
    expect(row).toMatchObject({ edition: 3, isHeld: false })
    expect(row!.problems.map(({ code }) => code)).toEqual(expect.arrayContaining(['keys_damaged', 'letter_differs']))
  })

  it('for another company is shown with that company’s name, and not held', async () => {
    const { number } = await certified(test, { name: '长河电器' })
    const { id, fileSha256 } = await test.arrange(beacon, async (tx) => {
      const row = await tx.sql
        .selectFrom('certificate as c')
        .innerJoin('certificateEdition as e', (join) => join.onRef('e.certificateId', '=', 'c.id'))
        .select(['c.id', 'e.fileSha256'])
        .where('c.number', '=', number)
        .executeTakeFirstOrThrow()
      return accept(row)
    })
    await write('certificate', await letterOf(id), [{ sha256: fileSha256, name: 'x.pdf' }])
    const [row] = await ofNumber(number)
    expect(row).toMatchObject({ isHeld: false, problems: [{ code: 'holder_other', params: { name: '长河电器' } }] })
  })

  it('twice in two letters stands once', async () => {
    const { id, number, fileSha256 } = await held()
    const before = (await ofNumber(number)).length
    expect(await write('certificate', await letterOf(id), [{ sha256: fileSha256, name: 'again.pdf' }])).toBeNull()
    expect(await ofNumber(number)).toHaveLength(before)
  })

  it.each([
    ['a certificate without its paper', 'certificate', { number: 'X' }],
    ['a notice of nothing', 'certificate_notice', { number: 'X' }],
    ['an application notice of other words', 'application_notice', { notice: 'perhaps' }],
    ['a plan without days', 'audit_plan', {}],
  ])('%s is refused as unreadable', async (_what, kind, body) => {
    expect(await write(kind, body)).toBe('letter_unreadable')
  })
})

describe('what becomes of it', () => {
  it('follows the notices of its body: suspended, restored, withdrawn, with the day and the words', async () => {
    const { id, number } = await held()
    const suspend = { kind: 'suspend', effectiveOn: '2026-11-18', untilOn: '2027-02-18' }
    expect((await change(id, suspend)).status).toBe(200)
    await deliver()
    expect((await ofNumber(number))[0]!.standing).toMatchObject({ status: 'valid' })
    test.at('2026-11-19T01:00:00.000Z')
    expect((await ofNumber(number))[0]).toMatchObject({
      standing: { status: 'suspended', sinceOn: '2026-11-18', untilOn: '2027-02-18' },
      notice: { kind: 'suspend', publicReason: '抽查不合格' },
    })
    expect((await steps())[0]).toMatchObject({ kind: 'certificate_notice', what: 'suspend', says: '抽查不合格' })
    await change(id, { kind: 'restore', effectiveOn: '2026-11-19', publicReason: '整改合格' })
    await deliver()
    expect((await ofNumber(number))[0]).toMatchObject({ standing: { status: 'valid' }, notice: { kind: 'restore' } })
    await change(id, { kind: 'withdraw', effectiveOn: '2026-11-19', publicReason: '弄虚作假' })
    await deliver()
    expect((await ofNumber(number))[0]).toMatchObject({ standing: { status: 'withdrawn' } })
    expect((await certification()).due.map((item) => item.number)).not.toContain(number)
  })

  it('stays as it was when the body’s keys are put aside later, and says so', async () => {
    const { number } = await held()
    const params = { counterpartOrgId: beacon.orgId }
    expect((await test.as(zhou).call(resetKeys, { params, body: { reason: '对方更换服务器' } })).status).toBe(200)
    expect((await ofNumber(number))[0]).toMatchObject({ isHeld: true, signer: { state: 'put_aside' } })
    await test.arrange(lanjing, async (tx) => {
      await tx.sql.updateTable('counterpartKey').set({ resetAt: null, confirmedAt: tx.at }).execute()
      return accept(null)
    })
    expect((await ofNumber(number))[0]).toMatchObject({ signer: { state: 'compared' } })
  })
})

describe('what comes due', () => {
  const sweep = () => certificateDueSweep(test.platform).run()
  const mails = (number: string) =>
    test.arrange(lanjing, async (tx) => {
      const rows = await tx.sql
        .selectFrom('message')
        .select(['toAddress', 'subject', 'body'])
        .where('orgId', '=', tx.orgId)
        .where('reason', '=', 'certificate_due')
        .orderBy('createdAt')
        .execute()
      return accept(rows.filter((row) => row.subject.includes(number)))
    })

  it('is told by the body with the certificate, and zhou is reminded of each stage exactly once', async () => {
    const { number } = await held()
    const due = (await certification()).due.filter((item) => item.number === number)
    expect(due.map(({ kind, state }) => [kind, state])).toEqual([
      ['surveillance', 'ahead'],
      ['application', 'ahead'],
      ['recertification', 'ahead'],
    ])
    await sweep()
    expect(await mails(number)).toEqual([])
    const { fromOn, latestOn } = due[0]!
    const stages: string[][] = []
    for (const dayOn of [fromOn, fromOn, latestOn, latestOn]) {
      test.at(`${dayOn}T01:00:00.000Z`)
      await Promise.all([sweep(), sweep()])
      stages.push((await mails(number)).map(({ subject }) => subject.split('：').at(-1)!))
    }
    const [open, near] = [`从 ${fromOn} 起可以办理`, '还有 0 天到期']
    expect(stages).toEqual([[open], [open], [open, near], [open, near]])
    test.at(new Date(Date.parse(latestOn) + 2 * 86_400_000).toISOString())
    await sweep()
    const told = await mails(number)
    expect(told.map(({ toAddress }) => toAddress)).toEqual(Array(3).fill('zhou@lanjing.example'))
    expect(told[2]!.subject).toContain('监督审核')
    expect(told[2]!.body).toContain(latestOn)
    expect(told[2]!.body).not.toMatch(/\{\{(?!link)/)
    expect(await sweep()).toBe(0)
  })
})

describe('what the company has to do', () => {
  const notice = (more: object) => ({
    ...{ applicationNumber: 'S26-000001', clientName: lanjing.name, reason: '缺少营业执照' },
    ...{ materials: ['business_licence'], dueOn: '2026-11-30', on: '2026-11-16', ...more },
  })

  it('is to supply what was asked by its day, until the application is accepted', async () => {
    expect(await write('application_notice', notice({ notice: 'more_asked' }))).toBeNull()
    const [task] = (await certification(sun)).tasks
    expect(task).toMatchObject({ kind: 'supply', byOn: '2026-11-30', isOverdue: false, reference: 'S26-000001' })
    test.at('2026-12-01T01:00:00.000Z')
    expect((await certification()).tasks[0]).toMatchObject({ isOverdue: true })
    await write('application_notice', notice({ notice: 'accepted', dueOn: null, materials: [] }))
    expect((await certification()).tasks).toEqual([])
    const notices = (await steps()).filter(({ kind }) => kind === 'application_notice')
    expect(notices.map(({ what }) => what)).toEqual(['accepted', 'more_asked'])
  })

  it('pages through the letters, each once', async () => {
    const all = (await steps()).map(({ parcelId }) => parcelId)
    const paged: string[] = []
    for (let cursor: string | undefined; ; ) {
      const { body } = await test.as(zhou).call(contract.listSteps, { query: { limit: 3, cursor } })
      paged.push(...body.rows.map(({ parcelId }) => parcelId))
      if (!body.nextCursor) break
      cursor = body.nextCursor
    }
    expect(paged).toEqual(all)
  })

  it('pages through the certificates, each once', async () => {
    const all = (await received()).map(({ id }) => id)
    const first = (await test.as(zhou).call(contract.listReceivedCertificates, { query: { limit: 1 } })).body
    const rest = (
      await test.as(zhou).call(contract.listReceivedCertificates, { query: { limit: 100, cursor: first.nextCursor! } })
    ).body
    expect([...first.rows, ...rest.rows].map(({ id }) => id)).toEqual(all)
  })
})
