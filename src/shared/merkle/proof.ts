import { equalHashes, HASH_BYTES, type Hash, portableHasher, type TreeHasher } from './hash.ts'
import { largestPowerBelow, type NodeSource, TileReader } from './tiles.ts'

/** Audit path (RFC 6962 section 2.1.1) of the leaf at `index` (from 0) in the tree of the first `size` leaves. Throws RangeError outside the tree. */
export async function inclusionProof(
  source: NodeSource,
  index: number,
  size: number,
  hasher: TreeHasher = portableHasher,
): Promise<Hash[]> {
  checkCount(index)
  checkCount(size)
  if (index >= size) throw new RangeError(`leaf ${index} is outside a tree of ${size}`)
  const tiles = new TileReader(source, size, hasher)
  const path: Hash[] = []
  let start = 0
  let end = size
  while (end - start > 1) {
    const middle = start + largestPowerBelow(end - start)
    if (index < middle) {
      path.unshift(await tiles.rootOfRun(middle, end))
      end = middle
    } else {
      path.unshift(await tiles.rootOfRun(start, middle))
      start = middle
    }
  }
  return path
}

/** Consistency proof (RFC 6962 section 2.1.2) that the tree of `oldSize` leaves is a prefix of the tree of `newSize`. Empty when they are equal or the old one is. */
export async function consistencyProof(
  source: NodeSource,
  oldSize: number,
  newSize: number,
  hasher: TreeHasher = portableHasher,
): Promise<Hash[]> {
  checkCount(oldSize)
  checkCount(newSize)
  if (oldSize > newSize) throw new RangeError('the old tree is larger than the new one')
  if (oldSize === 0 || oldSize === newSize) return []
  const tiles = new TileReader(source, newSize, hasher)
  const path: Hash[] = []
  let start = 0
  let end = newSize
  let rooted = true
  while (oldSize !== end) {
    const middle = start + largestPowerBelow(end - start)
    if (oldSize <= middle) {
      path.unshift(await tiles.rootOfRun(middle, end))
      end = middle
    } else {
      path.unshift(await tiles.rootOfRun(start, middle))
      start = middle
      rooted = false
    }
  }
  // The old tree's own root is known to whoever asks, so it is sent only when it is not one whole subtree from the left edge.
  if (!rooted) path.unshift(await tiles.rootOfRun(start, end))
  return path
}

/** Root that the path leads to (RFC 9162 section 2.1.3.2), or undefined when the path's length does not fit index and size. */
export function rootFromInclusion(
  leaf: Hash,
  index: number,
  size: number,
  path: readonly Hash[],
  hasher: TreeHasher = portableHasher,
): Hash | undefined {
  if (!isCount(index) || !isCount(size) || index >= size || leaf.length !== HASH_BYTES || !areHashes(path))
    return undefined
  let at = index
  let last = size - 1
  let hash = leaf
  for (const sibling of path) {
    if (last === 0) return undefined
    if (at % 2 === 1 || at === last) {
      hash = hasher.node(sibling, hash)
      while (at % 2 === 0 && at !== 0) {
        at /= 2
        last = Math.floor(last / 2)
      }
    } else {
      hash = hasher.node(hash, sibling)
    }
    at = Math.floor(at / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 ? hash : undefined
}

export function verifyInclusion(
  proof: { leaf: Hash; index: number; size: number; path: readonly Hash[]; root: Hash },
  hasher: TreeHasher = portableHasher,
): boolean {
  const root = rootFromInclusion(proof.leaf, proof.index, proof.size, proof.path, hasher)
  return root !== undefined && equalHashes(root, proof.root)
}

/** True when the path shows that the old tree is a prefix of the new one (RFC 9162 section 2.1.4.2). */
export function verifyConsistency(
  proof: { oldSize: number; newSize: number; oldRoot: Hash; newRoot: Hash; path: readonly Hash[] },
  hasher: TreeHasher = portableHasher,
): boolean {
  const { oldSize, newSize, oldRoot, newRoot } = proof
  if (!isCount(oldSize) || !isCount(newSize) || oldSize > newSize || !areHashes(proof.path)) return false
  if (oldSize === newSize) return proof.path.length === 0 && equalHashes(oldRoot, newRoot)
  if (oldSize === 0) return proof.path.length === 0 && equalHashes(oldRoot, hasher.empty)
  const path = isPowerOfTwo(oldSize) ? [oldRoot, ...proof.path] : proof.path
  if (path.length === 0) return false
  let at = oldSize - 1
  let last = newSize - 1
  while (at % 2 === 1) {
    at = Math.floor(at / 2)
    last = Math.floor(last / 2)
  }
  let older = path[0]!
  let newer = older
  for (const sibling of path.slice(1)) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      older = hasher.node(sibling, older)
      newer = hasher.node(sibling, newer)
      while (at % 2 === 0 && at !== 0) {
        at /= 2
        last = Math.floor(last / 2)
      }
    } else {
      newer = hasher.node(newer, sibling)
    }
    at = Math.floor(at / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && equalHashes(older, oldRoot) && equalHashes(newer, newRoot)
}

function areHashes(path: readonly Hash[]): boolean {
  return path.length <= 64 && path.every((hash) => hash.length === HASH_BYTES)
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function checkCount(value: number): void {
  if (!isCount(value)) throw new RangeError(`${value} is not a count of leaves`)
}

function isPowerOfTwo(value: number): boolean {
  return value === 1 || largestPowerBelow(value) * 2 === value
}
