import { hash } from 'node:crypto'
import { canonicalJson } from '#src/shared/canonical.ts'
import { parseFlatJson } from '#src/shared/json.ts'
import { equalHashes } from '#src/shared/merkle/hash.ts'
import {
  type Checkpoint,
  type NoteKey,
  openNote,
  originOf,
  parseCheckpoint,
  parseNote,
  parseVkey,
  type VerifySignature,
} from '#src/shared/signed-note.ts'
import { LIMIT, Manifest, MEMBER, manifestStatement } from './format.ts'
import { longestRising } from './locate.ts'
import type { FoundMember, PackFile } from './read.ts'
import { type Findings, printable } from './report.ts'

type DatedKey = NoteKey & { validFrom: string; validUntil: string | null }

/** What stands between the checks: the file, the members first of their name, and whose signatures count. */
export type Bench = {
  file: PackFile
  found: Findings
  members: Map<string, FoundMember>
  verify: VerifySignature
  manifest: Manifest | undefined
  keys: readonly DatedKey[]
  signer: NoteKey | undefined
}

/** Reads the manifest and opens its signature; `expected` are the keys the caller trusts, none when it trusts the pack's own. */
export async function checkManifest(
  file: PackFile,
  list: readonly FoundMember[],
  expected: readonly NoteKey[],
  verify: VerifySignature,
  found: Findings,
): Promise<Bench> {
  const members = new Map<string, FoundMember>()
  for (const member of list) if (!members.has(member.name)) members.set(member.name, member)
  const bench: Bench = { file, found, members, verify, manifest: undefined, keys: [], signer: undefined }
  const bytes = await smallMember(bench, MEMBER.manifest, LIMIT.manifestBytes)
  if (bytes === undefined) return bench
  const text = bytes.toString()
  const value = parseFlatJson(text)
  const parsed = Manifest.safeParse(value)
  if (!parsed.success || canonicalText(value) !== text) {
    found.add(
      'changed',
      { member: MEMBER.manifest },
      { zh: '清单不是星证所写的样子', en: 'the manifest is not as Starproof writes it' },
    )
  }
  if (!parsed.success) return bench
  bench.manifest = parsed.data
  bench.keys = keysOf(parsed.data, found)
  await checkManifestSignature(bench, parsed.data, hash('sha256', bytes, 'hex'), expected)
  checkLayout(list, parsed.data, found)
  return bench
}

function keysOf(manifest: Manifest, found: Findings): DatedKey[] {
  const keys: DatedKey[] = []
  for (const { vkey, validFrom, validUntil } of manifest.keys) {
    const key = parseVkey(vkey)
    if (key !== undefined && key.name === originOf(manifest.org.id)) keys.push({ ...key, validFrom, validUntil })
    else
      found.add(
        'changed',
        { member: MEMBER.manifest },
        { zh: '清单中的一把公钥无效', en: 'a key in the manifest is not valid' },
      )
  }
  return keys
}

async function checkManifestSignature(
  bench: Bench,
  manifest: Manifest,
  sha256: string,
  expected: readonly NoteKey[],
): Promise<void> {
  const { found } = bench
  const where = { member: MEMBER.manifestSignature }
  const bytes = await smallMember(bench, MEMBER.manifestSignature, LIMIT.noteBytes)
  if (bytes === undefined) return
  const note = bytes.toString()
  const opened = openNote(note, [...bench.keys, ...expected], bench.verify)
  if (!opened.ok) {
    const words = {
      malformed: { zh: '清单签名的格式不对', en: 'the signature of the manifest is malformed' },
      unknown_key: { zh: '清单签名所用的密钥不在清单中', en: 'the manifest is signed by a key it does not list' },
      bad_signature: { zh: '清单签名不成立', en: 'the signature of the manifest does not hold' },
    }
    found.add('changed', where, words[opened.reason])
    return
  }
  bench.signer = opened.key
  if (parseNote(note)!.signatures.length !== 1)
    found.add('inserted', where, { zh: '清单签名多出一行', en: 'there is more than one signature' })
  if (opened.text !== manifestStatement(manifest.org.id, sha256)) {
    found.add(
      'changed',
      { member: MEMBER.manifest },
      { zh: '清单在签名之后被改动', en: 'the manifest was changed after it was signed' },
    )
  }
  if (!isValidAt(bench, opened.key, manifest.madeAt)) {
    found.add('changed', where, {
      zh: '签名时该密钥不在有效期内',
      en: 'the key was not valid when the pack was signed',
    })
  }
  if (expected.length > 0 && !isExpected(opened.key, expected)) {
    found.add('changed', where, {
      zh: '签名者不是所期待的密钥',
      en: 'the pack is signed by another key than the one expected',
    })
  }
}

export function isExpected(key: NoteKey, expected: readonly NoteKey[]): boolean {
  return expected.some((known) => equalHashes(known.publicKey, key.publicKey))
}

function isValidAt(bench: Bench, key: NoteKey, at: string | undefined): boolean {
  const dated = bench.keys.filter((known) => equalHashes(known.publicKey, key.publicKey))
  if (dated.length === 0 || at === undefined) return true
  const time = Date.parse(at)
  return dated.some(
    ({ validFrom, validUntil }) =>
      Date.parse(validFrom) <= time && (validUntil === null || time <= Date.parse(validUntil)),
  )
}

