import { describe, expect, it } from 'vitest'
import { aroundTheClock, type BusinessCalendar } from '#src/shared/calendar/business-calendar.ts'
import { RequestKind } from '../../request/contract/words.ts'
import { ChecklistStep } from '../contract.ts'
import {
  type AssignmentAsked,
  canAssign,
  canUnassign,
  checkPlan,
  type FieldPerson,
  hindrancesOn,
  overlapping,
} from './assign.ts'
import { plannedMinutes, standardChecklist } from './checklist.ts'
import { checkNewOrder } from './make.ts'
import { type OrderRows, workOrderState } from './state.ts'
import { firstFreeAt, kilometresBetween, pointOf, rank, type Suggestion } from './suggest.ts'

const li: FieldPerson = { staffId: 'li', name: '李强', goesOnSite: true, joinedOn: null, leftOn: null, licences: [] }
const needed = [{ code: 'electrician', name: '电工证' }]
const licence = (change = {}) => ({
  kindCode: 'electrician',
  issuedOn: '2024-01-01',
  expiresOn: null,
  revokedOn: null,
  ...change,
})

describe('who may not go', () => {
  it.each<[string, Partial<FieldPerson>, string[]]>([
    ['holds the licence', { licences: [licence()] }, []],
    ['its last day is the day itself', { licences: [licence({ expiresOn: '2026-11-17' })] }, []],
    ['it ended the day before', { licences: [licence({ expiresOn: '2026-11-16' })] }, ['licence_expired']],
    ['it begins the day after', { licences: [licence({ issuedOn: '2026-11-18' })] }, ['licence_missing']],
    ['it is taken away that day', { licences: [licence({ revokedOn: '2026-11-17' })] }, ['licence_revoked']],
    ['it is taken away the day after', { licences: [licence({ revokedOn: '2026-11-18' })] }, []],
    [
      'it had ended before it was taken away',
      { licences: [licence({ expiresOn: '2026-01-01', revokedOn: '2026-02-01' })] },
      ['licence_expired'],
    ],
    ['one was taken away, a new one counts', { licences: [licence({ revokedOn: '2026-01-01' }), licence()] }, []],
    ['holds another licence', { licences: [licence({ kindCode: 'welder' })] }, ['licence_missing']],
    ['left the day before', { leftOn: '2026-11-16', licences: [licence()] }, ['staff_left']],
    ['leaves that evening', { leftOn: '2026-11-17', licences: [licence()] }, []],
    ['starts the day after', { joinedOn: '2026-11-18', licences: [licence()] }, ['staff_not_yet']],
    ['stays inside', { goesOnSite: false, licences: [licence()] }, ['staff_stays_inside']],
    [
      'everything at once',
      { goesOnSite: false, leftOn: '2026-01-01' },
      ['staff_left', 'staff_stays_inside', 'licence_missing'],
    ],
  ])('%s', (_words, change, codes) => {
    expect(hindrancesOn({ ...li, ...change }, needed, '2026-11-17').map(({ code }) => code)).toEqual(codes)
  })

  it('names person, licence and days', () => {
    const [hindrance] = hindrancesOn({ ...li, licences: [licence({ expiresOn: '2026-10-31' })] }, needed, '2026-11-17')
    expect(hindrance!.params).toEqual({
      name: '李强',
      licence: '电工证',
      licenceCode: 'electrician',
      day: '2026-11-17',
      expiredOn: '2026-10-31',
    })
  })

  it('needs each licence once, also where it is asked for twice', () => {
    expect(hindrancesOn(li, [...needed, ...needed], '2026-11-17')).toHaveLength(1)
  })
})

describe('a plan', () => {
  const at = '2026-11-16T01:00:00.000Z'
  it.each([
    ['2026-11-16T02:00:00.000Z', '2026-11-16T03:00:00.000Z', null],
    ['2026-11-16T02:00:00.000Z', '2026-11-16T02:00:00.000Z', 'window_reversed'],
    ['2026-11-16T02:00:00.000Z', '2026-11-17T02:00:00.000Z', null],
    ['2026-11-16T02:00:00.000Z', '2026-11-17T02:00:00.001Z', 'plan_too_long'],
    ['2026-11-15T00:00:00.000Z', '2026-11-15T01:00:00.000Z', null],
    ['2026-11-15T00:00:00.000Z', '2026-11-15T00:59:59.999Z', 'plan_in_past'],
  ])('%s to %s: %s', (fromAt, toAt, code) => {
    const decision = checkPlan({ fromAt, toAt }, at)
    expect(decision.ok ? null : decision.refusal.code).toBe(code)
  })

  it('overlaps another by a minute, not by a touch', () => {
    const job = { fromAt: '2026-11-16T02:00:00.000Z', toAt: '2026-11-16T03:00:00.000Z', number: 'W26-1' }
    expect(overlapping({ fromAt: '2026-11-16T02:59:00.000Z', toAt: '2026-11-16T04:00:00.000Z' }, [job])).toBe(job)
    expect(overlapping({ fromAt: '2026-11-16T03:00:00.000Z', toAt: '2026-11-16T04:00:00.000Z' }, [job])).toBeUndefined()
    expect(overlapping({ fromAt: '2026-11-16T01:00:00.000Z', toAt: '2026-11-16T02:00:00.000Z' }, [job])).toBeUndefined()
    expect(overlapping({ fromAt: '2026-11-16T01:00:00.000Z', toAt: '2026-11-16T05:00:00.000Z' }, [job])).toBe(job)
  })
})

