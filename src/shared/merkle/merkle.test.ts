import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CompactRange, rootOf } from './compact-range.ts'
import { type Hash, portableHasher, treeHasher } from './hash.ts'
import { consistencyProof, inclusionProof, rootFromInclusion, verifyConsistency, verifyInclusion } from './proof.ts'
import type { NodeSource } from './tiles.ts'

const fast = treeHasher((bytes) => createHash('sha256').update(bytes).digest())
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const unhex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'))

// The reference tests of the certificate-transparency project (merkletree/merkle_tree_test.cc), also used by Trillian.
const CT_LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const CT_ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const H96 = '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7'
const H5F = '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e'
const H6B = '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4'
const HBC = 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b'
const HCA = 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0'
const HD3 = CT_ROOTS[4]!
const H0E = '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a'
const CT_INCLUSION: [index: number, size: number, path: string[]][] = [
  [0, 1, []],
  [0, 8, [H96, H5F, H6B]],
  [5, 8, [HBC, HCA, HD3]],
  [2, 3, [CT_ROOTS[2]!]],
  [1, 5, [CT_ROOTS[1]!, H5F, HBC]],
]
const CT_CONSISTENCY: [oldSize: number, newSize: number, path: string[]][] = [
  [1, 1, []],
  [1, 8, [H96, H5F, H6B]],
  [6, 8, [H0E, HCA, HD3]],
  [2, 5, [H5F, HBC]],
]
const ctHashes = CT_LEAVES.map((leaf) => portableHasher.leaf(unhex(leaf)))

/** A store as the server keeps it: leaves, and full subtrees of 256 and 65,536 as they close. Counts what is read. */
function store(leaves: readonly Hash[]) {
  const rows = new Map<number, Hash[]>([[0, [...leaves]]])
  const range = new CompactRange(fast)
  for (const leaf of leaves) {
    range.append(leaf, (level8, index, hash) => {
      const row = rows.get(level8) ?? []
      expect(index, 'tiles close in order').toBe(row.length)
      row.push(hash)
      rows.set(level8, row)
    })
  }
  const reads: number[] = []
  const run = async (level8: number, start: number, end: number) => {
    reads.push(end - start)
    const row = (rows.get(level8) ?? []).slice(start, end)
    return new Uint8Array(Buffer.concat(row))
  }
  const source: NodeSource = { leafHashes: (start, end) => run(0, start, end), nodes: run }
  return { source, reads, rows, root: range.root() }
}

/** RFC 6962 section 2.1, word for word. */
function split(n: number): number {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}
function mth(leaves: readonly Hash[]): Hash {
  if (leaves.length === 0) return fast.empty
  if (leaves.length === 1) return leaves[0]!
  const k = split(leaves.length)
  return fast.node(mth(leaves.slice(0, k)), mth(leaves.slice(k)))
}
function path(m: number, leaves: readonly Hash[]): Hash[] {
  if (leaves.length === 1) return []
  const k = split(leaves.length)
  return m < k
    ? [...path(m, leaves.slice(0, k)), mth(leaves.slice(k))]
    : [...path(m - k, leaves.slice(k)), mth(leaves.slice(0, k))]
}
function subproof(m: number, leaves: readonly Hash[], whole: boolean): Hash[] {
  if (m === leaves.length) return whole ? [] : [mth(leaves)]
  const k = split(leaves.length)
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), whole), mth(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), mth(leaves.slice(0, k))]
}

const leavesOf = (count: number, seed = 0) =>
  Array.from({ length: count }, (_, at) => fast.leaf(Buffer.from(`${seed}/${at}`)))

