import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { newId } from '#src/shared/id.ts'
import type { MaterialFile } from '../contract/checklist.ts'
import { CaseEntry, Checklist, MATERIALS } from '../contract/dossier.ts'
import { caseEntryOf } from './cases.ts'
import {
  canApply,
  canBring,
  canConfirmLacking,
  canWithdraw,
  checklistOf,
  isExpired,
  lackingOf,
  reckonChecklist,
  unconfirmed,
} from './checklist.ts'
import { canDeclare, lackingFields, prefilled } from './form.ts'
import { maskName, maskNumber, maskWords } from './mask.ts'
import { composeReport } from './report/compose.ts'
import { monthsBetween, type ReportData, threeYearsBefore } from './report/data.ts'
import { wantedOf } from './wanted.ts'

const file = parse(readFileSync(new URL('../../../../standards/application-materials.yaml', import.meta.url), 'utf8'))
const wanted = wantedOf(file)
const todayOn = '2026-11-16'

function brought(given: Partial<MaterialFile> = {}): MaterialFile {
  return {
    ...{ id: newId(), materialId: 'contract_samples', name: '合同', fileSha256: 'a'.repeat(64), validUntilOn: null },
    ...{ addedAt: '2026-11-01T00:00:00.000Z', addedByName: '周涛', version: 1 },
    ...{ withdrawnAt: null, withdrawnReason: '', withdrawnByName: '', ...given },
  }
}

describe('what is wanted', () => {
  it('stands in a file, every material once, each number with where it comes from', () => {
    expect(wanted.map((one) => one.id).sort()).toEqual([...MATERIALS].sort())
    expect(wanted.find((one) => one.id === 'contract_samples')).toMatchObject({ wanted: 5, isDefault: false })
    expect(() => wantedOf({ ...file, materials: file.materials.slice(1) })).toThrow()
    expect(() =>
      wantedOf({ ...file, materials: file.materials.map((one: object) => ({ ...one, wanted: 1 })) }),
    ).toThrow()
  })
})

