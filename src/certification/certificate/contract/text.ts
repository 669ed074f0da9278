import { z } from 'zod'
import { LocalText } from '#src/evaluation/scheme/contract.ts'
import { Day } from '#src/shared/fields.ts'
import { BodyProfile } from '../../body-profile/contract.ts'

const Text = (max: number) => z.string().trim().min(1).max(max)

/** What stands on a certificate: frozen when the edition is made, the same on paper, in the credential and in the register. */
export const CertificateText = z.strictObject({
  format: z.literal('starproof-certificate'),
  version: z.literal(1),
  number: Text(80),
  /** 1 for the first text; a later one supersedes those before. */
  edition: z.int().min(1),
  holder: z.strictObject({ name: Text(200), uscc: Text(18), address: z.string().max(300) }),
  scope: Text(1000),
  standard: z.strictObject({
    schemeId: Text(60),
    /** With its edition, e.g. GB/T 27922-2011. */
    reference: Text(60),
    title: LocalText.nullable(),
  }),
  level: z.strictObject({ id: Text(60), name: LocalText, stars: z.int().min(0).max(5) }),
  outlets: z.array(z.strictObject({ name: Text(200), address: z.string().max(300) })).max(5000),
  issuedOn: Day,
  validFromOn: Day,
  validUntilOn: Day,
  body: BodyProfile,
  /** Valid together with the surveillance passed within so many months. */
  surveillance: z.strictObject({ withinMonths: z.int().min(0), dueOn: Day.nullable() }),
  conditions: z.string().max(2000),
})
export type CertificateText = z.output<typeof CertificateText>

/** What a decision says about the standard and the level reached (column `scheme` of a decision). */
export const DecidedScheme = z.looseObject({
  id: Text(60),
  standard: Text(60),
  title: LocalText.nullish(),
  levelName: LocalText,
})
export type DecidedScheme = z.output<typeof DecidedScheme>

export const CHANGE_KINDS = [
  'suspend',
  'restore',
  'withdraw',
  'cancel',
  'extend',
  'reduce',
  'star',
  'maintain',
  'replace',
  'edition',
] as const
export const ChangeKind = z.enum(CHANGE_KINDS)
export type ChangeKind = z.output<typeof ChangeKind>

export const STATUSES = ['not_yet_valid', 'valid', 'suspended', 'withdrawn', 'cancelled', 'expired'] as const
export const Status = z.enum(STATUSES)
export type Status = z.output<typeof Status>
