import { describe, expect, it } from 'vitest'
import { NewRequest } from '../contract/make.ts'
import { type Caller, calledBy, cleanPhone, filled, freshIntake, newRequestOf, problemsOf } from './intake.ts'

const NOW = Date.parse('2026-11-22T02:00:00Z')
const intake = freshIntake('0192f000-0000-7000-8000-000000000001', '0192f000-0000-7000-8000-000000000002')
const wang: Caller = {
  id: '0192f000-0000-7000-8000-00000000000a',
  name: '王芳',
  address: '文一路 1 号',
  cityCode: '3301',
  products: [
    { id: '0192f000-0000-7000-8000-0000000000b1', modelName: '冷柜', serialNumber: 'SN1', warrantyUntilOn: null },
  ],
  openRequests: [],
  recentRequests: [],
}
const li: Caller = { ...wang, id: '0192f000-0000-7000-8000-00000000000c', name: '李强' }

describe("the caller's number", () => {
  it('is read out of what was pasted', () => {
    expect(cleanPhone('电话：１３８００１３８０００\n')).toBe('13800138000')
    expect(cleanPhone(' (0571) 8888-1234 转 8 ')).toBe('(0571) 8888-1234 转 8')
    expect(cleanPhone('<b>+86 138</b>')).toBe('+86 138')
    expect(cleanPhone('王先生')).toBe('')
  })

  it('that only one customer has needs no choice; of two the agent chooses', () => {
    expect(calledBy(intake, [wang])).toEqual({ as: 'customer', customerId: wang.id })
    expect(calledBy(intake, [wang, li])).toBeNull()
    expect(calledBy(intake, [])).toEqual({ as: 'stranger' })
    expect(calledBy({ ...intake, who: { as: 'new' } }, [wang])).toEqual({ as: 'new' })
  })
})

describe('the form', () => {
  it("shows the customer's file until the agent says otherwise", () => {
    const called = { ...intake, phone: '13800138000' }
    expect(filled(called, wang)).toMatchObject({
      contactName: '王芳',
      contactPhone: '13800138000',
      address: '文一路 1 号',
      cityCode: '3301',
      productId: wang.products[0]!.id,
    })
    expect(filled({ ...called, address: '', productId: '' }, wang)).toMatchObject({ address: '', productId: '' })
    expect(filled({ ...called, contactPhone: '0571-1' }, wang).contactPhone).toBe('0571-1')
  })

  it('names every field that is in the way, and lets a complete one through', () => {
    const form = filled(intake, undefined)
    expect(problemsOf(intake, form, null, NOW)).toEqual({ who: 'missing', kind: 'missing', subject: 'missing' })
    const asked = { ...intake, kind: 'repair' as const, subject: '不制冷', who: { as: 'new' as const } }
    expect(problemsOf(asked, filled(asked, undefined), { as: 'new' }, NOW)).toEqual({ customerName: 'missing' })
    const complete = { ...asked, customerName: '王芳' }
    expect(problemsOf(complete, filled(complete, undefined), { as: 'new' }, NOW)).toEqual({})
  })

  it('wants both ends of a window, and a time of asking that has come', () => {
    const window = { ...intake, wishedFromAt: '2026-11-23T01:00:00.000Z' }
    const check = (one: typeof intake) => problemsOf(one, filled(one, wang), { as: 'stranger' }, NOW)
    expect(check(window).wished).toBe('windowBad')
    expect(check({ ...window, wishedToAt: window.wishedFromAt }).wished).toBe('windowBad')
    expect(check({ ...window, wishedToAt: '2026-11-23T02:00:00.000Z' }).wished).toBeUndefined()
    expect(check({ ...intake, isEnteredLater: true }).askedAt).toBe('missing')
    expect(check({ ...intake, isEnteredLater: true, askedAt: '2026-11-22T02:01:00.000Z' }).askedAt).toBe('timeFuture')
    expect(check({ ...intake, isEnteredLater: true, askedAt: '2026-11-21T02:01:00.000Z' }).askedAt).toBeUndefined()
  })

  it('becomes a request that the contract accepts; a product only of the customer who calls', () => {
    const asked = { ...intake, phone: '13800138000', kind: 'repair' as const, subject: '不制冷' }
    const form = filled(asked, wang)
    const made = newRequestOf(asked, form, { as: 'customer', customerId: wang.id }, 'repair')
    expect(NewRequest.parse(made)).toMatchObject({ customerId: wang.id, productId: wang.products[0]!.id })
    const stranger = NewRequest.parse(newRequestOf(asked, form, { as: 'stranger' }, 'repair'))
    expect(stranger).toMatchObject({ customerId: null, newCustomer: null, productId: null, requestedAt: null })
  })
})