describe('the published RFC 6962 vectors', () => {
  it('give the published root for every size from 0 to 8, with both hashers', () => {
    for (let size = 0; size <= 8; size++) {
      expect(hex(rootOf(ctHashes.slice(0, size))), `size ${size}`).toBe(CT_ROOTS[size])
      expect(hex(rootOf(ctHashes.slice(0, size), fast)), `size ${size}`).toBe(CT_ROOTS[size])
    }
  })

  it('give the published inclusion paths, and each leads to the published root', async () => {
    for (const [index, size, expected] of CT_INCLUSION) {
      const proof = await inclusionProof(store(ctHashes.slice(0, size)).source, index, size)
      expect(proof.map(hex)).toEqual(expected)
      expect(hex(rootFromInclusion(ctHashes[index]!, index, size, expected.map(unhex))!)).toBe(CT_ROOTS[size])
    }
  })

  it('give the published consistency paths, and each verifies against the published roots', async () => {
    for (const [oldSize, newSize, expected] of CT_CONSISTENCY) {
      expect((await consistencyProof(store(ctHashes).source, oldSize, newSize)).map(hex)).toEqual(expected)
      const proof = {
        oldSize,
        newSize,
        oldRoot: unhex(CT_ROOTS[oldSize]!),
        newRoot: unhex(CT_ROOTS[newSize]!),
        path: expected.map(unhex),
      }
      expect(verifyConsistency(proof)).toBe(true)
    }
  })
})

describe('a compact range', () => {
  it('equals the full recomputation at every size, also when stored and taken up again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 0, max: 700 }), (size, pause) => {
        const leaves = leavesOf(size)
        let range = new CompactRange(fast)
        leaves.forEach((leaf, at) => {
          if (at === pause) range = new CompactRange(fast, range.size, range.hashes)
          range.append(leaf)
        })
        expect(hex(range.root())).toBe(hex(mth(leaves)))
      }),
      { numRuns: 60 },
    )
  })

  it('refuses a frontier that does not fit its size', () => {
    expect(() => new CompactRange(fast, 3, leavesOf(1))).toThrow(RangeError)
    expect(() => new CompactRange(fast, -1)).toThrow(RangeError)
    expect(() => new CompactRange(fast, 1.5, leavesOf(1))).toThrow(RangeError)
    expect(() => new CompactRange(fast, 1, [new Uint8Array(31)])).toThrow(RangeError)
  })

  it('reports full subtrees of 256 and 65,536 leaves', () => {
    const { rows } = store(leavesOf(65_536 + 300))
    expect(rows.get(1)!.length).toBe(257)
    expect(rows.get(2)!.length).toBe(1)
    expect(hex(rows.get(1)![1]!)).toBe(hex(mth(leavesOf(512).slice(256))))
  })
})

describe('proofs from stored tiles', () => {
  it('equal the RFC definition for any tree', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1200 }), fc.nat(), fc.nat(), async (size, a, b) => {
        const leaves = leavesOf(size)
        const { source } = store(leaves)
        const index = a % size
        const oldSize = (b % size) + 1
        expect((await inclusionProof(source, index, size, fast)).map(hex)).toEqual(path(index, leaves).map(hex))
        expect((await consistencyProof(source, oldSize, size, fast)).map(hex)).toEqual(
          subproof(oldSize, leaves, true).map(hex),
        )
      }),
      { numRuns: 60 },
    )
  })

  it('read a 200,000-leaf log in a handful of runs of at most 256 hashes', async () => {
    const size = 200_000
    const leaves = leavesOf(size)
    const { source, reads, root } = store(leaves)
    const proof = await inclusionProof(source, 77_777, size, fast)
    expect(verifyInclusion({ leaf: leaves[77_777]!, index: 77_777, size, path: proof, root }, fast)).toBe(true)
    expect(Math.max(...reads)).toBeLessThanOrEqual(256)
    expect(reads.length).toBeLessThanOrEqual(6)
    const older = store(leaves.slice(0, 123_457)).root
    const consistency = await consistencyProof(source, 123_457, size, fast)
    expect(
      verifyConsistency({ oldSize: 123_457, newSize: size, oldRoot: older, newRoot: root, path: consistency }, fast),
    ).toBe(true)
  })

  it('fail loudly when the store has a hole', async () => {
    const { source } = store(leavesOf(600))
    const holed: NodeSource = { ...source, nodes: async () => new Uint8Array(0) }
    await expect(inclusionProof(holed, 3, 600, fast)).rejects.toThrow('incomplete')
  })

  it('are refused outside the tree', async () => {
    const { source } = store(leavesOf(3))
    for (const index of [3, -1, 0.5]) await expect(inclusionProof(source, index, 3)).rejects.toThrow(RangeError)
    await expect(consistencyProof(source, 4, 3)).rejects.toThrow(RangeError)
  })
})

