import { hash } from 'node:crypto'
import { HASH_BYTES } from '#src/shared/merkle/hash.ts'
import type { Checkpoint } from '#src/shared/signed-note.ts'
import { type EntriesSeen, type LeavesSeen, named, RootCheck } from './check-entries.ts'
import type { Bench } from './check-manifest.ts'
import { eachLine, type ReadEntry, readEntry } from './entry-lines.ts'
import { MEMBER } from './format.ts'
import { compareHashes, type Difference } from './locate.ts'
import type { FoundMember } from './read.ts'
import { type PackPlace, printable } from './report.ts'

/** 32 bytes each: comparing holds both sides in memory. */
const COMPARED_MAX = 8_000_000
/** Records looked up by name; more than are ever listed. */
const LOOKED_UP_MAX = 2_000
const RUN_MIN = 20

type Place = { chunk: string; offset: number; fields: ReadEntry['fields'] | undefined }
type Lookup = { entries: Map<number, Place>; leaves: Map<number, string[]> }

/**
 * Entries and leaves.bin disagree, or do not give the signed root: says which of the two is at fault, and names each entry.
 * Slow by choice; it runs only on a pack that is already known to be wrong.
 */
export async function nameDifferences(
  bench: Bench,
  chunks: readonly FoundMember[],
  leaves: FoundMember | undefined,
  seen: { entries: EntriesSeen; leaves: LeavesSeen | undefined },
  checkpoints: readonly Checkpoint[],
): Promise<void> {
  const { found } = bench
  const leafCount = seen.leaves?.count ?? 0
  if (Math.max(seen.entries.count, leafCount) > COMPARED_MAX) {
    found.add(
      'changed',
      { member: MEMBER.entries },
      {
        zh: '记录与证明不符;记录过多,未逐条定位',
        en: 'entries do not match their proofs; there are too many to name each',
      },
    )
    return
  }
  const roots = new RootCheck(checkpoints)
  const entryHashes = await hashEntries(bench, chunks, seen.entries.count, roots)
  const badEntries = roots.firstBadBatch()
  const leafHashes =
    leaves === undefined ? Buffer.alloc(0) : await bench.file.read(leaves.start, leafCount * HASH_BYTES)
  if (leaves === undefined || (seen.leaves?.badBatch !== undefined && badEntries === undefined)) {
    if (badEntries === undefined) return blameLeaves(bench, entryHashes, leafHashes, leaves)
  }
  if (seen.leaves?.badBatch !== undefined && badEntries !== undefined) {
    const { from, to } = badEntries
    found.add(
      'changed',
      { member: MEMBER.entries, entry: from, entryTo: to },
      {
        zh: `第 ${from} 至 ${to} 条: 这一批的记录与证明都不再得出签名时的根`,
        en: `entries ${from} to ${to}: neither the entries of this batch nor their proofs give the root that was signed`,
      },
    )
  }
  if (leaves === undefined) return
  const differences = compareHashes(entryHashes, leafHashes)
  const lookup = await lookUp(bench, chunks, differences)
  for (const difference of differences) nameOne(bench, difference, lookup, seen.entries.named)
}

async function hashEntries(
  bench: Bench,
  chunks: readonly FoundMember[],
  count: number,
  roots: RootCheck,
): Promise<Buffer> {
  const hashes = Buffer.alloc(count * HASH_BYTES)
  let at = 0
  for (const chunk of chunks) {
    await eachLine(bench.file, chunk, (line) => {
      const entry = readEntry(line)
      // What cannot be read gets a hash of its own, so that it matches nothing.
      const text = entry === undefined ? `unreadable ${at}` : `\0${entry.leaf}`
      hash('sha256', text, 'buffer').copy(hashes, at * HASH_BYTES)
      roots.append(hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES))
      at++
    })
  }
  return hashes
}

