import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { BodyRules } from '../body-rules/contract/rules.ts'
import { parseRules } from '../body-rules/rules/file.ts'
import { actsDue, isOver } from './rules/act.ts'
import type { AuditOf, CertificateCase } from './rules/case.ts'
import { applyOn, deadlinesOf, earlier, stateOf, waitsFor } from './rules/deadline.ts'
import { countStates, dueRows, isShown, placeOf } from './rules/due-row.ts'
import { holderMail, officerMail, publicReason } from './rules/mail.ts'
import { canAudit, freePlace } from './rules/make.ts'
import { compareManagers } from './rules/managers.ts'

const rules = parseRules(readFileSync('standards/body-rules.yaml', 'utf8')).rules!
const remindOnly = {
  ...rules,
  surveillance: { ...rules.surveillance, whenOverdue: { ...rules.surveillance.whenOverdue, value: 'remind' } },
  suspension: { ...rules.suspension, whenOver: { ...rules.suspension.whenOver, value: 'remind' } },
} as BodyRules

const issued = (over: Partial<CertificateCase> = {}): CertificateCase => ({
  ...{ certificateId: 'c', number: 'ASC-1', clientId: 'k', holderName: '蓝鲸', stars: 4, contractId: null },
  ...{ issuedOn: '2026-12-01', validFromOn: '2026-12-01', validUntilOn: '2029-11-30' },
  ...{
    surveillanceTenths: 20,
    recertificationTenths: 40,
    isRenewed: false,
    hasApplied: false,
    changes: [],
    audits: [],
  },
  ...over,
})
const audit = (over: Partial<AuditOf> = {}): AuditOf => ({
  ...{ id: 'a', number: 'A27-1', kind: 'surveillance', plannedFromOn: null, visitedOn: null },
  ...{ isDecided: false, isToEnter: false },
  ...over,
})
const visited = (visitedOn: string, over: Partial<AuditOf> = {}) => audit({ visitedOn, isDecided: true, ...over })
const change = (
  kind: 'suspend' | 'restore' | 'withdraw' | 'cancel',
  effectiveOn: string,
  untilOn: string | null = null,
) => ({
  ...{ kind, effectiveOn, untilOn, madeAt: `${effectiveOn}T00:00:00.000Z` },
})
const days = (one: CertificateCase, dayOn: string) =>
  deadlinesOf(one, rules, dayOn).map(({ kind, fromOn, toOn, latestOn, isMet }) => [kind, fromOn, toOn, latestOn, isMet])
const surveillanceOf = (one: CertificateCase, dayOn = '2026-12-02') =>
  deadlinesOf(one, rules, dayOn).find((deadline) => deadline.kind === 'surveillance')

