import { hash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareHashes, longestRising } from './locate.ts'

const hashes = (names: readonly (string | number)[]) =>
  Buffer.concat(names.map((name) => hash('sha256', String(name), 'buffer')))
const compare = (entries: readonly (string | number)[], leaves: readonly (string | number)[]) =>
  compareHashes(hashes(entries), hashes(leaves))

describe('comparing what is there with what was logged', () => {
  it('finds nothing where they agree', () => {
    expect(compare([1, 2, 3], [1, 2, 3])).toEqual([])
    expect(compare([], [])).toEqual([])
  })

  it('tells changed, removed and inserted by what each side has alone', () => {
    expect(compare([1, 'x', 3], [1, 2, 3])).toEqual([{ kind: 'unmatched', entries: [1], leaves: [1] }])
    expect(compare([1, 3], [1, 2, 3])).toEqual([{ kind: 'unmatched', entries: [], leaves: [1] }])
    expect(compare([1, 'x', 2], [1, 2])).toEqual([{ kind: 'unmatched', entries: [1], leaves: [] }])
    expect(compare([], [1])).toEqual([{ kind: 'unmatched', entries: [], leaves: [0] }])
  })

  it('tells one moved from the many it passed', () => {
    expect(compare([1, 2, 4, 5, 6, 3, 7], [1, 2, 3, 4, 5, 6, 7])).toEqual([{ kind: 'moved', entry: 5, leaf: 2 }])
  })

  it('accounts for every position of any two runs', () => {
    const run = fc.uniqueArray(fc.nat(40), { maxLength: 30 })
    fc.assert(
      fc.property(run, run, (entries, leaves) => {
        const differences = compare(entries, leaves)
        const loneEntries = differences.flatMap((each) => (each.kind === 'unmatched' ? each.entries : []))
        const loneLeaves = differences.flatMap((each) => (each.kind === 'unmatched' ? each.leaves : []))
        expect(loneEntries.map((at) => entries[at]).sort()).toEqual(
          entries.filter((name) => !leaves.includes(name)).sort(),
        )
        expect(loneLeaves.map((at) => leaves[at]).sort()).toEqual(
          leaves.filter((name) => !entries.includes(name)).sort(),
        )
        for (const each of differences) if (each.kind === 'moved') expect(entries[each.entry]).toBe(leaves[each.leaf])
        const moved = new Set(differences.flatMap((each) => (each.kind === 'moved' ? [entries[each.entry]] : [])))
        const still = (names: number[], others: number[]) =>
          names.filter((name) => others.includes(name) && !moved.has(name))
        expect(still(entries, leaves)).toEqual(still(leaves, entries))
      }),
    )
  })
})

describe('the longest rising selection', () => {
  it('rises, and none is longer', () => {
    const longest = (values: number[]) => {
      const best: number[] = []
      values.forEach((value, at) => {
        best[at] = 1 + Math.max(0, ...values.slice(0, at).map((before, index) => (before < value ? best[index]! : 0)))
      })
      return Math.max(0, ...best)
    }
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 25 }), (values) => {
        const picked = longestRising(values)
        expect(picked.length).toBe(longest(values))
        picked.slice(1).forEach((at, index) => {
          expect(at).toBeGreaterThan(picked[index]!)
          expect(values[at]!).toBeGreaterThan(values[picked[index]!]!)
        })
      }),
    )
  })
})
