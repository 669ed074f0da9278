import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Answered, SuspicionState } from '../contract.ts'

type Standing = { goneAt: string | null; answers: readonly Pick<Answered, 'kind' | 'judged'>[] }

/** Where a suspicion stands, from its latest answer. */
export function stateOf({ goneAt, answers }: Standing): SuspicionState {
  const latest = answers.at(-1)
  if (latest?.judged === 'accepted') return latest.kind === 'confirmed' ? 'confirmed' : 'settled'
  if (goneAt !== null) return 'gone'
  if (!latest) return 'open'
  return latest.judged === 'rejected' ? 'rejected' : 'answered'
}

export function canAnswer(standing: Standing): Decision<null> {
  const state = stateOf(standing)
  if (state === 'open' || state === 'rejected') return accept(null)
  return refuse('conflict', 'suspicion_not_waiting', { state })
}

export function canJudge(standing: Standing, answeredBy: string | undefined, judge: string): Decision<null> {
  const state = stateOf(standing)
  if (state !== 'answered') return refuse('conflict', 'suspicion_not_answered', { state })
  if (answeredBy === judge) return refuse('forbidden', 'own_answer_not_judged')
  return accept(null)
}

const LONGEST_DAYS = 1_100

/** The days that are looked at: in order, not in the future, and no more than three years. */
export function canLook(fromOn: string, toOn: string, todayOn: string): Decision<null> {
  if (toOn < fromOn || toOn > todayOn) return refuse('invalid', 'days_impossible', { from: fromOn, to: toOn })
  if (Date.parse(toOn) - Date.parse(fromOn) > LONGEST_DAYS * 86_400_000)
    return refuse('invalid', 'days_too_many', { max: LONGEST_DAYS })
  return accept(null)
}

const NIGHTLY_DAYS = 92

/** The last quarter up to and with this day: long enough for rows and bursts, short enough for a night. */
export function nightlyDays(todayOn: string): { fromOn: string; toOn: string } {
  const fromMs = Date.parse(todayOn) - NIGHTLY_DAYS * 86_400_000
  return { fromOn: new Date(fromMs).toISOString().slice(0, 10), toOn: todayOn }
}
