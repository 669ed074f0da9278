import type { STATUSES } from '../contract/progress.ts'

/** Days on which a certificate begins and ends to be valid. */
export type Dated = { validFromOn: string; validUntilOn: string }
/** Something that became of a certificate; kinds that change no status are passed over. */
export type Change = { kind: string; effectiveOn: string; untilOn?: string | null; madeAt: string }
export type Status = (typeof STATUSES)[number]

export type Standing = {
  status: Status
  /** First day of this status; the first day of validity for `not_yet_valid`. */
  sinceOn: string
  /** Suspensions: no longer than. */
  untilOn: string | null
}

const ENDS: Partial<Record<string, Status>> = { withdraw: 'withdrawn', cancel: 'cancelled' }

/** In the order in which they take effect; of one day, in the order in which they were made. */
export function inOrder<C extends Change>(changes: readonly C[]): C[] {
  return changes.toSorted(
    (one, other) => compare(one.effectiveOn, other.effectiveOn) || compare(one.madeAt, other.madeAt),
  )
}

/**
 * The status of a certificate on any day, past or to come, by what is known of it now: at its body all that was done to it, at its holder all
 * that was told. A change counts from its day on; withdrawal and cancellation end everything; an unlifted suspension lasts until the certificate
 * expires.
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

function nextDay(dayOn: string): string {
  return new Date(Date.parse(dayOn) + 86_400_000).toISOString().slice(0, 10)
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