function blameLeaves(bench: Bench, entryHashes: Buffer, leafHashes: Buffer, leaves: FoundMember | undefined): void {
  if (leaves === undefined) {
    bench.found.add(
      'removed',
      { member: MEMBER.leaves },
      {
        zh: 'leaves.bin 不见了;记录自身仍能得出签名的根',
        en: 'leaves.bin is missing; the entries themselves still give the signed root',
      },
    )
    return
  }
  const count = Math.max(entryHashes.length, leafHashes.length) / HASH_BYTES
  let first = 0
  const at = (position: number) => [position * HASH_BYTES, (position + 1) * HASH_BYTES] as const
  while (first < count && entryHashes.subarray(...at(first)).equals(leafHashes.subarray(...at(first)))) first++
  const offset = leaves.start + first * HASH_BYTES
  bench.found.add(
    'changed',
    { member: MEMBER.leaves, entry: first + 1, offset },
    {
      zh: `损坏的是 leaves.bin (自第 ${first + 1} 个起);记录自身仍能得出签名的根`,
      en: `leaves.bin is what was damaged (from hash ${first + 1}); the entries themselves still give the signed root`,
    },
  )
}

async function lookUp(
  bench: Bench,
  chunks: readonly FoundMember[],
  differences: readonly Difference[],
): Promise<Lookup> {
  const entries = new Map<number, Place | undefined>()
  const leaves = new Map<number, string[]>()
  const wantedLeaves = new Set<number>()
  for (const difference of differences) {
    const some =
      difference.kind === 'moved' ? [difference.entry] : difference.kind === 'unmatched' ? difference.entries : []
    for (const entry of some) if (entries.size < LOOKED_UP_MAX) entries.set(entry, undefined)
    if (difference.kind === 'unmatched')
      for (const leaf of difference.leaves) if (wantedLeaves.size < LOOKED_UP_MAX) wantedLeaves.add(leaf)
  }
  let at = 0
  for (const chunk of chunks) {
    await eachLine(bench.file, chunk, (line, offset) => {
      if (entries.has(at)) entries.set(at, { chunk: chunk.name, offset, fields: readEntry(line)?.fields })
      at++
    })
  }
  const index = bench.members.get(MEMBER.index)
  at = 0
  if (index !== undefined && wantedLeaves.size > 0) {
    await eachLine(bench.file, index, (line) => {
      if (wantedLeaves.has(at)) leaves.set(at, line.toString().split('\t'))
      at++
    })
  }
  return { entries: entries as Map<number, Place>, leaves }
}

function nameOne(bench: Bench, difference: Difference, lookup: Lookup, already: ReadonlySet<number>): void {
  const { found } = bench
  if (difference.kind === 'range') {
    const { entryFrom, entryTo } = difference
    found.add(
      'changed',
      { member: MEMBER.entries, entry: entryFrom + 1, entryTo },
      {
        zh: `第 ${entryFrom + 1} 至 ${entryTo} 条与证明不符`,
        en: `entries ${entryFrom + 1} to ${entryTo} do not match their proofs`,
      },
    )
  } else if (difference.kind === 'moved') {
    const place = lookup.entries.get(difference.entry)
    const [is, was] = [difference.entry + 1, difference.leaf + 1]
    found.add('reordered', placeOf(difference.entry, place), {
      zh: `第 ${is} 条${about(place)}原为第 ${was} 条,次序被改动`,
      en: `entry ${is}${about(place)} belongs at ${was}; it was moved`,
    })
  } else {
    nameUnmatched(bench, difference.entries, difference.leaves, lookup, already)
  }
}

