import type { Day } from '#src/shared/instant.ts'
import { daysBetween } from '#src/shared/instant.ts'

export type Licence = {
  kindCode: string
  issuedOn: Day | null
  expiresOn: Day | null
  revokedOn: Day | null
}

/** Counts on that day: issued, not past its last day, not revoked. The day of expiry itself still counts. */
export function holdsOn(licence: Licence, dayOn: Day): boolean {
  if (licence.issuedOn !== null && licence.issuedOn > dayOn) return false
  if (licence.expiresOn !== null && licence.expiresOn < dayOn) return false
  return licence.revokedOn === null || licence.revokedOn > dayOn
}

/** Null `expiredOn`: never held. Otherwise the last day on which it counted. */
export type MissingLicence = { kindCode: string; expiredOn: Day | null }

/** Which of the required licences a person does not hold on that day. */
export function licencesMissing(
  required: readonly string[],
  licences: readonly Licence[],
  dayOn: Day,
): MissingLicence[] {
  return [...new Set(required)]
    .filter((kindCode) => !licences.some((licence) => licence.kindCode === kindCode && holdsOn(licence, dayOn)))
    .map((kindCode) => {
      const ended = licences
        .filter((licence) => licence.kindCode === kindCode && licence.expiresOn !== null && licence.expiresOn < dayOn)
        .map((licence) => licence.expiresOn!)
      return { kindCode, expiredOn: ended.sort().at(-1) ?? null }
    })
}

export const EXPIRY_WARNING_DAYS = 60

export type LicenceState = 'valid' | 'expiring' | 'expired' | 'revoked' | 'not_yet'

export function licenceState(licence: Licence, dayOn: Day): LicenceState {
  if (licence.revokedOn !== null && licence.revokedOn <= dayOn) return 'revoked'
  if (licence.issuedOn !== null && licence.issuedOn > dayOn) return 'not_yet'
  if (licence.expiresOn === null) return 'valid'
  const left = daysBetween(dayOn, licence.expiresOn)
  if (left < 0) return 'expired'
  return left <= EXPIRY_WARNING_DAYS ? 'expiring' : 'valid'
}
