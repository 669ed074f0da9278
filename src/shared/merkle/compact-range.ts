import { HASH_BYTES, type Hash, portableHasher, type TreeHasher } from './hash.ts'

/** Hears of every full subtree of 256^level8 leaves as it closes: what a store of hash tiles keeps (level8 ≥ 1). */
export type TileListener = (level8: number, index: number, hash: Hash) => void

/**
 * The frontier of a growing tree: one hash per set bit of `size`, widest subtree first, so appending needs no earlier leaf.
 * Leaves are given as leaf hashes. Sizes are exact up to 2^53.
 */
export class CompactRange {
  size: number
  readonly #hasher: TreeHasher
  readonly #hashes: Hash[]

  constructor(hasher: TreeHasher = portableHasher, size = 0, hashes: readonly Hash[] = []) {
    if (!Number.isSafeInteger(size) || size < 0) throw new RangeError('tree size is not a count')
    if (hashes.length !== onesIn(size))
      throw new RangeError(`a tree of ${size} leaves has a frontier of ${onesIn(size)} hashes`)
    if (hashes.some((hash) => hash.length !== HASH_BYTES)) throw new RangeError('a hash is 32 bytes')
    this.size = size
    this.#hasher = hasher
    this.#hashes = [...hashes]
  }

  /** To be stored with `size`, and given back to the constructor. */
  get hashes(): readonly Hash[] {
    return this.#hashes
  }

  append(leaf: Hash, onTile?: TileListener): void {
    let hash = leaf
    let rest = this.size
    let level = 0
    while (rest % 2 === 1) {
      hash = this.#hasher.node(this.#hashes.pop()!, hash)
      rest = (rest - 1) / 2
      level++
      if (onTile !== undefined && level % 8 === 0) onTile(level / 8, rest, hash)
    }
    this.#hashes.push(hash)
    this.size++
  }

  /** Root of the tree as it stands; does not change the range. */
  root(): Hash {
    let at = this.#hashes.length - 1
    if (at < 0) return this.#hasher.empty
    let hash = this.#hashes[at]!
    while (--at >= 0) hash = this.#hasher.node(this.#hashes[at]!, hash)
    return hash
  }
}

/** Root of a whole list of leaf hashes. */
export function rootOf(leaves: Iterable<Hash>, hasher: TreeHasher = portableHasher): Hash {
  const range = new CompactRange(hasher)
  for (const leaf of leaves) range.append(leaf)
  return range.root()
}

function onesIn(size: number): number {
  let ones = 0
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2
  return ones
}
