import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { addDays } from '#src/shared/instant.ts'
import type { BodyRules } from '../body-rules/contract/rules.ts'
import { parseRules } from '../body-rules/rules/file.ts'
import { mayCallOff } from './access.ts'
import type { TransitionDetail } from './contract/transition.ts'
import { actDue, firstReminderOf } from './rules/act.ts'
import { canAnnounce, canCallOff, canDraft, canPlan, isSame, reckonDays, stageOn } from './rules/days.ts'
import type { AuditCase, HolderCase, PlanCase } from './rules/holder.ts'
import { holderRow, isConcerned, placeOn, planOn, progressDays, progressOn, standingOn } from './rules/holder.ts'
import { isShown, placeOfRow } from './rules/list.ts'
import { holderMail, type MailAbout, noticeWords, officerMail, publicReason } from './rules/mail.ts'
import { extraTenths, specialTenths } from './rules/person-days.ts'
import { canPlanHolder, isOpenToPlan, planOptions } from './rules/plan.ts'
import { transitionSheets } from './rules/workbook.ts'

const rules = parseRules(readFileSync('standards/body-rules.yaml', 'utf8')).rules!
const within = (over: Partial<Record<keyof BodyRules['transition'], unknown>>) =>
  ({
    ...rules,
    transition: {
      ...rules.transition,
      ...Object.fromEntries(
        Object.entries(over).map(([name, value]) => [
          name,
          { ...rules.transition[name as keyof BodyRules['transition']], value },
        ]),
      ),
    },
  }) as BodyRules

const OLD = { schemeId: 'gbt27922-2011', reference: 'GB/T 27922-2011' }
const NEW = { schemeId: 'gbt27922-2027', reference: 'GB/T 27922-2027' }
const days = { startOn: '2027-01-01', cutOffOn: '2028-07-01', endOn: '2029-12-31' }
const first = firstReminderOf(rules)

const holder = (over: Partial<HolderCase> = {}): HolderCase => ({
  ...{ certificateId: 'c', number: 'ASC-1', clientId: 'k', holderName: '蓝鲸', stars: 4 },
  ...{ validFromOn: '2026-12-01', validUntilOn: '2032-11-30', movedOn: null, replacedOnOldOn: null },
  ...{ surveillanceTenths: 20, recertificationTenths: 40, changes: [], audits: [], plans: [], acts: [] },
  ...over,
})
const audit = (over: Partial<AuditCase> = {}): AuditCase => ({
  ...{ id: 'a', number: 'A27-1', kind: 'surveillance', plannedFromOn: '2027-09-20', visitedOn: null },
  ...{ personDaysTenths: 20, openedOn: null, cancelledOn: null, isOnNew: false, decision: null },
  ...over,
})
const plan = (over: Partial<PlanCase> = {}): PlanCase => ({
  ...{ id: 'p', auditId: 'a', baseTenths: 20, extraTenths: 5, reason: '随监督换版', plannedByName: '陶然' },
  ...{ plannedOn: '2027-03-01', withdrawnOn: null },
  ...over,
})
const change = (kind: 'suspend' | 'restore' | 'withdraw', effectiveOn: string) => ({
  ...{ kind, effectiveOn, untilOn: null, madeAt: `${effectiveOn}T00:00:00.000Z` },
})
const told = { step: 'announced', daysBefore: 0, outcome: 'told', madeOn: '2027-01-01' } as const
const stateOn = (one: HolderCase, dayOn: string) => standingOn(one, days, first, dayOn).state
const codeOf = (decision: { ok: boolean }) =>
  decision.ok ? 'ok' : (decision as unknown as { refusal: { code: string } }).refusal.code

