import { describe, expect, it } from 'vitest'
import { linesOf } from './content.tsx'

describe('the facts of a step', () => {
  it('are told one line each, whatever their depth, without what is empty', () => {
    const content = { before: { phone: '****', note: '' }, steps: ['arrived', { ok: true }], minutes: 0, gone: null }
    expect(linesOf(content)).toEqual([
      ['before.phone', '****'],
      ['steps.0', 'arrived'],
      ['steps.1.ok', 'true'],
      ['minutes', '0'],
    ])
  })

  it('are none where there are none', () => {
    for (const content of [null, undefined, {}, []]) expect(linesOf(content)).toEqual([])
  })
})
