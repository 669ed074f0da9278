import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { certificateRoutes } from '#src/certification/certificate/routes.ts'
import { registerRoutes } from '#src/certification/register/routes.ts'
import { signingKeyRoutes } from '#src/certification/signing-key/routes.ts'
import { readMaterial } from '#src/cli/verify/material.ts'
import { openFileStore } from '#src/server/files/store.ts'
import { openSealer } from '#src/server/ledger/keys.ts'
import { integrateHistory } from '#src/server/ledger/sequencer.ts'
import { beacon } from '../people.ts'
import { openTestPlatform, type TestPlatform } from '../platform.ts'
import { certified } from './certified.ts'

// The machine's own clock, because openssl and pdfsig know no other.
const NOW = new Date()

let folder: string
let site: TestPlatform

/** A certificate's bundle, unpacked into an empty folder in which `starproof` is a command. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'starproof-how-to-'))
  const files = openFileStore(join(folder, 'store'), 20 * 1024 * 1024)
  const sealer = openSealer('a secret of tests only, of no installation')
  const parts = { files, sealer, publicUrl: 'https://register.beacon.example' }
  site = await openTestPlatform({ routes: [signingKeyRoutes(parts), certificateRoutes(parts), registerRoutes(parts)] })
  site.at(NOW.toISOString())
  const { number } = await certified(site)
  await integrateHistory(site.platform, sealer, beacon.orgId, { force: true })
  const answer = await site.app.inject({ method: 'GET', url: `/api/public/certificates/${number}/bundle.zip` })
  writeFileSync(join(folder, 'bundle.zip'), answer.rawPayload)
  for (const one of await readMaterial([join(folder, 'bundle.zip')]))
    if (one.path === null) writeFileSync(join(folder, one.name.split('/').at(-1)!), one.bytes)
  mkdirSync(join(folder, 'bin'))
  const command = join(folder, 'bin', 'starproof')
  writeFileSync(
    command,
    `#!/bin/sh\nexec "${process.execPath}" --disable-warning=ExperimentalWarning "${resolve('src/cli/main.ts')}" "$@"\n`,
  )
  chmodSync(command, 0o755)
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
}, 60_000)

afterAll(async () => {
  await site.close()
  rmSync(folder, { recursive: true, force: true })
})

function run(command: string, words: string[], cwd = folder): { code: number; said: string } {
  const env = { PATH: `${join(folder, 'bin')}:${process.env.PATH ?? ''}` }
  try {
    return {
      code: 0,
      said: execFileSync(command, words, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }),
    }
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string }
    return { code: status, said: `${stdout}${stderr}` }
  }
}

const verify = (...words: string[]) => run('starproof', ['verify', ...words])

/** The blocks of one language in the part of the document that is about certificates. */
function blocks(path: string, language: string): string[] {
  const text = readFileSync(path, 'utf8')
  const part = text.slice(text.search(/^# (How to check a certificate|怎样核验证书)$/m))
  return [...part.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map((match) => match[1]!)
}

/** The bundle in a folder of its own, with one file of it changed. */
function withChanged(name: string, change: (bytes: Buffer) => Buffer): string {
  const path = join(folder, `changed-${name}`)
  writeFileSync(path, change(readFileSync(join(folder, name))))
  return path
}

const flip = (at: number) => (bytes: Buffer) => {
  bytes[at] = bytes[at]! ^ 1
  return bytes
}

describe('the document how to verify', () => {
  const documents = ['docs/how-to-verify.md', 'docs/how-to-verify.zh-CN.md']

  it('gives the same commands in both languages', () => {
    for (const language of ['sh', 'js'])
      expect(blocks(documents[0]!, language)).toEqual(blocks(documents[1]!, language))
    expect(blocks(documents[0]!, 'sh').length).toBeGreaterThan(3)
  })

  it.each(blocks(documents[0]!, 'sh').map((block) => [block.split('\n')[0]!, block]))('runs %s', (_first, block) => {
    const { code, said } = run('sh', ['-ec', block])
    expect(said).not.toMatch(/NOT VERIFIED|not by the key/i)
    expect([code, said]).toEqual([0, said])
  })

  it('says what pdfsig says', () => {
    const { said } = run('pdfsig', ['certificate.pdf'])
    expect(said).toContain('Signature is Valid')
    expect(said).toContain('Total document signed')
    expect(said).toContain("issuer isn't Trusted")
  })

  it('verifies the credential with the libraries of others, offline', () => {
    writeFileSync(join(folder, 'check.mjs'), blocks(documents[0]!, 'js')[0]!)
    expect(run(process.execPath, ['check.mjs'])).toEqual({ code: 0, said: 'true\n' })
  })
})

describe('starproof verify', () => {
  it('tells certificate, status and signer of a bundle', () => {
    const { code, said } = verify('bundle.zip', '--key', 'root.pem')
    expect(code).toBe(0)
    expect(said).toContain('蓝鲸制冷设备')
    expect(said).toContain('★★★★')
    expect(said).toMatch(/的状态 · status\s+有效 · valid/)
    expect(said).not.toContain('未给出 --key')
  })

  it('says plainly that nobody was recognised where no key was given', () => {
    const { code, said } = verify('certificate.pdf')
    expect(code).toBe(0)
    expect(said).toContain('no --key given: who signed was not checked')
    expect(said).toContain('unknown: no status list of that day was given')
  })

  it('refuses another root, another key, and takes the fingerprint of the right one', () => {
    const fingerprint = run('openssl', ['x509', '-in', 'root.pem', '-noout', '-fingerprint', '-sha256'])
      .said.split('=')[1]!
      .trim()
    expect(verify('certificate.pdf', '--key', fingerprint).code).toBe(0)
    const other = fingerprint.startsWith('00') ? `11${fingerprint.slice(2)}` : `00${fingerprint.slice(2)}`
    const refused = verify('certificate.pdf', '--key', other)
    expect(refused.code).toBe(3)
    expect(refused.said).toContain('NOT by the key or root given')
    expect(verify('certificate.pdf', '--key', 'nonsense').code).toBe(2)
    expect(verify('certificate.pdf', '--on', 'tomorrow').code).toBe(2)
  })

  it('tells the status only of days that a list covers', () => {
    const later = JSON.parse(verify('bundle.zip', '--key', 'root.pem', '--on', '2050-01-01', '--json').said)
    expect(later).toMatchObject({ ok: false, certificates: [{ status: 'expired' }] })
    const before = JSON.parse(verify('bundle.zip', '--key', 'root.pem', '--on', '2020-01-01', '--json').said)
    expect(before).toMatchObject({ ok: false, certificates: [{ status: 'not_yet_valid' }] })
    const next = new Date(NOW.getTime() + 10 * 86_400_000).toISOString().slice(0, 10)
    const unknown = JSON.parse(verify('bundle.zip', '--key', 'root.pem', '--on', next, '--json').said)
    expect(unknown).toMatchObject({ ok: true, certificates: [{ status: 'unknown' }] })
  })

  it('names the object of a PDF in which a byte was changed, and with the proof the bytes', () => {
    const bytes = readFileSync(join(folder, 'certificate.pdf'))
    const at = bytes.indexOf('stream', Math.floor(bytes.length / 3)) + 40
    const path = withChanged('certificate.pdf', flip(at))
    const alone = JSON.parse(verify(path, '--json').said)
    expect(alone.ok).toBe(false)
    const place = alone.files[0].problems[0].place
    expect(place.from <= at && at < place.to).toBe(true)
    const { code, said } = verify(path, 'proof.json', 'credential.json', '--key', 'root.pem')
    expect(code).toBe(3)
    expect(said).toContain('✗ changed-certificate.pdf')
    expect(run('pdfsig', [path]).said).toContain('Digest Mismatch')
  })

  it.each([
    ['credential.json', '"stars": 4', '"stars": 5', 'credentialSubject.stars was changed'],
    ['status-suspension.json', '"encodedList": "u', '"encodedList": "uX', 'credentialSubject.encodedList was changed'],
    ['keys.json', '"purpose": "credential"', '"purpose": "document"', 'credentialSubject.keys was changed'],
    ['proof.json', '"number\\":\\"', '"number\\":\\"X', 'the content of entry 1 was changed'],
    ['proof.json', '"leafIndex": ', '"leafIndex": 1', 'entry 1 does not stand in the ledger'],
    ['root.pem', 'MII', 'MIJ', 'no certificate, or a damaged one'],
  ])('names the place in %s', (name, from, to, words) => {
    const path = withChanged(name, (bytes) => {
      const text = bytes.toString('utf8')
      expect(text).toContain(from)
      return Buffer.from(text.replace(from, to))
    })
    const { code, said } = verify(path)
    expect(code).toBe(3)
    expect(said).toContain(words)
  })

  it('is not taken in by a bundle that brings its own root', () => {
    copyFileSync(join(folder, 'root.pem'), join(folder, 'theirs.pem'))
    const stranger = run('openssl', [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      '/dev/null',
      '-out',
      'stranger.pem',
      '-subj',
      '/CN=stranger',
      '-days',
      '30',
    ])
    expect(stranger.code).toBe(0)
    const { code, said } = verify('bundle.zip', '--key', 'stranger.pem')
    expect(code).toBe(3)
    expect(said).toContain('NOT by the key or root given')
  })
})
