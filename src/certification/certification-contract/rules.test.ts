import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRules } from '../body-rules/rules/file.ts'
import type { Reckoning } from './contract.ts'
import { quotationDocument } from './rules/document.ts'
import { wordQuotation } from './rules/mail.ts'
import { outletsToVisit, reckonPersonDays, type ToReckon } from './rules/reckon.ts'
import { sayIn } from './rules/say.ts'
import { canBeSignedOn, canDo, contractState } from './rules/state.ts'
import { lineValues, showDays, showPercent, showYuan } from './rules/words.ts'

const rules = parseRules(readFileSync(new URL('../../../standards/body-rules.yaml', import.meta.url), 'utf8')).rules!
const plain: ToReckon = {
  rulesId: '0198a000-0000-7000-8000-00000000b0d1',
  rulesNumber: 1,
  headcount: 1200,
  outletHeadcounts: [],
  productClasses: 1,
  adjustments: [],
}

function reckon(given: Partial<ToReckon>): Reckoning {
  const reckoned = reckonPersonDays(rules, { ...plain, ...given })
  if (!reckoned.ok) throw new Error(reckoned.refusal.code)
  return reckoned.value
}
const sums = (lines: readonly { code: string; tenths: number }[]) => lines.map(({ code, tenths }) => [code, tenths])

describe('person-days worked by hand', () => {
  it('1,200 people: 16 person-days at ¥3,000, with ¥1,000 for the application and ¥2,000 for registration', () => {
    const { initial, surveillance, recertification } = reckon({})
    expect(sums(initial.lines)).toEqual([
      ['band', 160],
      ['total', 160],
    ])
    expect(initial).toMatchObject({ totalTenths: 160, onSiteTenths: 140, feeFen: 5_100_000 })
    expect(initial.feeLines).toEqual([
      { code: 'application', fen: 100_000, params: {} },
      { code: 'registration', fen: 200_000, params: {} },
      { code: 'person_days', fen: 4_800_000, params: { tenths: 160, eachFen: 300_000 } },
      { code: 'total', fen: 5_100_000, params: {} },
    ])
    // Table: 5.5 of which 4.5 on site; 5.5 × 3,000 + 2,000 a year.
    expect(surveillance).toMatchObject({ totalTenths: 55, onSiteTenths: 45, feeFen: 1_850_000 })
    expect(recertification).toMatchObject({ totalTenths: 100, onSiteTenths: 90, feeFen: 3_300_000 })
  })

  it('100 people, nine outlets of five, three classes, one day less: 8.5 + 3 × 0.5 + 2 × 0.5 − 1 = 10', () => {
    const { initial, surveillance, recertification } = reckon({
      headcount: 100,
      outletHeadcounts: Array.from({ length: 9 }, () => 5),
      productClasses: 3,
      adjustments: [{ tenths: -10, reason: '已获 ISO 9001 认证' }],
    })
    expect(sums(initial.lines)).toEqual([
      ['band', 85],
      ['outlets_least', 15],
      ['classes', 10],
      ['adjustment', -10],
      ['total', 100],
    ])
    expect(initial.onSiteTenths).toBe(85)
    // 3 and a third of the 1.5 on top of the table.
    expect(sums(surveillance.lines)).toEqual([
      ['table', 30],
      ['extras_by_share', 5],
      ['total', 35],
    ])
    expect(surveillance.onSiteTenths).toBe(30)
    expect(sums(recertification.lines)).toEqual([
      ['table', 50],
      ['extras_by_share', 10],
      ['total', 60],
    ])
  })

  it('an outlet with most of the people takes its share of the time on site: 9 × 150 / 200 = 6.75, in tenths 6.8', () => {
    const { initial } = reckon({ headcount: 200, outletHeadcounts: [150] })
    expect(sums(initial.lines)).toEqual([
      ['band', 105],
      ['outlets', 68],
      ['rounding', 2],
      ['total', 175],
    ])
  })

  it('a reduction ends at 70 % of the sum before it, and the line says so', () => {
    const { initial } = reckon({ headcount: 50, adjustments: [{ tenths: -50, reason: '单一场所' }] })
    expect(sums(initial.lines)).toEqual([
      ['band', 65],
      ['adjustment', -50],
      ['floor', 31],
      ['rounding', 4],
      ['total', 50],
    ])
    expect(initial.lines[2]!.params).toEqual({ share: 7000, least: 46, of: 65 })
  })

  it('where the table breaks off, two thirds of the initial days, and the line says so', () => {
    const { initial, surveillance, recertification } = reckon({ headcount: 9000 })
    expect(initial.totalTenths).toBe(250)
    expect(surveillance).toMatchObject({ totalTenths: 85, onSiteTenths: 75 })
    expect(sums(recertification.lines)).toEqual([
      ['share_of_table', 167],
      ['rounding', 3],
      ['total', 170],
    ])
    expect(recertification.onSiteTenths).toBe(150)
  })

  it.each([
    [1, 30],
    [10, 30],
    [11, 40],
    [10_700, 250],
  ])('%i people lie in the right band', (headcount, tenths) => {
    expect(reckon({ headcount }).initial.totalTenths).toBe(tenths)
  })

  it('are refused above the table, naming where it ends', () => {
    expect(reckonPersonDays(rules, { ...plain, headcount: 10_701 })).toMatchObject({
      refusal: { code: 'headcount_above_table', params: { headcount: 10_701, last: 10_700 } },
    })
    const short = structuredClone(rules)
    short.personDays.bands.value = short.personDays.bands.value.slice(0, 1)
    expect(reckonPersonDays(short, plain)).toMatchObject({ refusal: { params: { last: 10 } } })
  })

  it('count each outlet where the rules say so', () => {
    const each = structuredClone(rules)
    each.personDays.outletsTimed.value = 'each'
    const reckoned = reckonPersonDays(each, {
      ...plain,
      headcount: 100,
      outletHeadcounts: Array.from({ length: 9 }, () => 5),
    })
    expect(reckoned.ok && sums(reckoned.value.initial.lines)).toEqual([
      ['band', 85],
      ['outlets_least', 45],
      ['total', 130],
    ])
  })
})