function nameUnmatched(
  bench: Bench,
  entries: number[],
  leaves: number[],
  lookup: Lookup,
  already: ReadonlySet<number>,
): void {
  const { found } = bench
  const pairs = pairUp(entries, leaves, lookup)
  for (const [entry, leaf] of pairs.changed) {
    if (already.has(entry + 1)) continue
    const place = lookup.entries.get(entry)
    const was = leaf === entry ? '' : ` (${leaf + 1})`
    found.add('changed', placeOf(entry, place), {
      zh: `第 ${entry + 1} 条${was}${about(place)}被改动`,
      en: `entry ${entry + 1}${was}${about(place)} was changed`,
    })
  }
  for (const entry of pairs.inserted) {
    const place = lookup.entries.get(entry)
    found.add('inserted', placeOf(entry, place), {
      zh: `第 ${entry + 1} 条${about(place)}是后来插入的`,
      en: `entry ${entry + 1}${about(place)} was inserted; it was never logged`,
    })
  }
  for (const [from, to] of runsOf(pairs.removed)) nameRemoved(bench, from, to, lookup)
}

function nameRemoved(bench: Bench, from: number, to: number, lookup: Lookup): void {
  if (to > from) {
    bench.found.add(
      'removed',
      { member: MEMBER.entries, entry: from + 1, entryTo: to + 1 },
      {
        zh: `第 ${from + 1} 至 ${to + 1} 条不见了`,
        en: `entries ${from + 1} to ${to + 1} are missing`,
      },
    )
    return
  }
  const [id, recordType, recordId, verb] = (lookup.leaves.get(from) ?? []).map(printable)
  const record = id === undefined ? {} : { id, recordType, recordId }
  const what = id === undefined ? '' : ` (${recordType} ${recordId}, ${verb})`
  bench.found.add(
    'removed',
    { member: MEMBER.entries, entry: from + 1, ...record },
    {
      zh: `原第 ${from + 1} 条不见了${what}`,
      en: `entry ${from + 1} was removed${what}`,
    },
  )
}

/** By their ids first; what is left over on both sides, when equally many, by position. */
function pairUp(entries: number[], leaves: number[], lookup: Lookup) {
  const leafById = new Map<string, number>()
  for (const leaf of leaves) {
    const id = lookup.leaves.get(leaf)?.[0]
    if (id !== undefined) leafById.set(id, leaf)
  }
  const changed: [entry: number, leaf: number][] = []
  const paired = new Set<number>()
  const inserted = entries.filter((entry) => {
    const leaf = leafById.get(lookup.entries.get(entry)?.fields?.id ?? '')
    if (leaf === undefined || paired.has(leaf)) return true
    paired.add(leaf)
    changed.push([entry, leaf])
    return false
  })
  const removed = leaves.filter((leaf) => !paired.has(leaf))
  const unreadable = inserted.filter((entry) => lookup.entries.get(entry)?.fields === undefined)
  if (inserted.length !== removed.length && unreadable.length !== removed.length) return { changed, inserted, removed }
  const stand = inserted.length === removed.length ? inserted : unreadable
  const standing = new Set(stand)
  stand.forEach((entry, at) => {
    changed.push([entry, removed[at]!])
  })
  return { changed, inserted: stand === inserted ? [] : inserted.filter((entry) => !standing.has(entry)), removed: [] }
}

/** Long runs told as one; short ones singly, each with its record. */
function runsOf(positions: readonly number[]): [from: number, to: number][] {
  const runs: [number, number][] = []
  for (const position of positions) {
    const run = runs.at(-1)
    if (run !== undefined && run[1] + 1 === position) run[1] = position
    else runs.push([position, position])
  }
  return runs.flatMap(([from, to]) =>
    to - from + 1 >= RUN_MIN
      ? [[from, to] as [number, number]]
      : Array.from({ length: to - from + 1 }, (_, at): [number, number] => [from + at, from + at]),
  )
}

function placeOf(entry: number, place: Place | undefined): PackPlace {
  const where: PackPlace = { member: place?.chunk ?? MEMBER.entries, entry: entry + 1 }
  if (place === undefined) return where
  const { fields, offset } = place
  if (fields === undefined) return { ...where, offset }
  return {
    ...where,
    id: printable(fields.id),
    recordType: printable(fields.recordType),
    recordId: printable(fields.recordId),
    offset,
  }
}

function about(place: Place | undefined): string {
  return place?.fields === undefined ? '' : ` (${named(place.fields)})`
}
