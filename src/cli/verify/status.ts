import { readStatus } from '#src/server/credential/status-list.ts'
import { dayOf } from '#src/shared/instant.ts'

type Json = Record<string, unknown>

/** `unknown`: no list that covers the day was given. */
export type CertificateStatus = 'valid' | 'suspended' | 'revoked' | 'expired' | 'not_yet_valid' | 'unknown'

export type StatusTold = { status: CertificateStatus; onDay: string; listFrom: string | null }

/**
 * The status of a checked credential on a day by checked lists alone: its own dates first, then the lists that it names and that cover the day.
 * Without a list for both questions it stays unknown, never valid.
 */
export async function statusBy(credential: Json, lists: readonly Json[], onDay: string): Promise<StatusTold> {
  const [from, until] = [String(credential.validFrom ?? ''), String(credential.validUntil ?? '')]
  const told = (status: CertificateStatus, listFrom: string | null = null): StatusTold => ({ status, onDay, listFrom })
  if (from && onDay < dayOf(Date.parse(from))) return told('not_yet_valid')
  const [revoked, suspended] = [
    await askList(credential, lists, 'revocation', onDay),
    await askList(credential, lists, 'suspension', onDay),
  ]
  if (revoked?.isSet) return told('revoked', revoked.listFrom)
  if (until && onDay > dayOf(Date.parse(until))) return told('expired')
  if (suspended?.isSet) return told('suspended', suspended.listFrom)
  return revoked && suspended ? told('valid', revoked.listFrom) : told('unknown')
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
