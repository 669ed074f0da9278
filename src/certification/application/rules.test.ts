import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ApplicationForm } from '#src/evaluation/material/contract/dossier.ts'
import { MATERIALS } from '#src/evaluation/material/contract/dossier.ts'
import { parseRules } from '../body-rules/rules/file.ts'
import { addMonths, checkApplication, type Grounds, unmetOf } from './rules/check.ts'
import { headcountOf, implausibleHeadcount } from './rules/headcount.ts'
import { wordNotice } from './rules/notice.ts'
import { canTake, openDue, reviewersOf, type Step, stateOf, withLateness } from './rules/steps.ts'

const rules = parseRules(readFileSync(new URL('../../../standards/body-rules.yaml', import.meta.url), 'utf8')).rules!
const form: ApplicationForm = {
  format: 'starproof-application',
  version: 1,
  kind: 'initial',
  applicant: {
    ...{ orgId: null, legalName: '蓝鲸制冷设备', uscc: '91350100M000100Y43', legalRepresentative: '吴刚' },
    ...{ address: '杭州市', contactName: '周涛', contactPhone: '0571-88880000', contactEmail: 'zhou@lanjing.example' },
  },
  ...{ schemeId: 'gbt27922-2011', standard: 'GB/T 27922-2011', wantedLevelId: 'four_star', scope: '冷柜的售后服务' },
  ...{ productClasses: ['冷柜'], headcount: 120, serviceHeadcount: 40, outletCount: 3, runningSinceOn: '2024-03-01' },
  ...{ isLegalPerson: true, holdsPermits: true, noMajorFailure: true, declaredTrue: true, declaredByName: '吴刚' },
  declaredAt: '2026-11-16T01:00:00.000Z',
}
const sound: Grounds = {
  form,
  outletsListed: 3,
  checklist: {
    madeAt: '2026-11-16T01:00:00.000Z',
    items: MATERIALS.map((id) => ({ id, state: 'present', wanted: 1, have: 1, files: [] })),
  },
  rules,
  receivedOn: '2026-11-16',
  todayOn: '2026-11-16',
  blacklistedUntilOn: null,
  cancelledOn: null,
  schemeKnown: true,
  headcount: { headcount: 120, stated: 120, implausible: null, explanation: '' },
  pack: { cases: 500, unproven: 0, newKey: false },
}
const stateIn = (grounds: Grounds, id: string) => checkApplication(grounds).find((check) => check.id === id)!.state

