import { describe, expect, it } from 'vitest'
import type { Actor } from '#src/shared/actor.ts'
import type { Role } from '#src/shared/endpoint.ts'
import type { ChecklistStep } from '../../dispatch/contract.ts'
import { mayRead, mayWork } from '../access.ts'
import {
  canArrive,
  canWrite,
  checkAnswers,
  checkComplete,
  checkPicture,
  checkSignature,
  missingSteps,
} from './sheet.ts'
import { arrivalTime, timeOnSite } from './time.ts'

function person(personId: string, ...roles: Role[]): Actor {
  return { kind: 'person', orgId: 'o', personId, name: personId, roles }
}
const code = (decision: { ok: boolean; refusal?: { code: string } }) => (decision.ok ? 'yes' : decision.refusal!.code)

describe('who may work on it', () => {
  const holder = { staffId: 's1', personId: 'li' }
  it.each([
    ['its technician', person('li', 'technician'), holder, true, 'yes'],
    ['another technician', person('chen', 'technician'), holder, false, 'not_your_work_order'],
    ['who had it once', person('chen', 'technician'), holder, true, 'no_longer_yours'],
    ['who had it, now nobody has', person('chen', 'technician'), null, true, 'no_longer_yours'],
    ['the service manager', person('sun', 'service_manager'), holder, false, 'yes'],
    ['the service manager, when nobody has it', person('sun', 'service_manager'), null, false, 'not_assigned'],
    [
      'somebody whose staff file has no sign-in',
      person('chen', 'technician'),
      { staffId: 's2', personId: null },
      false,
      'not_your_work_order',
    ],
  ])('%s: %s', (_words, actor, whose, once, expected) => {
    expect(code(mayWork(actor, whose, once))).toBe(expected)
  })

  it('a service manager with work of their own does it as their own', () => {
    const both = person('li', 'technician', 'service_manager')
    expect(mayWork(both, holder, true)).toEqual({ ok: true, value: { onBehalf: false } })
    expect(mayWork(both, { staffId: 's2', personId: 'chen' }, false)).toEqual({ ok: true, value: { onBehalf: true } })
  })

  it('technicians read their own, the office reads all, customers none', () => {
    expect(mayRead(person('li', 'technician'), holder)).toBe(true)
    expect(mayRead(person('chen', 'technician'), holder)).toBe(false)
    expect(mayRead(person('chen', 'technician', 'dispatcher'), holder)).toBe(true)
    expect(mayRead(person('x', 'customer'), holder)).toBe(false)
    expect(mayRead(person('li', 'technician'), null)).toBe(false)
  })
})

describe('when an arrival counts', () => {
  const said = {
    at: '2026-11-16T05:00:00.000Z',
    requestedAt: '2026-11-16T01:00:00.000Z',
    assignedAt: '2026-11-16T02:00:00.000Z',
    firstAssignedAt: '2026-11-16T02:00:00.000Z',
  }
  it.each([
    ['offline an hour ago', '2026-11-16T04:00:00.000Z', '2026-11-16T04:00:00.000Z'],
    ['a clock five minutes fast', '2026-11-16T05:05:00.000Z', '2026-11-16T05:00:00.000Z'],
    ['a clock faster than that', '2026-11-16T05:05:00.001Z', 'time_in_future'],
    ['a clock fifteen minutes slow', '2026-11-16T01:45:00.000Z', '2026-11-16T02:00:00.000Z'],
    ['before it was given to anybody', '2026-11-16T01:44:59.999Z', 'time_before_assignment'],
    ['before the customer asked', '2026-11-16T00:44:59.999Z', 'time_before_request'],
  ])('%s', (_words, occurredAt, expected) => {
    const decision = arrivalTime({ ...said, occurredAt })
    expect(decision.ok ? decision.value : decision.refusal.code).toBe(expected)
  })

  it('counts from the last time it came back, where it had gone to somebody else meanwhile', () => {
    const back = { ...said, assignedAt: '2026-11-16T04:30:00.000Z', occurredAt: '2026-11-16T03:00:00.000Z' }
    expect(arrivalTime(back)).toEqual({ ok: true, value: '2026-11-16T04:30:00.000Z' })
  })

  it.each([
    ['2026-11-16T04:00:00.000Z', '2026-11-16T04:00:00.000Z'],
    ['2026-11-16T02:50:00.000Z', '2026-11-16T03:00:00.000Z'],
    ['2026-11-16T02:44:00.000Z', 'time_before_arrival'],
    ['2026-11-16T05:04:00.000Z', '2026-11-16T05:00:00.000Z'],
    ['2026-11-16T06:00:00.000Z', 'time_in_future'],
  ])('what happened on site at %s counts as %s', (occurredAt, expected) => {
    const decision = timeOnSite({ occurredAt, at: '2026-11-16T05:00:00.000Z', arrivedAt: '2026-11-16T03:00:00.000Z' })
    expect(decision.ok ? decision.value : decision.refusal.code).toBe(expected)
  })
})