describe('the state of a line', () => {
  const stateOf = (files: MaterialFile[], records = {}) =>
    reckonChecklist({ wanted, brought: files, records, todayOn }).find((line) => line.id === 'contract_samples')!

  it('is expired where the expired ones would have been enough, missing where they would not', () => {
    const old = brought({ validUntilOn: '2026-11-15' })
    expect(stateOf([old, ...Array.from({ length: 4 }, () => brought())])).toMatchObject({ state: 'expired', have: 4 })
    expect(stateOf([old, ...Array.from({ length: 3 }, () => brought())])).toMatchObject({ state: 'missing', have: 3 })
    expect(stateOf([old, ...Array.from({ length: 5 }, () => brought())])).toMatchObject({ state: 'present', have: 5 })
  })

  it('counts a record only where records count, and a file past its last day never', () => {
    expect(stateOf([], { contract_samples: { valid: 9, expired: 0 } })).toMatchObject({ state: 'missing', have: 0 })
    expect(isExpired({ validUntilOn: todayOn }, todayOn)).toBe(false)
    expect(isExpired({ validUntilOn: null }, todayOn)).toBe(false)
    const licences = reckonChecklist({
      wanted,
      brought: [],
      records: { qualification_records: { valid: 0, expired: 2 } },
      todayOn,
    })
    expect(licences.find((line) => line.id === 'qualification_records')).toMatchObject({ state: 'expired' })
  })

  it('crosses with its files, the expired ones too, and without those withdrawn', () => {
    const kept = brought({ validUntilOn: '2026-11-15' })
    const gone = brought({ withdrawnAt: '2026-11-02T00:00:00.000Z' })
    const lines = reckonChecklist({ wanted, brought: [kept, gone], records: {}, todayOn })
    const crossing = Checklist.parse(checklistOf(lines, '2026-11-16T01:00:00.000Z', null))
    const files = [{ sha256: kept.fileSha256, name: kept.name, validUntilOn: '2026-11-15' }]
    expect(crossing.items.find((item) => item.id === 'contract_samples')).toMatchObject({ have: 0, files })
  })

  it('lets an application lack what somebody confirmed as it stood, and nothing that came after', () => {
    const line = (id: 'permits' | 'contract_samples', state: 'present' | 'missing' | 'expired') => ({ id, state })
    const lines = [line('permits', 'expired'), line('contract_samples', 'missing')]
    const items = lackingOf(lines)
    const confirmed = { at: '2026-11-16T01:00:00.000Z', byName: '周涛', reason: '正在换发', items }
    expect(canApply([line('permits', 'present')], null).ok).toBe(true)
    expect(canApply(lines, null)).toMatchObject({ refusal: { code: 'lacking_not_confirmed', params: { count: 2 } } })
    expect(canApply(lines, confirmed).ok).toBe(true)
    expect(canApply([line('permits', 'expired')], confirmed).ok).toBe(true)
    expect(unconfirmed([line('permits', 'missing')], confirmed)).toEqual([{ id: 'permits', state: 'missing' }])
    expect(canConfirmLacking(lines, items.toReversed()).ok).toBe(true)
    for (const seen of [items.slice(1), [...items, { id: 'service_manual', state: 'missing' as const }]])
      expect(canConfirmLacking(lines, seen)).toMatchObject({
        refusal: { code: 'lacking_changed', params: { count: 2 } },
      })
  })

  it('crosses with who answers for what is lacking, and without a word where nothing is', () => {
    const lines = reckonChecklist({ wanted, brought: [], records: {}, todayOn })
    const at = '2026-11-16T01:00:00.000Z'
    const confirmed = { at, byName: '周涛', reason: '正在换发', items: lackingOf(lines) }
    expect(Checklist.parse(checklistOf(lines, at, confirmed)).confirmed).toEqual(confirmed)
    const whole = lines.map((line) => ({ ...line, state: 'present' as const }))
    expect('confirmed' in checklistOf(whole, at, confirmed)).toBe(false)
  })

  it('refuses the same file twice and withdrawing twice', () => {
    expect(canBring([brought()], 'a'.repeat(64))).toMatchObject({ refusal: { code: 'material_repeated' } })
    expect(canBring([brought({ withdrawnAt: '2026-11-02T00:00:00.000Z' })], 'a'.repeat(64)).ok).toBe(true)
    expect(canWithdraw(brought({ withdrawnAt: '2026-11-02T00:00:00.000Z' }))).toMatchObject({
      refusal: { code: 'material_withdrawn' },
    })
  })
})

describe('the form', () => {
  it('lacks what is blank or cannot be', () => {
    const draft = prefilled({ headcount: 3, serviceHeadcount: 2, outletCount: 0, name: '蓝鲸', runningSinceOn: null })
    const lacking = (change: object) => lackingFields({ ...draft, ...change }, undefined, todayOn)
    expect(lacking({})).toContain('runningSinceOn')
    expect(lacking({ runningSinceOn: '2026-11-17' })).toContain('runningSinceOn')
    expect(lacking({ serviceHeadcount: 4 })).toContain('serviceHeadcount')
    expect(lacking({ contactEmail: 'nobody' })).toContain('contactEmail')
    expect(lacking({ outletCount: 0 })).not.toContain('outletCount')
    expect(canDeclare(['uscc'])).toMatchObject({ refusal: { code: 'application_incomplete', params: { count: 1 } } })
  })
})

describe('a case', () => {
  const row = {
    ...{ leafIndex: 7, id: newId(), claimedAt: '2026-11-15T16:30:00.000Z' },
    ...{ saysNumber: null, saysKind: null, saysOutlet: false, saysOutletId: null },
    ...{ number: 'R26-1', kind: 'repair', outletId: newId() },
  }

  it('is told as its entry tells it, and as it stands now where the entry is silent', () => {
    expect(CaseEntry.parse(caseEntryOf(row))).toEqual({
      ...{ id: row.id, number: 'R26-1', kind: 'repair', outletId: row.outletId, madeOn: '2026-11-16', leafIndex: 7 },
    })
    const said = caseEntryOf({ ...row, saysNumber: 'R26-0', saysKind: 'complaint', saysOutlet: true })
    expect(said).toMatchObject({ number: 'R26-0', kind: 'complaint', outletId: null })
  })
})

