import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { defaultDocumentLoader, verifyCredential } from '@digitalbazaar/vc'
import { checkStatus } from '@digitalbazaar/vc-bitstring-status-list'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createOrganisation } from '#src/account/door.ts'
import { checkCredential } from '#src/server/credential/check.ts'
import { openFileStore } from '#src/server/files/store.ts'
import { openSealer } from '#src/server/ledger/keys.ts'
import { integrateHistory } from '#src/server/ledger/sequencer.ts'
import { readZipDirectory } from '#src/server/tabular/zip.ts'
import { newId } from '#src/shared/id.ts'
import { certified, fileCase } from '#test/certification/certified.ts'
import { beacon, lin } from '#test/people.ts'
import { openTestPlatform, type TestPlatform } from '#test/platform.ts'
import type { CertificateParts } from '../certificate/actions/edition.ts'
import { issueCertificate } from '../certificate/actions/issue.ts'
import { changeCertificate } from '../certificate/contract/endpoints.ts'
import { certificateRoutes } from '../certificate/routes.ts'
import { publicDidDocument, publicKeys, publicRoot } from '../signing-key/contract.ts'
import { signingKeyRoutes } from '../signing-key/routes.ts'
import * as contract from './contract.ts'
import { registerRoutes } from './routes.ts'
import { badgeSvg } from './rules/badge.ts'

let folder: string
let test: TestPlatform
let sealer: ReturnType<typeof openSealer>
let parts: CertificateParts

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'starproof-register-'))
  sealer = openSealer('a secret of tests only, of no installation')
  parts = { files: openFileStore(folder, 20 * 1024 * 1024), sealer, publicUrl: 'https://register.beacon.example' }
  test = await openTestPlatform({ routes: [signingKeyRoutes(parts), certificateRoutes(parts), registerRoutes(parts)] })
})
afterAll(async () => {
  await test.close()
  rmSync(folder, { recursive: true, force: true })
})

const anybody = () => test.as(null)
const read = (number: string, on?: string) =>
  anybody().call(contract.readRegister, { params: { number }, query: on ? { on } : {} })
const change = async (certificateId: string, body: object) => {
  const done = await test
    .as(lin)
    .call(changeCertificate, { params: { certificateId }, body: { id: newId(), reason: '内部理由不公开', ...body } })
  expect(done.status).toBe(200)
}
const listOf = async (purpose: string, on?: string) => {
  const answer = await anybody().call(contract.readStatusList, {
    params: { slug: 'beacon', purpose, list: 0 },
    query: on ? { on } : {},
  })
  expect(answer.status).toBe(200)
  return JSON.parse(String(answer.body))
}
const json = async (endpoint: Parameters<ReturnType<typeof anybody>['call']>[0], number: string, query = {}) => {
  const { body } = await anybody().call(endpoint, { params: { number }, query })
  return typeof body === 'string' ? JSON.parse(body) : body
}

/** A verifier off the shelf, which finds what it needs among given documents and nowhere else. */
async function verifiedOffTheShelf(credential: Record<string, unknown>, documents: Map<string, unknown>) {
  const suite = new DataIntegrityProof({ cryptosuite })
  const documentLoader: typeof defaultDocumentLoader = async (url) =>
    documents.has(url)
      ? { contextUrl: null, documentUrl: url, document: documents.get(url) }
      : defaultDocumentLoader(url)
  const seen: boolean[] = []
  const result = await verifyCredential({
    credential,
    suite,
    documentLoader,
    now: '2026-11-20T12:00:00Z',
    checkStatus: async () => {
      const answer = await checkStatus({
        credential,
        documentLoader,
        suite,
        verifyBitstringStatusListCredential: false,
      })
      seen.push(...(answer.results ?? []).map((one) => one.status))
      return answer
    },
  })
  return { verified: result.verified, bits: seen }
}

