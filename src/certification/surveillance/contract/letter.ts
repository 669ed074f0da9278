import { z } from 'zod'
import { Day } from '#src/shared/fields.ts'
import { DeadlineKind } from './due.ts'

/** Body of the letter `certificate_notice` where nothing became of the certificate yet: what has to be done by when. */
export const CertificateReminder = z.strictObject({
  number: z.string().max(80),
  kind: z.literal('reminder'),
  deadline: DeadlineKind,
  latestOn: Day,
  /** Negative: the day has passed. */
  daysLeft: z.int(),
  registerUrl: z.string().max(500),
})
export type CertificateReminder = z.output<typeof CertificateReminder>
