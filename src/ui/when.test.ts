import { expect, it } from 'vitest'
import { dayOf, fromLocalInput, minuteOfDay, shiftDay, showAt, showOn, toLocalInput } from './when.ts'

it('shows an instant by the wall clock of Shanghai, also across midnight', () => {
  expect(showAt('2026-03-01T16:30:00Z', 'zh-CN')).toBe('2026/03/02 00:30')
  expect(showAt('2026-03-01T16:30:00Z', 'zh-CN', 'time')).toBe('00:30')
  expect(showOn('2026-10-03', 'zh-CN')).toBe('2026年10月3日周六')
  expect(showAt('soon', 'zh-CN')).toBe('soon')
})

it('reads back from a field exactly the instant it showed there', () => {
  expect(toLocalInput('2026-03-01T16:30:00.000Z')).toBe('2026-03-02T00:30')
  expect(fromLocalInput('2026-03-02T00:30')).toBe('2026-03-01T16:30:00.000Z')
  expect(fromLocalInput('2026-03-02T00:30:45')).toBe('2026-03-01T16:30:00.000Z')
})

it('takes a field that is empty, half filled or impossible as no instant', () => {
  for (const text of ['', '2026-03-02', '2026-03-02T', '2026-13-40T99:99']) expect(fromLocalInput(text)).toBeNull()
  for (const at of [null, undefined, '', 'soon']) expect(toLocalInput(at)).toBe('')
})

it('counts minutes of a day from Shanghai midnight', () => {
  expect(dayOf('2026-03-01T16:30:00Z')).toBe('2026-03-02')
  expect(minuteOfDay('2026-03-01T16:30:00Z', '2026-03-02')).toBe(30)
  expect(minuteOfDay('2026-03-01T15:00:00Z', '2026-03-02')).toBe(-60)
  expect(shiftDay('2026-02-28', 1)).toBe('2026-03-01')
  expect(shiftDay('2028-03-01', -1)).toBe('2028-02-29')
})
