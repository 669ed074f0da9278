import { createHash } from 'node:crypto'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { type Actor, actorRef } from '#src/shared/actor.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { NO_OUTLET } from '../request/actions/take-step.ts'
import { checkClaimed } from '../request/rules.ts'
import { canFollowUp, canRate, type RatingSource } from './rules.ts'
import { insertRating, loadRateable, loadRating, type RateableRequest, saveFollowUp } from './store.ts'

function personIdOf(actor: Actor): string | null {
  return actor.kind === 'person' ? actor.personId : null
}

/** What decides whether this person (null: a stranger) may rate the request. */
export function findRateable(tx: Tx, requestId: string, personId: string | null): Promise<RateableRequest | undefined> {
  return loadRateable(tx, requestId, personId)
}

export type GivenRating = {
  ratingId: string
  requestId: string
  source: Exclude<RatingSource, 'import'>
  stars: number
  comment: string
  claimedAt: string
  /** Who sits at the screen, where somebody is signed in there: nobody rates their own work. */
  personId: string | null
  /** Whatever the browser says of itself; empty when it says nothing. */
  device: string
}

/** Shows that two ratings of one organisation came from one device, without telling which. */
function hashOfDevice(orgId: string, device: string): string | null {
  return device === '' ? null : createHash('sha256').update(`${orgId}\n${device}`).digest('hex')
}

export async function giveRating(tx: WriteTx, given: GivenRating): Promise<Decision<{ stars: number }>> {
  const subject = await loadRateable(tx, given.requestId, given.personId)
  if (!subject) return refuse('not_found', 'not_found')
  const known = subject.ratings.find((rating) => rating.id === given.ratingId)
  // The same rating under another command id: the customer pressed again after a lost answer.
  if (known?.source === given.source && known.stars === given.stars && known.comment === given.comment)
    return accept({ stars: known.stars })
  const allowed = canRate(subject, given.source)
  if (!allowed.ok) return allowed
  const claimed = checkClaimed(given.claimedAt, tx.at, subject.requestedAt)
  if (!claimed.ok) return claimed
  const { ratingId: id, requestId, source, stars, comment, claimedAt } = given
  const deviceHash = hashOfDevice(tx.orgId, given.device)
  const askedBy = source === 'call_back' ? actorRef(tx.actor) : null
  await insertRating(tx, { id, requestId, source, stars, comment, deviceHash, claimedAt, askedBy })
  tx.record({
    recordType: 'rating',
    recordId: id,
    verb: 'rating.given',
    claimedAt,
    content: { requestId, source, stars, comment, askedBy, deviceHash },
  })
  tx.dirty(subject.outletId ?? NO_OUTLET, subject.requestedOn)
  return accept({ stars })
}

export async function recordCallBack(
  tx: WriteTx,
  requestId: string,
  asked: { ratingId: string; stars: number; comment: string; at?: string | null },
): Promise<Decision<{ stars: number }>> {
  const { ratingId, stars, comment, at } = asked
  const personId = personIdOf(tx.actor)
  const claimedAt = at ?? tx.at
  return giveRating(tx, { ratingId, requestId, source: 'call_back', stars, comment, claimedAt, personId, device: '' })
}

export async function followUpRating(
  tx: WriteTx,
  ratingId: string,
  note: string,
): Promise<Decision<{ followedUpAt: string }>> {
  const rating = await loadRating(tx, ratingId, personIdOf(tx.actor))
  if (!rating) return refuse('not_found', 'not_found')
  const allowed = canFollowUp(rating)
  if (!allowed.ok) return allowed
  await saveFollowUp(tx, ratingId, note)
  tx.record({
    recordType: 'rating',
    recordId: ratingId,
    verb: 'rating.followed_up',
    content: { requestId: rating.requestId, note },
  })
  tx.dirty(rating.outletId ?? NO_OUTLET, rating.requestedOn)
  return accept({ followedUpAt: tx.at })
}
