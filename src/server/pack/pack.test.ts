import { execFileSync } from 'node:child_process'
import { hash } from 'node:crypto'
import { mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonicalJson } from '#src/shared/canonical.ts'
import { parseLeaf } from '#src/shared/merkle/leaf.ts'
import { originOf, signNote } from '#src/shared/signed-note.ts'
import { sampleEntry, samplePack } from '#test/bench/pack.ts'
import { entryLine, indexLine, type Manifest, manifestStatement } from './format.ts'
import { makeSigningKey, serverHasher, signerOf } from './signing-key.ts'
import { paddingAfter, readTarHeader, tarHeader } from './tar.ts'
import { verifyPack } from './verify.ts'
import { type PackSource, writePack } from './write.ts'

const NAME = originOf('acme')
const key = makeSigningKey(NAME)
const signer = signerOf(NAME, key.seed)
const photo = Buffer.from('a photo of the nameplate')
const photoHash = hash('sha256', photo, 'hex')
const CHUNK = 'entries/00000001.jsonl'
let folder = ''
let made = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'starpack-test-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function sourceOf(
  entries: number,
  over: Partial<PackSource> & { entry?: typeof sampleEntry; batch?: number } = {},
): PackSource {
  const { entry, batch, ...rest } = over
  const withPhoto = (nth: number) => (entry ?? sampleEntry)(nth, { fileSha256: photoHash })
  return {
    ...samplePack(signer, key.vkey, entries, { batch: batch ?? 4, entry: withPhoto }),
    files: [{ sha256: photoHash, size: photo.length, open: () => pieces(photo) }],
    members: [{ name: 'README.txt', content: 'read me\n' }],
    ...rest,
  }
}

async function* pieces(...parts: Uint8Array[]) {
  yield* parts
}

async function packed(source: PackSource): Promise<string> {
  const path = join(folder, `${made++}.starpack`)
  await writePack(path, source)
  return path
}

type Members = { name: string; bytes: Buffer }[]

function unpack(tar: Buffer): Members {
  const members: Members = []
  for (let at = 0; at < tar.length; ) {
    const header = readTarHeader(tar.subarray(at, at + 512))
    if (header === undefined) break
    members.push({ name: header.name, bytes: tar.subarray(at + 512, at + 512 + header.size) })
    at += 512 + header.size + paddingAfter(header.size)
  }
  return members
}

function repack(members: Members): Buffer {
  const parts = members.flatMap(({ name, bytes }) => [
    tarHeader(name, bytes.length),
    bytes,
    Buffer.alloc(paddingAfter(bytes.length)),
  ])
  return Buffer.concat([...parts, Buffer.alloc(1024)])
}

/** The pack with some members rewritten, in a container that is itself sound. */
async function tampered(path: string, change: (members: Members) => unknown): Promise<string> {
  const members = unpack(await readFile(path))
  const out = join(folder, `${made++}.starpack`)
  await writeFile(out, repack(asMembers(change(members)) ?? members))
  return out
}

function asMembers(value: unknown): Members | undefined {
  return Array.isArray(value) ? value : undefined
}

const member = (members: Members, name: string) => members.find((each) => each.name === name)!
function editLines(members: Members, name: string, edit: (lines: string[]) => void) {
  const target = member(members, name)
  const lines = target.bytes.toString().split('\n').slice(0, -1)
  edit(lines)
  target.bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''))
}

/** What a forger with a key would do: make the manifest agree with the members again and sign it. */
function resign(members: Members, by = signer, vkey = key.vkey) {
  const manifest: Manifest = JSON.parse(member(members, 'MANIFEST.json').bytes.toString())
  manifest.keys = [{ ...manifest.keys[0]!, vkey }]
  manifest.members = members
    .slice(2)
    .map(({ name, bytes }) => ({ name, size: bytes.length, sha256: hash('sha256', bytes, 'hex') }))
  const text = canonicalJson(manifest)
  member(members, 'MANIFEST.json').bytes = Buffer.from(text)
  member(members, 'MANIFEST.sig').bytes = Buffer.from(
    signNote(manifestStatement('acme', hash('sha256', text, 'hex')), by),
  )
}

