import { hash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { canonicalJson } from '#src/shared/canonical.ts'
import { formatVkey, keyFingerprint, originOf, signNote } from '#src/shared/signed-note.ts'
import { makeSigningKey, signerOf } from '../pack/signing-key.ts'
import { BLOCK, paddingAfter, tarHeader } from '../pack/tar.ts'
import { letterStatement } from './contract.ts'
import { readLetter } from './read.ts'
import { openSuccession, signSuccession } from './succession.ts'
import { type LetterSource, writeLetter } from './write.ts'

const folder = await mkdtemp(join(tmpdir(), 'starproof-letter-'))
afterAll(() => rm(folder, { recursive: true }))

const beacon = '0198a000-0000-7000-8000-000000000002'
const lanjing = '0198a000-0000-7000-8000-000000000001'
const newKey = () => signerOf(originOf(beacon), makeSigningKey(originOf(beacon)).seed)
const [first, second, strange] = [newKey(), newKey(), newKey()]
const [firstKey, secondKey, strangeKey] = [first, second, strange].map(formatVkey) as [string, string, string]
const handedOver = { from: firstKey, to: secondKey, at: '2026-06-01T00:00:00.000Z' }

const photo = Buffer.from('a photo of the counter')
const enclosed = {
  sha256: hash('sha256', photo),
  name: '柜台.jpg',
  size: photo.length,
  mediaType: 'image/jpeg',
  open: async function* () {
    yield photo.subarray(0, 7)
    yield photo.subarray(7)
  },
}
const plain: LetterSource = {
  id: '0198a000-0000-7000-8000-00000000a001',
  kind: 'nonconformities',
  from: { orgId: beacon, name: '明灯认证' },
  to: { orgId: lanjing, name: '蓝鲸制冷设备' },
  inReplyTo: null,
  madeAt: '2026-11-16T01:00:00.000Z',
  body: { about: '不合格项', count: 1 },
  files: [enclosed],
  keys: [{ vkey: firstKey, validFrom: '2026-01-01T00:00:00.000Z', validUntil: null }],
  successions: [],
  signer: first,
}

let written = 0
async function keep(bytes: Uint8Array): Promise<string> {
  const path = join(folder, `${++written}.starletter`)
  await writeFile(path, bytes)
  return path
}
async function bytesOf(change: Partial<LetterSource> = {}): Promise<Buffer> {
  return Buffer.concat(await writeLetter({ ...plain, ...change }).toArray())
}
const write = async (change: Partial<LetterSource> = {}) => keep(await bytesOf(change))
const wordsOf = (report: { problems: { words: { en: string } }[] }) => report.problems.map((one) => one.words.en)

describe('a letter', () => {
  it('comes back as it was written, with its signer and the place of each enclosed file', async () => {
    const path = await write()
    const report = await readLetter(path)
    expect(report).toMatchObject({ ok: true, problems: [], keyExpected: false })
    expect(report.signer).toEqual({ vkey: firstKey, fingerprint: keyFingerprint(first) })
    expect(report.letter).toMatchObject({ kind: 'nonconformities', body: { count: 1 }, to: { orgId: lanjing } })
    const place = report.files.get(enclosed.sha256)!
    expect((await readFile(path)).subarray(place.start, place.start + place.size)).toEqual(photo)
  })

  it('encloses the same file once and files in the order of their hashes', async () => {
    const other = Buffer.from('x')
    const file = {
      ...enclosed,
      sha256: hash('sha256', other),
      size: 1,
      open: async function* () {
        yield other
      },
    }
    const report = await readLetter(await write({ files: [file, enclosed, file] }))
    expect(report.ok).toBe(true)
    expect([...report.files.keys()]).toEqual([enclosed.sha256, file.sha256].sort())
  })

  it('is refused at every single changed byte, with the place named', async () => {
    const bytes = await bytesOf()
    const path = join(folder, 'flipped')
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes)
      changed[at]! ^= 1 << (at % 8)
      await writeFile(path, changed)
      const { ok, problems } = await readLetter(path)
      expect(ok, `byte ${at}`).toBe(false)
      expect(problems.length, `byte ${at}`).toBeGreaterThan(0)
      for (const { where } of problems) expect(typeof where.offset, `byte ${at}`).toBe('number')
      // The nearest place named lies in the block that was hit, or at the beginning of its member.
      const nearest = Math.min(...problems.map(({ where }) => Math.abs(where.offset! - at)))
      expect(nearest, `byte ${at}`).toBeLessThanOrEqual(2 * BLOCK + bytes.indexOf('letter.sig') - BLOCK)
    }
  })

  it('is refused when it breaks off anywhere, or something follows its end', async () => {
    const bytes = await bytesOf()
    for (const length of [0, 1, 511, 512, 700, BLOCK * 3, bytes.length - 600, bytes.length - 512, bytes.length - 1])
      expect((await readLetter(await keep(bytes.subarray(0, length)))).ok).toBe(false)
    expect(wordsOf(await readLetter(await keep(Buffer.concat([bytes, Buffer.from('x')]))))).toEqual([
      '1 bytes follow the end of the letter',
    ])
  })

  it('names the file that is missing, and the one too many', async () => {
    const bytes = await bytesOf()
    const end = bytes.length - 2 * BLOCK
    const file = end - (BLOCK + photo.length + paddingAfter(photo.length))
    const without = Buffer.concat([bytes.subarray(0, file), Buffer.alloc(2 * BLOCK)])
    expect((await readLetter(await keep(without))).problems[0]).toMatchObject({
      kind: 'removed',
      where: { member: `files/${enclosed.sha256}` },
    })
    const twice = Buffer.concat([bytes.subarray(0, end), bytes.subarray(file, end), Buffer.alloc(2 * BLOCK)])
    expect((await readLetter(await keep(twice))).problems[0]).toMatchObject({
      kind: 'inserted',
      where: { offset: end },
    })
  })

  it('that is another kind of file is refused in one sentence', async () => {
    for (const bytes of [Buffer.from('%PDF-1.7'), Buffer.alloc(4096), Buffer.alloc(4096, 0x41)]) {
      const report = await readLetter(await keep(bytes))
      expect(report).toMatchObject({ ok: false, letter: null })
      expect(report.problems).toHaveLength(1)
    }
  })

  it('nested deeper than any letter costs nothing', async () => {
    const deep = `{"body":${'['.repeat(3_000_000)}${']'.repeat(3_000_000)}}`
    const member = (name: string, text: string) =>
      Buffer.concat([tarHeader(name, text.length), Buffer.from(text), Buffer.alloc(paddingAfter(text.length))])
    const report = await readLetter(
      await keep(Buffer.concat([member('letter.json', deep), member('letter.sig', 'x'), Buffer.alloc(1024)])),
    )
    expect(report).toMatchObject({ ok: false, letter: null })
  })

  it('cannot be written about a file that is not what its hash says', async () => {
    await expect(bytesOf({ files: [{ ...enclosed, sha256: 'a'.repeat(64) }] })).rejects.toThrow(
      'not what its name says',
    )
    expect(() => writeLetter({ ...plain, files: [{ ...enclosed, name: '../x' }] })).toThrow()
  })
})

