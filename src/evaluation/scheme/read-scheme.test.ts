import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { type Leaf, READINGS } from './contract.ts'
import { parseScheme, readScheme } from './read-scheme.ts'
import { hashScheme, isSealIntact } from './rules/seal.ts'
import { decidingMeasures, listLeaves, listUnconfirmed } from './rules/tree.ts'
import { writeScheme } from './write-scheme.ts'

const scheme = await readScheme('gbt27922-2011')
const text = await readFile(new URL('../../../standards/gbt27922-2011.yaml', import.meta.url), 'utf8')
const leaf = (id: string): Leaf => listLeaves(scheme).find((candidate) => candidate.id === id)!

/** The file with one passage changed; fails when the passage is not there, so that a test cannot pass by accident. */
function changed(from: string | RegExp, to: string): string {
  const result = text.replace(from, to)
  expect(result).not.toBe(text)
  return result
}

describe('GB/T 27922-2011 as data', () => {
  test('three groups of 40, 35 and 25 points and fifteen indicators', () => {
    expect(scheme.groups.map((group) => group.points.hundredths)).toEqual([4000, 3500, 2500])
    expect(scheme.groups.flatMap((group) => group.indicators)).toHaveLength(15)
  })

  test('levels at 70, 80, 90 and 95, shut by five special deductions', () => {
    expect(scheme.rules.levels.map((level) => level.min.hundredths)).toEqual([7000, 8000, 9000, 9500])
    expect(scheme.rules.specialDeduction.gate.count).toBe(5)
  })

  test('no leaf but 5.1.2.2 claims points from the standard, and no indicator does', () => {
    const claimed = listLeaves(scheme).filter((it) => it.points.provenance.kind !== 'default')
    expect(claimed.map((it) => [it.id, it.points.hundredths])).toEqual([['5.1.2.2', 500]])
    for (const indicator of scheme.groups.flatMap((group) => group.indicators))
      expect(indicator.points.provenance.kind).toBe('default')
  })

  test('leaves that nobody has read in the standard say so, and carry no clause number as if they had', () => {
    const unread = listLeaves(scheme).filter((it) => it.provenance.kind === 'unsourced')
    expect(unread[0]?.id).toBe('5.1.6.1')
    expect(unread).toHaveLength(listLeaves(scheme).length - 11)
    expect(unread.every((it) => !('clause' in it.provenance))).toBe(true)
  })

  test('every reading of ours is declared, as ours', () => {
    expect(scheme.rules.readings.map((reading) => reading.id).sort()).toEqual([...READINGS].sort())
    expect(new Set(scheme.rules.readings.map((reading) => reading.provenance.kind))).toEqual(new Set(['default']))
  })

  test('every measure that is counted now decides some leaf', () => {
    const deciding = new Set(listLeaves(scheme).flatMap((it) => decidingMeasures(it.finding)))
    const counted = scheme.measures.filter((measure) => measure.status === 'computed').map((measure) => measure.id)
    expect(counted).toHaveLength(18)
    expect(counted.filter((id) => !deciding.has(id))).toEqual([])
  })

  test('every planned measure is used by some leaf, so that its absence is shown', () => {
    const used = new Set(listLeaves(scheme).flatMap((it) => [...decidingMeasures(it.finding), ...it.finding.supports]))
    expect(scheme.measures.filter((measure) => !used.has(measure.id)).map((measure) => measure.id)).toEqual([])
  })

  test('the manager ratio stands in the file once: 10 %, at least one person', () => {
    const rule = leaf('5.1.2.2').finding
    expect(rule.decide === 'every' && rule.conditions[0]).toMatchObject({
      measure: 'manager_ratio',
      share: { basisPoints: 1000, provenance: { kind: 'sourced', confidence: 'A' } },
      atLeast: { count: 1, provenance: { kind: 'sourced', confidence: 'B' } },
    })
  })

  test('what is unconfirmed is listed by the path at which it stands', () => {
    const paths = listUnconfirmed(scheme).map((it) => it.path)
    expect(paths).toContain('groups/5.1/indicators/5.1.1/leaves/5.1.1.1/points')
    expect(paths).not.toContain('groups/5.1/indicators/5.1.2/leaves/5.1.2.2/points')
    expect(paths).not.toContain('groups/5.1/points')
  })
})