const namesOf = (report: Awaited<ReturnType<typeof verifyPack>>) =>
  report.problems.map(
    ({ kind, where }) =>
      `${kind} ${where.entry ?? where.member ?? where.offset}${where.recordId ? ` ${where.recordId}` : ''}`,
  )

describe('a pack that nobody touched', () => {
  it('verifies, says whose it is, and lists with stock tar', async () => {
    const path = await packed(sourceOf(10))
    const report = await verifyPack(path, { keys: [key.vkey] })
    expect(report.problems).toEqual([])
    expect(report).toMatchObject({
      ok: true,
      entries: 10,
      erased: 0,
      files: 1,
      keyExpected: true,
      org: { id: 'acme' },
      checkpoint: { size: 10 },
    })
    expect(report.keyFingerprint).toBe(hash('sha256', signer.publicKey, 'hex'))
    const listing = execFileSync('tar', ['tf', path], { encoding: 'utf8' }).trim().split('\n')
    expect(listing).toEqual([
      'MANIFEST.json',
      'MANIFEST.sig',
      'checkpoint.txt',
      'checkpoints.txt',
      CHUNK,
      'index.tsv',
      'leaves.bin',
      `files/${photoHash}`,
      'README.txt',
    ])
  })

  it('verifies without a key too, and then does not claim to know the signer', async () => {
    expect(await verifyPack(await packed(sourceOf(3)))).toMatchObject({ ok: true, keyExpected: false })
  })

  it('is the same file, byte for byte, when written again', async () => {
    const [one, two] = [await readFile(await packed(sourceOf(9))), await readFile(await packed(sourceOf(9)))]
    expect(one.equals(two)).toBe(true)
  })

  it('may be empty', async () => {
    expect(await verifyPack(await packed(sourceOf(0)))).toMatchObject({ ok: true, entries: 0 })
  })

  it('brings instructions in Chinese and English, and further members', async () => {
    const path = await packed(
      sourceOf(2, {
        members: [{ name: 'records/a.jsonl', content: pieces(Buffer.from('{}\n'), Buffer.from('{}\n')) }],
      }),
    )
    const readme = member(unpack(await readFile(path)), 'README.txt').bytes.toString()
    expect(readme).toContain('怎样核验')
    expect(readme).toContain('HOW TO CHECK')
    expect((await verifyPack(path)).ok).toBe(true)
  })

  it('spreads many entries over several members and still verifies', async () => {
    const path = await packed(sourceOf(66_000, { batch: 10_000 }))
    expect(unpack(await readFile(path)).filter(({ name }) => name.startsWith('entries/')).length).toBe(2)
    expect(await verifyPack(path)).toMatchObject({ ok: true, entries: 66_000 })
  })

  it('keeps its proofs after personal data was erased, and counts it', async () => {
    const path = await packed(
      sourceOf(10, { entry: (nth, options) => sampleEntry(nth, { ...options, erased: nth === 2 || nth === 7 }) }),
    )
    expect(await verifyPack(path)).toMatchObject({ ok: true, entries: 10, erased: 2 })
  })

  it('may lack a file that was erased on purpose', async () => {
    expect(await verifyPack(await packed(sourceOf(5, { files: [], erasedFiles: [photoHash] })))).toMatchObject({
      ok: true,
      files: 0,
    })
    const silent = await verifyPack(await packed(sourceOf(5, { files: [] })))
    expect(silent.problems).toMatchObject([
      { kind: 'removed', where: { member: `files/${photoHash}`, entry: 4, recordId: 'W-0' } },
    ])
  })
})