describe('the signature', () => {
  it('of a retired key holds for what it signed in its days, and for nothing after', async () => {
    const keys = [{ vkey: firstKey, validFrom: '2026-01-01T00:00:00.000Z', validUntil: '2026-06-01T00:00:00.000Z' }]
    expect((await readLetter(await write({ keys, madeAt: '2026-05-01T00:00:00.000Z' }))).ok).toBe(true)
    for (const madeAt of ['2026-06-01T00:00:00.001Z', '2025-12-31T23:59:59.999Z'])
      expect(wordsOf(await readLetter(await write({ keys, madeAt })))).toEqual([
        'the key was not valid when the letter was signed',
      ])
  })

  it('by a key that the letter does not list is refused', async () => {
    expect(wordsOf(await readLetter(await write({ signer: strange })))).toEqual([
      'the letter is signed by a key it does not list',
    ])
  })

  it('by another key than the one expected is refused', async () => {
    const path = await write()
    expect(await readLetter(path, { keys: [secondKey, firstKey] })).toMatchObject({ ok: true, keyExpected: true })
    expect(wordsOf(await readLetter(path, { keys: [strangeKey] }))).toEqual([
      'the letter is signed by another key than the one expected',
    ])
    await expect(readLetter(path, { keys: ['nonsense'] })).rejects.toThrow(RangeError)
  })

  it('counts for its own text only: a letter written in other words under it is refused', async () => {
    const bytes = await bytesOf({ files: [] })
    const text = bytes.subarray(BLOCK, bytes.indexOf('\0', BLOCK)).toString()
    const pretty = JSON.stringify(JSON.parse(text), null, 1)
    const note = signNote(letterStatement(beacon, hash('sha256', pretty)), first)
    const member = (name: string, content: string) => {
      const all = Buffer.from(content)
      return Buffer.concat([tarHeader(name, all.length), all, Buffer.alloc(paddingAfter(all.length))])
    }
    const spelled = Buffer.concat([member('letter.json', pretty), member('letter.sig', note), Buffer.alloc(1024)])
    expect(canonicalJson(JSON.parse(pretty))).toBe(text)
    expect(wordsOf(await readLetter(await keep(spelled)))).toEqual(['the letter is not as Starproof writes it'])
  })
})

describe('a succession of keys', () => {
  const note = signSuccession(beacon, handedOver, first)
  const verify = { keys: [...plain.keys, { vkey: secondKey, validFrom: handedOver.at, validUntil: null }] }

  it('is brought by a letter and told where it holds', async () => {
    const report = await readLetter(await write({ ...verify, signer: second, successions: [note] }))
    expect(report).toMatchObject({ ok: true, successions: [handedOver] })
  })

  it('signed by the successor itself, or of another organisation, holds nowhere', async () => {
    const forged = signSuccession(beacon, { ...handedOver, to: strangeKey }, strange)
    const elsewhere = signSuccession(lanjing, handedOver, first)
    for (const successions of [[forged], [elsewhere], [`${note} `], ['nonsense']])
      expect((await readLetter(await write({ ...verify, signer: second, successions }))).ok).toBe(false)
    expect(openSuccession(beacon, forged, () => true)).toBeUndefined()
  })
})
