import { createHash, hash } from 'node:crypto'
import { type FileHandle, mkdtemp, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { canonicalJson } from '#src/shared/canonical.ts'
import { CompactRange } from '#src/shared/merkle/compact-range.ts'
import { equalHashes } from '#src/shared/merkle/hash.ts'
import { parseLeaf } from '#src/shared/merkle/leaf.ts'
import { type Checkpoint, type NoteSigner, parseCheckpoint, parseNote, signNote } from '#src/shared/signed-note.ts'
import {
  chunkName,
  entryLine,
  indexLine,
  isMemberName,
  isReservedName,
  LIMIT,
  Manifest,
  MEMBER,
  manifestStatement,
  type PackEntry,
} from './format.ts'
import { PACK_README } from './readme.ts'
import { serverHasher } from './signing-key.ts'
import { Spool } from './spool.ts'
import { BLOCK, paddingAfter, tarHeader } from './tar.ts'

/** A stored file by its content hash (lowercase hex). `open` is called once, when its turn comes. */
export type PackedFile = { sha256: string; size: number; open(): AsyncIterable<Uint8Array> }
/** A member of the caller's own; names as in a plain path, at most 100 letters, digits, dots, dashes, slashes. */
export type ExtraMember = { name: string; content: string | Uint8Array | AsyncIterable<Uint8Array> }

export type PackSource = {
  org: { id: string; name: string }
  /** UTC, RFC 3339. */
  madeAt: string
  /** Signs the manifest; its key must be among `keys`. */
  signer: NoteSigner
  keys: Manifest['keys']
  /** The signed checkpoint over exactly `entries`. */
  checkpoint: string
  /** Signed checkpoints of earlier batches, smallest first. They let damage be narrowed down to one batch. */
  earlierCheckpoints: readonly string[]
  /** All entries in log order. */
  entries: AsyncIterable<PackEntry>
  /** Read, like `erasedFiles`, only after the last entry: a caller may gather both from the entries as they pass. */
  files: readonly PackedFile[]
  /** Files that entries mention but that were erased on purpose, so their absence is no loss. */
  erasedFiles?: readonly string[]
  /** Goes in after the files; a README.txt of ours is added unless one is given. */
  members?: readonly ExtraMember[]
}

export type PackWritten = { entries: number; erased: number; bytes: number; manifestSha256: string }

type Member = Manifest['members'][number] & { copy(out: Sink): Promise<void> }

/**
 * Writes a pack in one pass over the entries, in flat memory; what must be known before the first byte goes out is spooled
 * beside `path`. Throws, leaving nothing behind, when entries do not add up to the checkpoints or a file is not what its hash
 * says: a pack that exists verifies.
 */
export async function writePack(path: string, source: PackSource): Promise<PackWritten> {
  const folder = await mkdtemp(join(dirname(path), '.starpack-'))
  const spools: Spool[] = []
  let out: Sink | undefined
  try {
    const spool = async (name: string) => {
      const made = await Spool.make(join(folder, String(spools.length)), name)
      spools.push(made)
      return made
    }
    const { members, entries, erased } = await gather(source, spool)
    const manifest = Manifest.parse({
      format: 'starpack',
      version: 1,
      org: source.org,
      madeAt: source.madeAt,
      checkpoint: source.checkpoint,
      keys: source.keys,
      counts: { entries, erased, files: source.files.length },
      erasedFiles: [...new Set(source.erasedFiles)].sort(),
      members: members.map(({ name, size, sha256 }) => ({ name, size, sha256 })),
    } satisfies Manifest)
    const manifestText = Buffer.from(canonicalJson(manifest))
    if (manifestText.length > LIMIT.manifestBytes) throw new RangeError('the manifest is too large')
    const manifestSha256 = hash('sha256', manifestText, 'hex')
    const signature = Buffer.from(signNote(manifestStatement(source.org.id, manifestSha256), source.signer))

    const partial = join(folder, 'pack')
    out = new Sink(await open(partial, 'wx'))
    await out.member(MEMBER.manifest, manifestText.length, (to) => to.write(manifestText))
    await out.member(MEMBER.manifestSignature, signature.length, (to) => to.write(signature))
    for (const member of members) await out.member(member.name, member.size, (to) => member.copy(to))
    const bytes = await out.finish()
    await rename(partial, path)
    return { entries, erased, bytes, manifestSha256 }
  } finally {
    await out?.close()
    for (const spooled of spools) await spooled.close()
    await rm(folder, { recursive: true, force: true })
  }
}

type Spooling = (name: string) => Promise<Spool>

async function gather(
  source: PackSource,
  spool: Spooling,
): Promise<{ members: Member[]; entries: number; erased: number }> {
  const head = checkpointOf(source.checkpoint)
  const earlier = source.earlierCheckpoints.map(checkpointOf)
  if (earlier.length > LIMIT.checkpoints) throw new RangeError('too many earlier checkpoints: keep every nth')
  const checkpoints = source.earlierCheckpoints.join('\n')
  const { chunks, index, leaves, erased } = await spoolEntries(source.entries, [...earlier, head], spool)
  const extras: Member[] = []
  const given = source.members ?? []
  const all = given.some((member) => member.name === 'README.txt')
    ? given
    : [...given, { name: 'README.txt', content: PACK_README }]
  for (const { name, content } of all.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!isMemberName(name) || isReservedName(name)) throw new RangeError(`not a free member name: ${name}`)
    if (extras.some((known) => known.name === name)) throw new RangeError(`member given twice: ${name}`)
    if (typeof content === 'string' || content instanceof Uint8Array) extras.push(small(name, content))
    else extras.push(await (await spool(name)).fill(content))
  }
  const files = source.files.toSorted((a, b) => (a.sha256 < b.sha256 ? -1 : 1)).map(stored)
  if (new Set(files.map((file) => file.name)).size !== files.length) throw new RangeError('a file is given twice')
  const members = [
    small(MEMBER.checkpoint, source.checkpoint),
    small(MEMBER.checkpoints, checkpoints),
    ...chunks,
    index,
    leaves,
    ...files,
    ...extras,
  ]
  if (members.length + 2 > LIMIT.members) throw new RangeError('too many members')
  return { members, entries: head.size, erased }
}