describe('days', () => {
  it('are reckoned by the rules: the last day is the one before the same day three years later', () => {
    expect(reckonDays(rules, '2027-01-01')).toEqual(days)
    expect(reckonDays(rules, '2028-02-29')).toEqual({
      ...{ startOn: '2028-02-29', cutOffOn: '2029-08-29', endOn: '2031-02-27' },
    })
  })

  it.each([
    ['between one and the same standard', { to: OLD }, 'holder_transition_same'],
    ['with a cut-off before the start', { days: { ...days, cutOffOn: '2026-12-31' } }, 'holder_transition_days'],
    ['that ends before the cut-off', { days: { ...days, endOn: '2028-06-30' } }, 'holder_transition_days'],
    [
      'of another length, without a reason',
      { days: { ...days, endOn: '2029-06-30' } },
      'holder_transition_days_reason',
    ],
    ['of another length, with a reason', { days: { ...days, endOn: '2029-06-30' }, daysReason: '公告' }, 'ok'],
    ['by the rules', {}, 'ok'],
  ])('of a transition %s', (_what, over, code) => {
    const drafted = { from: OLD, to: NEW, days, reckoned: days, daysReason: '', ...over }
    expect(codeOf(canDraft(drafted))).toBe(code)
  })

  it('make the stage, and the stage says what may be done', () => {
    const marks = { ...days, announcedAt: '2026-11-20T00:00:00.000Z', calledOffAt: null }
    const stages = ['2026-12-31', '2027-01-01', '2028-06-30', '2028-07-01', '2029-12-31', '2030-01-01']
    expect(stages.map((dayOn) => stageOn(marks, dayOn))).toEqual([
      ...['announced', 'running', 'running', 'after_cut_off', 'after_cut_off', 'over'],
    ])
    const draft = { ...marks, announcedAt: null }
    const calledOff = { ...marks, calledOffAt: '2026-11-21T00:00:00.000Z' }
    expect([draft, calledOff].map((one) => stageOn(one, '2030-01-01'))).toEqual(['draft', 'called_off'])
    expect(codeOf(canAnnounce(draft, '2029-12-30'))).toBe('ok')
    expect(codeOf(canAnnounce(draft, '2029-12-31'))).toBe('holder_transition_past')
    expect(canAnnounce(marks, '2027-01-01')).toMatchObject({
      refusal: { code: 'holder_transition_stage', params: { stageZh: '转换期内', stageEn: 'Under way' } },
    })
    expect([canCallOff(marks, '2030-01-01'), canCallOff(calledOff, '2027-01-01')].map(codeOf)).toEqual([
      ...['holder_transition_stage', 'holder_transition_stage'],
    ])
    expect([canCallOff(draft, '2027-01-01'), canCallOff(marks, '2029-12-31')].map(codeOf)).toEqual(['ok', 'ok'])
    expect([draft, calledOff, marks].map((one) => codeOf(canPlan(one, '2030-01-01')))).toEqual([
      ...['holder_transition_stage', 'holder_transition_stage', 'ok'],
    ])
  })

  it('bind once announced: from then on only the general manager calls off', () => {
    const by = (role: 'certification_officer' | 'general_manager' | 'auditor') =>
      ({ kind: 'person', orgId: 'o', personId: 'p', name: '某', roles: [role] }) as never
    expect([mayCallOff(by('certification_officer'), false), mayCallOff(by('certification_officer'), true)]).toEqual([
      ...[true, false],
    ])
    expect([mayCallOff(by('general_manager'), true), mayCallOff(by('auditor'), false)]).toEqual([true, false])
  })

  it('compare standards by scheme and by the name on certificates', () => {
    expect([isSame(OLD, { ...OLD }), isSame(OLD, { ...OLD, reference: 'GB/T 27922-2011/XG1' })]).toEqual([true, false])
  })
})