describe('the sheet', () => {
  const step = (id: string, kind: ChecklistStep['kind'], required = true): ChecklistStep => ({
    id,
    text: `第${id}步`,
    kind,
    unit: '',
    required,
  })
  const list = [step('a', 'tick'), step('b', 'number'), step('c', 'text'), step('d', 'text', false)]

  it.each([
    [{}, 'yes'],
    [{ a: true, b: 0, c: '' }, 'yes'],
    [{ e: true }, 'step_unknown'],
    [{ a: 'yes' }, 'answer_malformed'],
    [{ b: '12' }, 'answer_malformed'],
    [{ c: true }, 'answer_malformed'],
    [{ constructor: true }, 'step_unknown'],
  ])('%j: %s', (answers, expected) => {
    expect(code(checkAnswers(list, answers as never))).toBe(expected)
  })

  it('misses what is not ticked, has no number, or only blanks; zero is a number', () => {
    expect(missingSteps(list, { a: false, c: '  ' }).map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect(missingSteps(list, { a: true, b: 0, c: '好' })).toEqual([])
    expect(checkComplete(list, { b: 1, c: '好' })).toMatchObject({
      refusal: { code: 'steps_missing', params: { count: 1, steps: '第a步' } },
    })
    expect(missingSteps([step('constructor', 'text')], {})).toHaveLength(1)
    expect(code(checkComplete(list, { z: 1 }))).toBe('step_unknown')
  })

  const signed = { signatureSha256: 'f', mediaType: 'image/png', signedBy: '马主任', unsignedReason: '' }
  it.each([
    [{}, 'yes'],
    [{ signedBy: '' }, 'signer_missing'],
    [{ mediaType: null }, 'file_unknown'],
    [{ mediaType: 'application/pdf' }, 'file_type_not_allowed'],
    [{ signatureSha256: null }, 'signature_missing'],
    [{ signatureSha256: null, unsignedReason: '客户不在' }, 'yes'],
  ])('signed with %j: %s', (change, expected) => {
    expect(code(checkSignature({ ...signed, ...change }))).toBe(expected)
  })

  it('takes pictures only', () => {
    expect(code(checkPicture('image/webp'))).toBe('yes')
    expect(code(checkPicture('audio/mpeg'))).toBe('file_type_not_allowed')
  })

  it.each([
    ['on_site', 'yes'],
    ['assigned', 'not_arrived'],
    ['unassigned', 'not_arrived'],
    ['finished', 'work_order_finished'],
    ['cancelled', 'work_order_cancelled'],
  ] as const)('may be written while %s: %s', (state, expected) => {
    expect(code(canWrite(state))).toBe(expected)
  })

  it.each([
    ['assigned', null, 'arrive'],
    ['unassigned', null, 'not_assigned'],
    ['cancelled', null, 'work_order_cancelled'],
    ['on_site', { id: 'v1' }, 'again'],
    ['finished', { id: 'v1' }, 'again'],
    ['on_site', { id: 'v2' }, 'already_arrived'],
  ] as const)('arriving while %s: %s', (state, visit, expected) => {
    const decision = canArrive(state, visit, 'v1')
    expect(decision.ok ? decision.value : decision.refusal.code).toBe(expected)
  })
})