function checkLayout(list: readonly FoundMember[], manifest: Manifest, found: Findings): void {
  const order = new Map<string, number>([
    [MEMBER.manifest, 0],
    [MEMBER.manifestSignature, 1],
  ])
  for (const { name } of manifest.members) {
    if (order.has(name))
      found.add(
        'changed',
        { member: MEMBER.manifest },
        { zh: '清单重复列出成员', en: 'the manifest lists a member twice' },
      )
    order.set(name, order.size)
  }
  const seen = new Set<string>()
  const places: number[] = []
  const present: FoundMember[] = []
  for (const member of list) {
    const { name, start } = member
    const place = order.get(name)
    const shown = printable(name)
    if (place === undefined) {
      found.add(
        'inserted',
        { member: name, offset: start - 512 },
        { zh: `多出清单未列的成员 ${shown}`, en: `${shown} is not in the manifest` },
      )
    } else if (seen.has(name)) {
      found.add(
        'inserted',
        { member: name, offset: start - 512 },
        { zh: `成员 ${shown} 出现两次`, en: `${shown} is there twice` },
      )
    } else {
      seen.add(name)
      places.push(place)
      present.push(member)
    }
  }
  for (const name of order.keys()) {
    const shown = printable(name)
    if (!seen.has(name))
      found.add('removed', { member: name }, { zh: `成员 ${shown} 不见了`, en: `${shown} is missing` })
  }
  const kept = new Set(longestRising(places))
  present.forEach(({ name, start }, at) => {
    const shown = printable(name)
    if (!kept.has(at))
      found.add(
        'reordered',
        { member: name, offset: start - 512 },
        { zh: `成员 ${shown} 不在原来的位置`, en: `${shown} does not stand in its place` },
      )
  })
}

/** Opens checkpoint.txt and checkpoints.txt; answers those that can be believed, smallest first, the head last. */
export async function checkCheckpoints(bench: Bench): Promise<{ head: Checkpoint | undefined; all: Checkpoint[] }> {
  const { found, manifest } = bench
  const text = (await smallMember(bench, MEMBER.checkpoint, LIMIT.noteBytes))?.toString()
  if (text !== undefined && manifest !== undefined && text !== manifest.checkpoint) {
    found.add(
      'changed',
      { member: MEMBER.checkpoint },
      { zh: '检查点与清单所载不同', en: 'the checkpoint is not the one in the manifest' },
    )
  }
  const own = text === undefined ? undefined : openCheckpoint(bench, text, MEMBER.checkpoint)
  const head = own ?? (manifest === undefined ? undefined : openCheckpoint(bench, manifest.checkpoint, MEMBER.manifest))
  const all: Checkpoint[] = []
  const many = (await smallMember(bench, MEMBER.checkpoints, LIMIT.checkpointsBytes))?.toString() ?? ''
  const sections = many === '' ? [] : many.split('\n\n', 2 * LIMIT.checkpoints + 1)
  if (sections.length > 2 * LIMIT.checkpoints || sections.length % 2 === 1) {
    found.add(
      'damaged',
      { member: MEMBER.checkpoints },
      { zh: '早先检查点的格式不对', en: 'the earlier checkpoints are malformed' },
    )
    return { head, all: head === undefined ? [] : [head] }
  }
  for (let at = 0; at < sections.length; at += 2) {
    const note = `${sections[at]}\n\n${sections[at + 1]}${at + 2 < sections.length ? '\n' : ''}`
    const checkpoint = openCheckpoint(bench, note, MEMBER.checkpoints)
    if (checkpoint === undefined) continue
    if (checkpoint.size < (all.at(-1)?.size ?? 0) || (head !== undefined && checkpoint.size > head.size)) {
      found.add(
        'reordered',
        { member: MEMBER.checkpoints, entry: checkpoint.size },
        { zh: '早先检查点的次序不对', en: 'the earlier checkpoints are out of order' },
      )
    } else all.push(checkpoint)
  }
  if (head !== undefined) all.push(head)
  return { head, all }
}

function openCheckpoint(bench: Bench, note: string, member: string): Checkpoint | undefined {
  const opened = openNote(note, bench.keys, bench.verify)
  const checkpoint = opened.ok ? parseCheckpoint(opened.text) : undefined
  const origin = bench.manifest === undefined ? undefined : originOf(bench.manifest.org.id)
  if (!opened.ok || checkpoint === undefined || checkpoint.origin !== origin) {
    bench.found.add(
      'changed',
      { member },
      { zh: `${member} 中有检查点的签名不成立`, en: `a checkpoint in ${member} is not validly signed` },
    )
    return undefined
  }
  if (!isValidAt(bench, opened.key, checkpoint.madeAt)) {
    bench.found.add(
      'changed',
      { member },
      { zh: '检查点签名时该密钥不在有效期内', en: 'a key was not valid when it signed a checkpoint' },
    )
  }
  return checkpoint
}

async function smallMember(bench: Bench, name: string, limit: number): Promise<Buffer | undefined> {
  const member = bench.members.get(name)
  if (member === undefined) {
    // With a manifest, its list already tells what is missing.
    if (bench.manifest === undefined)
      bench.found.add('removed', { member: name }, { zh: `成员 ${name} 不见了`, en: `${name} is missing` })
    return undefined
  }
  if (member.size > limit) {
    bench.found.add('damaged', { member: name }, { zh: `成员 ${name} 过大`, en: `${name} is too large` })
    return undefined
  }
  return bench.file.read(member.start, member.size)
}

function canonicalText(value: unknown): string | undefined {
  try {
    return canonicalJson(value)
  } catch {
    return undefined
  }
}