describe('where a holder stands', () => {
  it('follows the records: told, planned, audited, decided, moved', () => {
    expect(stateOn(holder(), '2027-01-01')).toBe('untold')
    expect(stateOn(holder({ acts: [told] }), '2027-02-01')).toBe('told')
    const planned = { acts: [told], plans: [plan()] }
    expect(stateOn(holder({ ...planned, audits: [audit()] }), '2027-02-28')).toBe('told')
    expect(stateOn(holder({ ...planned, audits: [audit()] }), '2027-03-01')).toBe('planned')
    const visited = audit({ isOnNew: true, openedOn: '2027-09-20', visitedOn: '2027-09-21' })
    expect(stateOn(holder({ ...planned, audits: [visited] }), '2027-09-21')).toBe('audited')
    const decided = { ...visited, decision: { kind: 'maintain', decidedOn: '2027-10-08', isOnNew: true } }
    expect(stateOn(holder({ ...planned, audits: [decided] }), '2027-10-08')).toBe('decided')
    expect(stateOn(holder({ ...planned, audits: [decided], movedOn: '2027-10-10' }), '2027-10-10')).toBe('moved')
  })

  it('is in danger when the reminders begin and nothing is planned, and without a future when the certificate has ended', () => {
    expect(stateOn(holder({ acts: [told] }), addDays(days.endOn, -366))).toBe('told')
    expect(stateOn(holder({ acts: [told] }), addDays(days.endOn, -365))).toBe('lapsing')
    expect(stateOn(holder({ changes: [change('withdraw', '2027-05-01')] }), '2027-05-01')).toBe('ended')
    expect(stateOn(holder({ validUntilOn: '2027-05-01' }), '2027-05-02')).toBe('ended')
  })

  it.each([
    ['withdrawn', { plans: [plan({ withdrawnOn: '2027-04-01' })], audits: [audit()] }],
    ['with an audit called off', { plans: [plan()], audits: [audit({ cancelledOn: '2027-04-01' })] }],
    [
      'decided against',
      {
        plans: [plan()],
        audits: [
          audit({
            ...{ isOnNew: true, visitedOn: '2027-03-20' },
            decision: { kind: 'refuse', decidedOn: '2027-04-01', isOnNew: true },
          }),
        ],
      },
    ],
  ])('is unplanned again after a plan %s', (_what, over) => {
    expect(stateOn(holder({ acts: [told], ...over }), '2027-04-01')).toBe('told')
    expect(planOn(holder(over), '2027-04-01')).toBeUndefined()
  })

  it('counts a visit on the new edition that nobody had planned as a transition', () => {
    const visited = audit({ isOnNew: true, visitedOn: '2027-03-20', plannedFromOn: null })
    expect(stateOn(holder({ audits: [visited] }), '2027-03-20')).toBe('audited')
    expect(codeOf(canPlanHolder(holder({ audits: [visited] }), '2027-03-20'))).toBe('holder_planned')
  })

  it('is in the list when it was on the old edition at the start or came onto it later, once', () => {
    expect(isConcerned(holder(), '2027-01-01')).toBe(true)
    expect(isConcerned(holder({ validFromOn: '2027-05-01' }), '2027-01-01')).toBe(true)
    expect(isConcerned(holder({ changes: [change('withdraw', '2026-12-20')] }), '2027-01-01')).toBe(false)
    expect(placeOn(holder({ replacedOnOldOn: '2028-01-01' }), '2028-01-01')).toBe('absent')
    expect(placeOn(holder(), '2026-11-30')).toBe('absent')
    expect(placeOn(holder({ changes: [change('suspend', '2027-02-01')] }), '2027-02-01')).toBe('old')
  })

  it('is shown with plan, audit and what was done, newest first, and says when the audit comes too late', () => {
    const late = audit({ plannedFromOn: '2030-01-10' })
    const reminded = { step: 'reminder', daysBefore: 365, outcome: 'reminded', madeOn: '2028-12-31' } as const
    const row = holderRow(
      holder({ acts: [told, reminded], plans: [plan()], audits: [late] }),
      days,
      first,
      '2029-01-01',
    )
    expect(row).toMatchObject({
      ...{ state: 'planned', isLate: true, toldOn: '2027-01-01', movedOn: null, status: 'valid' },
      plan: { extraTenths: 5, plannedByName: '陶然' },
      audit: { number: 'A27-1', isBegun: false },
    })
    expect(row.acts.map((act) => act.outcome)).toEqual(['reminded', 'told'])
  })

  it('is counted for each first of a month', () => {
    expect(progressDays('2027-01-15', '2027-03-10')).toEqual(['2027-01-15', '2027-02-01', '2027-03-01', '2027-03-10'])
    expect(progressDays('2027-01-15', '2027-01-10')).toEqual(['2027-01-10'])
    expect(progressDays('1990-01-15', '2027-03-10')).toHaveLength(300)
    const all = [
      holder(),
      holder({ movedOn: '2027-02-10' }),
      holder({ plans: [plan({ plannedOn: '2027-01-20' })], audits: [audit()] }),
      holder({ validUntilOn: '2027-02-20' }),
    ]
    expect(progressOn(all, ['2027-01-15', '2027-02-01', '2027-03-01'])).toEqual([
      { on: '2027-01-15', moved: 0, planned: 0, nothing: 4, ended: 0 },
      { on: '2027-02-01', moved: 0, planned: 1, nothing: 3, ended: 0 },
      { on: '2027-03-01', moved: 1, planned: 1, nothing: 1, ended: 1 },
    ])
  })
})

