import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { officeCalendar } from '#src/shared/calendar/example-calendars.ts'
import type { BodyRules } from './contract/rules.ts'
import { checkRules } from './rules/check.ts'
import { canPutInForce, editFigures, standingOf } from './rules/edit.ts'
import { countUnconfirmed, differencesOf, inOrder, listFigures } from './rules/figures.ts'
import { checkShape, parseRules, writeRules } from './rules/file.ts'
import { numberPlaces } from './rules/number.ts'
import { lastDayOf } from './rules/term.ts'

const text = readFileSync(new URL('../../../standards/body-rules.yaml', import.meta.url), 'utf8')
const rules = parseRules(text).rules!
const changed = (change: (draft: BodyRules) => void): BodyRules => {
  const draft = structuredClone(rules)
  change(draft)
  return draft
}
const confirmation = {
  byPersonId: '0198a000-0000-7000-8000-000000000101',
  byName: '金岳',
  on: '2026-11-16',
  from: '机构文件 B-07 第 3 版',
}

describe('the rules that come with the product', () => {
  it('hold the twenty complete bands of the legacy table and the one that is cut off, total = planning + on site', () => {
    const bands = rules.personDays.bands.value
    expect(bands).toHaveLength(21)
    expect(bands[0]).toMatchObject({ fromHeadcount: 1, toHeadcount: 10, planningTenths: 10, initialOnSiteTenths: 20 })
    // As the source prints it: the initial totals, in tenths of a day.
    expect(bands.map((band) => band.planningTenths + band.initialOnSiteTenths)).toEqual([
      ...[30, 40, 60, 65, 75, 85, 95, 105, 115, 125, 135],
      ...[145, 160, 170, 180, 190, 210, 220, 230, 240, 250],
    ])
    expect(bands[12]).toMatchObject({
      fromHeadcount: 1176,
      toHeadcount: 1550,
      surveillanceTotalTenths: 55,
      recertificationTotalTenths: 100,
    })
    expect(bands[20]).toMatchObject({
      ...{ fromHeadcount: 8501, toHeadcount: 10_700, surveillanceTotalTenths: 85 },
      ...{ surveillanceOnSiteTenths: null, recertificationTotalTenths: null, recertificationOnSiteTenths: null },
    })
  })
  it('say of every figure where it comes from, and of what was not found that it is ours', () => {
    const of = new Map(listFigures(rules).map((figure) => [figure.path, figure.provenance]))
    expect(of.get('personDays.bands')).toMatchObject({ kind: 'sourced', confidence: 'A', clause: 'legacy trial table' })
    expect(of.get('sampling.outletFactorHundredths.initial')).toMatchObject({
      kind: 'sourced',
      clause: 'analogy IAF MD1',
    })
    expect(of.get('nonconformity.grades')).toEqual({ kind: 'default', confidence: 'none' })
    expect(of.get('certificate.numberPattern')).toEqual({ kind: 'default', confidence: 'none' })
    expect(of.get('sampling.caseShare')).toMatchObject({ kind: 'sourced', confidence: 'C' })
    expect(countUnconfirmed(rules)).toBe([...of.values()].filter(({ kind }) => kind === 'default').length)
  })
  it('are listed and written in the order of the shape, however a database keeps them', () => {
    const shuffled = Object.fromEntries(Object.entries(rules).reverse()) as BodyRules
    expect(Object.keys(inOrder(shuffled))).toEqual(Object.keys(rules))
    expect(listFigures(shuffled)[0]!.path).toBe('acceptance.minimumRunningMonths')
    expect(writeRules(shuffled)).toBe(writeRules(rules))
  })
  it('are read back the same after they were written', () => {
    expect(parseRules(writeRules(rules)).rules).toEqual(rules)
  })
})

describe('a rules file', () => {
  const problemOf = (from: string, to: string) => parseRules(text.replace(from, to)).problems?.[0]
  it.each([
    ['a misspelt key', 'minimumRunningMonths:', 'minimalRunningMonths:', 'shape'],
    ['half a cent', 'value: 1000,', 'value: 1000.005,', 'too_fine'],
    ['a gap between bands', 'fromHeadcount: 11,', 'fromHeadcount: 12,', 'bands_have_gap'],
    [
      'more on site than there is',
      'surveillanceTotalDays: 1.5, surveillanceOnSiteDays: 1,',
      'surveillanceTotalDays: 1.5, surveillanceOnSiteDays: 2,',
      'on_site_above_total',
    ],
    ['a source that is not listed', 'sources: [md1]', 'sources: [md2]', 'source_unlisted'],
    ['a material that nobody knows', '[business_licence,', '[bank_licence,', 'material_unknown'],
    [
      'months of surveillance the wrong way round',
      'plannedFromMonth: {value: 9,',
      'plannedFromMonth: {value: 11,',
      'order_reversed',
    ],
    ['two grades of one name', '{id: major,', '{id: minor,', 'id_repeated'],
    ['a number without a running part', 'ASC-{YYYY}-{SEQ5}', 'ASC-{YYYY}', 'number_pattern_unsound'],
    ['a unit of the product in place of the file’s', 'applicationYuan:', 'applicationFen:', 'unit_of_file'],
    ['text that is no YAML', 'acceptance:', 'acceptance: [', 'not_yaml'],
  ])('is refused with the place for %s', (_, from, to, code) => {
    expect(problemOf(from, to)).toMatchObject({ code })
    expect(problemOf(from, to)!.path).not.toBe('')
  })
  it('is refused empty and as something else', () => {
    expect(parseRules('').problems?.[0]).toMatchObject({ code: 'shape' })
    expect(parseRules('- 1\n- 2').problems?.[0]).toMatchObject({ code: 'shape' })
    expect(checkShape(null).problems?.[0]).toMatchObject({ code: 'shape' })
  })
  it('has sound figures', () => {
    expect(checkRules(rules)).toEqual([])
    const reversed = changed((draft) => {
      draft.sampling.caseMinimum.value = 300
    })
    expect(checkRules(reversed)).toMatchObject([{ path: 'sampling.caseMinimum', code: 'order_reversed' }])
  })
})

