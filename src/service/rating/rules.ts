import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { RequestState } from '../request/contract/words.ts'

export type RatingSource = 'link' | 'call_back' | 'import'

/** What must be known of a request before somebody may say how good the service was. */
export type Rateable = {
  state: RequestState
  requestedAt: string
  /** A visit of the request was finished, whatever its outcome. */
  workFinished: boolean
  /** The person who would rate, or write the rating down, served the request as its technician. */
  ownWork: boolean
  ratings: readonly { id: string; source: string; stars: number; comment: string }[]
}

/** Nobody rates what is not done yet, twice, or their own work. */
export function canRate(subject: Rateable, source: RatingSource): Decision<null> {
  if (subject.ownWork) return refuse('forbidden', 'own_work')
  const done = subject.workFinished || subject.state === 'resolved' || subject.state === 'closed'
  if (!done || subject.state === 'cancelled') return refuse('conflict', 'not_served_yet', { state: subject.state })
  if (subject.ratings.some((rating) => rating.source === source)) return refuse('conflict', 'already_rated')
  return accept(null)
}

/** Middle and bad: these must be followed up and closed. */
export const WORST_GOOD_STARS = 4

export function needsFollowUp(stars: number): boolean {
  return stars < WORST_GOOD_STARS
}

export function canFollowUp(rating: { stars: number; followedUpAt: string | null; ownWork: boolean }): Decision<null> {
  if (rating.ownWork) return refuse('forbidden', 'own_work')
  if (!needsFollowUp(rating.stars)) return refuse('conflict', 'no_follow_up_needed', { stars: rating.stars })
  if (rating.followedUpAt !== null) return refuse('conflict', 'already_followed_up')
  return accept(null)
}