describe('a scheme file with a mistake is refused with the place, what was expected and what was found', () => {
  test.each([
    [
      'leaves that do not sum',
      /(id: 5\.1\.1\.1[\s\S]*?points: \{value: )3/,
      '$14',
      '5.1.1: leaves_do_not_sum 6.00 7.00',
    ],
    [
      'indicators that do not sum',
      /(id: 5\.1\.1\n[\s\S]*?points: \{value: )6/,
      '$17',
      '5.1: indicators_do_not_sum 40.00 41.00',
    ],
    [
      'groups that do not sum',
      /(id: "5\.1"\n[\s\S]*?points: \{value: )40/,
      '$141',
      'rules/total: groups_do_not_sum 100.00 101.00',
    ],
    ['a leaf outside its indicator', 'id: 5.1.1.1\n', 'id: 5.3.9.1\n', '5.3.9.1: id_outside_parent 5.1.1.… 5.3.9.1'],
    ['the same leaf twice', 'id: 5.1.1.2\n', 'id: 5.1.1.1\n', 'groups/5.1.1.1: id_repeated 1 2'],
    [
      'a rule that does not fit the mode',
      'mode: {value: judged',
      'mode: {value: sampled',
      '5.1.1.1/finding: rule_does_not_fit_mode sampled every',
    ],
    [
      'a measure that is in no catalogue',
      'measure: departments_with_head\n',
      'measure: departments\n',
      '5.1.1.1/finding: measure_unknown  departments',
    ],
    [
      'a source that is not listed',
      'sources: [clauses-1]',
      'sources: [clauses-9]',
      'sources: source_unknown  clauses-9',
    ],
    [
      'levels in the wrong order',
      'min: {value: 80',
      'min: {value: 69.5',
      'rules/levels/three_star: levels_not_ascending 70.00 69.50',
    ],
    [
      'a reading left out',
      /\n.*id: capped_at_bounds.*/,
      '',
      'rules/readings: reading_not_declared_once capped_at_bounds ',
    ],
    [
      'a gate that never opens',
      'gate: {count: 5',
      'gate: {count: 0',
      'rules/specialDeduction/gate: gate_never_open 1 0',
    ],
  ])('%s', (_, from, to, expected) => {
    const { problems } = parseScheme(changed(from, to))
    expect(problems?.map((it) => `${it.path}: ${it.code} ${it.expected} ${it.found}`)).toContain(expected)
  })

  test('points finer than a hundredth', () => {
    const { problems } = parseScheme(changed('points: {value: 40', 'points: {value: 40.005'))
    expect(problems).toMatchObject([{ path: 'groups[0].points.value', code: 'too_fine', found: '40.005' }])
  })

  test('half points and hundredths are exact', () => {
    const halves = text
      .replace(/(id: 5\.1\.1\.1[\s\S]*?points: \{value: )3/, '$12.55')
      .replace(/(id: 5\.1\.1\.2[\s\S]*?points: \{value: )3/, '$13.45')
    const { scheme: read } = parseScheme(halves)
    expect(read?.groups[0]?.indicators[0]?.leaves.map((it) => it.points.hundredths)).toEqual([255, 345])
  })

  test('a figure without provenance', () => {
    const { problems } = parseScheme(changed(/points: \{value: 40, provenance: .*/, 'points: {value: 40}'))
    expect(problems?.[0]).toMatchObject({ path: 'groups[0].points.provenance', code: 'missing', found: '' })
  })

  test('a misspelt key', () => {
    const { problems } = parseScheme(changed('rectification: required', 'rectifications: required'))
    expect(problems?.map((it) => it.path)).toContain('rules.specialDeduction')
  })

  test('text that is not YAML, or no scheme at all', () => {
    expect(parseScheme('id: [').problems?.[0]).toMatchObject({ path: 'line 1', code: 'not_yaml' })
    expect(parseScheme('').problems?.[0]).toMatchObject({ path: 'file', code: 'missing' })
    expect(parseScheme('id: a\nid: b').problems?.[0]).toMatchObject({ code: 'not_yaml' })
  })

  test('a file that is not there is a fault', async () => {
    await expect(readScheme('gbt27922-1999')).rejects.toThrow('ENOENT')
  })
})

describe('a sealed scheme as a file', () => {
  const seal = {
    ...{ byPersonId: '019a0000-0000-7000-8000-000000000001', byName: '金立', at: '2026-11-16T01:00:00.000Z' },
    ...{ schemeHash: hashScheme(scheme), unconfirmedCount: 3 },
  }
  test('keeps its seal and who published it, so that a changed figure shows', () => {
    const text = writeScheme(scheme, { seal, publisher: '灯塔认证' })
    const read = parseScheme(text)
    expect(read).toEqual({ scheme, seal, publisher: '灯塔认证' })
    expect(isSealIntact({ scheme: read.scheme!, seal })).toBe(true)
    const other = parseScheme(
      text.replace('min: {value: 70', 'min: {value: 71').replace(/min:\n\s+value: 70/, 'min:\n        value: 71'),
    )
    expect(other.scheme?.rules.levels[0]?.min.hundredths).toBe(7100)
    expect(isSealIntact({ scheme: other.scheme!, seal })).toBe(false)
  })

  test('with half a seal is refused', () => {
    const { schemeHash: _, ...half } = seal
    const text = `${writeScheme(scheme)}seal: ${JSON.stringify(half)}\n`
    expect(parseScheme(text).problems).toMatchObject([{ path: 'seal', code: 'seal_unreadable' }])
  })
})
