import { addDays } from '#src/shared/instant.ts'
import type { BodyRules } from '../../body-rules/contract/rules.ts'
import { statusOn } from '../../certificate/rules/status.ts'
import { monthsAfter } from '../../certificate/rules/text.ts'
import { earlier } from '../../surveillance/rules/deadline.ts'
import type { ActOutcome } from '../contract/transition.ts'
import type { Days } from './days.ts'
import { type HolderCase, placeOn, standingOn } from './holder.ts'

export type Act = {
  step: 'announced' | 'reminder' | 'end'
  daysBefore: number
  outcome: ActOutcome
  /** Suspensions: no longer than. */
  untilOn: string | null
}

type Asked = { days: Days; decideByOn: string; rules: BodyRules }

/** The earliest of the reminders: so many days before the end. */
export function firstReminderOf({ transition }: BodyRules): number {
  return Math.max(0, ...transition.remindBeforeDays.value)
}

/**
 * What has to be done about a holder today by itself: told once, reminded on the days of the rules, after a time of silence only by the newest
 * reminder; and once, when the period is over, whatever the rules say. Who was visited in time is waited for until `decideByOn`.
 */
export function actDue(one: HolderCase, { days, decideByOn, rules }: Asked, dayOn: string): Act | null {
  if (placeOn(one, dayOn) !== 'old') return null
  const { state } = standingOn(one, days, firstReminderOf(rules), dayOn)
  const waits = state === 'audited' || state === 'decided'
  if (dayOn > days.endOn) return dayOn > (waits ? decideByOn : days.endOn) ? end(one, rules, dayOn) : null
  const told = one.acts.find((act) => act.step === 'announced')
  if (!told) return { step: 'announced', daysBefore: 0, outcome: 'told', untilOn: null }
  return waits ? null : reminder(one, days, rules, told.madeOn, dayOn)
}

// What the announcement's own letter said already is not said again the next day.
function reminder(one: HolderCase, { endOn }: Days, rules: BodyRules, toldOn: string, dayOn: string): Act | null {
  const come = rules.transition.remindBeforeDays.value.filter((before) => {
    const on = addDays(endOn, -before)
    return on <= dayOn && on > toldOn
  })
  if (come.length === 0) return null
  const daysBefore = Math.min(...come)
  if (one.acts.some((act) => act.step === 'reminder' && act.daysBefore <= daysBefore)) return null
  return { step: 'reminder', daysBefore, outcome: 'reminded', untilOn: null }
}

function end(one: HolderCase, rules: BodyRules, dayOn: string): Act | null {
  if (one.acts.some((act) => act.step === 'end')) return null
  // A person has already said what becomes of it: the system waits for that day.
  if (one.changes.some((change) => change.effectiveOn > dayOn)) return null
  const act = { step: 'end' as const, daysBefore: 0, untilOn: null }
  const whenOver = rules.transition.whenOver.value
  if (whenOver === 'withdraw') return { ...act, outcome: 'withdrawn' }
  if (whenOver === 'nothing' || statusOn(one, one.changes, dayOn).status === 'suspended')
    return { ...act, outcome: 'noted' }
  const untilOn = earlier(monthsAfter(dayOn, rules.suspension.longestMonths.value), one.validUntilOn)
  return untilOn > dayOn ? { ...act, outcome: 'suspended', untilOn } : { ...act, outcome: 'noted' }
}