describe('assigning', () => {
  const asked: AssignmentAsked = {
    ...{
      state: 'unassigned',
      version: 3,
      seenVersion: 3,
      holderId: null,
      reason: '',
      person: { ...li, licences: [licence()] },
    },
    ...{ needed, zone: 'Asia/Shanghai', jobs: [], at: '2026-11-16T01:00:00.000Z' },
    plan: { fromAt: '2026-11-17T02:00:00.000Z', toAt: '2026-11-17T04:00:00.000Z' },
  }
  const untilMonday = { ...li, licences: [licence({ expiresOn: '2026-11-16' })] }
  it.each<[string, Partial<AssignmentAsked>, string | null]>([
    ['free and fit', {}, null],
    ['again to the same person, without a reason', { state: 'assigned', holderId: 'li' }, null],
    ['from somebody else, with a reason', { state: 'assigned', holderId: 'chen', reason: '请假' }, null],
    ['from somebody else, without', { state: 'assigned', holderId: 'chen' }, 'reason_needed'],
    ['somebody changed it since', { seenVersion: 2 }, 'stale_version'],
    ['finished', { state: 'finished', seenVersion: 2 }, 'work_order_finished'],
    ['cancelled', { state: 'cancelled' }, 'work_order_cancelled'],
    ['somebody is there', { state: 'on_site' }, 'technician_on_site'],
    ['nobody of that name', { person: null }, 'staff_unknown'],
    ['no licence', { person: li }, 'licence_missing'],
    [
      'a night visit that ends at midnight of the licence’s last day',
      { person: untilMonday, plan: { fromAt: '2026-11-16T14:00:00.000Z', toAt: '2026-11-16T16:00:00.000Z' } },
      null,
    ],
    [
      'a night visit that runs into the day after',
      { person: untilMonday, plan: { fromAt: '2026-11-16T14:00:00.000Z', toAt: '2026-11-16T16:00:00.001Z' } },
      'licence_expired',
    ],
    [
      'busy',
      { jobs: [{ number: 'W26-1', fromAt: '2026-11-17T03:00:00.000Z', toAt: '2026-11-17T05:00:00.000Z' }] },
      'hours_overlap',
    ],
  ])('%s', (_words, change, code) => {
    const decision = canAssign({ ...asked, ...change })
    expect(decision.ok ? null : decision.refusal.code).toBe(code)
  })

  it.each([
    ['assigned', 1, null],
    ['assigned', 2, 'stale_version'],
    ['unassigned', 1, 'not_assigned'],
    ['on_site', 1, 'technician_on_site'],
    ['finished', 1, 'work_order_finished'],
    ['cancelled', 1, 'work_order_cancelled'],
  ] as const)('taking back what is %s (version seen: %i): %s', (state, seen, code) => {
    const decision = canUnassign(state, 1, seen)
    expect(decision.ok ? null : decision.refusal.code).toBe(code)
  })
})

describe('where a work order stands', () => {
  const rows: OrderRows = {
    cancelledAt: null,
    requestState: 'answered',
    staffId: null,
    arrivedAt: null,
    finishedAt: null,
  }
  const at = '2026-11-16T01:00:00.000Z'
  it.each<[Partial<OrderRows>, string]>([
    [{}, 'unassigned'],
    [{ staffId: 'li' }, 'assigned'],
    [{ staffId: 'li', arrivedAt: at }, 'on_site'],
    [{ staffId: 'li', arrivedAt: at, finishedAt: at }, 'finished'],
    [{ cancelledAt: at }, 'cancelled'],
    [{ staffId: 'li', requestState: 'cancelled' }, 'cancelled'],
    [{ staffId: 'li', requestState: 'resolved' }, 'cancelled'],
    [{ staffId: 'li', arrivedAt: at, requestState: 'resolved' }, 'on_site'],
    [{ staffId: 'li', arrivedAt: at, requestState: 'closed' }, 'cancelled'],
    [{ staffId: 'li', arrivedAt: at, finishedAt: at, requestState: 'closed' }, 'finished'],
  ])('%j is %s', (change, state) => {
    expect(workOrderState({ ...rows, ...change })).toBe(state)
  })
})