describe('deadlines, worked by hand', () => {
  it('of a new certificate: surveillance between nine and ten months, at the latest after twelve; recertification in the last three', () => {
    expect(days(issued(), '2026-12-02')).toEqual([
      ['surveillance', '2027-09-01', '2027-10-01', '2027-12-01', false],
      ['application', '2029-06-01', '2029-08-30', '2029-08-30', false],
      ['recertification', '2029-08-30', '2029-11-30', '2029-11-30', false],
    ])
  })

  it.each([
    ['a leap day', '2028-02-29', '2028-11-29', '2028-12-29', '2029-02-28'],
    ['the end of May', '2027-05-31', '2028-02-29', '2028-03-31', '2028-05-31'],
    ['the end of April: February has no thirtieth', '2027-04-30', '2028-01-30', '2028-02-29', '2028-04-30'],
    ['the last day of the year', '2027-12-31', '2028-09-30', '2028-10-31', '2028-12-31'],
  ])('counted from %s end with the month where it is shorter', (_what, issuedOn, fromOn, toOn, latestOn) => {
    const one = issued({ issuedOn, validFromOn: issuedOn, validUntilOn: '2031-02-27' })
    expect(surveillanceOf(one)).toMatchObject({ fromOn, toOn, latestOn })
  })

  it('are counted from the last visit, whatever was planned after it', () => {
    const audits = [visited('2027-09-15'), audit({ id: 'b', plannedFromOn: '2028-07-01' })]
    expect(surveillanceOf(issued({ audits }))).toMatchObject({
      ...{ sinceOn: '2027-09-15', fromOn: '2028-06-15', latestOn: '2028-09-15' },
      audit: { id: 'b' },
    })
  })

  it('have recertification take the place of a surveillance that would fall into its time, and not of an earlier one', () => {
    expect(surveillanceOf(issued({ audits: [visited('2027-11-20'), visited('2028-11-20')] }))).toBeUndefined()
    expect(surveillanceOf(issued({ audits: [visited('2027-09-10'), visited('2028-07-01')] }))).toMatchObject({
      latestOn: '2029-07-01',
    })
    expect(surveillanceOf(issued({ audits: [visited('2028-08-30')] }))).toBeUndefined()
    expect(surveillanceOf(issued({ audits: [visited('2028-08-29')] }))).toMatchObject({ latestOn: '2029-08-29' })
  })

  it('do not count special audits nor visits before the issue as surveillance', () => {
    const audits = [visited('2027-09-01', { kind: 'special' }), visited('2026-11-01')]
    expect(surveillanceOf(issued({ audits }))).toMatchObject({ latestOn: '2027-12-01' })
  })

  it('keep a visit in sight until its decision is entered on the certificate', () => {
    const pending = (over: Partial<AuditOf>) =>
      deadlinesOf(issued({ audits: [audit({ visitedOn: '2027-09-15', ...over })] }), rules, '2027-10-01')
        .filter((deadline) => deadline.kind === 'surveillance' && deadline.isMet)
        .map((deadline) => [stateOf(deadline, rules, '2027-10-01'), waitsFor(deadline, 'done')])
    expect(pending({})).toEqual([['done', 'decision']])
    expect(pending({ isDecided: true, isToEnter: true })).toEqual([['done', 'entry']])
    expect(pending({ isDecided: true })).toEqual([])
  })

  it('end with the certificate; an expired one has only its missed recertification', () => {
    expect(days(issued({ changes: [change('withdraw', '2027-01-01')] }), '2027-01-01')).toEqual([])
    expect(days(issued({ changes: [change('cancel', '2027-01-01')] }), '2027-01-02')).toEqual([])
    expect(days(issued(), '2029-12-01').map(([kind]) => kind)).toEqual(['recertification'])
    expect(days(issued({ isRenewed: true }), '2029-12-01')).toEqual([])
  })

  it('of a suspension: the day that was set, and the longest that the rules allow', () => {
    const suspended = (untilOn: string | null) =>
      deadlinesOf(issued({ changes: [change('suspend', '2027-01-31', untilOn)] }), rules, '2027-02-01')
        .filter(({ kind }) => kind === 'suspension')
        .map(({ latestOn }) => latestOn)
    expect(suspended('2027-03-01')).toEqual(['2027-03-01', '2027-07-31'])
    expect(suspended('2027-07-31')).toEqual(['2027-07-31'])
  })

  it('of an application are met by it, by a planned recertification or by the next certificate', () => {
    const isMet = (over: Partial<CertificateCase>) =>
      deadlinesOf(issued(over), rules, '2029-07-01').find(({ kind }) => kind === 'application')?.isMet
    expect(isMet({})).toBe(false)
    expect(isMet({ hasApplied: true })).toBe(true)
    expect(isMet({ audits: [audit({ kind: 'recertification' })] })).toBe(true)
    expect(isMet({ isRenewed: true })).toBe(true)
  })

  it('are not met by a recertification visit after the last day', () => {
    const met = (visitedOn: string) =>
      deadlinesOf(issued({ audits: [visited(visitedOn, { kind: 'recertification' })] }), rules, '2029-12-02').length
    expect(met('2029-11-30')).toBe(0)
    expect(met('2029-12-01')).toBe(1)
    expect(applyOn({ validUntilOn: '2029-05-31' }, rules)).toBe('2029-02-28')
    expect(earlier('2029-01-01', '2028-01-01')).toBe('2028-01-01')
  })
})

describe('states', () => {
  it.each([
    ['2027-08-31', 'not_due', 'nobody'],
    ['2027-09-01', 'plannable', 'officer'],
    ['2027-10-01', 'plannable', 'officer'],
    ['2027-10-02', 'due_soon', 'officer'],
    ['2027-12-01', 'due_soon', 'officer'],
    ['2027-12-02', 'overdue', 'officer'],
  ])('of a surveillance on %s: %s, waits for %s', (dayOn, state, waits) => {
    const deadline = surveillanceOf(issued())!
    expect(stateOf(deadline, rules, dayOn)).toBe(state)
    expect(waitsFor(deadline, stateOf(deadline, rules, dayOn))).toBe(waits)
  })

  it('wait for the team once it is planned, for the client to apply, for deciders while suspended', () => {
    expect(waitsFor(surveillanceOf(issued({ audits: [audit()] }))!, 'plannable')).toBe('auditors')
    const [application] = deadlinesOf(issued(), rules, '2029-07-01').filter(({ kind }) => kind === 'application')
    expect(waitsFor(application!, 'plannable')).toBe('client')
    const one = issued({ changes: [change('suspend', '2027-01-01', '2027-07-01')] })
    const suspension = deadlinesOf(one, rules, '2027-02-01').find(({ kind }) => kind === 'suspension')!
    expect(waitsFor(suspension, 'plannable')).toBe('decision')
  })
})

