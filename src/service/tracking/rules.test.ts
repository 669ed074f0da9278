import { describe, expect, it } from 'vitest'
import { canFollowUp, canRate, needsFollowUp, type Rateable } from '../rating/rules.ts'
import { canNudge, familyName, linkExpiry, openLink, shownSteps } from './rules.ts'

const at = '2026-11-16T01:00:00.000Z'
const code = (decision: { ok: boolean; refusal?: { code: string } }) => (decision.ok ? 'yes' : decision.refusal!.code)

describe('a link', () => {
  const link = { orgId: 'o', id: 'l', requestId: 'r', expiresAt: linkExpiry(at), revokedAt: null }
  it('lasts 180 days', () => expect(linkExpiry(at)).toBe('2027-05-15T01:00:00.000Z'))
  it.each([
    ['its last moment', link, '2027-05-15T00:59:59.999Z', 'yes'],
    ['expired', link, '2027-05-15T01:00:00.000Z', 'link_expired'],
    ['revoked', { ...link, revokedAt: at }, at, 'link_expired'],
    ['unknown', undefined, at, 'link_expired'],
  ])('%s', (_words, found, now, expected) => expect(code(openLink(found, now))).toBe(expected))
})

it.each([
  ['李强', '李'],
  [' 李强 ', '李'],
  ['欧阳锋', '欧阳'],
  ['欧阳', '欧'],
  ['𠮷田', '𠮷'],
  ['Li Qiang', 'Qiang'],
  ['Maria de la Cruz', 'Cruz'],
  ['', ''],
])('of %j a stranger reads %j', (name, shown) => expect(familyName(name)).toBe(shown))

it.each([
  ['new', null, 'yes'],
  ['on_site', '2026-11-16T00:00:00.000Z', 'yes'],
  ['new', '2026-11-16T00:00:00.001Z', 'nudged_lately'],
  ['resolved', null, 'request_state'],
  ['cancelled', null, 'request_state'],
] as const)('hurrying while %s, last at %s: %s', (state, last, expected) => {
  expect(code(canNudge(state, last, at))).toBe(expected)
})

it('shows the customer no internal note and nothing that was taken back', () => {
  const step = (kind: string) => ({ kind, at, windowFromAt: null, windowToAt: null, note: '内部' })
  const shown = shownSteps(['created', 'note', 'undispatched', 'arrived'].map(step))
  expect(shown.map(({ kind }) => kind)).toEqual(['created', 'arrived'])
  expect(JSON.stringify(shown)).not.toContain('内部')
})

describe('rating', () => {
  const done: Rateable = { state: 'resolved', requestedAt: at, workFinished: false, ownWork: false, ratings: [] }
  const given = { id: 'x', source: 'link', stars: 5, comment: '' }
  it.each<[string, Partial<Rateable>, string]>([
    ['settled', {}, 'yes'],
    ['closed', { state: 'closed' }, 'yes'],
    ['somebody was there, but it is not settled', { state: 'answered', workFinished: true }, 'yes'],
    ['nobody was there yet', { state: 'dispatched' }, 'not_served_yet'],
    ['cancelled after a visit', { state: 'cancelled', workFinished: true }, 'not_served_yet'],
    ['own work', { ownWork: true }, 'own_work'],
    ['rated by telephone before', { ratings: [{ ...given, source: 'call_back' }] }, 'yes'],
    ['rated by the link before', { ratings: [given] }, 'already_rated'],
  ])('%s', (_words, change, expected) => expect(code(canRate({ ...done, ...change }, 'link'))).toBe(expected))

  it.each([
    [3, null, false, 'yes'],
    [1, null, false, 'yes'],
    [4, null, false, 'no_follow_up_needed'],
    [2, at, false, 'already_followed_up'],
    [2, null, true, 'own_work'],
  ])('following up %i stars', (stars, followedUpAt, ownWork, expected) => {
    expect(code(canFollowUp({ stars, followedUpAt, ownWork }))).toBe(expected)
    expect(needsFollowUp(stars)).toBe(stars <= 3)
  })
})
