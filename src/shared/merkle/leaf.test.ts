import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { commitmentOf, type LeafFields, leafText, parseLeaf } from './leaf.ts'

const salt = Uint8Array.from({ length: 16 }, (_, at) => at)
const fields: LeafFields = {
  org: 'acme',
  id: '0199',
  recordType: 'work_order',
  recordId: 'w-1',
  verb: 'work_order.finished',
  actorId: null,
  claimedAt: '2026-03-01T08:00:00Z',
  recordedAt: '2026-03-01T08:00:01Z',
  commitment: commitmentOf(salt, '{"note":"已修好"}'),
}

describe('a leaf', () => {
  it('has one spelling, whatever the order its fields were given in', () => {
    const shuffled = Object.fromEntries(Object.entries(fields).reverse()) as LeafFields
    expect(leafText(shuffled)).toBe(leafText(fields))
    expect(leafText(fields)).toBe(
      `{"actorId":null,"claimedAt":"2026-03-01T08:00:00Z","commitment":"${fields.commitment}","id":"0199","org":"acme","recordId":"w-1","recordType":"work_order","recordedAt":"2026-03-01T08:00:01Z","v":1,"verb":"work_order.finished"}`,
    )
  })

  it('never carries more than its ten fields', () => {
    expect(leafText({ ...fields, phone: '138' } as LeafFields)).toBe(leafText(fields))
  })

  it('reads back, and a text of another shape does not', () => {
    expect(parseLeaf(leafText(fields))).toMatchObject(fields)
    for (const text of [
      '',
      'null',
      '[]',
      '{}',
      '{"v":1',
      leafText(fields).replace('"v":1', '"v":2'),
      leafText(fields).replace('"acme"', '7'),
    ])
      expect(parseLeaf(text)).toBeUndefined()
  })
})

describe('a commitment', () => {
  it('is SHA-256 over salt and content', () => {
    const expected = createHash('sha256').update(salt).update('{"note":"已修好"}').digest('hex')
    expect(commitmentOf(salt, '{"note":"已修好"}')).toBe(expected)
  })

  it('says nothing about the content without the salt, and insists on 16 bytes of it', () => {
    expect(commitmentOf(new Uint8Array(16), '{}')).not.toBe(commitmentOf(salt, '{}'))
    expect(() => commitmentOf(new Uint8Array(15), '{}')).toThrow(RangeError)
  })
})
