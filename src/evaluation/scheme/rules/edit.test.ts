import { beforeEach, describe, expect, test } from 'vitest'
import type { Confirmation, SchemeEdit, SchemeEdition } from '../contract.ts'
import { SchemeEdition as SchemeEditionShape } from '../contract.ts'
import { readScheme } from '../read-scheme.ts'
import { editScheme } from './edit.ts'
import { canEdit, hashScheme, isSealIntact, sealScheme } from './seal.ts'
import { listLeaves, listUnconfirmed } from './tree.ts'

const scheme = await readScheme('gbt27922-2011')
const personId = '0190a6f0-0000-7000-8000-000000000001'
const zhou: Confirmation = {
  byPersonId: personId,
  byName: '周敏',
  on: '2026-11-20',
  from: 'GB/T 27922-2011, printed copy, page 6',
}
const confirmedByZhou = { kind: 'confirmed', ...zhou }
const sealing = { byPersonId: personId, byName: '周敏', at: '2026-11-21T02:00:00Z' }

let draft: SchemeEdition
beforeEach(() => {
  draft = { scheme: structuredClone(scheme), seal: null }
})

function edited(...edits: SchemeEdit[]): SchemeEdition {
  const decision = editScheme(draft, edits, zhou)
  if (!decision.ok) throw new Error(JSON.stringify(decision.refusal))
  expect(SchemeEditionShape.safeParse(decision.value).error).toBeUndefined()
  return decision.value
}
const leafOf = (edition: SchemeEdition, id: string) => listLeaves(edition.scheme).find((leaf) => leaf.id === id)
const refusalOf = (...edits: SchemeEdit[]) => {
  const decision = editScheme(draft, edits, zhou)
  return decision.ok ? null : decision.refusal
}
const points = (nodeId: string, hundredths: number): SchemeEdit => ({ op: 'set_points', nodeId, hundredths })

describe('a scheme is edited by a named person', () => {
  test('zhou moves half a point from one leaf to another and both become confirmed by her', () => {
    const after = edited(points('5.1.1.1', 350), points('5.1.1.2', 250))
    expect(leafOf(after, '5.1.1.1')?.points).toEqual({ hundredths: 350, provenance: confirmedByZhou })
    expect(leafOf(after, '5.1.1.2')?.points).toEqual({ hundredths: 250, provenance: confirmedByZhou })
    expect(draft.scheme).toEqual(scheme)
  })

  test('setting the figure that is already there confirms it', () => {
    const after = edited(points('5.1.1', 600))
    expect(listUnconfirmed(after.scheme)).toHaveLength(listUnconfirmed(scheme).length - 1)
  })

  test('an edit that breaks a sum is refused with the sum', () => {
    expect(refusalOf(points('5.1.1.1', 350))).toMatchObject({
      kind: 'invalid',
      code: 'scheme_unsound',
      params: { path: '5.1.1', expected: '6.00', found: '6.50', more: 0 },
    })
  })

  test('a part that is not in the scheme is not found', () => {
    expect(refusalOf(points('5.9.9.9', 100))).toMatchObject({ kind: 'not_found', params: { part: '5.9.9.9' } })
    expect(refusalOf({ op: 'set_level_min', levelId: 'six_star', hundredths: 9900 })?.kind).toBe('not_found')
    expect(refusalOf({ op: 'remove_leaf', leafId: '5.1.1.9' })?.kind).toBe('not_found')
    expect(refusalOf({ op: 'set_mode', leafId: '5.1.1', mode: 'judged' })?.kind).toBe('not_found')
    expect(refusalOf({ op: 'set_wording', nodeId: '5.1.1', asks: { zh: '问', en: 'ask' } })?.kind).toBe('not_found')
  })

  test('a leaf that changes its mode is judged by a person until it gets a rule that fits', () => {
    const leaf = leafOf(edited({ op: 'set_mode', leafId: '5.2.4.1', mode: 'judged' }), '5.2.4.1')
    expect(leaf?.mode).toEqual({ value: 'judged', provenance: confirmedByZhou })
    expect(leaf?.finding).toMatchObject({ decide: 'by_person', supports: ['arrival_in_time', 'finish_in_time'] })
  })

  test('a mode that is confirmed as it is keeps its rule', () => {
    const leaf = leafOf(edited({ op: 'set_mode', leafId: '5.2.4.1', mode: 'sampled' }), '5.2.4.1')
    expect(leaf?.finding).toEqual(leafOf(draft, '5.2.4.1')?.finding)
  })

  test('a rule that does not fit the mode or names an unknown measure is refused', () => {
    const finding = { decide: 'pooled', measures: ['answer_in_time'], minimumSample: 1, supports: [] } as const
    const provenance = { kind: 'default', confidence: 'none' } as const
    const pooled = { ...finding, measures: [...finding.measures], supports: [], provenance }
    expect(refusalOf({ op: 'set_finding', leafId: '5.1.1.1', finding: pooled })?.params.code).toBe(
      'rule_does_not_fit_mode',
    )
    const unknown = { ...pooled, measures: ['smiles'] }
    expect(refusalOf({ op: 'set_finding', leafId: '5.1.1.2', finding: unknown })?.params.found).toBe('smiles')
  })

  test('a leaf read in the printed standard is added, and its figures are vouched for by who entered it', () => {
    const forged = { kind: 'sourced' as const, confidence: 'A' as const, sources: ['scoring'] }
    const leaf = {
      ...structuredClone(leafOf(draft, '5.1.4.2')!),
      id: '5.1.4.3',
      points: { hundredths: 100, provenance: forged },
    }
    const after = edited({ op: 'add_leaf', indicatorId: '5.1.4', leaf }, points('5.1.4.2', 100))
    expect(leafOf(after, '5.1.4.3')).toMatchObject({
      points: { hundredths: 100, provenance: confirmedByZhou },
      provenance: confirmedByZhou,
      mode: { provenance: confirmedByZhou },
      finding: { provenance: confirmedByZhou },
    })
  })

  test('a leaf that is not in the standard is removed, but never the last of its indicator', () => {
    const after = edited({ op: 'remove_leaf', leafId: '5.1.6.3' }, points('5.1.6.1', 300))
    expect(leafOf(after, '5.1.6.3')).toBeUndefined()
    const emptied = ['5.2.6.1', '5.2.6.2'].map((leafId): SchemeEdit => ({ op: 'remove_leaf', leafId }))
    expect(refusalOf(...emptied, points('5.2.6', 0), points('5.2.5', 900), points('5.2.5.1', 500))?.params.code).toBe(
      'indicator_empty',
    )
  })

  test('wording, levels and scoring figures change in the same way', () => {
    const after = edited(
      { op: 'set_wording', nodeId: '5.1.1.1', name: { zh: '机构', en: 'Body' }, wanted: [] },
      { op: 'set_level_min', levelId: 'five_star', hundredths: 9600 },
      { op: 'set_rule', rule: 'special_deduction_gate', value: 4 },
      { op: 'set_rule', rule: 'bonus_max', value: 2 },
      { op: 'set_rule', rule: 'decimals', value: 2 },
    )
    expect(leafOf(after, '5.1.1.1')).toMatchObject({ name: { zh: '机构' }, wanted: [], provenance: confirmedByZhou })
    const { levels, specialDeduction, bonus, rounding } = after.scheme.rules
    expect(levels.at(-1)?.min).toEqual({ hundredths: 9600, provenance: confirmedByZhou })
    expect(specialDeduction.gate).toEqual({ count: 4, provenance: confirmedByZhou })
    expect([bonus.max.count, rounding.decimals]).toEqual([2, 2])
    expect(refusalOf({ op: 'set_rule', rule: 'decimals', value: 3 })?.params.code).toBe('decimals_too_many')
    expect(refusalOf({ op: 'set_level_min', levelId: 'five_star', hundredths: 10_001 })?.params.code).toBe(
      'level_above_100',
    )
  })
})