describe('what happens by itself', () => {
  const acts = (one: CertificateCase, dayOn: string, by = rules, done: Parameters<typeof actsDue>[1] = []) =>
    actsDue(one, done, by, dayOn).map(({ deadline, daysBefore, outcome }) => [deadline, daysBefore, outcome])

  it('a reminder on its day, and after silence only the newest', () => {
    expect(acts(issued(), '2027-09-01')).toEqual([])
    expect(acts(issued(), '2027-09-02')).toEqual([['surveillance', 90, 'reminded']])
    expect(acts(issued(), '2027-11-15')).toEqual([['surveillance', 30, 'reminded']])
    const done = [{ deadline: 'surveillance' as const, latestOn: '2027-12-01', daysBefore: 30 }]
    expect(acts(issued(), '2027-11-15', rules, done)).toEqual([])
  })

  it('suspension the day after the last, for as long as the rules allow and no longer than the certificate', () => {
    expect(acts(issued(), '2027-12-01')).toEqual([['surveillance', 30, 'reminded']])
    expect(actsDue(issued(), [], rules, '2027-12-02')).toMatchObject([{ outcome: 'suspended', untilOn: '2028-06-02' }])
    const short = issued({ validUntilOn: '2028-03-31' })
    expect(actsDue({ ...short, issuedOn: '2026-10-01' }, [], rules, '2027-10-02')).toMatchObject([
      { outcome: 'suspended', untilOn: '2028-03-31' },
      { deadline: 'application' },
    ])
    expect(acts(issued(), '2027-12-02', remindOnly)).toEqual([['surveillance', -1, 'reminded']])
  })

  it('no suspension of what is suspended, nor before a day that a person has set', () => {
    const suspended = issued({ changes: [change('suspend', '2027-11-20', '2028-05-20')] })
    expect(acts(suspended, '2027-12-02')).toEqual([])
    expect(acts(issued({ changes: [change('cancel', '2027-12-20')] }), '2027-12-02')).toEqual([])
  })

  it('no second suspension for the same day after somebody lifted the first', () => {
    const changes = [change('suspend', '2027-12-02', '2028-06-02'), change('restore', '2028-01-10')]
    const done = [{ deadline: 'surveillance' as const, latestOn: '2027-12-01', daysBefore: -1 }]
    expect(acts(issued({ changes }), '2028-01-11', rules, done)).toEqual([])
  })

  it('withdrawal when the suspension ran its longest, but not of who was visited meanwhile', () => {
    const changes = [change('suspend', '2027-12-02', '2028-06-02')]
    const done = [{ deadline: 'surveillance' as const, latestOn: '2027-12-01', daysBefore: -1 }]
    expect(acts(issued({ changes }), '2028-06-02', rules, done)).toEqual([['suspension', 30, 'reminded']])
    expect(acts(issued({ changes }), '2028-06-03', rules, done)).toEqual([['suspension', -1, 'withdrawn']])
    expect(acts(issued({ changes }), '2028-06-03', remindOnly, done)).toEqual([['suspension', -1, 'reminded']])
    const audits = [visited('2028-05-01')]
    expect(acts(issued({ changes, audits }), '2028-06-03', rules, done)).toEqual([['suspension', -1, 'reminded']])
  })

  it('only a word at the end of a shorter suspension that somebody set', () => {
    const changes = [change('suspend', '2027-02-01', '2027-03-01')]
    expect(acts(issued({ changes }), '2027-03-02')).toEqual([['suspension', -1, 'reminded']])
  })

  it('is over once a certificate has ended and its last word was said', () => {
    expect(isOver(issued({ changes: [change('withdraw', '2027-01-01')] }), [], rules, '2027-01-02')).toBe(true)
    expect(isOver(issued(), [], rules, '2027-01-02')).toBe(false)
    expect(isOver(issued(), [], rules, '2029-12-01')).toBe(false)
    const done = [{ deadline: 'recertification' as const, latestOn: '2029-11-30', daysBefore: -1 }]
    expect(isOver(issued(), done, rules, '2029-12-01')).toBe(true)
  })
})

