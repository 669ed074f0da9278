import { describe, expect, it } from 'vitest'
import { heldAt } from '#src/server/credential/stated-key.ts'
import { commonName, renewedWith, termOf } from './rules.ts'

describe('a signing key', () => {
  const key = { validFromAt: '2026-01-01T00:00:00.500Z', validUntilAt: '2026-11-16T01:00:00.500Z' }

  it.each([
    ['2025-12-31T23:59:59Z', false],
    ['2026-01-01T00:00:00Z', true],
    ['2026-11-16T01:00:00Z', true],
    ['2026-11-16T01:00:01Z', false],
  ])('that was retired is believed about %s: %s', (at, held) => {
    expect(heldAt(key, at)).toBe(held)
  })

  it('in use is believed about every day to come', () => {
    expect(heldAt({ ...key, validUntilAt: null }, '2036-01-01T00:00:00Z')).toBe(true)
  })

  it('holds from a whole second, a root for longer than what it certifies', () => {
    expect(termOf('document', '2026-11-16T01:00:00.789Z')).toEqual({
      fromAt: '2026-11-16T01:00:00.000Z',
      untilAt: '2036-11-16T01:00:00.000Z',
    })
    expect(termOf('root', '2026-11-16T01:00:00Z').untilAt).toBe('2056-11-16T01:00:00.000Z')
  })

  it('is renewed alone, unless it is the root, which all others hang from', () => {
    expect(renewedWith('credential')).toEqual(['credential'])
    expect(renewedWith('root')).toEqual(['root', 'document', 'credential'])
  })

  it('is named after the body, within what a certificate can hold', () => {
    expect(commonName('root', '明灯认证')).toBe('明灯认证 根证书 Root')
    expect(commonName('document', '很长'.repeat(60)).length).toBeLessThanOrEqual(64)
  })
})
