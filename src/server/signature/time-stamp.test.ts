import { execFileSync } from 'node:child_process'
import { createHash, randomBytes, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PDF } from '@libpdf/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Authority, openAuthority } from '#test/time-stamping.ts'
import { askTimeStamp } from './ask-time-stamp.ts'
import { type CertifiedKey, makeRoot, makeSigner } from './certificates.ts'
import { checkPdf } from './check-pdf.ts'
import { integerDer, readDer } from './der.ts'
import { signPdf } from './sign-pdf.ts'
import { isOlderThan, provenAt, readTimeStamp, timeStampRequest, tokenOf } from './time-stamp.ts'

let authority: Authority
let folder: string
let root: CertifiedKey
let key: CertifiedKey
const LONG_AGO = '2026-01-01T00:00:00.000Z'
const digest = createHash('sha256').update('certificate').digest()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'starproof-stamp-'))
  authority = await openAuthority()
  const term = { fromAt: '2026-01-01T00:00:00.000Z', untilAt: '2046-01-01T00:00:00.000Z' }
  root = await makeRoot({ name: '明灯认证 根证书', organisation: '明灯认证' }, term)
  key = await makeSigner('p256', root, { name: '明灯认证', organisation: '明灯认证' }, term)
})
afterAll(async () => {
  await authority.close()
  rmSync(folder, { recursive: true, force: true })
})

async function stampedPaper(signedAt = new Date().toISOString()) {
  const pdf = PDF.create()
  pdf.addPage({ size: 'a4' }).drawText('Certificate', { x: 50, y: 700 })
  const seal = { key, rootPem: root.certificatePem, signedAt, reason: '颁发证书', timeStampUrl: authority.url }
  return signPdf(await pdf.save(), seal)
}

function flipped(bytes: Uint8Array, at: number, by = 1): Buffer {
  const changed = Buffer.from(bytes)
  changed[at] = changed[at]! ^ by
  return changed
}

describe('a time stamp', () => {
  it.each(['ec', 'rsa'] as const)(
    'of a real authority with %s keys is proven, with its instant and its certificates',
    async (keys) => {
      const other = await openAuthority(keys)
      const token = await askTimeStamp(other.url, digest, LONG_AGO)
      const stamp = readTimeStamp(token, digest)!
      expect(Math.abs(Date.parse(stamp.at) - Date.now())).toBeLessThan(600_000)
      expect(stamp.certificates).toHaveLength(2)
      expect(stamp.certificates[1]!.trim()).toBe(other.rootPem.trim())
      await other.close()
    },
  )

  it('is worth nothing for another digest, another question, or with any byte changed', async () => {
    const token = await askTimeStamp(authority.url, digest, LONG_AGO)
    expect(readTimeStamp(token, createHash('sha256').update('another').digest())).toBeUndefined()
    expect(readTimeStamp(token, digest, randomBytes(16))).toBeUndefined()
    expect(readTimeStamp(Buffer.concat([token, Buffer.of(0)]), digest)).toBeUndefined()
    const top = Buffer.from(token).indexOf(new X509Certificate(authority.rootPem).raw)
    const accepted: number[] = []
    for (let at = 0; at < token.length; at++) {
      for (const by of [1, 0x20]) {
        const read = readTimeStamp(flipped(token, at, by), digest)
        // A topmost certificate with another name in it is another one, and trusted by nobody.
        const isStranger = read && at > top && read.certificates[1]!.trim() !== authority.rootPem.trim()
        if (read && !isStranger) accepted.push(at)
      }
    }
    expect(accepted).toEqual([])
  })

  it.each([
    ['busy', 'refused'],
    ['silent', 'unreachable'],
    ['elsewhere', 'unreachable'],
    ['refusing', 'refused'],
    ['endless', 'refused'],
  ] as const)('is not there where the authority is %s: %s', async (mood, why) => {
    authority.mood = mood
    await expect(askTimeStamp(authority.url, digest, LONG_AGO, mood === 'silent' ? 200 : 5_000)).rejects.toMatchObject({
      why,
    })
    authority.mood = 'well'
  })

  it('is older than a signature by more than clocks differ, or is not', () => {
    const stamp = { at: '2026-11-16T01:00:00.000Z', certificates: [] }
    expect(isOlderThan(stamp, '2026-11-16T01:10:00.000Z')).toBe(false)
    expect(isOlderThan(stamp, '2026-11-16T01:10:00.001Z')).toBe(true)
  })

  it('is what counts where it is later than the signer claims, and clocks do not explain it', () => {
    const stamp = { at: '2026-11-16T01:00:00.000Z', certificates: [] }
    expect(provenAt({ signedAt: '2026-05-01T00:00:00.000Z', stamp })).toBe('2026-11-16T00:50:00.000Z')
    expect(provenAt({ signedAt: '2026-11-16T00:55:00.000Z', stamp })).toBe('2026-11-16T00:55:00.000Z')
    expect(provenAt({ signedAt: '2026-05-01T00:00:00.000Z', stamp: null })).toBe('2026-05-01T00:00:00.000Z')
  })

  it('is asked for with the name and password that the address brings', async () => {
    const address = new URL(authority.url)
    Object.assign(address, { username: 'beacon', password: 'p@ss:word' })
    expect(readTimeStamp(await askTimeStamp(address.href, digest, LONG_AGO), digest)).toBeDefined()
    expect(authority.signedIn).toBe(`Basic ${Buffer.from('beacon:p@ss:word').toString('base64')}`)
  })

  it('is asked for in DER that OpenSSL reads, numbers positive and short', () => {
    const path = join(folder, 'query.tsq')
    writeFileSync(path, timeStampRequest(digest, Buffer.from('00ff01', 'hex')))
    const told = execFileSync('openssl', ['ts', '-query', '-in', path, '-text'], { encoding: 'utf8' })
    expect(told).toMatch(/Version: 1[\s\S]*Hash Algorithm: sha256[\s\S]*Nonce: 0xFF01[\s\S]*Certificate required: yes/)
    expect(integerDer(Buffer.of(0, 0))).toEqual(Buffer.of(2, 1, 0))
    expect(readDer(integerDer(Buffer.of(0x80))).to).toBe(4)
    expect(tokenOf(Buffer.from('3003020100', 'hex'))).toBeUndefined()
    expect(tokenOf(Buffer.from('nonsense'))).toBeUndefined()
  })
})