describe('every reckoning', () => {
  const given = fc.record({
    headcount: fc.integer({ min: 1, max: 10_700 }),
    outletHeadcounts: fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 60 }),
    productClasses: fc.integer({ min: 1, max: 20 }),
    adjustments: fc.array(
      fc.record({ tenths: fc.integer({ min: -200, max: 200 }).filter((it) => it !== 0), reason: fc.constant('r') }),
      { maxLength: 4 },
    ),
  })
  it('adds up, ends on half days, and lies above the floor', () => {
    fc.assert(
      fc.property(given, (one) => {
        const { initial, surveillance, recertification } = reckon(one)
        for (const part of [initial, surveillance, recertification]) {
          const shown = part.lines.slice(0, -1).reduce((sum, { tenths }) => sum + tenths, 0)
          expect(Math.max(shown, 0)).toBe(part.totalTenths)
          expect(part.totalTenths % 5).toBe(0)
          expect(part.onSiteTenths).toBeLessThanOrEqual(part.totalTenths)
          const fees = part.feeLines.slice(0, -1).reduce((sum, { fen }) => sum + fen, 0)
          expect(fees).toBe(part.feeFen)
        }
        const before = initial.lines.filter(({ code }) =>
          ['band', 'outlets', 'outlets_least', 'classes'].includes(code),
        )
        const sum = before.reduce((all, { tenths }) => all + tenths, 0)
        expect(initial.totalTenths).toBeGreaterThanOrEqual(sum * 0.7)
      }),
    )
  })
  it('never asks less time for one outlet more', () => {
    fc.assert(
      fc.property(given, fc.integer({ min: 0, max: 500 }), (one, more) => {
        const larger = { ...one, outletHeadcounts: [...one.outletHeadcounts, more] }
        expect(reckon(larger).initial.totalTenths).toBeGreaterThanOrEqual(reckon(one).initial.totalTenths)
      }),
    )
  })
})

it('as many outlets are visited as the square root says, and never more than there are', () => {
  const of = (x: number) =>
    (['initial', 'surveillance', 'recertification'] as const).map((kind) => outletsToVisit(rules, kind, x))
  // European-accreditation FAQ 46.5 and 42.6: two sites 2 / 1 / 2; 26 sites 6 at the initial audit.
  expect(of(2)).toEqual([2, 1, 2])
  expect(of(26)[0]).toBe(6)
  expect(of(0)).toEqual([0, 0, 0])
  expect(of(1)).toEqual([1, 1, 1])
  expect(of(100)).toEqual([10, 6, 8])
  expect(of(300)[0]).toBe(18)
})

