import { describe, expect, it } from 'vitest'
import type { Job } from '../contract.ts'
import {
  clockText,
  fitsSearch,
  hoursTaken,
  instantsOf,
  isOverdue,
  lanesOf,
  minuteAt,
  minuteOf,
  startingMinute,
} from './plan.ts'

const DAY = '2026-11-23'
/** Shanghai wall clock of that day. */
const at = (clock: string) => new Date(`${DAY}T${clock}:00+08:00`).toISOString()

function job(part: Partial<Job> = {}): Job {
  return {
    workOrderId: 'w1',
    number: 'W1',
    requestId: 'r1',
    requestNumber: 'R1',
    kind: 'repair',
    urgency: 'normal',
    subject: '冷柜不制冷',
    customerName: '王芳',
    address: '文一路 1 号',
    cityCode: '3301',
    longitude: null,
    latitude: null,
    outletId: null,
    outletName: '杭州网点',
    requiredQualifications: [],
    state: 'assigned',
    staffId: 's1',
    plannedFromAt: null,
    plannedToAt: null,
    wishedFromAt: null,
    wishedToAt: null,
    dueAt: null,
    dueCode: null,
    clockState: null,
    version: 1,
    ...part,
  }
}

describe('a time picked on the row', () => {
  it('is the nearest quarter of an hour, and the job still ends that day', () => {
    expect(clockText(minuteAt(0, 60))).toBe('07:00')
    expect(clockText(minuteAt(0.5, 60))).toBe('14:00')
    expect(clockText(minuteAt(0.51, 60))).toBe('14:15')
    expect(clockText(minuteAt(1, 240))).toBe('20:00')
  })

  it('is an instant by the Shanghai clock wherever the desk stands', () => {
    expect(instantsOf({ minute: minuteOf('08:30')!, minutes: 90 }, DAY)).toEqual({
      fromAt: '2026-11-23T00:30:00.000Z',
      toAt: '2026-11-23T02:00:00.000Z',
    })
    expect(minuteOf('')).toBeNull()
    expect(minuteOf('24:00')).toBeNull()
  })
})

describe('where planning begins', () => {
  const start = (one: Job, free: string | null, taken = hoursTaken([], ''), now = at('06:00')) =>
    clockText(startingMinute(one, free, taken, DAY, 60, now))
  const wished = job({ wishedFromAt: at('10:00'), wishedToAt: at('12:00') })

  it('is when the customer wished, if the person is free then', () => {
    expect(start(wished, at('08:00'))).toBe('10:00')
    const busy = hoursTaken([job({ workOrderId: 'w2', plannedFromAt: at('09:30'), plannedToAt: at('10:30') })], 'w1')
    expect(start(wished, at('08:07'), busy)).toBe('08:15')
  })

  it('is never a wish that has passed or that is for another day', () => {
    expect(start(wished, at('15:00'), [], at('14:00'))).toBe('15:00')
    expect(start(job({ wishedFromAt: '2026-11-25T02:00:00.000Z' }), at('13:00'))).toBe('13:00')
  })

  it('is the next quarter of an hour, or nine on another day, where nobody knows better', () => {
    expect(start(job(), null, [], at('13:02'))).toBe('13:15')
    expect(start(job(), null, [], '2026-11-20T00:00:00.000Z')).toBe('09:00')
  })

  it('does not count the job itself, finished ones, and those without hours', () => {
    const hours = { plannedFromAt: at('10:00'), plannedToAt: at('11:00') }
    const others = [job(hours), job({ ...hours, workOrderId: 'w2', state: 'finished' }), job({ workOrderId: 'w3' })]
    expect(hoursTaken(others, 'w1')).toEqual([])
  })
})

describe('blocks of a row', () => {
  it('lie in one lane when they touch, in two when they overlap', () => {
    const first = job({ workOrderId: 'a', plannedFromAt: at('09:00'), plannedToAt: at('10:00') })
    const next = job({ workOrderId: 'b', plannedFromAt: at('10:00'), plannedToAt: at('11:00') })
    const over = job({ workOrderId: 'c', plannedFromAt: at('09:30'), plannedToAt: at('10:30') })
    expect(lanesOf([next, first])).toEqual({
      lanes: new Map([
        ['a', 0],
        ['b', 0],
      ]),
      count: 1,
    })
    expect(lanesOf([first, next, over])).toMatchObject({ count: 2 })
    expect(lanesOf([])).toEqual({ lanes: new Map(), count: 1 })
  })

  it('are red when the promise has passed and the work is not done', () => {
    const now = Date.parse(at('12:00'))
    expect(isOverdue(job({ dueAt: at('11:59') }), now)).toBe(true)
    expect(isOverdue(job({ dueAt: at('11:59'), state: 'finished' }), now)).toBe(false)
    expect(isOverdue(job({ dueAt: null, clockState: 'late' }), now)).toBe(true)
    expect(isOverdue(job({ dueAt: at('12:01') }), now)).toBe(false)
  })
})

it('the list of unassigned work is filtered by what a dispatcher would type', () => {
  expect(fitsSearch(job(), ' 文一 ')).toBe(true)
  expect(fitsSearch(job(), 'w1')).toBe(true)
  expect(fitsSearch(job(), '宁波')).toBe(false)
  expect(fitsSearch(job(), '')).toBe(true)
})
