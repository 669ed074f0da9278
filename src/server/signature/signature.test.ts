import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PDF } from '@libpdf/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CertifiedKey, makeRoot, makeSigner } from './certificates.ts'
import { checkPdf } from './check-pdf.ts'
import { childrenOf, readDer, writeDer } from './der.ts'
import { type PdfSeal, signPdf } from './sign-pdf.ts'

const AT = '2026-11-16T01:00:00.000Z'
const term = { fromAt: '2026-11-01T00:00:00.000Z', untilAt: '2036-11-01T00:00:00.000Z' }
const who = (name: string) => ({ name, organisation: '明灯认证' })

let folder: string
let root: CertifiedKey
let key: CertifiedKey
let signed: Buffer

async function paper(): Promise<Uint8Array> {
  const pdf = PDF.create()
  const page = pdf.addPage({ size: 'a4' })
  for (let line = 0; line < 40; line++) page.drawText(`Certificate line ${line}`, { x: 50, y: 800 - line * 18 })
  pdf.addAttachment('credential.json', new TextEncoder().encode(JSON.stringify({ stars: 5, text: 'x'.repeat(500) })))
  return pdf.save()
}

const sealBy = (signer: CertifiedKey, signedAt = AT) => ({
  key: signer,
  rootPem: root.certificatePem,
  signedAt,
  reason: '颁发证书',
})

async function signedPaper(seal: PdfSeal): Promise<Buffer> {
  const done = await signPdf(await paper(), seal)
  if (!done.ok) throw new Error(JSON.stringify(done.refusal))
  return Buffer.from(done.value)
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'starproof-signature-'))
  root = await makeRoot(who('明灯认证 根证书'), term)
  key = await makeSigner('p256', root, who('明灯认证'), term)
  signed = await signedPaper(sealBy(key))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function written(name: string, content: Uint8Array | string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

/** What pdfsig of poppler says, whatever its exit code. */
function pdfsig(bytes: Uint8Array): string {
  try {
    return execFileSync('pdfsig', [written('check.pdf', bytes)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout)
  }
}

function flipped(bytes: Buffer, at: number, by = 1): Buffer {
  const changed = Buffer.from(bytes)
  changed[at] = changed[at]! ^ by
  return changed
}

describe('a signed PDF', () => {
  it('is accepted by pdfsig as a PAdES signature over the whole document', () => {
    const told = pdfsig(signed)
    expect(told).toContain('Signature is Valid')
    expect(told).toContain('Total document signed')
    expect(told).toContain('ETSI.CAdES.detached')
    expect(told).toContain('Signer Certificate Common Name: 明灯认证')
  })

  it('is accepted by ourselves, with who signed and when', () => {
    expect(checkPdf(signed)).toMatchObject({ ok: true, problems: [], signer: { signedAt: AT, stamp: null } })
    expect(checkPdf(signed).signer?.rootPem.trim()).toBe(root.certificatePem.trim())
  })

  it('is refused with any byte of the signature container changed, the zeroes behind it and the spelling of its digits included', () => {
    const from = signed.indexOf('/Contents <') + '/Contents '.length
    const to = signed.indexOf('>', from)
    const accepted: number[] = []
    for (let at = from; at <= to; at++) {
      for (const by of at - from < 3_200 ? [1, 0x20] : [1]) if (checkPdf(flipped(signed, at, by)).ok) accepted.push(at)
    }
    expect(to - from).toBeGreaterThan(4_000)
    expect(accepted).toEqual([])
  }, 60_000)

  it('is refused with any other byte changed', () => {
    const accepted: number[] = []
    for (let at = 0; at < signed.length; at += 3) if (checkPdf(flipped(signed, at)).ok) accepted.push(at)
    expect(accepted).toEqual([])
  }, 60_000)

  it('tells the object whose content was changed', () => {
    const at = signed.indexOf('stream', signed.indexOf('FlateDecode')) + 20
    const report = checkPdf(flipped(signed, at))
    expect(report.ok).toBe(false)
    expect(report.problems[0]!.place.object).toMatch(/^\d+ 0$/)
    expect(report.problems[0]!.place.from).toBeLessThanOrEqual(at)
    expect(report.problems[0]!.place.to).toBeGreaterThan(at)
    expect(pdfsig(flipped(signed, at))).toContain('Digest Mismatch')
  })

  it.each([
    ['something was added', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('\n% one more line')]), 'added after'],
    ['the end is cut off', (bytes: Buffer) => bytes.subarray(0, -20), 'missing'],
    ['it is no PDF', () => Buffer.from('hello'), 'does not begin'],
    ['it was never signed', (bytes: Buffer) => bytes.subarray(0, 900), 'no signature'],
  ])('is refused where %s', (_what, change, words) => {
    const report = checkPdf(change(signed))
    expect(report.ok).toBe(false)
    expect(report.problems[0]!.words.en).toContain(words)
  })

  it('is refused where the key was certified by another root, or did not hold yet', async () => {
    const other = await makeRoot(who('别家 根证书'), term)
    const foreign = await makeSigner('p256', other, who('别家'), term)
    expect(checkPdf(await signedPaper(sealBy(foreign))).problems[0]!.words.en).toContain('not issued by the root')
    const early = await signedPaper(sealBy(key, '2026-10-01T00:00:00.000Z'))
    expect(checkPdf(early).problems[0]!.words.en).toContain('did not hold')
  })
})

describe('certificates of keys', () => {
  it('are verified by openssl against the root, for documents and for credentials', async () => {
    const rootPath = written('root.pem', root.certificatePem)
    const credential = await makeSigner('ed25519', root, who('明灯认证 凭证'), term)
    for (const [name, one] of [
      ['document', key],
      ['credential', credential],
    ] as const) {
      const path = written(`${name}.pem`, one.certificatePem)
      const told = execFileSync('openssl', ['verify', '-attime', '1794790800', '-CAfile', rootPath, path], {
        encoding: 'utf8',
      })
      expect(told).toContain('OK')
    }
  })
})

describe('DER', () => {
  it.each(['30', '3005', '308103020101', '30820001', '3080', '1f0101'])('refuses %s', (text) => {
    expect(() => readDer(Buffer.from(text, 'hex'))).toThrow(RangeError)
  })

  it('reads back what it wrote, however long', () => {
    const inner = Array.from({ length: 400 }, () => writeDer(0x02, Buffer.of(7)))
    const read = childrenOf(readDer(writeDer(0x30, ...inner)))
    expect(read).toHaveLength(400)
  })
})
