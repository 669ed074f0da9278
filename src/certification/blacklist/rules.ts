import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { isUscc } from '#src/shared/uscc.ts'
import type { BlacklistEntry } from './contract.ts'

export function stateOn(entry: { untilOn: string; liftedAt: string | null }, todayOn: string): BlacklistEntry['state'] {
  if (entry.liftedAt !== null) return 'lifted'
  return entry.untilOn < todayOn ? 'over' : 'barred'
}

/** The last day of the term: `months` later by the calendar, the last of the month where that month is shorter. */
export function barredUntil(fromOn: string, months: number): string {
  const date = new Date(`${fromOn}T00:00:00Z`)
  const day = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + months)
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  date.setUTCDate(Math.min(day, last))
  return date.toISOString().slice(0, 10)
}

export function canBar(uscc: string, known: { untilOn: string } | undefined): Decision<null> {
  if (!isUscc(uscc)) return refuse('invalid', 'uscc_check_digit', { uscc })
  if (known) return refuse('conflict', 'barred_already', { until: known.untilOn })
  return accept(null)
}

export function canLift(
  entry: { untilOn: string; liftedAt: string | null; madeBy: string },
  actor: string,
  todayOn: string,
): Decision<null> {
  if (stateOn(entry, todayOn) !== 'barred') return refuse('conflict', 'bar_not_in_force')
  if (entry.madeBy === actor) return refuse('forbidden', 'own_bar_not_lifted')
  return accept(null)
}
