import { addDays, daysBetween } from '#src/shared/instant.ts'
import { type CertificateDue, CertificateLetter, CertificateNotice, CertificateReminder } from '../contract/letter.ts'
import type { DueItem, ReceivedCertificate } from '../contract/progress.ts'
import type { Change, Status } from './standing.ts'

/** A letter about one certificate, with the day it was made. */
export type About = { parcelId: string; madeAt: string; body: unknown }

// Of the company's own: bodies remind by their own rules, earlier and later. A month is enough to agree a visit.
const NEAR_DAYS = 30

/** What is to come by the newest letter that says so; older bodies say nothing of it. */
export function dueOf(letters: readonly About[]): CertificateDue[] {
  const told = letters.flatMap(({ body, madeAt }) => {
    const { due } = CertificateLetter.safeParse(body).data ??
      CertificateReminder.safeParse(body).data ??
      CertificateNotice.safeParse(body).data ?? { due: undefined }
    return due ? [{ due, madeAt }] : []
  })
  return told.toSorted((one, other) => compare(one.madeAt, other.madeAt)).at(-1)?.due ?? []
}

/** What became of a certificate, with the words of the body. */
export type Told = Change & { parcelId: string; publicReason: string }

export function changesOf(letters: readonly About[]): Told[] {
  return letters.flatMap(({ body, madeAt, parcelId }) => {
    const notice = CertificateNotice.safeParse(body).data
    if (!notice) return []
    const { kind, effectiveOn, untilOn, publicReason } = notice
    return [{ kind, effectiveOn, untilOn, publicReason, madeAt, parcelId }]
  })
}

export function stateOf({ fromOn, latestOn }: CertificateDue, todayOn: string): DueItem['state'] {
  if (todayOn > latestOn) return 'passed'
  if (todayOn >= addDays(latestOn, -NEAR_DAYS)) return 'near'
  return todayOn >= fromOn ? 'open' : 'ahead'
}

/** What certificates have to have, the next last day first; one that ended has to have nothing. */
export function dueItems(
  held: readonly { certificate: ReceivedCertificate; due: readonly CertificateDue[] }[],
  todayOn: string,
): DueItem[] {
  return held
    .flatMap(({ certificate: { bodyName, number, standing }, due }) =>
      standing && isStanding(standing.status)
        ? due.map((one) => ({
            ...{ ...one, bodyName, number, state: stateOf(one, todayOn) },
            daysLeft: daysBetween(todayOn, one.latestOn),
          }))
        : [],
    )
    .toSorted((one, other) => compare(one.latestOn, other.latestOn))
}

export function isStanding(status: Status): boolean {
  return status === 'valid' || status === 'suspended' || status === 'not_yet_valid'
}

/** Each of these is told once: that the time has begun, that the last day is near, that it has passed. */
export function reminderKey(bodyOrgId: string, { number, kind, latestOn, state }: DueItem): string {
  return `${bodyOrgId}/${number}/${kind}/${latestOn}/${state}`
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