describe('the checks of an application', () => {
  it('are all met for a sound one', () => {
    expect(unmetOf(checkApplication(sound))).toEqual([])
    expect(checkApplication(sound).map(({ state }) => state)).toEqual(Array.from({ length: 13 }, () => 'met'))
  })
  it.each<[string, Partial<Grounds>]>([
    ['uscc', { form: { ...form, applicant: { ...form.applicant, uscc: '91350100M000100Y44' } } }],
    ['legal_person', { form: { ...form, isLegalPerson: false } }],
    ['permits', { form: { ...form, holdsPermits: false } }],
    ['no_major_failure', { form: { ...form, noMajorFailure: false } }],
    ['running_months', { form: { ...form, runningSinceOn: '2026-08-17' } }],
    ['not_blacklisted', { blacklistedUntilOn: '2029-01-01' }],
    ['not_barred', { cancelledOn: '2025-11-17' }],
    ['materials', { checklist: null }],
  ])('%s bars acceptance', (id, over) => {
    expect(unmetOf(checkApplication({ ...sound, ...over }))).toEqual([id])
  })
  it('count three months of running to the day, and the year after a cancelled certificate', () => {
    expect(stateIn({ ...sound, form: { ...form, runningSinceOn: '2026-08-16' } }, 'running_months')).toBe('met')
    expect(stateIn({ ...sound, cancelledOn: '2025-11-16' }, 'not_barred')).toBe('met')
  })
  it('want every required material, and none that is expired', () => {
    const items = sound.checklist!.items.map((item) =>
      item.id === 'service_manual' ? { ...item, state: 'expired' as const } : item,
    )
    const checks = checkApplication({ ...sound, checklist: { ...sound.checklist!, items } })
    expect(checks.find(({ id }) => id === 'materials')).toMatchObject({
      state: 'unmet',
      params: { lacking: 1, wanted: 10 },
    })
    // Not on the list of what is required.
    const rest = sound.checklist!.items.filter(({ id }) => id !== 'supplier_qualification')
    expect(stateIn({ ...sound, checklist: { ...sound.checklist!, items: rest } }, 'materials')).toBe('met')
  })
  it('ask the officer to look where figures or cases are odd, without barring', () => {
    const odd: Grounds = {
      ...sound,
      outletsListed: 2,
      schemeKnown: false,
      pack: { cases: 500, unproven: 3, newKey: false },
      headcount: headcountOf(rules, { headcount: 300, outletCount: 300, outlets: [], staffCount: 0 }, []),
    }
    expect(unmetOf(checkApplication(odd))).toEqual([])
    for (const id of ['scheme_known', 'outlets_listed', 'headcount', 'cases_complete'])
      expect(stateIn(odd, id)).toBe('attention')
    expect(stateIn({ ...sound, pack: null }, 'cases_complete')).toBe('unknown')
    expect(stateIn({ ...sound, pack: { cases: 1, unproven: 0, newKey: true } }, 'cases_complete')).toBe('attention')
  })
  it('add months to the end of a shorter month', () => {
    expect([
      addMonths('2026-11-30', 3),
      addMonths('2024-01-31', 1),
      addMonths('2026-03-31', -1),
      addMonths('2026-12-15', 12),
    ]).toEqual(['2027-02-28', '2024-02-29', '2026-02-28', '2027-12-15'])
  })
})

describe('a headcount', () => {
  it('of 300 people in 300 outlets is not plausible, with the figures', () => {
    expect(implausibleHeadcount(rules, { headcount: 300, outletCount: 300, outlets: [], staffCount: 0 })).toEqual({
      ...{ headcount: 300, outlets: 300, staffListed: 0, perOutletTenths: 10, leastTenths: 20 },
      reasons: ['too_few_per_outlet'],
    })
  })
  it('is plausible at the rules’ limit, and where there are no outlets', () => {
    expect(implausibleHeadcount(rules, { headcount: 600, outletCount: 300, outlets: [], staffCount: 0 })).toBeNull()
    expect(implausibleHeadcount(rules, { headcount: 1, outletCount: 0, outlets: [], staffCount: 0 })).toBeNull()
  })
  it('must hold the people of the outlets and of the staff list', () => {
    const outlets = [{ headcount: 80 }, { headcount: 60 }]
    expect(implausibleHeadcount(rules, { headcount: 120, outletCount: 2, outlets, staffCount: 130 })!.reasons).toEqual([
      'fewer_than_outlet_people',
      'fewer_than_staff_rows',
    ])
    expect(implausibleHeadcount(rules, { headcount: 140, outletCount: 3, outlets, staffCount: 0 })!.reasons).toEqual([
      'outlets_differ',
    ])
  })
  it('that is corrected counts from then on, and an earlier explanation does not hold for it', () => {
    const stated = { headcount: 300, outletCount: 300, outlets: [], staffCount: 0 }
    const explained = { kind: 'headcount_explained' as const, reason: '自助网点无人值守', detail: { headcount: 300 } }
    const corrected = {
      kind: 'headcount_corrected' as const,
      reason: '现场核实',
      detail: { headcount: 550, before: 300 },
    }
    expect(headcountOf(rules, stated, [explained])).toMatchObject({ headcount: 300, explanation: '自助网点无人值守' })
    expect(headcountOf(rules, stated, [explained, corrected])).toMatchObject({
      headcount: 550,
      stated: 300,
      explanation: '',
    })
    const higher = { ...corrected, detail: { headcount: 2400, before: 550 } }
    expect(headcountOf(rules, stated, [explained, corrected, higher]).implausible).toBeNull()
  })
})