describe('the public register', () => {
  it('shows a suspension at once, and that it was valid the day before', async () => {
    test.at('2026-11-16T01:00:00.000Z')
    const { id, number } = await certified(test, { name: '北辰电梯' })
    test.at('2026-11-20T01:00:00.000Z')
    await change(id, {
      kind: 'suspend',
      effectiveOn: '2026-11-20',
      untilOn: '2027-02-01',
      publicReason: '逾期未接受监督',
    })
    expect((await read(number)).body.standing).toEqual({
      status: 'suspended',
      sinceOn: '2026-11-20',
      untilOn: '2027-02-01',
    })
    expect((await read(number, '2026-11-19')).body.standing.status).toBe('valid')
    expect((await read(number, '2026-11-15')).body.standing.status).toBe('not_yet_valid')
    expect((await read(number, '2026-11-21')).body).toMatchObject({ refusal: { code: 'day_not_come' } })
    const shown = (await read(number)).body
    expect(shown.changes).toEqual([expect.objectContaining({ kind: 'suspend', publicReason: '逾期未接受监督' })])
    expect(JSON.stringify(shown)).not.toContain('内部理由')
    expect(JSON.stringify(shown)).not.toContain('wu@lanjing')
  })

  it('finds by number, by credit code and by part of the name, and nothing by one character', async () => {
    const { number } = await certified(test, { name: '南屿净水' })
    const search = (text: string) => anybody().call(contract.searchRegister, { query: { search: text } })
    for (const text of [number, number.toLowerCase(), '屿净'])
      expect((await search(text)).body.rows).toEqual([
        expect.objectContaining({ number, holderName: '南屿净水', body: { slug: 'beacon', name: beacon.name } }),
      ])
    expect((await search('%')).status).toBe(400)
    expect((await search('没有这家')).body.rows).toEqual([])
    expect((await read('NO-SUCH')).status).toBe(404)
  })

  it('pages through what many share', async () => {
    await certified(test, { name: '同名公司甲' })
    await certified(test, { name: '同名公司乙' })
    const page = async (cursor?: string | null) =>
      (
        await anybody().call(contract.searchRegister, {
          query: { search: '同名公司', limit: 1, ...(cursor ? { cursor } : {}) },
        })
      ).body
    const first = await page()
    const second = await page(first.nextCursor)
    expect([first.rows[0]!.holderName, second.rows[0]!.holderName].sort()).toEqual(['同名公司乙', '同名公司甲'].sort())
    expect(second.nextCursor).toBeNull()
  })

  it('shows another edition from its day on, and the earlier one on days before', async () => {
    const { id, number, clientId } = await certified(test)
    const { decisionId } = await fileCase(test, {
      kind: 'star_change',
      stars: 5,
      levelId: 'five_star',
      clientId,
      certificateId: id,
    })
    await change(id, { kind: 'star', effectiveOn: '2026-11-20', decisionId })
    expect((await read(number)).body.says).toMatchObject({ edition: 2, level: { stars: 5 } })
    expect((await read(number, '2026-11-19')).body.says).toMatchObject({ edition: 1, level: { stars: 4 } })
    expect(await json(contract.readCredential, number)).toMatchObject({ credentialSubject: { edition: 2, stars: 5 } })
    expect(await json(contract.readCredential, number, { edition: 1 })).toMatchObject({
      credentialSubject: { edition: 1, stars: 4 },
    })
    expect((await anybody().call(contract.readCredential, { params: { number }, query: { edition: 3 } })).status).toBe(
      404,
    )
  })

  it('gives the paper to anybody, byte for byte', async () => {
    const { number } = await certified(test)
    const answer = await anybody().call(contract.readPaper, { params: { number } })
    expect(answer.headers['content-type']).toBe('application/pdf')
    expect(String(answer.body).startsWith('%PDF-')).toBe(true)
  })
})

describe('several bodies on one installation', () => {
  it('may use the same number: the public names the body, and each answers for its own', async () => {
    const org = { orgId: newId(), slug: 'lantern', name: '提灯认证', kind: 'certification_body' } as const
    await test.arrange(org, (tx) => createOrganisation(tx, { slug: org.slug, name: org.name, kind: org.kind }))
    const { decisionId } = await fileCase(test, { org, name: '提灯的客户' })
    const { number } = await test.arrange(org, (tx) => issueCertificate(tx, parts, { id: newId(), decisionId }))
    const of = (body?: string) =>
      anybody().call(contract.readRegister, { params: { number }, query: body ? { body } : {} })
    expect((await of()).body).toMatchObject({ refusal: { code: 'certificate_body_needed' } })
    expect((await of('lantern')).body).toMatchObject({
      body: { name: '提灯认证' },
      says: { holder: { name: '提灯的客户' } },
    })
    expect((await of('beacon')).body).toMatchObject({ body: { name: beacon.name } })
    expect((await of('lanjing')).status).toBe(404)
  })
})

