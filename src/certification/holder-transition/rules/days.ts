import en from '#src/app/messages/en/holder-transition.json' with { type: 'json' }
import zh from '#src/app/messages/zh-CN/holder-transition.json' with { type: 'json' }
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { BodyRules } from '../../body-rules/contract/rules.ts'
import { lastValidDay, monthsAfter } from '../../certificate/rules/text.ts'
import type { Stage } from '../contract/transition.ts'

export type Days = { startOn: string; cutOffOn: string; endOn: string }

/** Cut-off and last day as the rules reckon them: the same day of the month, or its last one; the last day is the one before. */
export function reckonDays({ transition }: BodyRules, startOn: string): Days {
  return {
    startOn,
    cutOffOn: monthsAfter(startOn, transition.cutOffMonths.value),
    endOn: lastValidDay(startOn, transition.periodMonths.value),
  }
}

type Drafted = { from: StandardOf; to: StandardOf; days: Days; reckoned: Days; daysReason: string }
export type StandardOf = { schemeId: string; reference: string }

export function isSame(one: StandardOf, other: StandardOf): boolean {
  return one.schemeId === other.schemeId && one.reference === other.reference
}

/** Between two different standards, with days in their order; where an authority set other days than the rules reckon, somebody says so. */
export function canDraft({ from, to, days, reckoned, daysReason }: Drafted): Decision<null> {
  if (isSame(from, to)) return refuse('invalid', 'holder_transition_same', { standard: from.reference })
  const { startOn, cutOffOn, endOn } = days
  if (cutOffOn < startOn || endOn < cutOffOn)
    return refuse('invalid', 'holder_transition_days', { startOn, cutOffOn, endOn })
  const differs = cutOffOn !== reckoned.cutOffOn || endOn !== reckoned.endOn
  if (differs && daysReason === '')
    return refuse('invalid', 'holder_transition_days_reason', { cutOffOn: reckoned.cutOffOn, endOn: reckoned.endOn })
  return accept(null)
}

type Marks = Days & { announcedAt: string | null; calledOffAt: string | null }

/** What people call the state of a transition on a day. */
export function stageOn({ announcedAt, calledOffAt, startOn, cutOffOn, endOn }: Marks, dayOn: string): Stage {
  if (calledOffAt !== null) return 'called_off'
  if (announcedAt === null) return 'draft'
  if (dayOn > endOn) return 'over'
  if (dayOn >= cutOffOn) return 'after_cut_off'
  return dayOn >= startOn ? 'running' : 'announced'
}

function wrongStage(stage: Stage) {
  return refuse('conflict', 'holder_transition_stage', { stageZh: zh.stage[stage], stageEn: en.stage[stage] })
}

export function canAnnounce(transition: Marks, dayOn: string): Decision<null> {
  const stage = stageOn(transition, dayOn)
  if (stage !== 'draft') return wrongStage(stage)
  const { endOn } = transition
  return endOn > dayOn ? accept(null) : refuse('conflict', 'holder_transition_past', { endOn })
}

/** What has ended, or run its course, stays on record as it was. */
export function canCallOff(transition: Marks, dayOn: string): Decision<null> {
  const stage = stageOn(transition, dayOn)
  return stage === 'called_off' || stage === 'over' ? wrongStage(stage) : accept(null)
}

/** Holders are planned from the announcement on, and after the end too: who was suspended comes back by an audit on the new edition. */
export function canPlan(transition: Marks, dayOn: string): Decision<null> {
  const stage = stageOn(transition, dayOn)
  return stage === 'draft' || stage === 'called_off' ? wrongStage(stage) : accept(null)
}
