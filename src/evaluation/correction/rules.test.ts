import { describe, expect, it } from 'vitest'
import { li, sun, zhou } from '#test/people.ts'
import { mayWrite } from './access.ts'
import { type CorrectionState, NonconformitiesLetter } from './contract.ts'
import {
  canSendAnswer,
  canWriteAnswer,
  correctionState,
  enclosesAll,
  isNews,
  isOverdue,
  recordOfAddress,
  type Told,
} from './rules.ts'

const code = (decision: { ok: boolean; refusal?: { code: string } }) => (decision.ok ? 'yes' : decision.refusal!.code)
const open: Told = { state: 'open', round: 2, dueOn: '2026-12-16' }
const at = '2026-11-16T01:00:00.000Z'

it.each<[string, Told, { round: number; sentAt: string | null }[], CorrectionState]>([
  ['nothing written', open, [], 'open'],
  ['only the round before was answered', open, [{ round: 1, sentAt: at }], 'open'],
  ['written', open, [{ round: 2, sentAt: null }], 'drafted'],
  ['sent', open, [{ round: 2, sentAt: at }], 'answered'],
  ['accepted by the body', { ...open, state: 'accepted' }, [{ round: 2, sentAt: at }], 'accepted'],
  [
    'withdrawn by the body while being written',
    { ...open, state: 'withdrawn' },
    [{ round: 2, sentAt: null }],
    'withdrawn',
  ],
])('%s', (_words, told, answers, expected) => expect(correctionState(told, answers)).toBe(expected))

it.each<[CorrectionState, string, boolean]>([
  ['open', '2026-12-16', false],
  ['open', '2026-12-17', true],
  ['drafted', '2026-12-17', true],
  ['answered', '2027-12-17', false],
  ['accepted', '2027-12-17', false],
])('%s on %s: overdue %s', (state, today, expected) => expect(isOverdue(open, state, today)).toBe(expected))

it.each<[CorrectionState, string]>([
  ['open', 'yes'],
  ['drafted', 'yes'],
  ['answered', 'correction_state'],
  ['follow_up', 'correction_state'],
])('writing while %s: %s', (state, expected) => expect(code(canWriteAnswer(state))).toBe(expected))

describe('an answer to be sent', () => {
  const file = { sha256: 'a'.repeat(64), name: 'x.png' }
  const whole = { correction: 'a', cause: 'b', correctiveAction: 'c', files: [file], records: [] }
  it.each([
    ['whole', whole, 'yes'],
    ['never written', undefined, 'correction_incomplete'],
    ['without the cause', { ...whole, cause: '' }, 'correction_incomplete'],
    ['without evidence', { ...whole, files: [] }, 'correction_without_evidence'],
  ])('%s', (_words, answer, expected) => expect(code(canSendAnswer('NC26-000001', answer))).toBe(expected))
})

it('letters that overtake each other change nothing back', () => {
  const known = { round: 2, toldAt: at }
  expect(isNews(undefined, 1, at)).toBe(true)
  expect(isNews(known, 1, '2027-01-01T00:00:00.000Z')).toBe(false)
  expect(isNews(known, 2, '2026-11-16T00:59:59.999Z')).toBe(false)
  expect(isNews(known, 2, at)).toBe(true)
  expect(isNews(known, 3, '2026-01-01T00:00:00.000Z')).toBe(true)
})

it('a letter that speaks of a file it does not enclose, or of an open item without a deadline, is no letter of this kind', () => {
  const item = {
    ...{ id: '0198a000-0000-7000-8000-00000000a001', number: 'NC26-000001', grade: { zh: '严重', en: 'Major' } },
    ...{ clause: '5.1', leafIds: [], statement: 's', evidence: 'e', raisedOn: '2026-11-16', state: 'open', round: 1 },
    ...{ dueOn: '2026-12-16', reason: '', files: [{ sha256: 'a'.repeat(64), name: 'x.png' }] },
  }
  const letter = {
    format: 'starproof-nonconformities',
    version: 1,
    audit: { id: item.id, number: 'A-1' },
    items: [item],
  }
  const parsed = NonconformitiesLetter.parse(letter)
  expect(enclosesAll(parsed, new Set(['a'.repeat(64)]))).toBe(true)
  expect(enclosesAll(parsed, new Set())).toBe(false)
  expect(NonconformitiesLetter.safeParse({ ...letter, items: [{ ...item, dueOn: null }] }).success).toBe(false)
})

it('is written by the one made responsible and by those who answer the body', () => {
  const actor = (person: typeof li) => ({ kind: 'person' as const, ...person, orgId: person.org.orgId })
  expect([
    mayWrite(actor(zhou), null),
    mayWrite(actor(sun), sun.personId),
    mayWrite(actor(sun), null),
    mayWrite(actor(li), null),
  ]).toEqual([true, true, false, false])
})

it.each([
  ['https://star.example/desk/requests/0198a000-0000-7000-8000-00000000a001?tab=1', 'service_request'],
  ['/desk/evidence/records/work_order/0198a000-0000-7000-8000-00000000a001', 'work_order'],
  ['/desk/staff/0198a000-0000-7000-8000-00000000a001', 'staff'],
  ['/desk/unknown/0198a000-0000-7000-8000-00000000a001', undefined],
  ['/desk/requests/0198a000', undefined],
  ['', undefined],
])('the address %s is that of a record: %s', (address, expected) => {
  expect(recordOfAddress(address)?.recordType).toBe(expected)
})