describe('what is done by itself', () => {
  const decideByOn = '2030-01-30'
  const due = (one: HolderCase, dayOn: string, by = rules) => actDue(one, { days, decideByOn, rules: by }, dayOn)
  const brief = (one: HolderCase, dayOn: string, by = rules) => {
    const act = due(one, dayOn, by)
    return act && [act.step, act.daysBefore, act.outcome]
  }

  it('tells once, reminds on the days of the rules, after silence only by the newest reminder', () => {
    expect(brief(holder(), '2026-12-01')).toEqual(['announced', 0, 'told'])
    const one = holder({ acts: [told] })
    expect(brief(one, '2028-12-30')).toBeNull()
    expect(brief(one, '2028-12-31')).toEqual(['reminder', 365, 'reminded'])
    expect(brief(one, '2029-10-10')).toEqual(['reminder', 90, 'reminded'])
    const reminded = { step: 'reminder', daysBefore: 90, outcome: 'reminded', madeOn: '2029-10-02' } as const
    expect(brief(holder({ acts: [told, reminded] }), '2029-10-10')).toBeNull()
    expect(brief(holder({ acts: [told, reminded] }), '2029-12-01')).toEqual(['reminder', 30, 'reminded'])
    expect(first).toBe(365)
    expect(firstReminderOf(within({ remindBeforeDays: [] }))).toBe(0)
  })

  it('does not remind of what the announcement said the same day, nor who was audited already', () => {
    expect(brief(holder({ acts: [{ ...told, madeOn: '2029-12-05' }] }), '2029-12-06')).toBeNull()
    const visited = audit({ isOnNew: true, visitedOn: '2029-11-01' })
    expect(brief(holder({ acts: [told], audits: [visited] }), '2029-12-01')).toBeNull()
  })

  it('suspends the day after the last one, no longer than the rules allow and the certificate lasts', () => {
    const one = holder({ acts: [told] })
    expect(due(one, '2029-12-31')).toMatchObject({ step: 'reminder' })
    expect(due(one, '2030-01-01')).toEqual({
      ...{ step: 'end', daysBefore: 0, outcome: 'suspended', untilOn: '2030-07-01' },
    })
    expect(due(holder({ acts: [told], validUntilOn: '2030-02-01' }), '2030-01-01')).toMatchObject({
      ...{ outcome: 'suspended', untilOn: '2030-02-01' },
    })
    expect(due(holder({ acts: [told], validUntilOn: '2030-01-01' }), '2030-01-01')).toMatchObject({ outcome: 'noted' })
  })

  it('withdraws, or only notes, where the rules say so', () => {
    const one = holder({ acts: [told] })
    expect(brief(one, '2030-01-01', within({ whenOver: 'withdraw' }))).toEqual(['end', 0, 'withdrawn'])
    expect(brief(one, '2030-01-01', within({ whenOver: 'nothing' }))).toEqual(['end', 0, 'noted'])
    expect(brief(holder({ changes: [change('suspend', '2029-06-01')] }), '2030-01-01')).toEqual(['end', 0, 'noted'])
  })

  it('waits for the decision about who was visited in time, and for a day that a person has set', () => {
    const visited = holder({ acts: [told], audits: [audit({ isOnNew: true, visitedOn: '2029-12-30' })] })
    expect(brief(visited, '2030-01-30')).toBeNull()
    expect(brief(visited, '2030-01-31')).toEqual(['end', 0, 'suspended'])
    expect(brief(holder({ acts: [told], changes: [change('withdraw', '2030-01-15')] }), '2030-01-01')).toBeNull()
  })

  it('is done once, and never to who has moved or ended', () => {
    const ended = { step: 'end', daysBefore: 0, outcome: 'suspended', madeOn: '2030-01-01' } as const
    expect(brief(holder({ acts: [told, ended] }), '2030-02-01')).toBeNull()
    expect(brief(holder({ movedOn: '2029-12-31' }), '2030-01-01')).toBeNull()
    expect(brief(holder({ validUntilOn: '2029-12-31' }), '2030-01-01')).toBeNull()
  })
})