describe('credentials of the register', () => {
  it('verify with a library off the shelf, from given files alone, status included', async () => {
    const { id, number } = await certified(test)
    const credential = await json(contract.readCredential, number)
    const did = JSON.parse(String((await anybody().call(publicDidDocument, { params: { slug: 'beacon' } })).body))
    const documents = async () => {
      const files = new Map<string, unknown>([[did.id, did]])
      for (const method of did.verificationMethod)
        files.set(method.id, { '@context': 'https://w3id.org/security/multikey/v1', ...method })
      for (const purpose of ['revocation', 'suspension']) {
        const list = await listOf(purpose)
        files.set(list.id, list)
      }
      return files
    }
    expect(await verifiedOffTheShelf(credential, await documents())).toEqual({ verified: true, bits: [false, false] })
    await change(id, { kind: 'suspend', effectiveOn: '2026-11-20', untilOn: '2027-02-01', publicReason: '逾期' })
    expect(await verifiedOffTheShelf(credential, await documents())).toEqual({ verified: true, bits: [false, true] })
    const other = JSON.parse(JSON.stringify(credential).replace('"stars":4', '"stars":5'))
    expect((await verifiedOffTheShelf(other, await documents())).verified).toBe(false)
  })

  it('have status lists that are credentials, dated, of today or of a day past, signed once for many readers', async () => {
    const today = await listOf('suspension')
    expect(await checkCredential(today)).toMatchObject({ ok: true })
    expect(today.validUntil).toBe('2026-11-20T15:59:59.000Z')
    expect(await listOf('suspension')).toEqual(today)
    const before = await listOf('suspension', '2026-11-19')
    expect(before).toMatchObject({ validFrom: '2026-11-18T16:00:00.000Z', validUntil: '2026-11-19T15:59:59.000Z' })
    expect(before.credentialSubject.encodedList).not.toBe(today.credentialSubject.encodedList)
    const later = await anybody().call(contract.readStatusList, {
      params: { slug: 'beacon', purpose: 'suspension', list: 0 },
      query: { on: '2026-12-01' },
    })
    expect(later.status).toBe(400)
    const stranger = await anybody().call(contract.readStatusList, {
      params: { slug: 'lanjing', purpose: 'suspension', list: 0 },
    })
    expect(stranger.status).toBe(404)
  })

  it('are backed by keys that the body states itself, ledger included, and by its root', async () => {
    const keys = JSON.parse(String((await anybody().call(publicKeys, { params: { slug: 'beacon' } })).body))
    expect(await checkCredential(keys)).toMatchObject({ ok: true })
    const root = String((await anybody().call(publicRoot, { params: { slug: 'beacon' } })).body)
    expect(keys.credentialSubject.rootCertificates).toEqual([root])
    expect((await anybody().call(publicRoot, { params: { slug: 'lanjing' } })).status).toBe(404)
  })
})

describe('proof and bundle', () => {
  it('wait for the checkpoint that covers the certificate, then hold what is needed without the site', async () => {
    const { id, number } = await certified(test)
    expect((await anybody().call(contract.readBundle, { params: { number } })).body).toMatchObject({
      refusal: { code: 'proof_not_ready' },
    })
    await change(id, {
      kind: 'maintain',
      effectiveOn: '2026-11-20',
      decisionId: (await fileCase(test, { kind: 'maintain', clientId: await certifiedClient(id), certificateId: id }))
        .decisionId,
    })
    await integrateHistory(test.platform, sealer, beacon.orgId, { force: true })
    const proof = contract.CertificateProof.parse(await json(contract.readProof, number))
    expect(proof.entries.map((entry) => JSON.parse(entry.leaf).verb)).toEqual([
      'certificate.issued',
      'certificate.maintained',
    ])
    expect(proof.entries.some((entry) => entry.content.includes('内部理由'))).toBe(false)
    const response = await test.app.inject({ method: 'GET', url: `/api/public/certificates/${number}/bundle.zip` })
    expect([...readZipDirectory(response.rawPayload, 20).keys()]).toEqual([
      'certificate.pdf',
      'credential.json',
      'status-revocation.json',
      'status-suspension.json',
      'keys.json',
      'did.json',
      'root.pem',
      'proof.json',
      'HOW-TO-VERIFY.txt',
    ])
    expect((await read(number)).body.maintainedOn).toBe('2026-11-20')
  })
})

describe('the badge', () => {
  it('shows the status of the day to pages of any site', async () => {
    const { id, number } = await certified(test)
    const badge = () => anybody().call(contract.readBadge, { params: { number } })
    const valid = await badge()
    expect(valid.headers['content-type']).toContain('image/svg+xml')
    expect(valid.headers['cross-origin-resource-policy']).toBe('cross-origin')
    expect(valid.body).toContain('有效')
    await change(id, { kind: 'withdraw', effectiveOn: '2026-11-20', publicReason: '提供虚假材料' })
    expect((await badge()).body).toContain('已撤销')
    expect((await anybody().call(contract.readBadge, { params: { number }, query: { lang: 'en' } })).body).toContain(
      'Withdrawn',
    )
  })

  it('cannot be made to carry anything but words', () => {
    const text = {
      number: '<script>"\'&',
      level: { id: 'x', name: { zh: 'x', en: 'x' }, stars: 0 },
      standard: { schemeId: 's', reference: 'GB/T', title: null },
      body: { legalName: '</svg><a>', nameEn: '', address: '', approvalNumber: '', website: '', signatory: '' },
    }
    const words = {
      title: '认证',
      status: { valid: '有效', suspended: '', withdrawn: '', cancelled: '', expired: '', not_yet_valid: '' },
    }
    const svg = badgeSvg(text, 'valid', words, '达标级')
    expect(svg).not.toContain('<script>')
    expect(svg.match(/<\/svg>/g)).toHaveLength(1)
  })
})

async function certifiedClient(id: string): Promise<string> {
  return test.arrange(beacon, async (tx) => {
    const row = await tx.sql
      .selectFrom('certificate')
      .select('clientId')
      .where('orgId', '=', tx.orgId)
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    return { ok: true as const, value: row.clientId }
  })
}