describe('writing', () => {
  it('refuses what would not verify, and leaves nothing behind', async () => {
    const before = (await readdir(folder)).length
    const short = { ...sourceOf(5), entries: sourceOf(4).entries }
    const other = { ...sourceOf(5), entries: sourceOf(5, { entry: (nth) => sampleEntry(nth + 1) }).entries }
    const liar = sourceOf(5, {
      files: [{ sha256: photoHash, size: photo.length, open: () => pieces(Buffer.from(photo).fill(1)) }],
    })
    const shortFile = sourceOf(5, { files: [{ sha256: photoHash, size: photo.length + 1, open: () => pieces(photo) }] })
    const wrongSalt = sourceOf(5, { entry: (nth) => ({ ...sampleEntry(nth), salt: '00'.repeat(16) }) })
    const taken = sourceOf(5, { members: [{ name: 'files/x', content: '' }] })
    const climbing = sourceOf(5, { members: [{ name: '../x', content: '' }] })
    for (const source of [short, other, liar, shortFile, wrongSalt, taken, climbing])
      await expect(packed(source)).rejects.toThrow()
    expect((await readdir(folder)).length).toBe(before)
  })
})

describe('any byte', () => {
  it('of a small pack that is changed makes it fail', async () => {
    const path = await packed(sourceOf(5))
    const bytes = await readFile(path)
    const file = await open(path, 'r+')
    const missed: number[] = []
    for (let at = 0; at < bytes.length; at++) {
      await file.write(Buffer.of(bytes[at]! ^ (1 << (at % 8))), 0, 1, at)
      const report = await verifyPack(path)
      if (report.ok || report.problems.some((problem) => problem.words.en.startsWith('cannot be read'))) missed.push(at)
      await file.write(bytes.subarray(at, at + 1), 0, 1, at)
    }
    await file.close()
    expect(missed).toEqual([])
    expect((await verifyPack(path)).ok).toBe(true)
  }, 300_000)

  it('of a larger pack that is changed, cut off or added makes it fail', async () => {
    const path = await packed(sourceOf(400, { batch: 50 }))
    const bytes = await readFile(path)
    const copy = join(folder, 'larger.starpack')
    const fails = async (changed: Buffer) => {
      await writeFile(copy, changed)
      const report = await verifyPack(copy, { keys: [key.vkey] })
      expect(report.ok).toBe(false)
      expect(report.problems[0]!.words.zh).not.toBe('')
    }
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const changed = Buffer.from(bytes)
        changed[at]! ^= mask
        await fails(changed)
      }),
      { numRuns: 150 },
    )
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), (at) => fails(bytes.subarray(0, at))),
      { numRuns: 60 },
    )
    await fails(Buffer.concat([bytes, Buffer.of(0)]))
    await fails(Buffer.concat([bytes, Buffer.alloc(9216)]))
  }, 120_000)

  it('of header, filling or end is told by its position', async () => {
    const path = await packed(sourceOf(5))
    const bytes = await readFile(path)
    const header = bytes.lastIndexOf('checkpoint.txt') + 300
    const padding = bytes.lastIndexOf('index.tsv') - 1
    for (const at of [header, padding, bytes.length - 1, bytes.length - 1000]) {
      const changed = Buffer.from(bytes)
      changed[at]! ^= 1
      const copy = join(folder, 'place.starpack')
      await writeFile(copy, changed)
      expect((await verifyPack(copy)).problems.map(({ kind, where }) => [kind, where.offset])).toEqual([
        ['damaged', at],
      ])
    }
  })
})

