import { readStatus } from '#src/server/credential/status-list.ts'
import { dayOf } from '#src/shared/instant.ts'

type Json = Record<string, unknown>

/** How a certificate, or one edition of it, came to its end: on a day past, and why, as the body tells the public. */
export type Ended = { status: 'withdrawn' | 'cancelled' | 'superseded'; sinceOn: string; reason: string }

/** `unknown`: no list that covers the day was given. `revoked`: ended, and no proof was given that tells in which way. */
export type CertificateStatus =
  | 'valid'
  | 'suspended'
  | 'revoked'
  | Ended['status']
  | 'expired'
  | 'not_yet_valid'
  | 'unknown'

export type StatusTold = { status: CertificateStatus; onDay: string; listFrom: string | null; ended: Ended | null }

/**
 * The status of a checked credential on a day by checked lists alone: its own dates first, then the lists that it names and that cover the day.
 * Without a list for both questions it stays unknown, never valid. A list tells that a certificate ended; in which way, the entries of the body's ledger
 * in `proven`.
 */
export async function statusBy(
  credential: Json,
  lists: readonly Json[],
  proven: readonly Json[],
  onDay: string,
): Promise<StatusTold> {
  const [from, until] = [String(credential.validFrom ?? ''), String(credential.validUntil ?? '')]
  const told = (status: CertificateStatus, listFrom: string | null = null): StatusTold => ({
    ...{ status, onDay, listFrom },
    ended: null,
  })
  if (from && onDay < dayOf(Date.parse(from))) return told('not_yet_valid')
  const [revoked, suspended] = [
    await askList(credential, lists, 'revocation', onDay),
    await askList(credential, lists, 'suspension', onDay),
  ]
  if (revoked?.isSet) {
    const ended = endOf(credential, proven, onDay)
    return { ...told(ended?.status ?? 'revoked', revoked.listFrom), ended }
  }
  if (until && onDay > dayOf(Date.parse(until))) return told('expired')
  if (suspended?.isSet) return told('suspended', suspended.listFrom)
  return revoked && suspended ? told('valid', revoked.listFrom) : told('unknown')
}

const ENDS: Record<string, Ended['status']> = { withdraw: 'withdrawn', cancel: 'cancelled' }

function endOf(credential: Json, proven: readonly Json[], onDay: string): Ended | null {
  const { certificateNumber, edition } = (credential.credentialSubject ?? {}) as Json
  const own = proven.filter(({ number }) => number === certificateNumber)
  const end = own.find(({ kind, effectiveOn }) => ENDS[String(kind)] && String(effectiveOn) <= onDay)
  if (end)
    return {
      status: ENDS[String(end.kind)]!,
      sinceOn: String(end.effectiveOn),
      reason: String(end.publicReason ?? ''),
    }
  const next = own.find(
    ({ fileSha256, edition: later, validFromOn }) =>
      fileSha256 && Number(later) > Number(edition) && String(validFromOn) <= onDay,
  )
  return next ? { status: 'superseded', sinceOn: String(next.validFromOn), reason: '' } : null
}

async function askList(credential: Json, lists: readonly Json[], purpose: string, onDay: string) {
  const entries = (Array.isArray(credential.credentialStatus) ? credential.credentialStatus : []) as Json[]
  const entry = entries.find((one) => one.statusPurpose === purpose)
  if (!entry) return undefined
  for (const list of lists) {
    const subject = list.credentialSubject as Json | undefined
    const isTheOne = list.id === entry.statusListCredential && subject?.statusPurpose === purpose
    if (!isTheOne || issuerOf(list) !== issuerOf(credential)) continue
    const [from, until] = [String(list.validFrom), String(list.validUntil)]
    if (onDay < dayOf(Date.parse(from)) || onDay > dayOf(Date.parse(until))) continue
    const isSet = await readStatus(list, Number(entry.statusListIndex))
    if (isSet !== undefined) return { isSet, listFrom: from }
  }
  return undefined
}

function issuerOf(credential: Json): unknown {
  const { issuer } = credential
  return typeof issuer === 'object' && issuer !== null ? (issuer as Json).id : issuer
}
