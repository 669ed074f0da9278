import type { Letter } from '#src/server/letter/contract.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { keyFingerprint, parseVkey } from '#src/shared/signed-note.ts'

/** A letter addressed to an id is for that organisation only; one addressed by name, for who bears the name. */
export function addressedTo(to: Letter['to'], org: { orgId: string; name: string }): Decision<'id' | 'name'> {
  if (to.orgId === org.orgId) return accept('id')
  if (to.orgId === null && plain(to.name) === plain(org.name)) return accept('name')
  return refuse('invalid', 'letter_to_another', { name: to.name })
}

function plain(name: string): string {
  return name.normalize('NFKC').replace(/\s/gu, '').toLowerCase()
}

/** `isReset`: put aside by a person, because the other side lost it. */
export type Pin = { fingerprint: string; validUntil: string | null; isReset: boolean }
export type Trust = 'first' | 'known' | 'succeeded'
export type Signed = {
  madeAt: string
  signer: string
  keys: readonly { vkey: string; validUntil: string | null }[]
  /** Whose signatures hold. */
  successions: readonly { from: string; to: string; at: string }[]
}

/**
 * Whether the key may sign for its organisation, and the pins as they then are. The first key seen is believed, and whatever
 * earlier keys it lists; later ones only where a chain of hand-overs leads to them from a pinned key that had not handed over to another.
 */
export function judgeSigner(pins: readonly Pin[], letter: Signed): Decision<{ trust: Trust; pins: Pin[] }> {
  const known = pins.find((pin) => pin.fingerprint === letter.signer)
  if (known?.isReset) return refuse('conflict', 'signer_reset', { fingerprint: letter.signer.slice(0, 16) })
  if (known) {
    if (known.validUntil !== null && Date.parse(letter.madeAt) > Date.parse(known.validUntil))
      return refuse('conflict', 'signer_retired', { at: known.validUntil.slice(0, 10) })
    return accept({ trust: 'known', pins: [...pins] })
  }
  // After a reset the next key is a first sight again, and has to be compared.
  if (pins.every((pin) => pin.isReset)) return accept({ trust: 'first', pins: withListed(pins, letter) })
  const followed = follow(pins, letter)
  if (!followed.some((pin) => pin.fingerprint === letter.signer && pin.validUntil === null && !pin.isReset))
    return refuse('conflict', 'signer_unknown', { fingerprint: letter.signer.slice(0, 16) })
  return accept({ trust: 'succeeded', pins: withListed(followed, letter) })
}

function follow(pins: readonly Pin[], { successions }: Signed): Pin[] {
  const reached = pins.map((pin) => ({ ...pin }))
  for (let again = true; again; ) {
    again = false
    for (const { from, to, at } of successions) {
      const holder = reached.find(
        (pin) => pin.fingerprint === fingerprintOf(from) && pin.validUntil === null && !pin.isReset,
      )
      const next = fingerprintOf(to)
      if (!holder || reached.some((pin) => pin.fingerprint === next)) continue
      holder.validUntil = at
      reached.push({ fingerprint: next, validUntil: null, isReset: false })
      again = true
    }
  }
  return reached
}

/** A believed signer vouches for the keys it used before; it cannot bring one back, nor add one that is still in use. */
function withListed(pins: readonly Pin[], { keys, signer }: Signed): Pin[] {
  const all = [...pins]
  for (const { vkey, validUntil } of keys) {
    const fingerprint = fingerprintOf(vkey)
    if (all.some((pin) => pin.fingerprint === fingerprint)) continue
    if (fingerprint === signer || validUntil !== null) all.push({ fingerprint, validUntil, isReset: false })
  }
  return all
}

function fingerprintOf(vkey: string): string {
  const key = parseVkey(vkey)
  return key === undefined ? '' : keyFingerprint(key)
}

/** Whether something sent can still be asked to be delivered inside the installation. */
export function canDeliver(parcel: {
  direction: 'in' | 'out'
  deliver: 'file' | 'here' | null
  recipientIsHere: boolean
}): Decision<null> {
  if (parcel.direction !== 'out') return refuse('invalid', 'not_outgoing')
  if (parcel.deliver === 'here') return refuse('conflict', 'already_delivering')
  return parcel.recipientIsHere ? accept(null) : refuse('invalid', 'recipient_not_here')
}

/** A fingerprint for reading aloud: six groups of five digits, near a hundred bits of it, the same at both ends of the telephone. */
export function spokenDigits(fingerprint: string): string {
  return Array.from({ length: 6 }, (_, nth) => {
    const part = BigInt(`0x${fingerprint.slice(nth * 10, nth * 10 + 10)}`)
    return String(part % 100_000n).padStart(5, '0')
  }).join(' ')
}
