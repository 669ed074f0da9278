import { describe, expect, it } from 'vitest'
import { deviceOf, lockMinutes, minutesUntil, nextAttempt } from './rules.ts'

const AT = '2026-11-16T01:00:00.000Z'

describe('a lock-out', () => {
  it.each([
    [1, 0],
    [4, 0],
    [5, 1],
    [6, 2],
    [9, 16],
    [10, 30],
    [5000, 30],
  ])('after %i failures in a row lasts %i minutes', (failures, minutes) => {
    expect(lockMinutes(failures)).toBe(minutes)
  })

  it('begins with the fifth failure', () => {
    const before = { failures: 4, lastAt: '2026-11-16T00:59:00.000Z', lockedUntil: null }
    expect(nextAttempt(before, AT)).toEqual({
      locked: false,
      attempt: { failures: 5, lastAt: AT, lockedUntil: '2026-11-16T01:01:00.000Z' },
    })
  })

  it('does not grow while it lasts', () => {
    const lockedUntil = '2026-11-16T01:00:00.001Z'
    expect(nextAttempt({ failures: 5, lastAt: AT, lockedUntil }, AT)).toEqual({ locked: true, lockedUntil })
  })

  it('is over at its end, and doubles with the next failure', () => {
    const before = { failures: 5, lastAt: '2026-11-16T00:59:00.000Z', lockedUntil: AT }
    expect(nextAttempt(before, AT)).toMatchObject({ attempt: { failures: 6, lockedUntil: '2026-11-16T01:02:00.000Z' } })
  })

  it('is forgotten after a day', () => {
    const before = { failures: 9, lastAt: '2026-11-15T00:59:59.000Z', lockedUntil: null }
    expect(nextAttempt(before, AT)).toMatchObject({ attempt: { failures: 1, lockedUntil: null } })
    expect(nextAttempt(undefined, AT)).toMatchObject({ attempt: { failures: 1, lockedUntil: null } })
  })

  it('is told in whole minutes, never zero', () => {
    expect(minutesUntil('2026-11-16T01:00:01.000Z', AT)).toBe(1)
    expect(minutesUntil('2026-11-16T01:01:01.000Z', AT)).toBe(2)
  })
})

describe('a device', () => {
  it.each([
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36', 'Chrome · Windows'],
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0', 'Edge · Windows'],
    ['Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36 MicroMessenger/8.0', 'WeChat · Android'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1', 'Safari · iPhone'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox · Linux'],
    ['curl/8.5.0', 'curl/8.5.0'],
    ['x'.repeat(500), 'x'.repeat(60)],
    ['', ''],
    [undefined, ''],
  ])('%s is called %s', (userAgent, name) => {
    expect(deviceOf(userAgent)).toBe(name)
  })
})
