import { describe, expect, it } from 'vitest'
import { isTouched, readLiveEvent, reconnectWaitMs } from './live.ts'

const assigned = { topic: 'work_order.assigned', recordType: 'work_order', recordId: 'wo-7' }

describe('a live event', () => {
  it('is read from its data, and what is not one is passed over', () => {
    expect(readLiveEvent(JSON.stringify(assigned))).toEqual(assigned)
    for (const data of ['', 'ping', 'null', '[]', '{"topic":"service"}']) expect(readLiveEvent(data)).toBeUndefined()
  })

  it.each([
    ['a list that follows work orders', ['service.listMyDay', {}, {}], { follows: ['work_order'] }, true],
    ['a list that follows other records', ['service.listRequests', {}, {}], { follows: ['request'] }, false],
    ['the work order itself', ['service.readWorkOrder', { workOrderId: 'wo-7' }, {}], { follows: ['request'] }, true],
    ['another work order', ['service.readWorkOrder', { workOrderId: 'wo-8' }, {}], undefined, false],
  ] as const)('touches or leaves %s', (_, queryKey, meta, touched) => {
    expect(isTouched({ queryKey, meta }, assigned)).toBe(touched)
  })
})

it('touches everything when the server says that everything may have changed', () => {
  expect(
    isTouched(
      { queryKey: ['company.listOutlets', {}, {}], meta: undefined },
      { topic: '*', recordType: '*', recordId: '*' },
    ),
  ).toBe(true)
})

it('waits longer before each new connection, up to half a minute', () => {
  expect([0, 1, 2, 5, 40].map((failures) => reconnectWaitMs(failures, 1))).toEqual([
    1_000, 2_000, 4_000, 30_000, 30_000,
  ])
  expect(reconnectWaitMs(0, 0)).toBe(500)
})
