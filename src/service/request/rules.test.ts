import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accept, refuse } from '#src/shared/decision.ts'
import { EventKind, RequestState } from './contract/words.ts'
import { canTake, checkClaimed, isOpen, isPaused, type Step, stateOf } from './rules.ts'

/** Steps a minute apart, each recorded when it happened. */
function steps(...kinds: string[]): Step[] {
  return kinds.map((kind, minute) => {
    const at = `2026-11-16T01:${String(minute).padStart(2, '0')}:00.000Z`
    return { kind, claimedAt: at, recordedAt: at }
  })
}

describe('where a request stands', () => {
  it.each<[RequestState, string[]]>([
    ['new', []],
    ['new', ['created']],
    ['new', ['created', 'note', 'nudged', 'paused', 'appointed']],
    ['answered', ['created', 'answered']],
    ['answered', ['created', 'answered', 'answered']],
    ['dispatched', ['created', 'dispatched']],
    ['dispatched', ['created', 'dispatched', 'answered']],
    ['answered', ['created', 'dispatched', 'undispatched']],
    ['on_site', ['created', 'answered', 'dispatched', 'arrived']],
    ['on_site', ['created', 'arrived', 'answered']],
    ['answered', ['created', 'dispatched', 'arrived', 'work_finished']],
    ['resolved', ['created', 'dispatched', 'arrived', 'resolved', 'work_finished']],
    ['new', ['created', 'work_finished']],
    ['resolved', ['created', 'resolved', 'answered']],
    ['closed', ['created', 'resolved', 'closed']],
    ['closed', ['created', 'resolved', 'closed', 'note']],
    ['cancelled', ['created', 'cancelled']],
    ['answered', ['created', 'resolved', 'closed', 'reopened']],
    ['answered', ['created', 'cancelled', 'reopened']],
  ])('is %s after %j', (state, kinds) => {
    expect(stateOf(steps(...kinds))).toBe(state)
  })

  it('is the same in whatever order the rows come', () => {
    const told = steps(
      'created',
      'answered',
      'dispatched',
      'arrived',
      'work_finished',
      'dispatched',
      'resolved',
      'closed',
    )
    fc.assert(fc.property(fc.shuffledSubarray(told, { minLength: told.length }), (rows) => stateOf(rows) === 'closed'))
  })

  it('follows what people say about the time, also where the phone told it later', () => {
    const [created, resolved] = steps('created', 'resolved')
    const arrivedBefore = {
      kind: 'arrived',
      claimedAt: '2026-11-16T01:00:30.000Z',
      recordedAt: '2026-11-16T09:00:00.000Z',
    }
    expect(stateOf([created!, resolved!, arrivedBefore])).toBe('resolved')
  })

  it('follows the order of writing where two steps claim the same instant', () => {
    const at = '2026-11-16T01:00:00.000Z'
    const closed = { kind: 'closed', claimedAt: at, recordedAt: '2026-11-16T01:00:02.000Z' }
    const resolved = { kind: 'resolved', claimedAt: at, recordedAt: '2026-11-16T01:00:01.000Z' }
    expect(stateOf([closed, resolved])).toBe('closed')
  })
})

const OPEN: RequestState[] = ['new', 'answered', 'dispatched', 'on_site']
const SETTLED: RequestState[] = ['resolved', 'closed', 'cancelled']

it('a request is open until it is settled or cancelled', () => {
  expect(RequestState.options.filter(isOpen)).toEqual(OPEN)
})

describe('a step', () => {
  // From where each may be taken; everywhere else it is refused. `resumed` asks for a pause instead.
  const from: Record<Exclude<EventKind, 'resumed'>, RequestState[]> = {
    created: [...OPEN, 'resolved'],
    answered: OPEN,
    appointed: OPEN,
    nudged: OPEN,
    cancelled: OPEN,
    dispatched: OPEN,
    paused: OPEN,
    resolved: OPEN,
    closed: ['resolved'],
    reopened: SETTLED,
    note: [...OPEN, ...SETTLED],
    undispatched: [...OPEN, 'resolved'],
    arrived: [...OPEN, 'resolved'],
    work_finished: [...OPEN, 'resolved'],
  }
  const table = Object.entries(from).flatMap(([step, states]) =>
    RequestState.options.map((state) => [step as EventKind, state, states.includes(state)] as const),
  )

  it.each(table)('%s from %s: %s', (step, state, allowed) => {
    const decision = canTake(step, state)
    expect(decision).toEqual(allowed ? accept(null) : refuse('conflict', 'request_state', { state, step }))
  })

  it('the table above names every kind of event', () => {
    expect([...Object.keys(from), 'resumed'].sort()).toEqual([...EventKind.options].sort())
  })

  it('pauses once and resumes only what stands still', () => {
    const running = steps('created', 'answered')
    const paused = steps('created', 'answered', 'paused')
    expect(canTake('paused', 'answered', running)).toEqual(accept(null))
    expect(canTake('paused', 'answered', paused)).toEqual(refuse('conflict', 'already_paused'))
    expect(canTake('resumed', 'answered', paused)).toEqual(accept(null))
    expect(canTake('resumed', 'answered', running)).toEqual(refuse('conflict', 'not_paused'))
    expect(canTake('paused', 'closed', paused)).toMatchObject({ ok: false, refusal: { code: 'request_state' } })
  })
})

describe('a pause', () => {
  it.each([
    [false, []],
    [false, ['created']],
    [true, ['created', 'paused']],
    [false, ['created', 'paused', 'resumed']],
    [true, ['created', 'paused', 'resumed', 'paused', 'note']],
  ])('holds: %s after %j', (holds, kinds) => {
    expect(isPaused(steps(...kinds))).toBe(holds)
    expect(isPaused(steps(...kinds).toReversed())).toBe(holds)
  })
})

describe('a time that somebody states', () => {
  const now = '2026-11-16T01:00:00.000Z'
  it.each([
    ['now', now, undefined],
    ['five minutes fast, as phones are', '2026-11-16T01:05:00.000Z', undefined],
    ['long ago', '2020-01-01T00:00:00.000Z', undefined],
    ['the instant of the request itself', '2026-11-15T08:00:00.000Z', '2026-11-15T08:00:00.000Z'],
  ])('may be %s', (_, claimedAt, requestedAt) => {
    expect(checkClaimed(claimedAt, now, requestedAt)).toEqual(accept(claimedAt))
  })

  it('is refused in the future', () => {
    const claimedAt = '2026-11-16T01:05:00.001Z'
    expect(checkClaimed(claimedAt, now)).toEqual(refuse('invalid', 'time_in_future', { claimedAt }))
  })

  it('is refused before the customer had asked', () => {
    const requestedAt = '2026-11-15T08:00:00.000Z'
    const claimedAt = '2026-11-15T07:59:59.999Z'
    const refused = refuse('invalid', 'time_before_request', { claimedAt, requestedAt })
    expect(checkClaimed(claimedAt, now, requestedAt)).toEqual(refused)
  })
})
