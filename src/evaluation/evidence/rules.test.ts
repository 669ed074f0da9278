import { describe, expect, it } from 'vitest'
import type { Role } from '#src/shared/endpoint.ts'
import { mayHoldPersonalData, maySeeWhole } from './access.ts'
import { lateMinutesOf, MASK, maskContent, readActor } from './rules.ts'

describe('content for a reader who may not know the people in it', () => {
  it.each([
    ['13812345678', 'phone'],
    ['李强', 'name'],
    ['wang_fang', 'userName'],
    ['wang', 'contact'],
    ['朝阳区幸福路 8 号', 'address'],
    ['he@lanjing.example', 'email'],
    ['not cooling', 'description'],
    ['010-6555-1234', 'caller'],
    ['+86 138 1234 5678', 'status'],
  ])('masks %s', (text, name) => {
    expect(maskContent({ [name]: text })).toEqual({ [name]: MASK })
  })

  it.each([
    ['urgent', 'urgency'],
    ['work_order.finished', 'verb'],
    ['2026-11-16T01:00:00.000Z', 'at'],
    ['2026-11-16', 'dueOn'],
    ['R26-000123', 'number'],
    ['0198a000-0000-7000-8000-000000000001', 'outletId'],
    ['a'.repeat(64), 'fileSha256'],
    ['', 'note'],
  ])('shows %s', (text, name) => {
    expect(maskContent({ [name]: text })).toEqual({ [name]: text })
  })

  it('looks into lists and nested parts, keeps quantities, hides positions', () => {
    const content = {
      before: { phone: '13812345678', minutes: 30 },
      lines: ['王芳', { latitude: 39.9 }],
      ok: true,
      x: null,
    }
    expect(maskContent(content)).toEqual({
      before: { phone: MASK, minutes: 30 },
      lines: [MASK, { latitude: MASK }],
      ok: true,
      x: null,
    })
  })
})

describe('who sees content whole', () => {
  const as = (...roles: Role[]) => ({ kind: 'person', orgId: 'o', personId: 'p', name: 'n', roles }) as const

  it.each([
    ['service_request', 'agent', true],
    ['service_request', 'auditor', false],
    ['customer', 'general_manager', false],
    ['staff', 'agent', false],
    ['staff', 'dispatcher', true],
    ['person', 'service_manager', false],
    ['person', 'administrator', true],
    ['promise', 'auditor', true],
    ['something_new', 'auditor', false],
  ] as const)('%s by %s: %s', (recordType, role, whole) => {
    expect(maySeeWhole(as(role), recordType)).toBe(whole)
  })

  it('takes a type of record nobody has thought about for personal', () => {
    expect(mayHoldPersonalData('something_new')).toBe(true)
    expect(mayHoldPersonalData('outlet')).toBe(false)
  })
})

describe('an entry', () => {
  it('tells how late it was written down, never less than nothing', () => {
    expect(lateMinutesOf('2026-11-16T01:00:00.000Z', '2026-11-16T01:59:59.999Z')).toBe(59)
    expect(lateMinutesOf('2026-11-16T02:00:00.000Z', '2026-11-16T01:00:00.000Z')).toBe(0)
  })

  it.each([
    ['person:0198', { kind: 'person', id: '0198', name: null }],
    ['system:sequencer', { kind: 'system', id: null, name: 'sequencer' }],
    ['link:abc:def', { kind: 'link', id: 'abc:def', name: null }],
    ['public', { kind: 'public', id: null, name: null }],
    ['', { kind: 'public', id: null, name: null }],
  ])('reads its actor %s', (ref, actor) => {
    expect(readActor(ref)).toEqual(actor)
  })
})