describe('a contract', () => {
  const quoted = { offeredAt: null, signedOn: null, cancelledAt: null }
  const offered = { ...quoted, offeredAt: '2026-11-16T01:00:00.000Z' }
  const signed = { ...offered, signedOn: '2026-11-16' }
  const cancelled = { ...signed, cancelledAt: '2026-11-17T01:00:00.000Z' }
  it('is quoted, offered, signed or cancelled', () => {
    expect([quoted, offered, signed, cancelled].map(contractState)).toEqual([
      'quoted',
      'offered',
      'signed',
      'cancelled',
    ])
  })
  it.each([
    ['offer', quoted, true],
    ['offer', offered, true],
    ['offer', signed, false],
    ['sign', quoted, false],
    ['sign', offered, true],
    ['sign', signed, false],
    ['cancel', signed, true],
    ['cancel', cancelled, false],
  ] as const)('%s: %j → %s', (act, contract, ok) => {
    expect(canDo(act, contract).ok).toBe(ok)
  })
  it('is signed between the offer and today', () => {
    expect(canBeSignedOn('2026-11-16', '2026-11-16', '2026-11-16').ok).toBe(true)
    expect(canBeSignedOn('2026-11-15', '2026-11-16', '2026-11-20').ok).toBe(false)
    expect(canBeSignedOn('2026-11-21', '2026-11-16', '2026-11-20')).toMatchObject({ refusal: { code: 'signed_day' } })
  })
})

describe('the document', () => {
  const reckoning = reckon({
    headcount: 100,
    outletHeadcounts: [60, 1, 1, 1],
    productClasses: 2,
    adjustments: [{ tenths: -60, reason: '单一产品线' }],
  })
  const terms = {
    ...{
      bodyName: '明灯认证',
      clientName: '蓝鲸制冷设备',
      uscc: '91350100M000100Y43',
      address: '杭州',
      legalRepresentative: '吴刚',
    },
    ...{
      contactName: '周涛',
      applicationNumber: 'AP26-000001',
      standard: 'GB/T 27922-2011',
      wantedLevelId: 'four_star',
    },
    ...{
      scope: '冷柜的销售和售后服务',
      productClasses: ['冷柜', '冰箱'],
      outletCount: 4,
      validMonths: 36,
      surveillanceWithinMonths: 12,
    },
  }
  it.each(['zh-CN', 'en'] as const)('has words in %s for every line of every sum', (language) => {
    const quotation = {
      number: 'CT26-000001',
      quotedAt: '2026-11-16T01:00:00.000Z',
      quotedOn: '2026-11-16',
      terms,
      reckoning,
    }
    const model = quotationDocument(quotation, language, sayIn(language))
    const text = JSON.stringify(model)
    expect(text).not.toContain('{{')
    expect(text).toContain('单一产品线')
    expect(text).toContain(showYuan(reckoning.initial.feeFen))
    expect(model.blocks.filter(({ kind }) => kind === 'table')).toHaveLength(7)
  })
  it('has words for every kind of line, also those of this sum that it has not', () => {
    const say = sayIn('zh-CN')
    expect(say('line.share_of_table', lineValues({ params: { share: 6666, of: 250 } }))).toBe(
      '表中未载，按初次 25 人日的 66.66%',
    )
    expect(() => say('line.unheard_of')).toThrow(RangeError)
  })
  it('writes days, yuan and shares as people read them', () => {
    expect([showDays(160), showDays(55), showDays(-5)]).toEqual(['16', '5.5', '-0.5'])
    expect([showYuan(5_100_000), showYuan(99), showYuan(123_456_789)]).toEqual(['51,000.00', '0.99', '1,234,567.89'])
    expect([showPercent(3333), showPercent(7000), showPercent(10_000)]).toEqual(['33.33%', '70%', '100%'])
    expect(lineValues({ params: { count: 3, of: 9, each: 5 } })).toEqual({ count: 3, of: 9, each: '0.5' })
  })
  it('is announced by mail with the fee', () => {
    const told = { number: 'CT26-000001', clientName: '蓝鲸制冷设备', bodyName: '明灯认证', feeFen: 5_100_000 }
    expect(wordQuotation(told, 'zh-CN').body).toContain('51,000.00 元')
    expect(wordQuotation(told, 'en').body).toContain('CNY 51,000.00')
  })
})