describe('a scheme is sealed once', () => {
  const acceptsUnconfirmed = listUnconfirmed(scheme).length

  test('zhou seals it, knowing how many figures are still unconfirmed', () => {
    const decision = sealScheme(draft, { ...sealing, acceptsUnconfirmed })
    expect(decision).toMatchObject({ ok: true, value: { seal: { ...sealing, unconfirmedCount: acceptsUnconfirmed } } })
    if (!decision.ok) return
    expect(isSealIntact(decision.value)).toBe(true)
    expect(canEdit(decision.value)).toBe(false)
  })

  test('who does not know the number of unconfirmed figures is told it instead', () => {
    expect(sealScheme(draft, { ...sealing, acceptsUnconfirmed: 0 })).toMatchObject({
      ok: false,
      refusal: { code: 'scheme_unconfirmed_figures', params: { count: acceptsUnconfirmed } },
    })
  })

  test('a sealed scheme is neither edited nor sealed again', () => {
    const decision = sealScheme(draft, { ...sealing, acceptsUnconfirmed })
    if (!decision.ok) throw new Error('not sealed')
    const again = sealScheme(decision.value, { ...sealing, acceptsUnconfirmed })
    const edit = editScheme(decision.value, [points('5.1.1', 600)], zhou)
    for (const refused of [again, edit])
      expect(refused).toMatchObject({ ok: false, refusal: { code: 'scheme_sealed' } })
  })

  test('an unsound scheme and a nameless person seal nothing', () => {
    draft.scheme.groups[0]!.points.hundredths = 4100
    expect(sealScheme(draft, { ...sealing, acceptsUnconfirmed })).toMatchObject({
      refusal: { code: 'scheme_unsound', params: { more: 1 } },
    })
    expect(sealScheme(draft, { ...sealing, byName: ' ', acceptsUnconfirmed })).toMatchObject({
      refusal: { code: 'seal_needs_name' },
    })
  })

  test('one changed figure breaks the seal; another order of keys does not', () => {
    const decision = sealScheme(draft, { ...sealing, acceptsUnconfirmed })
    if (!decision.ok) throw new Error('not sealed')
    const reordered = Object.fromEntries(Object.entries(scheme).reverse()) as typeof scheme
    expect(hashScheme(reordered)).toBe(hashScheme(scheme))
    const tampered = structuredClone(decision.value)
    tampered.scheme.rules.levels[3]!.min.hundredths = 9400
    expect(isSealIntact(tampered)).toBe(false)
    expect(isSealIntact(draft)).toBe(false)
  })
})