describe('the list', () => {
  it('has person-days of the contract, and what was done about each', () => {
    const act = { certificateId: 'c', deadline: 'surveillance', latestOn: '2027-12-01', daysBefore: 90 } as const
    const rows = dueRows(issued(), [{ ...act, outcome: 'reminded', madeOn: '2027-09-02' }], rules, '2027-09-10')
    expect(rows.map((row) => [row.kind, row.state, row.daysLeft, row.personDaysTenths, row.acts.length])).toEqual([
      ['surveillance', 'plannable', 82, 20, 1],
      ['application', 'not_due', 720, null, 0],
      ['recertification', 'not_due', 812, 40, 0],
    ])
    expect(countStates(rows)).toEqual({ not_due: 2, plannable: 1, due_soon: 0, overdue: 0, done: 0 })
    expect(rows.filter((row) => isShown(row, { state: 'open' })).map((row) => row.kind)).toEqual(['surveillance'])
    expect(rows.filter((row) => isShown(row, { state: 'all', kind: 'application' }))).toHaveLength(1)
    expect(rows.filter((row) => isShown(row, { state: 'not_due', search: 'asc-1' }))).toHaveLength(2)
    expect(rows.filter((row) => isShown(row, { state: 'all', search: '别家' }))).toEqual([])
    expect(placeOf(rows[0]!)).toBe('2027-12-01 c surveillance')
  })

  it('names managers who are gone first, and says nothing where there is no newer material', () => {
    const person = (number: string, isServiceManagement = true) => ({
      ...{ id: `id-${number}`, number, name: `员工${number}`, post: '经理', outletId: null, isServiceManagement },
    })
    const before = [person('1'), person('2'), person('9', false)]
    expect(compareManagers(before, [person('1'), person('2', false), person('3')])).toMatchObject([
      { number: '2', was: true, is: false },
      { number: '1', was: true, is: true },
      { number: '3', was: false, is: true },
    ])
    expect(compareManagers(before, null).map((one) => one.is)).toEqual([null, null])
  })

  it('words mails in both languages', () => {
    const about = { body: '北斗', holder: '蓝鲸', number: 'ASC-1', latestOn: '2027-12-01', daysLeft: 30 }
    const mail = holderMail({ ...about, deadline: 'surveillance', outcome: 'reminded' })
    expect(mail.subject).toBe('【北斗】监督审核应按期完成：ASC-1')
    expect(mail.body).toContain('还有 30 天')
    expect(mail.body).toContain('30 days left')
    const late = officerMail('en', { ...about, deadline: 'surveillance', outcome: 'suspended', daysLeft: -3 })
    expect(late.subject).toBe('The certificate was suspended under the rules: 蓝鲸 ASC-1')
    expect(late.body).toContain('3 days ago')
    expect(publicReason('surveillance', '2027-12-01')).toContain('2027-12-01')
    expect(publicReason('suspension', '2027-12-01')).not.toBe(publicReason('surveillance', '2027-12-01'))
  })
})

describe('making audits', () => {
  it('is refused for what has ended or expired, and while one of the kind is planned', () => {
    const code = (one: CertificateCase, kind: AuditOf['kind'], dayOn = '2027-09-01') => {
      const allowed = canAudit(one, kind, dayOn)
      return allowed.ok ? 'allowed' : allowed.refusal.code
    }
    expect(code(issued(), 'surveillance')).toBe('allowed')
    expect(code(issued({ audits: [audit()] }), 'surveillance')).toBe('audit_already_planned')
    expect(code(issued({ audits: [audit()] }), 'special')).toBe('allowed')
    expect(code(issued({ changes: [change('withdraw', '2027-01-01')] }), 'special')).toBe('certificate_ended')
    expect(code(issued({ changes: [change('cancel', '2027-01-01')] }), 'special')).toBe('certificate_ended')
    expect(code(issued(), 'recertification', '2029-12-01')).toBe('certificate_expired')
  })

  it('takes the next free row of the programme', () => {
    const rows = [
      { place: 0, kind: 'initial' },
      { place: 1, kind: 'surveillance' },
      { place: 2, kind: 'surveillance' },
    ]
    expect(freePlace(rows, 'surveillance', new Set([0, 1]))).toBe(2)
    expect(freePlace(rows, 'surveillance', new Set([1, 2]))).toBeNull()
  })
})
