import { HASH_BYTES, type Hash, portableHasher, type TreeHasher } from './hash.ts'

/**
 * Where the hashes of a stored tree come from. Both answer `end - start` hashes of 32 bytes, one after another, and are asked
 * for at most 256 at a time. `nodes(level8, …)` are the roots of full subtrees of 256^level8 leaves, level8 ≥ 1, as
 * `CompactRange.append` reports them; only full ones are ever asked for.
 */
export type NodeSource = {
  leafHashes(start: number, end: number): Promise<Uint8Array>
  nodes(level8: number, start: number, end: number): Promise<Uint8Array>
}

const TILE_WIDTH = 256

/** Roots of any run of leaves of one tree of `size` leaves, reading each 256-wide tile at most once. */
export class TileReader {
  readonly #source: NodeSource
  readonly #size: number
  readonly #hasher: TreeHasher
  readonly #tiles = new Map<string, Promise<Uint8Array>>()

  constructor(source: NodeSource, size: number, hasher: TreeHasher = portableHasher) {
    this.#source = source
    this.#size = size
    this.#hasher = hasher
  }

  /** RFC 6962's MTH(D[start:end]). `start` must be a multiple of the largest power of two below the run's length, as in every proof. */
  async rootOfRun(start: number, end: number): Promise<Hash> {
    const length = end - start
    if (length === 0) return this.#hasher.empty
    const half = largestPowerBelow(length)
    if (half * 2 === length || length === 1) return this.#rootOfFull(start, length)
    const left = await this.#rootOfFull(start, half)
    return this.#hasher.node(left, await this.rootOfRun(start + half, end))
  }

  async #rootOfFull(start: number, length: number): Promise<Hash> {
    let level8 = 0
    let unit = 1
    while (unit * TILE_WIDTH <= length) {
      unit *= TILE_WIDTH
      level8++
    }
    const first = start / unit
    const count = length / unit
    const tileAt = Math.floor(first / TILE_WIDTH)
    const tile = await this.#tile(level8, tileAt, unit)
    const from = first - tileAt * TILE_WIDTH
    let row: Hash[] = []
    for (let at = from; at < from + count; at++) row.push(tile.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES))
    while (row.length > 1) {
      const above: Hash[] = []
      for (let at = 0; at < row.length; at += 2) above.push(this.#hasher.node(row[at]!, row[at + 1]!))
      row = above
    }
    return row[0]!
  }

  #tile(level8: number, tileAt: number, unit: number): Promise<Uint8Array> {
    const name = `${level8}/${tileAt}`
    const known = this.#tiles.get(name)
    if (known !== undefined) return known
    const start = tileAt * TILE_WIDTH
    const end = Math.min(start + TILE_WIDTH, Math.floor(this.#size / unit))
    const read = this.#read(level8, start, end)
    this.#tiles.set(name, read)
    return read
  }

  async #read(level8: number, start: number, end: number): Promise<Uint8Array> {
    const hashes = await (level8 === 0 ? this.#source.leafHashes(start, end) : this.#source.nodes(level8, start, end))
    if (hashes.length !== (end - start) * HASH_BYTES)
      throw new Error(`tile ${level8} [${start}, ${end}) of the hash store is incomplete`)
    return hashes
  }
}

/** Largest power of two strictly below `length` (1 for a length of 1). Works beyond 32 bits. */
export function largestPowerBelow(length: number): number {
  let power = 1
  while (power * 2 < length) power *= 2
  return power
}