describe('masking', () => {
  it('leaves of a name what tells people apart and no more', () => {
    expect(['周敏', '欧阳修文', '李', 'John Smith', '', '欧阳', '欧阳锋'].map(maskName)).toEqual([
      '周*',
      '欧阳**',
      '李*',
      'J***',
      '',
      '欧*',
      '欧阳*',
    ])
  })

  it('takes numbers and addresses out of words, and leaves figures', () => {
    expect(maskWords('打 138-0000 1111 或 a.b@c.cn，2026-11-16 收费 1200 元')).toBe(
      '打 **** 或 ****，2026-11-16 收费 1200 元',
    )
    expect(maskWords('收费 1200 元，等了 45 分钟')).toBe('收费 1200 元，等了 45 分钟')
    expect([maskNumber('330106199001011234'), maskNumber('A-1')]).toEqual(['****1234', 'A-1'])
  })
})

describe('the report', () => {
  const empty: ReportData = {
    ...{
      name: '蓝鲸',
      madeAt: '2026-11-16T01:00:00.000Z',
      todayOn,
      fromOn: threeYearsBefore(todayOn),
      zone: 'Asia/Shanghai',
    },
    form: prefilled({ headcount: 0, serviceHeadcount: 0, outletCount: 0, name: '蓝鲸', runningSinceOn: null }),
    ...{ cases: [], complaints: [], ratings: [], lowRatings: [], outlets: [], staff: [], licences: [], checklist: [] },
    managers: { managers: 0, base: 0, required: 0, reached: false },
    scores: null,
  }
  const wordsOf = (data: ReportData, language: 'zh-CN' | 'en' = 'zh-CN') =>
    JSON.stringify(composeReport(data, language).blocks)

  it('says of what is not there that it is not there', () => {
    expect(wordsOf(empty)).toMatch(
      /期间内没有服务记录。.*没有评价不等于满意。.*期间内没有投诉记录。.*没有登记服务网点。.*还没有得分。/,
    )
    expect(wordsOf(empty, 'en')).toContain('There is no score yet.')
  })

  it('adds up kinds beyond what can be drawn, and says how many bad ratings it does not list', () => {
    const kinds = ['repair', 'installation', 'delivery', 'parts', 'return', 'recall', 'maintenance', 'suggestion']
    const counted = { month: '2026-10', total: 2, settled: 1, cancelled: 0 }
    const cases = kinds.map((kind) => ({ ...counted, kind }))
    const ratings = [{ month: '2026-10', stars: 1, source: 'link', total: 201, followedUp: 200 }]
    const low = {
      number: 'R26-1',
      kind: 'repair',
      stars: 1,
      comment: '',
      ratedOn: '2026-10-01',
      followedUpOn: null,
      followUpNote: '',
    }
    const { blocks } = composeReport(
      { ...empty, cases, ratings, lowRatings: Array.from({ length: 200 }, () => low) },
      'zh-CN',
    )
    const chart = blocks.find((block) => block.kind === 'chart')!
    expect(chart.series.map((one) => one.name).at(-1)).toBe('其他类型')
    expect(chart.series.flatMap((one) => one.values).reduce((sum: number, value) => sum + (value ?? 0), 0)).toBe(16)
    expect(chart.categories).toHaveLength(37)
    expect(JSON.stringify(blocks)).toMatch(/共受理 16 件，其中已办结 8 件，撤销 0 件，办理中 8 件/)
    expect(JSON.stringify(blocks)).toContain('另有 1 条')
  })

  it('spans three years to the day, over a leap day and a new year', () => {
    expect([threeYearsBefore('2026-11-16'), threeYearsBefore('2028-02-29'), threeYearsBefore('2026-12-31')]).toEqual([
      '2023-11-17',
      '2025-03-02',
      '2024-01-01',
    ])
    expect(monthsBetween('2025-11-17', '2026-02-01')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02'])
  })
})