function flip(hash: Hash, at: number): Hash {
  const changed = Uint8Array.from(hash)
  changed[at % 32]! ^= 1 << (at % 8)
  return changed
}

describe('verification', () => {
  it('accepts each leaf of any tree, and nothing altered', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 70 }), fc.nat(), async (size, noise) => {
        const leaves = leavesOf(size)
        const { source, root } = store(leaves)
        for (let index = 0; index < size; index++) {
          const proof = {
            leaf: leaves[index]!,
            index,
            size,
            path: await inclusionProof(source, index, size, fast),
            root,
          }
          expect(verifyInclusion(proof, fast)).toBe(true)
          expect(verifyInclusion({ ...proof, leaf: flip(proof.leaf, noise) }, fast)).toBe(false)
          expect(verifyInclusion({ ...proof, root: flip(root, noise) }, fast)).toBe(false)
          expect(verifyInclusion({ ...proof, path: [...proof.path, root] }, fast)).toBe(false)
          if (size > 1) {
            const other = (index + 1 + (noise % (size - 1))) % size
            const at = noise % proof.path.length
            expect(verifyInclusion({ ...proof, index: other }, fast)).toBe(false)
            expect(verifyInclusion({ ...proof, path: proof.path.slice(1) }, fast)).toBe(false)
            expect(verifyInclusion({ ...proof, path: proof.path.with(at, flip(proof.path[at]!, noise)) }, fast)).toBe(
              false,
            )
          }
        }
        const misfits = [
          { index: size, size },
          { index: -1, size },
          { index: 0.5, size },
          { index: 0, size: Number.NaN },
        ]
        for (const misfit of misfits)
          expect(verifyInclusion({ leaf: leaves[0]!, path: [], root, ...misfit }, fast)).toBe(false)
      }),
      { numRuns: 25 },
    )
  })

  it('accepts growth from any size to any larger one, and no rewritten past', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), fc.nat(), async (newSize, noise) => {
        const leaves = leavesOf(newSize)
        const { source, root } = store(leaves)
        for (let oldSize = 0; oldSize <= newSize; oldSize++) {
          const proof = {
            oldSize,
            newSize,
            oldRoot: mth(leaves.slice(0, oldSize)),
            newRoot: root,
            path: await consistencyProof(source, oldSize, newSize, fast),
          }
          expect(verifyConsistency(proof, fast), `${oldSize} to ${newSize}`).toBe(true)
          expect(verifyConsistency({ ...proof, oldRoot: flip(proof.oldRoot, noise) }, fast)).toBe(false)
          expect(verifyConsistency({ ...proof, path: [...proof.path, root] }, fast)).toBe(false)
          if (oldSize > 0) expect(verifyConsistency({ ...proof, newRoot: flip(root, noise) }, fast)).toBe(false)
          if (proof.path.length > 0) {
            const at = noise % proof.path.length
            expect(verifyConsistency({ ...proof, path: proof.path.with(at, flip(proof.path[at]!, noise)) }, fast)).toBe(
              false,
            )
            expect(verifyConsistency({ ...proof, path: proof.path.slice(1) }, fast)).toBe(false)
          }
        }
      }),
      { numRuns: 25 },
    )
  })
})
