import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeCertificate } from '#src/certification/certificate/contract/endpoints.ts'
import { certificateRoutes } from '#src/certification/certificate/routes.ts'
import { registerRoutes } from '#src/certification/register/routes.ts'
import { signingKeyRoutes } from '#src/certification/signing-key/routes.ts'
import { checkFiles } from '#src/cli/verify/check-files.ts'
import { readMaterial } from '#src/cli/verify/material.ts'
import { readTrusted } from '#src/cli/verify/trust.ts'
import { openFileStore } from '#src/server/files/store.ts'
import { openSealer } from '#src/server/ledger/keys.ts'
import { integrateHistory } from '#src/server/ledger/sequencer.ts'
import { newId } from '#src/shared/id.ts'
import { beacon, lin } from '../people.ts'
import { openTestPlatform, type TestPlatform } from '../platform.ts'
import { certified } from './certified.ts'

const TODAY = '2026-11-20'
const sealer = openSealer('a secret of tests only, of no installation')

let folder: string
let site: TestPlatform

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'starproof-ended-'))
  const files = openFileStore(join(folder, 'store'), 20 * 1024 * 1024)
  const parts = { files, sealer, publicUrl: 'https://register.beacon.example' }
  site = await openTestPlatform({ routes: [signingKeyRoutes(parts), certificateRoutes(parts), registerRoutes(parts)] })
  site.at(`${TODAY}T01:00:00.000Z`)
})
afterAll(async () => {
  await site.close()
  rmSync(folder, { recursive: true, force: true })
})

async function download(number: string, file: string): Promise<string> {
  const answer = await site.app.inject({ method: 'GET', url: `/api/public/certificates/${number}/${file}` })
  expect(answer.statusCode).toBe(200)
  const path = join(folder, `${number}-${file.replace(/[?].*/, '')}`)
  writeFileSync(path, answer.rawPayload)
  return path
}

/** A certificate, what then became of it, and what its bundle tells without the site. */
async function toldAfter(kind: 'withdraw' | 'cancel' | 'replace', isProofGiven = true) {
  const { id, number } = await certified(site)
  const body = { id: newId(), kind, effectiveOn: TODAY, reason: '内部理由', publicReason: '更名与终止' }
  const changed = await site.as(lin).call(changeCertificate, { params: { certificateId: id }, body })
  expect([changed.status, changed.body]).toEqual([200, changed.body])
  await integrateHistory(site.platform, sealer, beacon.orgId, { force: true })
  const first = await download(number, 'credential.json?edition=1')
  const all = [...(await readMaterial([await download(number, 'bundle.zip')])), ...(await readMaterial([first]))]
  const given = all.filter((one) => isProofGiven || one.kind !== 'proof')
  const root = given.find(({ kind: what }) => what === 'root')!.bytes.toString('utf8')
  const told = await checkFiles(given, await readTrusted([root]), TODAY, new Date(`${TODAY}T02:00:00.000Z`))
  return told.certificates.find(({ edition }) => edition === 1)!
}

describe('a certificate that has ended', () => {
  it.each([
    ['withdraw', 'withdrawn', '更名与终止'],
    ['cancel', 'cancelled', '更名与终止'],
    ['replace', 'superseded', ''],
  ] as const)('by %s is told as %s, with the day and the public reason', async (kind, status, reason) => {
    expect(await toldAfter(kind)).toMatchObject({ status, ended: { status, sinceOn: TODAY, reason } })
  })

  it('is told as revoked where no proof says in which way', async () => {
    expect(await toldAfter('cancel', false)).toMatchObject({ status: 'revoked', ended: null })
  })
})
