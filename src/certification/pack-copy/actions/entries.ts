import { hash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { FileStore } from '#src/server/files/store.ts'
import { eachLine, readEntry } from '#src/server/pack/entry-lines.ts'
import { MEMBER } from '#src/server/pack/format.ts'
import { PackFile, walkMembers } from '#src/server/pack/read.ts'
import { Findings } from '#src/server/pack/report.ts'
import { serverHasher } from '#src/server/pack/signing-key.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { parseJson } from '#src/shared/json.ts'
import { HASH_BYTES } from '#src/shared/merkle/hash.ts'
import { inclusionProof } from '#src/shared/merkle/proof.ts'
import { type NodeSource, TileReader } from '#src/shared/merkle/tiles.ts'
import type { PackLayout, ProvenEntry } from '../contract.ts'
import { loadPack, type StoredPack } from '../store.ts'

const TILE = 256

/** The hashes of a pack's ledger: leaves out of its file, roots of 256 as they were kept, wider ones computed from these. */
export function packHashes(
  file: PackFile,
  { layout, tileRoots }: { layout: Pick<PackLayout, 'members'>; tileRoots: Buffer },
): NodeSource {
  const { start } = layout.members[MEMBER.leaves]!
  const nodes = async (level8: number, from: number, to: number): Promise<Uint8Array> => {
    if (level8 === 1) return tileRoots.subarray(from * HASH_BYTES, to * HASH_BYTES)
    const found: Uint8Array[] = []
    for (let at = from; at < to; at++) found.push(rootOf(await nodes(level8 - 1, at * TILE, (at + 1) * TILE)))
    return Buffer.concat(found)
  }
  return {
    leafHashes: (from, to) => file.read(start + from * HASH_BYTES, (to - from) * HASH_BYTES),
    nodes,
  }
}

function rootOf(tile: Uint8Array): Uint8Array {
  let row: Uint8Array[] = []
  for (let at = 0; at < tile.length; at += HASH_BYTES) row.push(tile.subarray(at, at + HASH_BYTES))
  while (row.length > 1) {
    const above: Uint8Array[] = []
    for (let at = 0; at < row.length; at += 2) above.push(serverHasher.node(row[at]!, row[at + 1]!))
    row = above
  }
  return row[0]!
}

/** The root that a pack's ledger had at an earlier size: it must be what the earlier checkpoint signed. */
export async function rootAt(
  path: string,
  pack: { layout: Pick<PackLayout, 'members'>; tileRoots: Buffer },
  size: number,
): Promise<Uint8Array> {
  return withFile(path, (file) => new TileReader(packHashes(file, pack), size, serverHasher).rootOfRun(0, size))
}

async function withFile<T>(path: string, work: (file: PackFile) => Promise<T>): Promise<T> {
  const handle = await open(path, 'r')
  const { size } = await handle.stat()
  return work(new PackFile(handle, size)).finally(() => handle.close())
}

export type EntriesRead = { checkpoint: string; rows: ProvenEntry[] }

/** Originals out of a client's pack: each entry with its content and the path that proves its place under the signed checkpoint. */
export async function readPackEntries(
  parts: { files: FileStore },
  tx: Tx,
  packId: string,
  leafIndexes: readonly number[],
): Promise<Decision<EntriesRead>> {
  const pack = await loadPack(tx, packId)
  if (!pack) return refuse('not_found', 'not_found')
  const outside = leafIndexes.find((leaf) => leaf >= pack.ledgerSize)
  if (outside !== undefined) return refuse('not_found', 'leaf_outside', { leaf: outside, size: pack.ledgerSize })
  const rows = await withFile(parts.files.pathOf(tx.orgId, pack.fileSha256), async (file) => {
    const lines = await readLines(file, pack, leafIndexes)
    const source = packHashes(file, pack)
    return Promise.all(
      leafIndexes.map(async (leafIndex) =>
        proven(
          lines.get(leafIndex)!,
          leafIndex,
          await inclusionProof(source, leafIndex, pack.ledgerSize, serverHasher),
        ),
      ),
    )
  })
  return accept({ checkpoint: pack.checkpoint, rows })
}

function proven(line: Buffer, leafIndex: number, path: readonly Uint8Array[]): ProvenEntry {
  const { leaf, content, salt, fields } = readEntry(line)!
  const commitment =
    content === null ? null : hash('sha256', Buffer.concat([Buffer.from(salt!, 'hex'), Buffer.from(content)]), 'hex')
  return {
    leafIndex,
    leaf,
    content: content === null ? null : parseJson(content),
    leafHash: Buffer.from(serverHasher.leaf(Buffer.from(leaf))).toString('base64'),
    path: path.map((node) => Buffer.from(node).toString('base64')),
    contentProven: commitment === fields.commitment,
  }
}

/** Reads only the runs in which the entries stand. */
async function readLines(
  file: PackFile,
  { layout }: StoredPack,
  leafIndexes: readonly number[],
): Promise<Map<number, Buffer>> {
  const wanted = new Set(leafIndexes)
  const found = new Map<number, Buffer>()
  const runs = new Set(leafIndexes.map((leaf) => layout.runs.findLast(([first]) => first <= leaf)!))
  for (const [first, start, end] of runs) {
    let leafIndex = first
    await eachLine(file, { name: MEMBER.entries, start, size: end - start }, (line) => {
      if (wanted.has(leafIndex)) found.set(leafIndex, Buffer.from(line))
      leafIndex++
    })
  }
  return found
}

/** One member's bytes, e.g. the self-evaluation report; undefined where the pack does not hold it. At most 64 MiB. */
export async function readPackMember(
  parts: { files: FileStore },
  tx: Tx,
  packId: string,
  name: string,
): Promise<Buffer | undefined> {
  const pack = await loadPack(tx, packId)
  const place = pack && Object.hasOwn(pack.layout.members, name) ? pack.layout.members[name] : undefined
  if (!pack || !place || place.size > 64 * 1024 * 1024) return undefined
  return withFile(parts.files.pathOf(tx.orgId, pack.fileSha256), (file) => file.read(place.start, place.size))
}

/** Every entry of a pack's ledger as its line stands there, in the ledger's order; nothing where the pack is not known. One pass over the file. */
export async function eachPackEntry(
  parts: { files: FileStore },
  tx: Tx,
  packId: string,
  each: (leafIndex: number, line: Buffer) => void,
): Promise<void> {
  const pack = await loadPack(tx, packId)
  if (!pack) return
  const chunks = Object.entries(pack.layout.members)
    .filter(([name]) => name.startsWith(MEMBER.entries))
    .sort(([one], [other]) => (one < other ? -1 : 1))
  await withFile(parts.files.pathOf(tx.orgId, pack.fileSha256), async (file) => {
    let leafIndex = 0
    for (const [name, place] of chunks) await eachLine(file, { name, ...place }, (line) => each(leafIndex++, line))
  })
}

export type PackFilePlace = { start: number; size: number }

/** Where files that entries mention stand in the pack, by SHA-256; those that it does not hold are left out. Walks the pack's directory once. */
export async function findPackFiles(
  parts: { files: FileStore },
  tx: Tx,
  packId: string,
  sha256s: ReadonlySet<string>,
): Promise<Map<string, PackFilePlace>> {
  const pack = sha256s.size > 0 ? await loadPack(tx, packId) : undefined
  if (!pack) return new Map()
  const members = await withFile(parts.files.pathOf(tx.orgId, pack.fileSha256), (file) =>
    walkMembers(file, new Findings()),
  )
  return new Map(
    members
      .filter(({ name }) => name.startsWith(MEMBER.files) && sha256s.has(name.slice(MEMBER.files.length)))
      .map(({ name, start, size }) => [name.slice(MEMBER.files.length), { start, size }]),
  )
}

/** The bytes of one file of a pack, at most 32 MiB; undefined where the place is larger, or the bytes are not those that the SHA-256 says. */
export async function readPackFile(
  parts: { files: FileStore },
  tx: Tx,
  packId: string,
  { sha256, start, size }: PackFilePlace & { sha256: string },
): Promise<Buffer | undefined> {
  const pack = await loadPack(tx, packId)
  if (!pack || size > 32 * 1024 * 1024) return undefined
  const bytes = await withFile(parts.files.pathOf(tx.orgId, pack.fileSha256), (file) => file.read(start, size))
  return hash('sha256', bytes, 'hex') === sha256 ? bytes : undefined
}
