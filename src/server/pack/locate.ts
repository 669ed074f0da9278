const HASH = 32
/** Beyond this many hashes in the differing middle, only the range is told: finding moves needs them all in memory. */
const COMPARED_MAX = 4_000_000

/** How the entries (what is there) differ from the leaves (what was logged). Positions count from 0. */
export type Difference =
  | { kind: 'moved'; entry: number; leaf: number }
  | { kind: 'unmatched'; entries: number[]; leaves: number[] }
  | { kind: 'range'; entryFrom: number; entryTo: number; leafFrom: number; leafTo: number }

/**
 * Compares two runs of 32-byte hashes. What agrees in order anchors the rest: a hash found elsewhere was moved; between two
 * anchors stand hashes known to one side only.
 */
export function compareHashes(entries: Buffer, leaves: Buffer): Difference[] {
  const entryCount = entries.length / HASH
  const leafCount = leaves.length / HASH
  const same = (entry: number, leaf: number) =>
    entries.compare(leaves, leaf * HASH, (leaf + 1) * HASH, entry * HASH, (entry + 1) * HASH) === 0
  let from = 0
  while (from < entryCount && from < leafCount && same(from, from)) from++
  let tail = 0
  while (tail < Math.min(entryCount, leafCount) - from && same(entryCount - 1 - tail, leafCount - 1 - tail)) tail++
  const entryTo = entryCount - tail
  const leafTo = leafCount - tail
  if (from === entryTo && from === leafTo) return []
  if (entryTo - from + (leafTo - from) > COMPARED_MAX)
    return [{ kind: 'range', entryFrom: from, entryTo, leafFrom: from, leafTo }]

  const leafAt = new Map<string, number>()
  for (let leaf = leafTo - 1; leaf >= from; leaf--)
    leafAt.set(leaves.toString('latin1', leaf * HASH, (leaf + 1) * HASH), leaf)
  const matchedEntries: number[] = []
  const matchedLeaves: number[] = []
  const taken = new Set<number>()
  for (let entry = from; entry < entryTo; entry++) {
    const leaf = leafAt.get(entries.toString('latin1', entry * HASH, (entry + 1) * HASH))
    if (leaf === undefined || taken.has(leaf)) continue
    taken.add(leaf)
    matchedEntries.push(entry)
    matchedLeaves.push(leaf)
  }
  const rising = longestRising(matchedLeaves)
  return [
    ...movedOnes(matchedEntries, matchedLeaves, rising),
    ...unmatchedBetween(
      rising.map((at) => ({ entry: matchedEntries[at]!, leaf: matchedLeaves[at]! })),
      { entries: new Set(matchedEntries), leaves: taken },
      { from, entryTo, leafTo },
    ),
  ]
}

function movedOnes(entries: number[], leaves: number[], rising: number[]): Difference[] {
  const still = new Set(rising)
  const leafOf = new Map(entries.map((entry, at) => [entry, leaves[at]!]))
  const moved = new Map<number, number>()
  entries.forEach((entry, at) => {
    if (still.has(at)) return
    const leaf = leaves[at]!
    moved.set(entry, leaf)
    // Of two that changed places the longest run keeps one; both are out of place.
    if (leafOf.get(leaf) === entry) moved.set(leaf, entry)
  })
  return [...moved].sort(([a], [b]) => a - b).map(([entry, leaf]) => ({ kind: 'moved', entry, leaf }))
}

function unmatchedBetween(
  anchors: { entry: number; leaf: number }[],
  matched: { entries: Set<number>; leaves: Set<number> },
  bounds: { from: number; entryTo: number; leafTo: number },
): Difference[] {
  const differences: Difference[] = []
  let entry = bounds.from
  let leaf = bounds.from
  for (const anchor of [...anchors, { entry: bounds.entryTo, leaf: bounds.leafTo }]) {
    const entries: number[] = []
    const leaves: number[] = []
    for (; entry < anchor.entry; entry++) if (!matched.entries.has(entry)) entries.push(entry)
    for (; leaf < anchor.leaf; leaf++) if (!matched.leaves.has(leaf)) leaves.push(leaf)
    if (entries.length > 0 || leaves.length > 0) differences.push({ kind: 'unmatched', entries, leaves })
    entry = anchor.entry + 1
    leaf = anchor.leaf + 1
  }
  return differences
}

/** Positions of a longest strictly rising selection of `values`, in order. */
export function longestRising(values: readonly number[]): number[] {
  const ends: number[] = []
  const before = new Int32Array(values.length).fill(-1)
  values.forEach((value, at) => {
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (values[ends[middle]!]! < value) low = middle + 1
      else high = middle
    }
    before[at] = low === 0 ? -1 : ends[low - 1]!
    ends[low] = at
  })
  const rising: number[] = []
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at]!) rising.push(at)
  return rising.reverse()
}
