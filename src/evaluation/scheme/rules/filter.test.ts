import { describe, expect, it } from 'vitest'
import type { Group } from '../contract.ts'
import { readScheme } from '../read-scheme.ts'
import { filterGroups } from './filter.ts'
import { listLeaves, listUnconfirmed } from './tree.ts'

const scheme = await readScheme('gbt27922-2011')
const everything = { words: '', mode: null, isOpen: false }
const idsOf = (groups: Group[]) => listLeaves({ groups }).map(({ id }) => id)
const all = idsOf(scheme.groups)

describe('the tree of a scheme, filtered', () => {
  it('is whole where nothing is asked', () => {
    expect(filterGroups(scheme, everything)).toEqual(scheme.groups)
    expect(filterGroups(scheme, { ...everything, words: '   ' })).toEqual(scheme.groups)
  })

  it('finds items by number, by what they are called or ask in either language, whatever the case', () => {
    const one = listLeaves(scheme).find(({ id }) => id === '5.1.2.2')!
    expect(idsOf(filterGroups(scheme, { ...everything, words: '5.1.2.2' }))).toEqual(['5.1.2.2'])
    expect(idsOf(filterGroups(scheme, { ...everything, words: one.name.zh }))).toContain('5.1.2.2')
    expect(idsOf(filterGroups(scheme, { ...everything, words: one.asks.en.toUpperCase() }))).toContain('5.1.2.2')
  })

  it('needs every word, wherever it stands', () => {
    const one = listLeaves(scheme).find(({ id }) => id === '5.1.2.2')!
    expect(idsOf(filterGroups(scheme, { ...everything, words: `${one.name.zh} 5.1.2` }))).toContain('5.1.2.2')
    expect(filterGroups(scheme, { ...everything, words: `${one.name.zh} 没有这样的词` })).toEqual([])
  })

  it('keeps every item of an indicator that is named', () => {
    const indicator = scheme.groups[0]!.indicators[0]!
    const found = filterGroups(scheme, { ...everything, words: `${indicator.id} ${indicator.name.zh}` })
    expect(idsOf(found)).toEqual(indicator.leaves.map(({ id }) => id))
  })

  it('parts into judged and sampled items', () => {
    const judged = idsOf(filterGroups(scheme, { ...everything, mode: 'judged' }))
    const sampled = idsOf(filterGroups(scheme, { ...everything, mode: 'sampled' }))
    expect(judged.length).toBeGreaterThan(0)
    expect(new Set([...judged, ...sampled])).toEqual(new Set(all))
    expect(judged.filter((id) => sampled.includes(id))).toEqual([])
  })

  it('shows what is still to be confirmed, and nothing once all of it is', () => {
    const open = idsOf(filterGroups(scheme, { ...everything, isOpen: true }))
    const unconfirmed = listLeaves(scheme).filter((leaf) => listUnconfirmed(leaf).length > 0)
    expect(open).toEqual(unconfirmed.map(({ id }) => id))
    const sourced = JSON.parse(
      JSON.stringify(scheme.groups, (key, value) =>
        key === 'provenance' ? { kind: 'sourced', confidence: 'A', sources: ['x'] } : value,
      ),
    ) as Group[]
    expect(filterGroups({ groups: sourced }, { ...everything, isOpen: true })).toEqual([])
    sourced[1]!.indicators[1]!.points.provenance = { kind: 'default', confidence: 'none' }
    const left = filterGroups({ groups: sourced }, { ...everything, isOpen: true })
    expect(left.map((group) => group.indicators.map(({ id, leaves }) => [id, leaves.length]))).toEqual([
      [[scheme.groups[1]!.indicators[1]!.id, 0]],
    ])
  })
})
