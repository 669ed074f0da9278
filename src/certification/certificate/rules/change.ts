import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { BodyRules } from '../../body-rules/contract/rules.ts'
import type { ChangeKind } from '../contract/text.ts'
import { type Change, type Dated, inOrder, statusOn } from './status.ts'
import { monthsAfter } from './text.ts'

export type Wanted = {
  kind: ChangeKind
  effectiveOn: string
  untilOn?: string | null | undefined
  publicReason: string
}

/** The decision that each of these needs; the others need a reason only. */
const DECISION_KIND = {
  ...{ extend: 'extend', reduce: 'reduce', star: 'star_change', maintain: 'maintain' },
  // Whoever passes an audit on the new edition is maintained, on that edition.
  edition: 'maintain',
} as const

/** The kind of decision that a change carries out; undefined where none is needed. */
export function decisionKindFor(kind: ChangeKind): string | undefined {
  return DECISION_KIND[kind as keyof typeof DECISION_KIND]
}

/** Changes after which the certificate says something else and is issued as another edition. */
export function bringsEdition(kind: ChangeKind): boolean {
  return ['extend', 'reduce', 'star', 'replace', 'edition'].includes(kind)
}

export type StandardOf = { schemeId: string; reference: string }

/** Whether a decision on this standard may be carried out so: what is decided on another edition moves the certificate there, and is never entered as a mere surveillance. */
export function fitsStandard(kind: ChangeKind, before: StandardOf, decided: StandardOf): Decision<null> {
  const moves = before.schemeId !== decided.schemeId || before.reference !== decided.reference
  if (kind === 'maintain' && moves)
    return refuse('conflict', 'decision_other_edition', { decided: decided.reference, standard: before.reference })
  if (kind === 'edition' && !moves) return refuse('conflict', 'decision_same_edition', { standard: before.reference })
  return accept(null)
}

// A notice may run some weeks; a change planned further ahead would be a promise about a state nobody knows yet.
const LATEST_DAYS = 92

/** What may be done to a certificate, seen from today. The past is never rewritten: a change takes effect today or later, and after those made before. */
export function canChange(
  certificate: Dated,
  changes: readonly Change[],
  wanted: Wanted,
  rules: BodyRules,
  todayOn: string,
): Decision<null> {
  const { kind, effectiveOn } = wanted
  const ended = changes.find((change) => change.kind === 'withdraw' || change.kind === 'cancel')
  if (ended) return refuse('conflict', 'certificate_ended', { kind: ended.kind })
  if (effectiveOn < todayOn) return refuse('invalid', 'change_in_the_past', { todayOn })
  if (daysBetween(todayOn, effectiveOn) > LATEST_DAYS)
    return refuse('invalid', 'change_too_far_ahead', { days: LATEST_DAYS })
  const last = inOrder(changes).at(-1)
  if (last && last.effectiveOn > effectiveOn)
    return refuse('conflict', 'change_before_another', { effectiveOn: last.effectiveOn })
  const { status } = statusOn(certificate, changes, effectiveOn)
  if (status === 'expired') return refuse('conflict', 'certificate_expired', { validUntilOn: certificate.validUntilOn })
  if (kind !== 'maintain' && wanted.publicReason.trim() === '' && isAdverse(kind))
    return refuse('invalid', 'public_reason_needed')
  if (kind === 'restore') return status === 'suspended' ? accept(null) : refuse('conflict', 'not_suspended')
  if (kind === 'suspend') return canSuspend(status, wanted, certificate, rules)
  if (wanted.untilOn) return refuse('invalid', 'until_only_for_suspension')
  return status === 'suspended' && ['extend', 'star', 'maintain'].includes(kind)
    ? refuse('conflict', 'certificate_suspended')
    : accept(null)
}

function canSuspend(
  status: string,
  { effectiveOn, untilOn }: Wanted,
  { validUntilOn }: Dated,
  rules: BodyRules,
): Decision<null> {
  if (status === 'suspended') return refuse('conflict', 'already_suspended')
  const months = rules.suspension.longestMonths.value
  const latestOn = monthsAfter(effectiveOn, months)
  if (!untilOn || untilOn <= effectiveOn || untilOn > latestOn)
    return refuse('invalid', 'suspension_term', { latestOn: latestOn < validUntilOn ? latestOn : validUntilOn, months })
  return accept(null)
}

/** Acts that the public must be told a reason for. */
function isAdverse(kind: ChangeKind): boolean {
  return kind === 'suspend' || kind === 'withdraw' || kind === 'cancel' || kind === 'reduce'
}

function daysBetween(fromOn: string, toOn: string): number {
  return (Date.parse(toOn) - Date.parse(fromOn)) / 86_400_000
}

/** Where the body's rules grant stars only some months after the first certificate of the client (达标), a first certificate carries none. */
export function mayCarryStars(
  stars: number,
  earlier: readonly { issuedOn: string }[],
  rules: BodyRules,
  todayOn: string,
): Decision<null> {
  const months = rules.certificate.starAfterPassMonths.value
  if (stars === 0 || months === 0) return accept(null)
  const isLongEnough = earlier.some(({ issuedOn }) => monthsAfter(issuedOn, months) <= todayOn)
  return isLongEnough ? accept(null) : refuse('conflict', 'stars_too_early', { months })
}
