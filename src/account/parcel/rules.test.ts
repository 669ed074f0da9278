import { describe, expect, it } from 'vitest'
import { makeSigningKey } from '#src/server/pack/signing-key.ts'
import { keyFingerprint, parseVkey } from '#src/shared/signed-note.ts'
import { addressedTo, canDeliver, judgeSigner, type Pin, type Signed, spokenDigits } from './rules.ts'

const code = (decision: { ok: boolean; refusal?: { code: string } }) => (decision.ok ? 'yes' : decision.refusal!.code)
const lanjing = { orgId: '0198a000-0000-7000-8000-000000000001', name: '蓝鲸制冷设备' }

it.each([
  ['its id', { orgId: lanjing.orgId, name: '旧名' }, 'yes'],
  ['its name, spaced and in full width', { orgId: null, name: ' 蓝鲸 制冷设备' }, 'yes'],
  ['another name', { orgId: null, name: '蓝鲸' }, 'letter_to_another'],
  [
    'another id under its name',
    { orgId: '0198a000-0000-7000-8000-000000000009', name: lanjing.name },
    'letter_to_another',
  ],
])('a letter to %s', (_words, to, expected) => expect(code(addressedTo(to, lanjing))).toBe(expected))

const [a, b, c] = [1, 2, 3].map(() => {
  const { vkey } = makeSigningKey(`starproof/${lanjing.orgId}`)
  return { vkey, fingerprint: keyFingerprint(parseVkey(vkey)!) }
}) as [Key, Key, Key]
type Key = { vkey: string; fingerprint: string }
const day = (on: string) => `2026-${on}T00:00:00.000Z`
const listed = (key: Key, validUntil: string | null = null) => ({ vkey: key.vkey, validUntil })
const pin = (key: Key, validUntil: string | null = null, isReset = false): Pin => ({
  fingerprint: key.fingerprint,
  validUntil,
  isReset,
})
const hand = (from: Key, to: Key, on: string) => ({ from: from.vkey, to: to.vkey, at: day(on) })
const signed = (by: Key, more: Partial<Signed> = {}): Signed => ({
  madeAt: day('11-16'),
  signer: by.fingerprint,
  keys: [listed(by)],
  successions: [],
  ...more,
})
const trust = (pins: Pin[], letter: Signed) => {
  const judged = judgeSigner(pins, letter)
  return judged.ok ? judged.value.trust : judged.refusal.code
}

describe('the signer', () => {
  it('seen first is believed, with the keys it used before, but with none that is said to be in use beside it', () => {
    const judged = judgeSigner([], signed(b, { keys: [listed(a, day('06-01')), listed(b), listed(c)] }))
    expect(judged).toMatchObject({ ok: true, value: { trust: 'first', pins: [pin(a, day('06-01')), pin(b)] } })
  })

  it('known signs on; retired, it stands for what it signed in its days only', () => {
    expect(trust([pin(a)], signed(a))).toBe('known')
    expect(trust([pin(a, day('11-16')), pin(b)], signed(a))).toBe('known')
    expect(trust([pin(a, day('11-15')), pin(b)], signed(a))).toBe('signer_retired')
  })

  it('unknown is refused, whatever keys it lists', () => {
    expect(trust([pin(a)], signed(b, { keys: [listed(a, day('06-01')), listed(b)] }))).toBe('signer_unknown')
  })

  it('follows by hand-overs of pinned keys, over several if need be', () => {
    const successions = [hand(b, c, '09-01'), hand(a, b, '06-01')]
    const judged = judgeSigner([pin(a)], signed(c, { successions }))
    expect(judged).toMatchObject({ ok: true, value: { trust: 'succeeded' } })
    expect(judged.ok && judged.value.pins).toEqual([pin(a, day('06-01')), pin(b, day('09-01')), pin(c)])
  })

  it('cannot be named by a key that handed over to another before, nor by a chain that ends elsewhere', () => {
    expect(trust([pin(a, day('06-01')), pin(b)], signed(c, { successions: [hand(a, c, '06-01')] }))).toBe(
      'signer_unknown',
    )
    expect(trust([pin(a)], signed(b, { successions: [hand(a, b, '06-01'), hand(b, c, '07-01')] }))).toBe(
      'signer_unknown',
    )
    expect(trust([pin(a)], signed(b, { successions: [hand(b, b, '06-01')] }))).toBe('signer_unknown')
  })

  it('that was put aside is believed no more, whatever names it; after that the next key is a first sight', () => {
    const lost = pin(a, null, true)
    expect(trust([lost], signed(a))).toBe('signer_reset')
    expect(trust([lost, pin(b)], signed(a))).toBe('signer_reset')
    expect(trust([lost], signed(b))).toBe('first')
    // What the new key lists does not bring the lost one back, nor does the lost one name another.
    const listing = judgeSigner([lost], signed(b, { keys: [listed(a, day('06-01')), listed(b)] }))
    expect(listing.ok && listing.value.pins).toEqual([lost, pin(b)])
    expect(trust([lost, pin(b)], signed(c, { successions: [hand(a, c, '09-01')] }))).toBe('signer_unknown')
    expect(trust([pin(b), lost], signed(a, { successions: [hand(b, a, '09-01')] }))).toBe('signer_reset')
  })
})

it('a fingerprint is read aloud as six groups of five digits, alike only for the same key', () => {
  expect(spokenDigits('0'.repeat(64))).toBe('00000 00000 00000 00000 00000 00000')
  expect(spokenDigits(a.fingerprint)).toMatch(/^\d{5}( \d{5}){5}$/)
  expect(spokenDigits(a.fingerprint)).not.toBe(spokenDigits(b.fingerprint))
  // Each byte of the first thirty counts.
  expect(spokenDigits(`${'0'.repeat(58)}01${'0'.repeat(4)}`)).toBe('00000 00000 00000 00000 00000 00001')
})

it.each([
  ['a file to somebody here', { direction: 'out', deliver: 'file', recipientIsHere: true }, 'yes'],
  ['one to somebody elsewhere', { direction: 'out', deliver: 'file', recipientIsHere: false }, 'recipient_not_here'],
  ['one on its way', { direction: 'out', deliver: 'here', recipientIsHere: true }, 'already_delivering'],
  ['one received', { direction: 'in', deliver: null, recipientIsHere: false }, 'not_outgoing'],
] as const)('delivering %s', (_words, parcel, expected) => expect(code(canDeliver(parcel))).toBe(expected))