describe('a PDF signed with a time stamp', () => {
  let signed: Buffer
  beforeAll(async () => {
    const done = await stampedPaper()
    if (!done.ok) throw new Error(JSON.stringify(done.refusal))
    signed = Buffer.from(done.value)
  })

  it('is accepted by pdfsig, and openssl proves the stamp over the signature', () => {
    const path = join(folder, 'signed.pdf')
    writeFileSync(path, signed)
    // Its exit code tells that nobody installed our root; what it says is what counts.
    const told = toldBy('pdfsig', [path])
    expect(told).toContain('Signature is Valid')
    expect(told).toContain('Total document signed')
    const digits = /\/Contents <([0-9A-F]+)>/.exec(signed.toString('latin1'))![1]!
    const container = Buffer.from(digits, 'hex')
    writeFileSync(join(folder, 'container.der'), container.subarray(0, readDer(container).to))
    const printed = toldBy('openssl', ['asn1parse', '-inform', 'DER', '-in', join(folder, 'container.der')])
    // The signature value is the last long OCTET STRING before the stamp's attribute; the token follows it.
    const lines = printed.split('\n')
    const at = lines.findIndex((line) => line.includes('id-smime-aa-timeStampToken'))
    const token = Number(/^\s*(\d+):/.exec(lines[at + 2]!)![1])
    const value = Number(/^\s*(\d+):/.exec(lines.slice(0, at).findLast((line) => line.includes('OCTET STRING'))!)![1])
    const signature = readDer(container, value)
    writeFileSync(join(folder, 'signature.bin'), container.subarray(signature.from, signature.to))
    writeFileSync(join(folder, 'token.der'), container.subarray(token, readDer(container, token).to))
    writeFileSync(join(folder, 'tsa-root.pem'), authority.rootPem)
    const verified = toldBy('openssl', [
      ...['ts', '-verify', '-token_in', '-in', join(folder, 'token.der'), '-data', join(folder, 'signature.bin')],
      ...['-CAfile', join(folder, 'tsa-root.pem')],
    ])
    expect(verified).toContain('Verification: OK')
  })

  it('is accepted by ourselves with the instant that the authority states, whatever the signer claims', async () => {
    const report = checkPdf(signed)
    expect(report).toMatchObject({ ok: true, problems: [] })
    expect(report.signer!.stamp!.certificates[1]!.trim()).toBe(authority.rootPem.trim())
    // A signer may claim a time long past; the stamp tells when at the latest it was there.
    const backdated = await stampedPaper('2026-02-01T00:00:00.000Z')
    const told = checkPdf(backdated.ok ? backdated.value : Buffer.alloc(0)).signer!
    expect(told.signedAt).toBe('2026-02-01T00:00:00.000Z')
    expect(Date.parse(told.stamp!.at)).toBeGreaterThan(Date.parse('2026-11-01T00:00:00.000Z'))
    // Ahead of the stamp it cannot have been: nothing is made that would be refused later.
    const ahead = await stampedPaper(new Date(Date.now() + 3_600_000).toISOString())
    expect(ahead).toMatchObject({ ok: false, refusal: { params: { whyEn: expect.stringContaining('clock') } } })
  })

  it('is refused with any byte of the container changed, the stamp included', () => {
    const from = signed.indexOf('/Contents <') + '/Contents '.length
    const to = signed.indexOf('>', from)
    const root = authority.rootPem.trim()
    const accepted: number[] = []
    for (let at = from; at <= to; at++) {
      const { ok, signer } = checkPdf(flipped(signed, at))
      if (ok && signer?.stamp?.certificates[1]?.trim() === root) accepted.push(at)
    }
    expect(accepted).toEqual([])
  }, 120_000)

  it('is not made at all where the authority gives no stamp', async () => {
    authority.mood = 'busy'
    const params = { host: new URL(authority.url).host, whyZh: '它拒绝了请求', whyEn: 'it refused' }
    const refusal = { code: 'time_stamp_missing', params }
    expect(await stampedPaper()).toMatchObject({ ok: false, refusal })
    authority.mood = 'well'
  })
})

function toldBy(command: string, args: string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: unknown; stderr?: unknown }
    return `${String(stdout)}${String(stderr)}`
  }
}
