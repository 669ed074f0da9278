import type { ChangeKind, Status } from '../contract/text.ts'

export type Dated = { validFromOn: string; validUntilOn: string }
export type Change = { kind: ChangeKind; effectiveOn: string; untilOn?: string | null; madeAt: string }
export type Edition = { number: number; validFromOn: string }

export type Standing = {
  status: Status
  /** First day of this status; the first day of validity for `not_yet_valid`. */
  sinceOn: string
  /** Suspensions: no longer than. */
  untilOn: string | null
}

const ENDS: Partial<Record<ChangeKind, Status>> = { withdraw: 'withdrawn', cancel: 'cancelled' }

/** In the order in which they take effect; of one day, in the order in which they were made. */
export function inOrder<C extends Change>(changes: readonly C[]): C[] {
  return changes.toSorted(
    (one, other) => compare(one.effectiveOn, other.effectiveOn) || compare(one.madeAt, other.madeAt),
  )
}

/**
 * The status of a certificate on any day, past or to come, by what was changed up to now. A change counts from its day on; withdrawal and
 * cancellation end everything; an unlifted suspension lasts until the certificate expires.
 */
export function statusOn(certificate: Dated, changes: readonly Change[], dayOn: string): Standing {
  const { validFromOn, validUntilOn } = certificate
  let standing: Standing = { status: 'valid', sinceOn: validFromOn, untilOn: null }
  for (const { kind, effectiveOn, untilOn } of inOrder(changes)) {
    if (effectiveOn > dayOn || effectiveOn > validUntilOn) break
    const end = ENDS[kind]
    if (end) return { status: end, sinceOn: effectiveOn, untilOn: null }
    if (kind === 'suspend') standing = { status: 'suspended', sinceOn: effectiveOn, untilOn: untilOn ?? null }
    if (kind === 'restore') standing = { status: 'valid', sinceOn: effectiveOn, untilOn: null }
  }
  if (dayOn < validFromOn) return { status: 'not_yet_valid', sinceOn: validFromOn, untilOn: null }
  if (dayOn > validUntilOn) return { status: 'expired', sinceOn: nextDay(validUntilOn), untilOn: null }
  return standing
}

/** The edition that held on a day: the newest whose day had come, otherwise the first. */
export function editionOn<E extends Edition>(editions: readonly E[], dayOn: string): E {
  const come = editions.filter((edition) => edition.validFromOn <= dayOn)
  const from = come.length > 0 ? come : [editions[0]!]
  return from.reduce((newest, edition) => (edition.number > newest.number ? edition : newest))
}

/** What the status lists say of one edition on a day: superseded, withdrawn and cancelled ones are revoked. */
export function bitsOn(
  certificate: Dated,
  changes: readonly Change[],
  editions: readonly Edition[],
  edition: number,
  dayOn: string,
): { revoked: boolean; suspended: boolean } {
  const { status } = statusOn(certificate, changes, dayOn)
  const isSuperseded = editions.some((later) => later.number > edition && later.validFromOn <= dayOn)
  return {
    revoked: isSuperseded || status === 'withdrawn' || status === 'cancelled',
    suspended: status === 'suspended',
  }
}

function nextDay(dayOn: string): string {
  return new Date(Date.parse(dayOn) + 86_400_000).toISOString().slice(0, 10)
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