describe('person-days', () => {
  it.each([
    [20, 5],
    [10, 5],
    [40, 10],
    [1, 9],
  ])('of %i tenths get %i on top: a fifth, at least half a day, the sum a whole half day', (base, extra) => {
    expect(extraTenths(rules, base)).toBe(extra)
  })

  it('get nothing on top where the rules say nothing', () => {
    expect(extraTenths(within({ extraShare: 0, extraMinimumTenths: 0 }), 20)).toBe(0)
  })

  it('of a special audit are those of the rules, and not less than a surveillance would get on top', () => {
    expect([specialTenths(rules, null), specialTenths(rules, 20), specialTenths(rules, 100)]).toEqual([10, 10, 20])
  })
})

describe('planning', () => {
  it('offers audits planned already, the next of each kind, and a special one', () => {
    const options = planOptions(holder({ audits: [audit()], recertificationTenths: null }), rules)
    expect(
      options.map(({ kind, audit: with_, baseTenths, extraTenths: extra }) => [kind, with_?.number, baseTenths, extra]),
    ).toEqual([
      ['surveillance', 'A27-1', 20, 5],
      ['recertification', undefined, null, null],
      ['special', undefined, 0, 10],
    ])
    expect(planOptions(holder(), rules).map(({ kind, baseTenths }) => [kind, baseTenths])).toEqual([
      ...[
        ['surveillance', 20],
        ['recertification', 40],
        ['special', 0],
      ],
    ])
  })

  it.each([
    ['an initial audit', { kind: 'initial' }, false],
    ['one that has begun', { openedOn: '2027-09-20' }, false],
    ['one that is over', { visitedOn: '2027-09-20' }, false],
    ['one called off', { cancelledOn: '2027-09-20' }, false],
    ['one that is planned', {}, true],
  ] as const)('takes %s or not', (_what, over, isOpen) => {
    expect(isOpenToPlan(audit(over as Partial<AuditCase>))).toBe(isOpen)
  })

  it('is for holders on the old edition, once at a time', () => {
    expect(codeOf(canPlanHolder(undefined, '2027-03-01'))).toBe('holder_unknown')
    expect(codeOf(canPlanHolder(holder({ movedOn: '2027-02-01' }), '2027-03-01'))).toBe('holder_unknown')
    expect(codeOf(canPlanHolder(holder(), '2027-03-01'))).toBe('ok')
    expect(canPlanHolder(holder({ plans: [plan()], audits: [audit()] }), '2027-03-01')).toMatchObject({
      refusal: { code: 'holder_planned', params: { number: 'A27-1' } },
    })
  })
})