describe('each kind of tampering is named', () => {
  let path = ''
  beforeAll(async () => {
    path = await packed(sourceOf(20))
  })

  it('a word changed in what li wrote down', async () => {
    const changed = await tampered(path, (members) =>
      editLines(members, CHUNK, (lines) => {
        lines[6] = lines[6]!.replace('试机正常', '试机失败')
      }),
    )
    const report = await verifyPack(changed)
    expect(namesOf(report)).toEqual(['changed 7 W-1'])
    expect(report.problems[0]!.words.zh).toContain('work_order')
  })

  it('a time changed in the leaf', async () => {
    const changed = await tampered(path, (members) =>
      editLines(members, CHUNK, (lines) => {
        lines[9] = lines[9]!.replaceAll('2026-01-05', '2026-01-04')
      }),
    )
    expect(namesOf(await verifyPack(changed))).toEqual(['changed 10 W-2'])
  })

  it('an entry taken out: by its record, though its text is gone', async () => {
    const changed = await tampered(path, (members) => editLines(members, CHUNK, (lines) => void lines.splice(12, 1)))
    const report = await verifyPack(changed)
    expect(namesOf(report)).toContain('removed 13 W-3')
    expect(report.problems.filter(({ where }) => where.entry !== undefined)).toHaveLength(1)
    expect(report.problems.find(({ where }) => where.entry === 13)!.where.id).toBe(parseLeaf(sampleEntry(12).leaf)!.id)
  })

  it('an entry put in', async () => {
    const changed = await tampered(path, (members) =>
      editLines(members, CHUNK, (lines) => void lines.splice(5, 0, entryLine(sampleEntry(999)).trimEnd())),
    )
    expect(namesOf(await verifyPack(changed))).toContain('inserted 6 W-249')
  })

  it('an entry there twice', async () => {
    const changed = await tampered(path, (members) =>
      editLines(members, CHUNK, (lines) => void lines.splice(15, 0, lines[3]!)),
    )
    expect(namesOf(await verifyPack(changed))).toContain('inserted 16 W-0')
  })

  it.each([
    [3, 4],
    [2, 17],
  ])('entries %i and %i exchanged', async (a, b) => {
    const changed = await tampered(path, (members) =>
      editLines(members, CHUNK, (lines) => {
        ;[lines[a - 1], lines[b - 1]] = [lines[b - 1]!, lines[a - 1]!]
      }),
    )
    const names = namesOf(await verifyPack(changed)).filter((name) => name.startsWith('reordered'))
    expect(names.map((name) => name.split(' ')[1])).toEqual([String(a), String(b)])
  })

  it('several at once: one changed, one out, one in, one moved', async () => {
    const changed = await tampered(path, (members) =>
      editLines(members, CHUNK, (lines) => {
        lines[1] = lines[1]!.replaceAll('2026-01-05', '2026-01-04')
        const [moved] = lines.splice(5, 1)
        lines.splice(10, 0, moved!)
        lines.splice(14, 1)
        lines.splice(17, 0, entryLine(sampleEntry(999)).trimEnd())
      }),
    )
    const names = namesOf(await verifyPack(changed))
    for (const name of ['changed 2 W-0', 'reordered 11 W-1', 'removed 15 W-3', 'inserted 18 W-249'])
      expect(names).toContain(name)
  })

  it('content blanked as if it had been erased', async () => {
    const changed = await tampered(path, (members) =>
      editLines(members, CHUNK, (lines) => {
        lines[8] = entryLine(sampleEntry(8, { erased: true })).trimEnd()
      }),
    )
    expect(namesOf(await verifyPack(changed))).toContain('removed 9 W-2')
  })

  it('an entry whose line is broken', async () => {
    const changed = await tampered(path, (members) =>
      editLines(members, CHUNK, (lines) => {
        lines[4] = lines[4]!.slice(1)
      }),
    )
    expect(namesOf(await verifyPack(changed))).toContain('damaged 5')
  })

  it('leaves.bin damaged: the entries speak for themselves', async () => {
    const changed = await tampered(path, (members) => {
      const leaves = member(members, 'leaves.bin')
      leaves.bytes = Buffer.from(leaves.bytes)
      leaves.bytes[32 * 7 + 3]! ^= 1
    })
    const report = await verifyPack(changed)
    expect(report.problems).toMatchObject([{ kind: 'changed', where: { member: 'leaves.bin', entry: 8 } }])
    expect(report.problems[0]!.words.en).toContain('still give the signed root')
    const gone = await verifyPack(
      await tampered(path, (members) => members.filter(({ name }) => name !== 'leaves.bin')),
    )
    expect(gone.ok).toBe(false)
    expect(gone.problems.some(({ words }) => words.en.includes('still give the signed root'))).toBe(true)
  })

  it('entry, leaf, index and manifest all rewritten and signed anew: the batch is found by the earlier checkpoints', async () => {
    const forged = await tampered(path, (members) => {
      const { leaf, content, salt } = sampleEntry(9, { fileSha256: photoHash })
      const entry = { leaf: leaf.replaceAll('2026-01-05', '2026-01-04'), content, salt }
      editLines(members, CHUNK, (lines) => {
        lines[9] = entryLine(entry).trimEnd()
      })
      editLines(members, 'index.tsv', (lines) => {
        lines[9] = indexLine(parseLeaf(entry.leaf)!, false).trimEnd()
      })
      const leaves = member(members, 'leaves.bin')
      leaves.bytes = Buffer.from(leaves.bytes)
      serverHasher.leaf(Buffer.from(entry.leaf)).forEach((byte, at) => {
        leaves.bytes[9 * 32 + at] = byte
      })
      resign(members)
    })
    const report = await verifyPack(forged)
    expect(report.problems).toMatchObject([{ kind: 'changed', where: { entry: 9, entryTo: 12 } }])
  })

  it('a file replaced, a file taken out, a file smuggled in', async () => {
    const name = `files/${photoHash}`
    const replaced = await tampered(path, (members) => {
      member(members, name).bytes = Buffer.from('another photo, same size')
    })
    expect(namesOf(await verifyPack(replaced))).toEqual([`changed ${name}`])
    const signedAnew = await tampered(path, (members) => {
      member(members, name).bytes = Buffer.from('another photo, same size')
      resign(members)
    })
    expect(namesOf(await verifyPack(signedAnew))).toEqual([`changed ${name}`])
    const gone = await verifyPack(await tampered(path, (members) => members.filter((each) => each.name !== name)))
    expect(gone.problems.map(({ kind, where }) => [kind, where.member, where.entry])).toContainEqual([
      'removed',
      name,
      undefined,
    ])
    expect(gone.problems.map(({ kind, where }) => [kind, where.member, where.entry])).toContainEqual([
      'removed',
      name,
      4,
    ])
    const added = await tampered(path, (members) => [...members, { name: 'extra.txt', bytes: Buffer.from('x') }])
    expect(namesOf(await verifyPack(added))).toEqual(['inserted extra.txt'])
    const twice = await tampered(path, (members) => [...members, member(members, 'README.txt')])
    expect(namesOf(await verifyPack(twice))).toEqual(['inserted README.txt'])
  })

  it('members in another order', async () => {
    const changed = await tampered(path, (members) => [...members.slice(0, 7), members[8]!, members[7]!])
    expect(namesOf(await verifyPack(changed)).map((name) => name.split(' ')[0])).toEqual(['reordered'])
  })

  it('the manifest changed, its signature changed, a checkpoint swapped for an older one', async () => {
    const manifest = await tampered(path, (members) => {
      const target = member(members, 'MANIFEST.json')
      target.bytes = Buffer.from(target.bytes.toString().replace('安心', '放心'))
    })
    expect(namesOf(await verifyPack(manifest))).toEqual(['changed MANIFEST.json'])
    const unsigned = await verifyPack(
      await tampered(path, (members) => members.filter(({ name }) => name !== 'MANIFEST.sig')),
    )
    expect(namesOf(unsigned)).toContain('removed MANIFEST.sig')
    const older = await tampered(path, (members) => {
      const note = member(members, 'checkpoints.txt').bytes.toString().split('\n\n').slice(0, 2).join('\n\n')
      member(members, 'checkpoint.txt').bytes = Buffer.from(`${note}\n`)
    })
    expect(namesOf(await verifyPack(older))).toContain('changed checkpoint.txt')
  })

  it('everything signed anew by another key: shown by the key that was expected', async () => {
    const other = makeSigningKey(NAME)
    const source = {
      ...samplePack(signerOf(NAME, other.seed), other.vkey, 5),
      members: [{ name: 'README.txt', content: '' }],
    }
    const forged = await packed(source)
    expect(await verifyPack(forged)).toMatchObject({ ok: true, keyExpected: false })
    const report = await verifyPack(forged, { keys: [key.vkey] })
    expect(report).toMatchObject({
      ok: false,
      keyExpected: false,
      problems: [{ kind: 'changed', where: { member: 'MANIFEST.sig' } }],
    })
    const resigned = await tampered(path, (members) => resign(members, signerOf(NAME, other.seed), other.vkey))
    expect((await verifyPack(resigned)).ok).toBe(false)
  })

  it('a key used outside its days', async () => {
    const late = await packed(
      sourceOf(5, {
        keys: [{ vkey: key.vkey, validFrom: '2026-01-01T00:00:00Z', validUntil: '2026-06-01T12:00:00Z' }],
      }),
    )
    expect(namesOf(await verifyPack(late))).toEqual(['changed MANIFEST.sig'])
  })
})