const step = (kind: Step['kind'], on: string, dueOn: string | null = null, by = 'person:p1'): Step => ({
  ...{ id: '', kind, at: `${on}T01:00:00.000Z`, on, by, byName: '陶然', reason: '', dueOn, detail: {} },
})

describe('the steps of an application', () => {
  const received = step('received', '2026-11-02', '2026-11-16', 'system:parcel')
  const asked = step('more_asked', '2026-11-10', '2026-12-01')
  const supplied = step('supplied', '2026-12-03', '2026-12-17', 'person:p2')
  it('make its state, whatever stands between them', () => {
    expect(stateOf([])).toBe('reviewing')
    expect(stateOf([received])).toBe('reviewing')
    expect(stateOf([received, asked, step('headcount_explained', '2026-11-11')])).toBe('awaiting')
    expect(stateOf([received, asked, supplied])).toBe('reviewing')
    expect(stateOf([received, step('accepted', '2026-11-12')])).toBe('accepted')
    expect(stateOf([received, step('refused', '2026-11-12')])).toBe('refused')
  })
  it('tell how late each was, and how late what is open is today', () => {
    const steps = [received, asked, supplied]
    expect(withLateness(steps, '2026-12-20').map(({ doneOn, lateDays }) => [doneOn, lateDays])).toEqual([
      ['2026-11-10', 0],
      ['2026-12-03', 2],
      [null, 3],
    ])
    expect(openDue(steps, '2026-12-10')).toEqual({ dueOn: '2026-12-17', lateDays: 0 })
    expect(openDue([received, step('accepted', '2026-11-20')], '2026-12-10')).toEqual({ dueOn: null, lateDays: 0 })
    expect(withLateness([received, step('accepted', '2026-11-20')], '2026-12-10')[0]).toMatchObject({ lateDays: 4 })
  })
  it.each([
    ['accepted', [received], false, null],
    ['more_asked', [received, asked], false, 'already_asked'],
    ['accepted', [received, asked], false, null],
    ['accepted', [received, step('accepted', '2026-11-12')], false, 'application_accepted'],
    ['withdrawn', [received, step('accepted', '2026-11-12')], false, null],
    ['withdrawn', [received, step('accepted', '2026-11-12')], true, 'application_has_contract'],
    ['headcount_corrected', [received, step('accepted', '2026-11-12')], false, null],
    ['headcount_corrected', [received, step('accepted', '2026-11-12')], true, 'application_has_contract'],
    ['supplied', [received, step('refused', '2026-11-12')], false, 'application_over'],
    ['accepted', [received, step('withdrawn', '2026-11-12')], false, 'application_over'],
  ] as const)('%s after them: %#', (kind, steps, hasContract, code) => {
    const taken = canTake(kind, steps, hasContract)
    expect(taken.ok ? null : taken.refusal.code).toBe(code)
  })
  it('remember who reviewed, once each, and not who only took it in', () => {
    expect(
      reviewersOf([
        received,
        asked,
        supplied,
        step('accepted', '2026-12-04', null, 'person:p3'),
        step('headcount_explained', '2026-12-05'),
      ]),
    ).toEqual(['p1', 'p3'])
  })
})

it('a notice is worded in both languages, with the due day and the reason', () => {
  const notice = {
    ...{ notice: 'more_asked' as const, applicationNumber: 'AP26-000001', clientName: '蓝鲸制冷设备' },
    ...{ reason: '请补交服务手册', materials: ['service_manual'], dueOn: '2026-12-01', on: '2026-11-16' },
  }
  expect(wordNotice(notice, '明灯认证', 'zh-CN').body).toContain('请于 2026-12-01 前提交')
  expect(wordNotice(notice, '明灯认证', 'en').body).toContain('by 2026-12-01')
  for (const kind of ['accepted', 'refused', 'withdrawn'] as const) {
    const { body } = wordNotice({ ...notice, notice: kind, dueOn: null }, '明灯认证', 'zh-CN')
    expect(body).not.toContain('null')
    expect(body).toContain('请补交服务手册')
  }
})