async function spoolEntries(entries: AsyncIterable<PackEntry>, checkpoints: Checkpoint[], spool: Spooling) {
  const index = await spool(MEMBER.index)
  const leaves = await spool(MEMBER.leaves)
  const range = new CompactRange(serverHasher)
  const chunks: Member[] = []
  let chunk: Spool | undefined
  let due = 0
  let erased = 0
  const checkDue = () => {
    for (; due < checkpoints.length && checkpoints[due]!.size === range.size; due++) {
      if (!equalHashes(checkpoints[due]!.root, range.root()))
        throw new Error(`entries do not give the root of the checkpoint at ${range.size}`)
    }
  }
  checkDue()
  for await (const entry of entries) {
    const leaf = parseLeaf(entry.leaf)
    if (leaf === undefined || Buffer.byteLength(entry.leaf) > LIMIT.leafBytes)
      throw new Error(`entry ${range.size + 1} is not a leaf`)
    checkContent(entry, leaf.commitment, range.size + 1)
    const line = Buffer.from(entryLine(entry))
    if (chunk !== undefined && (range.size % LIMIT.chunkEntries === 0 || chunk.size + line.length > LIMIT.chunkBytes)) {
      chunks.push(await chunk.done())
      chunk = undefined
    }
    chunk ??= await spool(chunkName(chunks.length + 1))
    const leafHash = serverHasher.leaf(Buffer.from(entry.leaf))
    if (entry.content === null) erased++
    await chunk.write(line)
    await index.write(Buffer.from(indexLine(leaf, entry.content === null)))
    await leaves.write(leafHash)
    range.append(leafHash)
    checkDue()
  }
  if (due !== checkpoints.length)
    throw new Error(`${range.size} entries do not reach, in order, every checkpoint given`)
  if (range.size !== checkpoints.at(-1)!.size) throw new Error('there are entries beyond the checkpoint')
  if (chunk !== undefined) chunks.push(await chunk.done())
  return { chunks, index: await index.done(), leaves: await leaves.done(), erased }
}

function checkContent(entry: PackEntry, commitment: string, number: number): void {
  if ((entry.content === null) !== (entry.salt === null))
    throw new Error(`entry ${number}: content and salt are erased together`)
  if (entry.content === null || entry.salt === null) return
  const content = Buffer.from(entry.content)
  if (content.length > LIMIT.contentBytes) throw new Error(`entry ${number}: content is too long`)
  if (!/^[0-9a-f]{32}$/.test(entry.salt)) throw new Error(`entry ${number}: a salt is 16 bytes in lowercase hex`)
  if (hash('sha256', Buffer.concat([Buffer.from(entry.salt, 'hex'), content]), 'hex') !== commitment)
    throw new Error(`entry ${number}: content is not what its leaf commits to`)
}

function checkpointOf(note: string): Checkpoint {
  const parsed = parseNote(note)
  const checkpoint = parsed === undefined ? undefined : parseCheckpoint(parsed.text)
  if (checkpoint === undefined) throw new RangeError('not a signed checkpoint')
  return checkpoint
}

function small(name: string, content: string | Uint8Array): Member {
  const bytes = Buffer.from(content)
  return { name, size: bytes.length, sha256: hash('sha256', bytes, 'hex'), copy: (out) => out.write(bytes) }
}

function stored(file: PackedFile): Member {
  const copy = async (out: Sink) => {
    const digest = createHash('sha256')
    for await (const piece of file.open()) {
      digest.update(piece)
      await out.write(piece)
    }
    if (digest.digest('hex') !== file.sha256) throw new Error(`file ${file.sha256} is not what its name says`)
  }
  return { name: `${MEMBER.files}${file.sha256}`, size: file.size, sha256: file.sha256, copy }
}

/** The tar being written; counts bytes, so a member shorter or longer than announced is caught. */
class Sink {
  readonly #file: FileHandle
  #at = 0

  constructor(file: FileHandle) {
    this.#file = file
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#file.writeFile(bytes)
    this.#at += bytes.length
  }

  async member(name: string, size: number, copy: (out: Sink) => Promise<void>): Promise<void> {
    await this.write(tarHeader(name, size))
    const start = this.#at
    await copy(this)
    if (this.#at !== start + size)
      throw new Error(`member ${name} has ${this.#at - start} bytes, ${size} were announced`)
    await this.write(Buffer.alloc(paddingAfter(size)))
  }

  async finish(): Promise<number> {
    await this.write(Buffer.alloc(2 * BLOCK))
    await this.#file.sync()
    return this.#at
  }

  async close(): Promise<void> {
    await this.#file.close()
  }
}