describe('a hostile file', () => {
  const verdict = async (bytes: Buffer | string) => {
    const path = join(folder, `${made++}.hostile`)
    await writeFile(path, bytes)
    const report = await verifyPack(path, { keys: [key.vkey] })
    expect(report.ok).toBe(false)
    expect(report.problems.length).toBeGreaterThan(0)
    return report
  }

  it('is a clear problem, never a crash', async () => {
    const good = await readFile(await packed(sourceOf(5)))
    await verdict('')
    await verdict('hello')
    await verdict(Buffer.alloc(1024))
    await verdict(Buffer.alloc(100_000, 0xff))
    await verdict(repack([]))
    await verdict(repack([{ name: 'MANIFEST.json', bytes: Buffer.from('['.repeat(20_000_000)) }]))
    await verdict(repack([{ name: 'MANIFEST.json', bytes: Buffer.from('['.repeat(200_000) + ']'.repeat(200_000)) }]))
    await verdict(repack([{ name: '../../etc/passwd', bytes: Buffer.from('x') }, ...unpack(good)]))
    const huge = Buffer.from(good)
    tarHeader('MANIFEST.json', 8 * 1024 ** 3 - 1).copy(huge)
    await verdict(huge)
    expect((await verifyPack(join(folder, 'nowhere'))).ok).toBe(false)
    expect((await verifyPack(folder)).ok).toBe(false)
    await expect(verifyPack(folder, { keys: ['nonsense'] })).rejects.toThrow(RangeError)
  })

  it('with absurd members is told apart member by member', async () => {
    const members = () => unpack(Buffer.from(good))
    const good = await readFile(await packed(sourceOf(5)))
    const withMember = (name: string, bytes: Buffer, sign: boolean) => {
      const changed = members()
      member(changed, name).bytes = bytes
      if (sign) resign(changed)
      return verdict(repack(changed))
    }
    for (const sign of [false, true]) {
      await withMember(CHUNK, Buffer.alloc(300_000, 10), sign)
      await withMember(CHUNK, Buffer.from('{"content":'.repeat(100_000)), sign)
      await withMember(CHUNK, Buffer.from(`${'['.repeat(20_000_000)}\n`), sign)
      await withMember(CHUNK, Buffer.from('null\n1\n"x"\n{}\n[]\n'), sign)
      await withMember(CHUNK, Buffer.alloc(0), sign)
      await withMember('leaves.bin', Buffer.alloc(33), sign)
      await withMember('leaves.bin', Buffer.alloc(0), sign)
      await withMember('checkpoints.txt', Buffer.alloc(100_000, 10), sign)
      await withMember('checkpoint.txt', Buffer.from('x\n\n— y AAAAAAAA\n'), sign)
      await withMember('index.tsv', Buffer.alloc(1000, 9), sign)
    }
  })

  it('shows no control characters of a member name on the terminal', async () => {
    const header = tarHeader('evil', 0)
    header.write('\u001b[31mX', 0, 'latin1')
    const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0)
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
    const report = await verdict(Buffer.concat([header, Buffer.alloc(1024)]))
    expect(JSON.stringify(report)).not.toMatch(/\\u001b/)
  })
})
