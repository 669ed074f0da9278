import { describe, expect, it } from 'vitest'
import { addressOf } from './address.ts'
import { CallFault, CallRefused, failureOf } from './failure.ts'

describe('the address of a call', () => {
  it('fills the path and escapes what a person typed', () => {
    expect(addressOf('/api/service/requests/:requestId', { requestId: 'a/b 号' }, undefined)).toBe(
      '/api/service/requests/a%2Fb%20%E5%8F%B7',
    )
  })

  it('repeats a list, leaves out what is not asked, and keeps zero and false', () => {
    expect(addressOf('/api/x', {}, { state: ['open', 'late'], cursor: undefined, limit: 0, own: false })).toBe(
      '/api/x?state=open&state=late&limit=0&own=false',
    )
  })

  it('refuses to go out with a parameter missing', () => {
    expect(() => addressOf('/api/x/:id', {}, {})).toThrow('needs the parameter id')
    expect(() => addressOf('/api/x/:id', { id: '' }, {})).toThrow('needs the parameter id')
  })
})

describe('an answer that is not a success', () => {
  it('is our refusal, with its parameters', () => {
    const failure = failureOf(409, { refusal: { kind: 'conflict', code: 'stale_version', params: { who: '陈静' } } })
    expect(failure).toBeInstanceOf(CallRefused)
    expect((failure as CallRefused).refusal).toEqual({
      kind: 'conflict',
      code: 'stale_version',
      params: { who: '陈静' },
    })
  })

  it.each([
    [401, 'not_signed_in'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [413, 'too_large'],
    [429, 'rate_limited'],
    [400, 'invalid_input'],
    [418, 'invalid_input'],
  ])('from a proxy that knows nothing of us, %i reads as %s', (status, code) => {
    for (const body of [undefined, '<html>', { refusal: 'no' }, { refusal: { code: 7 } }]) {
      expect((failureOf(status, body) as CallRefused).refusal.code).toBe(code)
    }
  })

  it('is a fault with the reference that finds it in the log', () => {
    expect((failureOf(500, { fault: { reference: 'f-1' } }) as CallFault).reference).toBe('f-1')
    expect((failureOf(502, '<html>', 'req-9') as CallFault).reference).toBe('req-9')
    expect(failureOf(200, '<html>')).toBeInstanceOf(CallFault)
  })
})
