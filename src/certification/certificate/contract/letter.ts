import { z } from 'zod'
import { Day, Sha256 } from '#src/shared/fields.ts'
import { ChangeKind } from './text.ts'

/** Body of the letter `certificate`: with the enclosed PDF it holds all that is needed to verify offline but the status list of the day. */
export const CertificateLetter = z.strictObject({
  number: z.string().max(80),
  edition: z.int().min(1),
  fileSha256: Sha256,
  credential: z.record(z.string(), z.unknown()),
  /** The body's keys with their dates, itself a credential. */
  keys: z.record(z.string(), z.unknown()),
  registerUrl: z.string().max(500),
  bundleUrl: z.string().max(500),
})
export type CertificateLetter = z.output<typeof CertificateLetter>

/** Body of the letter `certificate_notice`: what became of a certificate, and from when. */
export const CertificateNotice = z.strictObject({
  number: z.string().max(80),
  kind: ChangeKind,
  effectiveOn: Day,
  untilOn: Day.nullable(),
  publicReason: z.string().max(500),
  registerUrl: z.string().max(500),
})
export type CertificateNotice = z.output<typeof CertificateNotice>