describe('a new work order', () => {
  const asked = {
    requestState: 'new' as const,
    openNumber: null,
    requiredQualifications: ['a'],
    knownQualifications: ['a'],
    checklist: [],
  }
  it.each([
    [{}, null],
    [{ requestState: 'resolved' as const }, 'request_state'],
    [{ openNumber: 'W26-7' }, 'work_order_open'],
    [{ requiredQualifications: ['a', 'b'] }, 'unknown_qualification'],
  ])('%j: %s', (change, code) => {
    const decision = checkNewOrder({ ...asked, ...change })
    expect(decision.ok ? null : decision.refusal.code).toBe(code)
  })

  it.each(RequestKind.options)('has a checklist for %s that is well formed, each step once', (kind) => {
    const steps = standardChecklist(kind).map((step) => ChecklistStep.parse(step))
    expect(steps.length).toBeGreaterThan(1)
    expect(new Set(steps.map((step) => step.id)).size).toBe(steps.length)
    expect(plannedMinutes(kind)).toBeGreaterThanOrEqual(60)
  })
})

describe('whom to suggest', () => {
  const hours = [
    { opens: '09:00', closes: '12:00' },
    { opens: '13:00', closes: '18:00' },
  ]
  const calendar: BusinessCalendar = {
    ...aroundTheClock(),
    alwaysOpen: false,
    weekly: { ...aroundTheClock().weekly, monday: hours },
  }
  const at = '2026-11-15T00:00:00.000Z'
  const job = (from: string, to: string) => ({ fromAt: `2026-11-16T${from}:00.000Z`, toAt: `2026-11-16T${to}:00.000Z` })
  it.each([
    ['an empty day', [], 120, at, '2026-11-16T01:00:00.000Z'],
    ['busy from nine to ten', [job('01:00', '02:00')], 120, at, '2026-11-16T02:00:00.000Z'],
    ['what does not fit before noon goes after it', [job('01:00', '02:30')], 120, at, '2026-11-16T05:00:00.000Z'],
    ['jobs out of order', [job('05:00', '06:00'), job('01:00', '03:00')], 120, at, '2026-11-16T06:00:00.000Z'],
    [
      'a gap between two jobs',
      [job('05:00', '06:00'), job('08:00', '10:00')],
      120,
      '2026-11-16T05:30:00.000Z',
      '2026-11-16T06:00:00.000Z',
    ],
    ['not in the past', [], 60, '2026-11-16T02:15:00.000Z', '2026-11-16T02:15:00.000Z'],
    ['not in the past, nor over noon', [], 120, '2026-11-16T02:15:00.000Z', '2026-11-16T05:00:00.000Z'],
    ['nothing left', [job('01:00', '10:00')], 60, at, null],
    ['longer than any stretch', [], 301, at, null],
  ])('%s', (_words, jobs, minutes, now, expected) => {
    expect(firstFreeAt('2026-11-16', minutes, jobs, calendar, now)).toBe(expected)
  })
  it('finds no hour on a day on which the outlet is closed', () => {
    expect(firstFreeAt('2026-11-17', 60, [], calendar, at)).toBeNull()
  })

  it('measures from the point, else from the city, else not at all', () => {
    const hangzhou = { longitude: null, latitude: null, cityCode: '3301' }
    expect(pointOf({ longitude: 1, latitude: 2, cityCode: '3301' })).toEqual({ longitude: 1, latitude: 2 })
    expect(kilometresBetween(hangzhou, hangzhou)).toBe(0)
    expect(kilometresBetween(hangzhou, { ...hangzhou, cityCode: '3302' })).toBeGreaterThan(100)
    expect(kilometresBetween(hangzhou, { ...hangzhou, cityCode: '' })).toBeNull()
  })

  it('puts who may go first, then the nearest ring, the least busy, the earliest', () => {
    const one = (staffId: string, change: Partial<Suggestion> = {}): Suggestion => ({
      ...{
        staffId,
        name: staffId,
        outletName: '',
        jobs: 0,
        kilometres: 1,
        freeFromAt: '2026-11-16T01:00:00.000Z',
        hindrances: [],
      },
      ...change,
    })
    const asked = [
      one('barred', { kilometres: 0, hindrances: [{ code: 'licence_missing', params: {} }] }),
      one('nowhere', { kilometres: null }),
      one('far', { kilometres: 30 }),
      one('late', { freeFromAt: '2026-11-16T05:00:00.000Z' }),
      one('busy', { kilometres: 0.1, jobs: 2 }),
      one('best', { kilometres: 4.9 }),
    ]
    expect(rank(asked).map(({ staffId }) => staffId)).toEqual(['best', 'late', 'busy', 'far', 'nowhere', 'barred'])
    expect(rank(asked.toReversed())).toEqual(rank(asked))
  })
})
