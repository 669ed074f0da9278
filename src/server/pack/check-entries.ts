import { createHash, hash } from 'node:crypto'
import { filesMentioned } from '#src/shared/mentioned-files.ts'
import { CompactRange } from '#src/shared/merkle/compact-range.ts'
import { equalHashes, HASH_BYTES, type Hash } from '#src/shared/merkle/hash.ts'
import type { Checkpoint } from '#src/shared/signed-note.ts'
import type { Bench } from './check-manifest.ts'
import { eachLine, type ReadEntry, readEntry } from './entry-lines.ts'
import { indexLine, MEMBER } from './format.ts'
import type { FoundMember } from './read.ts'
import { printable } from './report.ts'
import { serverHasher } from './signing-key.ts'

/** Grows a tree beside the checkpoints and remembers the first batch whose root is not what was signed. */
export class RootCheck {
  readonly #range = new CompactRange(serverHasher)
  readonly #checkpoints: readonly Checkpoint[]
  #due = 0
  #goodTo = 0
  #bad: { from: number; to: number } | undefined

  constructor(checkpoints: readonly Checkpoint[]) {
    this.#checkpoints = checkpoints
    this.#check()
  }

  append(leaf: Hash): void {
    this.#range.append(leaf)
    if (this.#checkpoints[this.#due]?.size === this.#range.size) this.#check()
  }

  /** Undefined when every checkpoint's root came out and nothing followed; otherwise the first batch (from 1, both ends) that fails. */
  firstBadBatch(): { from: number; to: number } | undefined {
    if (this.#bad !== undefined) return this.#bad
    const unreached = this.#checkpoints[this.#due]
    if (unreached !== undefined) return { from: this.#goodTo + 1, to: unreached.size }
    return this.#range.size > this.#goodTo ? { from: this.#goodTo + 1, to: this.#range.size } : undefined
  }

  #check(): void {
    for (; this.#checkpoints[this.#due]?.size === this.#range.size; this.#due++) {
      const checkpoint = this.#checkpoints[this.#due]!
      if (equalHashes(checkpoint.root, this.#range.root())) this.#goodTo = checkpoint.size
      else this.#bad ??= { from: this.#goodTo + 1, to: checkpoint.size }
    }
  }
}

export type LeavesSeen = { sha256: string; count: number; badBatch: { from: number; to: number } | undefined }

/** Recomputes the signed roots from leaves.bin. */
export async function checkLeaves(
  bench: Bench,
  member: FoundMember,
  checkpoints: readonly Checkpoint[],
): Promise<LeavesSeen> {
  const digest = createHash('sha256')
  const roots = new RootCheck(checkpoints)
  let odd: Buffer = Buffer.alloc(0)
  for await (const piece of bench.file.pieces(member)) {
    digest.update(piece)
    const bytes = odd.length === 0 ? piece : Buffer.concat([odd, piece])
    let at = 0
    for (; at + HASH_BYTES <= bytes.length; at += HASH_BYTES) roots.append(bytes.subarray(at, at + HASH_BYTES))
    odd = bytes.subarray(at)
  }
  if (odd.length > 0) {
    bench.found.add(
      'damaged',
      { member: MEMBER.leaves },
      { zh: 'leaves.bin 的长度不是 32 的倍数', en: 'leaves.bin is not made of whole hashes' },
    )
  }
  const count = (member.size - odd.length) / HASH_BYTES
  return { sha256: digest.digest('hex'), count, badBatch: roots.firstBadBatch() }
}

export type EntriesSeen = {
  count: number
  erased: number
  /** True when each entry's leaf hash is the one at its place in leaves.bin. */
  inStep: boolean
  /** What index.tsv should hash to by these entries; undefined when some could not be read. */
  indexSha256: string | undefined
  chunkSha256: Map<string, string>
  filesMissing: Map<string, { entry: number; fields: ReadEntry['fields'] }>
  /** Entries already reported. */
  named: Set<number>
}

/** After so many problems a pack is junk, and looking closer at each line would only cost the reader's time. */
const GIVEN_UP_AT = 100_000

/** One pass over all entries: leaf against leaves.bin, content against commitment, files mentioned against files present. */
export async function checkEntries(
  bench: Bench,
  chunks: readonly FoundMember[],
  leaves: FoundMember | undefined,
): Promise<EntriesSeen> {
  const { file, found, members } = bench
  const org = bench.manifest?.org.id
  const erasedFiles = new Set(bench.manifest?.erasedFiles)
  const indexDigest = createHash('sha256')
  let indexText = ''
  let indexKnown = true
  const seen: EntriesSeen = {
    count: 0,
    erased: 0,
    inStep: true,
    indexSha256: undefined,
    chunkSha256: new Map(),
    filesMissing: new Map(),
    named: new Set(),
  }
  const logged = new LeafCursor(bench, leaves)
  const say = (
    kind: 'changed' | 'damaged',
    chunk: FoundMember,
    offset: number,
    fields: ReadEntry['fields'] | undefined,
    zh: string,
    en: string,
  ) => {
    const entry = seen.count
    const record =
      fields === undefined
        ? {}
        : { id: printable(fields.id), recordType: printable(fields.recordType), recordId: printable(fields.recordId) }
    seen.named.add(entry)
    found.add(
      kind,
      { member: chunk.name, entry, ...record, offset },
      { zh: `第 ${entry} 条${zh}`, en: `entry ${entry}${en}` },
    )
  }
  for (const chunk of chunks) {
    const digest = createHash('sha256')
    const take = (line: Buffer, offset: number, whole: boolean) => {
      seen.count++
      if (found.unlisted > GIVEN_UP_AT) {
        seen.inStep = false
        return
      }
      const entry = whole ? readEntry(line) : undefined
      if (entry === undefined) {
        say('damaged', chunk, offset, undefined, '无法读取', ' cannot be read')
        seen.inStep = false
        indexKnown = false
        return
      }
      const { fields, content, salt } = entry
      if (!logged.matches(seen.count - 1, entry.leaf)) seen.inStep = false
      if (fields.org !== org && org !== undefined)
        say('changed', chunk, offset, fields, '属于别的企业', ' belongs to another organisation')
      indexText += indexLine(fields, content === null)
      if (content === null || salt === null) {
        seen.erased++
        return
      }
      if (commitment(salt, content) !== fields.commitment)
        say(
          'changed',
          chunk,
          offset,
          fields,
          `的内容被改动 (${named(fields)})`,
          `: its content was changed (${named(fields)})`,
        )
      for (const sha256 of filesMentioned(content)) {
        if (members.has(MEMBER.files + sha256) || erasedFiles.has(sha256) || seen.filesMissing.size >= 10_000) continue
        if (!seen.filesMissing.has(sha256)) seen.filesMissing.set(sha256, { entry: seen.count, fields })
      }
    }
    await eachLine(file, chunk, take, async (piece) => {
      digest.update(piece)
      indexDigest.update(indexText)
      indexText = ''
      await logged.lookAhead(seen.count)
    })
    seen.chunkSha256.set(chunk.name, digest.digest('hex'))
  }
  if (indexKnown) seen.indexSha256 = indexDigest.update(indexText).digest('hex')
  return seen
}

export function named(fields: ReadEntry['fields']): string {
  return `${printable(fields.recordType)} ${printable(fields.recordId)}, ${printable(fields.verb)}`
}

/** SHA-256(0x00 || leaf) and SHA-256(salt || content), straight from text: no second copy of millions of entries. */
function leafHashOf(leaf: string): string {
  return hash('sha256', `\0${leaf}`, 'binary')
}

let scratch = Buffer.alloc(64 * 1024)

function commitment(salt: string, content: string): string {
  if (scratch.length < 16 + content.length * 3) scratch = Buffer.alloc(16 + content.length * 3)
  scratch.write(salt, 0, 'hex')
  const end = 16 + scratch.write(content, 16)
  return hash('sha256', scratch.subarray(0, end), 'hex')
}

const AHEAD = 16_384

/** leaves.bin beside the entries: a window that moves along, so that comparing needs no waiting. */
class LeafCursor {
  readonly #bench: Bench
  readonly #leaves: FoundMember | undefined
  #window: Buffer = Buffer.alloc(0)
  #first = 0

  constructor(bench: Bench, leaves: FoundMember | undefined) {
    this.#bench = bench
    this.#leaves = leaves
  }

  /** Call before each piece: 256 KiB hold fewer real entries than half a window. */
  async lookAhead(next: number): Promise<void> {
    if (this.#leaves === undefined || next + AHEAD / 2 <= this.#first + this.#window.length / HASH_BYTES) return
    const start = next * HASH_BYTES
    this.#first = next
    this.#window = await this.#bench.file.read(
      this.#leaves.start + start,
      Math.max(0, Math.min(AHEAD * HASH_BYTES, this.#leaves.size - start)),
    )
  }

  matches(position: number, leaf: string): boolean {
    const at = (position - this.#first) * HASH_BYTES
    return at >= 0 && leafHashOf(leaf) === this.#window.toString('latin1', at, at + HASH_BYTES)
  }
}
