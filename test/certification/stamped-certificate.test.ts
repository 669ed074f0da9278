import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { issueCertificate, listCertificates } from '#src/certification/certificate/contract/endpoints.ts'
import { certificateRoutes } from '#src/certification/certificate/routes.ts'
import { signingKeyRoutes } from '#src/certification/signing-key/routes.ts'
import { checkFiles } from '#src/cli/verify/check-files.ts'
import { readMaterial } from '#src/cli/verify/material.ts'
import { readTrusted } from '#src/cli/verify/trust.ts'
import { openFileStore } from '#src/server/files/store.ts'
import { openSealer } from '#src/server/ledger/keys.ts'
import { checkPdf } from '#src/server/signature/check-pdf.ts'
import { newId } from '#src/shared/id.ts'
import { beacon, tao } from '../people.ts'
import { openTestPlatform, type TestPlatform } from '../platform.ts'
import { type Authority, openAuthority } from '../time-stamping.ts'
import { certified, fileCase } from './certified.ts'

let folder: string
let authority: Authority
let stranger: Authority
let site: TestPlatform
let paper: string

/** The body's site, where an authority is set. The machine's own clock, because the authority knows no other. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'starproof-stamped-'))
  ;[authority, stranger] = await Promise.all([openAuthority(), openAuthority('rsa')])
  const files = openFileStore(join(folder, 'store'), 20 * 1024 * 1024)
  const sealer = openSealer('a secret of tests only, of no installation')
  const parts = { files, sealer, publicUrl: 'https://register.beacon.example', timestampUrl: authority.url }
  site = await openTestPlatform({ routes: [signingKeyRoutes(parts), certificateRoutes(parts)] })
  site.at(new Date().toISOString())
  const { fileSha256 } = await certified(site)
  paper = join(folder, 'certificate.pdf')
  writeFileSync(paper, readFileSync(files.pathOf(beacon.orgId, fileSha256)))
}, 60_000)
afterAll(async () => {
  await site.close()
  await Promise.all([authority.close(), stranger.close()])
  rmSync(folder, { recursive: true, force: true })
})

async function verified(path: string, timeAuthorities: string[] = []) {
  const trusted = await readTrusted([checkPdf(readFileSync(paper)).signer!.rootPem], timeAuthorities)
  const told = await checkFiles(await readMaterial([path]), trusted, undefined, new Date())
  const facts = told.files[0]!.facts.map(([label, value]) => `${label}: ${value}`).join('\n')
  return { ok: told.ok, facts, problems: told.files[0]!.problems.map(({ words }) => words.en) }
}

describe('a certificate issued where an authority is set', () => {
  it('says when it was stamped and by whom, and whether that is the authority that was given', async () => {
    const alone = await verified(paper)
    expect(alone).toMatchObject({ ok: true, problems: [] })
    expect(alone.facts).toMatch(/time stamp: 20\d\d-/)
    expect(alone.facts).toContain('CN=Time Authority')
    expect(alone.facts).toContain('no --time-authority given')
    const known = await verified(paper, [authority.rootPem])
    expect(known).toMatchObject({ ok: true, problems: [] })
    expect(known.facts).toContain('by the authority given')
    const fingerprint = /root of the authority: ([0-9a-f]{64})/.exec(known.facts)![1]!
    expect((await verified(paper, [fingerprint])).ok).toBe(true)
  })

  it('is refused where another authority was asked for, or the stamp is damaged', async () => {
    const other = await verified(paper, [stranger.rootPem])
    expect(other).toMatchObject({ ok: false, problems: ['the time stamp is not by the authority given'] })
    const bytes = readFileSync(paper)
    // The name of the stamp's attribute, then some way into the token.
    const at = bytes.indexOf(Buffer.from('060b2a864886f70d010910020e', 'hex').toString('hex').toUpperCase())
    expect(at).toBeGreaterThan(0)
    for (const digit of [at + 400, at + 900]) {
      const changed = Buffer.from(bytes)
      changed[digit] = changed[digit] === 0x30 ? 0x31 : 0x30
      writeFileSync(join(folder, 'changed.pdf'), changed)
      const damaged = await verified(join(folder, 'changed.pdf'), [authority.rootPem])
      expect(damaged.ok).toBe(false)
      expect(damaged.problems.length).toBeGreaterThan(0)
    }
  })

  it('an authority that is none is refused by name, and a ledger key is none', async () => {
    await expect(readTrusted([], ['nonsense'])).rejects.toMatchObject({ code: 'time_authority_unreadable' })
    const key = 'z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK'
    await expect(readTrusted([], [key])).rejects.toMatchObject({ code: 'time_authority_unreadable' })
  })

  it('is not issued at all while the authority does not answer, and is once it does', async () => {
    const { decisionId } = await fileCase(site)
    const before = (await site.as(tao).call(listCertificates)).body.rows.length
    const issue = () => site.as(tao).call(issueCertificate, { body: { id: newId(), decisionId } })
    for (const mood of ['busy', 'refusing'] as const) {
      authority.mood = mood
      const refused = await issue()
      expect(refused.status).toBe(409)
      const params = { host: new URL(authority.url).host, whyEn: 'it refused' }
      expect(refused.body).toMatchObject({ refusal: { code: 'time_stamp_missing', params } })
    }
    expect((await site.as(tao).call(listCertificates)).body.rows).toHaveLength(before)
    authority.mood = 'well'
    expect((await issue()).status).toBe(200)
  })
})