describe('words', () => {
  const about: MailAbout = {
    ...({ outcome: 'reminded', body: '明灯认证', holder: '蓝鲸', number: 'ASC-1', from: OLD.reference } as const),
    ...{ to: NEW.reference, basis: '公告 2026 年第 9 号', cutOffOn: days.cutOffOn, endOn: days.endOn, daysLeft: 90 },
  }

  it('to the holder are Chinese first, English below, with all days and what they rest on', () => {
    const mail = holderMail(about)
    expect(mail.subject).toBe('【明灯认证】标准换版提醒，2029-12-31 前须转换到 GB/T 27922-2027：ASC-1')
    for (const words of ['还有 90 天', 'in 90 days', '公告 2026 年第 9 号', '2028-07-01', '{{link}}'])
      expect(mail.body).toContain(words)
    expect(mail.body.indexOf('旧版')).toBeLessThan(mail.body.indexOf('Old edition'))
    expect(mail.body.replaceAll('{{link}}', '')).not.toContain('{{')
  })

  it('to the officers are in their language', () => {
    const suspended = { ...about, outcome: 'suspended', daysLeft: -1 } as const
    expect(officerMail('en', suspended).subject).toBe(
      'The transition is over, the certificate was suspended by the rules: ASC-1 蓝鲸',
    )
    expect(officerMail('zh-CN', suspended).body).toContain('转换期满 2029-12-31')
  })

  it('of letter and register are in both languages; a long basis never makes them too long', () => {
    expect(publicReason(about)).toContain(' / The transition from GB/T 27922-2011 ended on 2029-12-31')
    expect(noticeWords({ ...about, basis: '据'.repeat(500) }).length).toBeLessThanOrEqual(500)
  })
})

describe('the list', () => {
  const row = { number: 'ASC-1', holderName: 'Lanjing 蓝鲸', state: 'told' } as const

  it('is found by number or name, and by state', () => {
    expect(isShown(row, { state: 'all', search: 'lanjing' })).toBe(true)
    expect(isShown(row, { state: 'all', search: '海润' })).toBe(false)
    expect([isShown(row, { state: 'open' }), isShown({ ...row, state: 'moved' }, { state: 'open' })]).toEqual([
      ...[true, false],
    ])
    expect([isShown(row, { state: 'told' }), isShown(row, { state: 'planned' })]).toEqual([true, false])
    expect(placeOfRow(row)).toBe('Lanjing 蓝鲸 ASC-1')
  })

  it('becomes a workbook of three sheets in either language', () => {
    const transition = {
      ...days,
      ...{ from: { ...OLD, editionId: 'f', title: { zh: '旧', en: 'old' } } },
      ...{ to: { ...NEW, editionId: 't', title: { zh: '新', en: 'new' } } },
      ...{ basis: '公告', todayOn: '2027-03-01', counts: { told: 1, moved: 2 } },
      progress: [{ on: '2027-03-01', moved: 2, planned: 0, nothing: 1, ended: 0 }],
    } as unknown as TransitionDetail
    const holders = [holderRow(holder({ acts: [told], plans: [plan()], audits: [audit()] }), days, first, '2027-03-01')]
    const [summary, progress, list] = transitionSheets({ transition, holders, language: 'en' })
    expect(summary!.rows).toContainEqual(['New edition', 'GB/T 27922-2027 new'])
    expect(summary!.rows).toContainEqual(['Moved', 2])
    expect(progress!.rows).toEqual([['2027-03-01', 2, 0, 1, 0]])
    expect(list!.rows).toEqual([
      ['ASC-1', '蓝鲸', 'Valid', '2032-11-30', 'Planned', '2027-01-01', 'A27-1', '2027-09-20', 0.5, null, null, null],
    ])
    expect(transitionSheets({ transition, holders, language: 'zh-CN' })[0]!.rows).toContainEqual([
      ...['新版', 'GB/T 27922-2027 新'],
    ])
  })
})
