import { z } from 'zod'
import type { JsonObject } from './sign.ts'

/**
 * One key in a credential that lists the keys of an issuer. `key`: multibase for credentials, SHA-256 of the certificate for documents, vkey for
 * the ledger.
 */
export const StatedKey = z.object({
  id: z.string().max(700).optional(),
  purpose: z.enum(['document', 'credential', 'ledger']),
  key: z.string().max(400),
  certificate: z.string().max(8_000).optional(),
  validFromAt: z.iso.datetime(),
  validUntilAt: z.iso.datetime().optional(),
})
export type StatedKey = z.output<typeof StatedKey>

/** The keys and root certificates (PEM) that such a credential states, whether or not its proof holds; empty where it holds anything else. */
export function readStatedKeys(json: JsonObject): { keys: StatedKey[]; rootPems: string[] } {
  const subject = json.credentialSubject as JsonObject | undefined
  const keys = StatedKey.array().max(2000).safeParse(subject?.keys)
  const pems = Array.isArray(subject?.rootCertificates) ? subject.rootCertificates : []
  return { keys: keys.success ? keys.data : [], rootPems: pems.slice(0, 200).map(String) }
}

type Dated = { validFromAt: string; validUntilAt?: string | null | undefined }

/** Whether what a key claims to have signed at an instant may be believed: not before it was made, not after it was retired. Seconds decide, as proofs carry no finer ones. */
export function heldAt(key: Dated, at: string): boolean {
  const second = (instant: string) => Math.floor(Date.parse(instant) / 1000)
  const isEnded = key.validUntilAt ? second(at) > second(key.validUntilAt) : false
  return second(at) >= second(key.validFromAt) && !isEnded
}