describe('editing the draft', () => {
  it('confirms what it touches and nothing else', () => {
    const edited = editFigures(rules, [{ path: 'acceptance.minimumRunningMonths', value: 6 }], confirmation)
    if (!edited.ok) throw new Error(edited.refusal.code)
    expect(edited.value.acceptance.minimumRunningMonths).toEqual({
      value: 6,
      provenance: { kind: 'confirmed', ...confirmation },
    })
    expect(differencesOf(rules, edited.value)).toEqual([
      { path: 'acceptance.minimumRunningMonths', before: 3, after: 6 },
    ])
    expect(edited.value.fees).toEqual(rules.fees)
  })
  it('confirms a figure that stays as it is, which is no difference', () => {
    const edited = editFigures(rules, [{ path: 'certificate.numberPattern', value: 'ASC-{YYYY}-{SEQ5}' }], confirmation)
    if (!edited.ok) throw new Error(edited.refusal.code)
    expect(differencesOf(rules, edited.value)).toEqual([])
    expect(countUnconfirmed(edited.value)).toBe(countUnconfirmed(rules) - 1)
  })
  it.each([
    ['acceptance.nothing', 1, 'rule_unknown'],
    ['acceptance', {}, 'rule_unknown'],
    ['__proto__.value', 1, 'rule_unknown'],
    ['acceptance.minimumRunningMonths.value', 1, 'rule_unknown'],
    ['acceptance.minimumRunningMonths', -1, 'rules_unsound'],
    ['acceptance.minimumRunningMonths', 'three', 'rules_unsound'],
    ['personDays.bands', [], 'rules_unsound'],
  ])('refuses %s = %j', (path, value, code) => {
    expect(editFigures(rules, [{ path, value }], confirmation)).toMatchObject({ refusal: { code } })
  })
})

describe('putting rules in force', () => {
  const asked = {
    fromOn: '2026-11-20',
    todayOn: '2026-11-16',
    lastFromOn: '2026-01-01',
    unconfirmedCount: 2,
    acceptsUnconfirmed: 2,
  }
  it('is for today or later, after the last version, by somebody who knows how many figures are defaults', () => {
    expect(canPutInForce(asked).ok).toBe(true)
    expect(canPutInForce({ ...asked, fromOn: '2026-11-16' }).ok).toBe(true)
    expect(canPutInForce({ ...asked, fromOn: '2026-11-15' })).toMatchObject({ refusal: { code: 'rules_from_past' } })
    expect(canPutInForce({ ...asked, lastFromOn: '2026-11-20' })).toMatchObject({
      refusal: { code: 'rules_from_too_early', params: { earliestOn: '2026-11-21' } },
    })
    expect(canPutInForce({ ...asked, acceptsUnconfirmed: 0 })).toMatchObject({ refusal: { code: 'rules_unconfirmed' } })
  })
  it('shows a version as draft, coming, in force or past', () => {
    expect(standingOf(null, '2026-11-16', '2026-01-01')).toBe('draft')
    expect(standingOf('2026-11-17', '2026-11-16', '2026-01-01')).toBe('coming')
    expect(standingOf('2026-01-01', '2026-11-16', '2026-01-01')).toBe('in_force')
    expect(standingOf('2025-01-01', '2026-11-16', '2026-01-01')).toBe('past')
  })
})

describe('a term', () => {
  const office = officeCalendar()
  it('of working days passes over weekends and holidays; of calendar days over nothing', () => {
    // Wednesday, 30 September 2026: the National Day holiday follows.
    const holiday = { days: 5, counted: 'working' as const }
    expect(lastDayOf(office, '2026-09-30', holiday) > '2026-10-10').toBe(true)
    expect(lastDayOf(office, '2026-11-16', holiday)).toBe('2026-11-23')
    expect(lastDayOf(office, '2026-11-16', { days: 5, counted: 'calendar' })).toBe('2026-11-21')
    expect(lastDayOf(office, '2026-11-14', { days: 0, counted: 'working' })).toBe('2026-11-14')
  })
})

it('a pattern of numbers needs exactly one running number and no unknown place', () => {
  expect(numberPlaces('ASC-{YYYY}-{SEQ5}')).toEqual(['YYYY', 'SEQ5'])
  expect(numberPlaces('{YY}{STARS}S{SEQ8}')).toEqual(['YY', 'STARS', 'SEQ8'])
  for (const unsound of ['{SEQ5}{SEQ4}', '{SEQ9}', '{MONTH}{SEQ5}', 'A{SEQ5', 'A}{SEQ5}'])
    expect(numberPlaces(unsound)).toBeNull()
})
