import { describe, expect, it } from 'vitest'
import { afterAttempt, canTake, isMailAddress, maskAddress, textToSend } from './rules.ts'

const NOON = '2026-11-16T04:00:00.000Z'
const busy = { sent: false, error: 'other 451', isPermanent: false } as const

describe('after an attempt', () => {
  it('a mail that left is sent', () => {
    expect(afterAttempt(1, { sent: true }, NOON)).toEqual({ state: 'sent', nextAttemptAt: null, lastError: null })
  })

  it('a failure is tried again later each time, eight times within a day, and then given up', () => {
    let at = NOON
    const pauses: number[] = []
    for (let attempt = 1; ; attempt++) {
      const { state, nextAttemptAt, lastError } = afterAttempt(attempt, busy, at)
      expect(lastError).toBe('other 451')
      if (nextAttemptAt === null) {
        expect([attempt, state]).toEqual([8, 'given_up'])
        break
      }
      expect(state).toBe('failed')
      pauses.push((Date.parse(nextAttemptAt) - Date.parse(at)) / 60_000)
      at = nextAttemptAt
    }
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b))
    const hours = (Date.parse(at) - Date.parse(NOON)) / 3_600_000
    expect(hours).toBeGreaterThan(20)
    expect(hours).toBeLessThan(24)
  })

  it('what will never be accepted is given up at once', () => {
    const gone = { sent: false, error: 'recipient_refused 550', isPermanent: true } as const
    expect(afterAttempt(1, gone, NOON)).toEqual({
      state: 'given_up',
      nextAttemptAt: null,
      lastError: 'recipient_refused 550',
    })
  })
})

describe('a person may', () => {
  const mail = { state: 'given_up', channel: 'mail', isErased: false } as const
  it.each([
    ['retried', mail, 'ok'],
    ['retried', { ...mail, state: 'held' }, 'ok'],
    ['retried', { ...mail, state: 'sent' }, 'message_state'],
    ['retried', { ...mail, channel: 'sms', state: 'held' }, 'no_sms_gateway'],
    ['retried', { ...mail, isErased: true }, 'message_erased'],
    ['retried', undefined, 'not_found'],
    ['given_up', { ...mail, state: 'waiting' }, 'ok'],
    ['given_up', mail, 'message_state'],
    ['given_up', { ...mail, state: 'sent' }, 'message_state'],
    ['sent', { ...mail, channel: 'sms', state: 'held' }, 'ok'],
    ['sent', mail, 'ok'],
    ['sent', { ...mail, state: 'sent' }, 'message_state'],
    ['sent', { ...mail, isErased: true }, 'message_erased'],
  ] as const)('have a message %s: %j → %s', (step, message, answer) => {
    const decision = canTake(step, message)
    expect(decision.ok ? 'ok' : decision.refusal.code).toBe(answer)
  })
})

it('addresses are masked so that two can be told apart and none can be written to', () => {
  expect(maskAddress('mail', 'ma.zhuren@xihu.example')).toBe('m***@xihu.example')
  expect(maskAddress('sms', '13800001111')).toBe('138****1111')
  expect(maskAddress('sms', '10086')).toBe('****86')
  expect(maskAddress('mail', '')).toBe('')
})

it('the link is put in where the text leaves, also one with signs that a replacement would read', () => {
  expect(textToSend('看：{{link}}', '/t/$&$1', 'https://a.example')).toBe('看：https://a.example/t/$&$1')
  expect(textToSend('没有链接 {{link}}', null, 'https://a.example')).toBe('没有链接 {{link}}')
})

it.each([
  ['ma@xihu.example', true],
  ['ma@localhost', true],
  ['马主任', false],
  ['a@b, c@d', false],
  ['a@b\r\nBcc: c@d', false],
  ['<ma@xihu.example>', false],
  ['ma@', false],
  ['', false],
])('%j is an address: %s', (text, is) => {
  expect(isMailAddress(text)).toBe(is)
})
