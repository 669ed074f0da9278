import type { Confirmation, Problem } from '#src/evaluation/scheme/contract.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { addDays } from '#src/shared/instant.ts'
import type { RuleEdit } from '../contract/endpoints.ts'
import type { BodyRules } from '../contract/rules.ts'
import { isFigure } from './figures.ts'
import { checkShape } from './file.ts'

/** First day of the rules that come with the product: they hold for every day before a body sets its own. */
export const SINCE_EVER_ON = '2000-01-01'

/** Applies all edits or none; each figure touched is then confirmed by this person, on this day, from this source. */
export function editFigures(
  rules: BodyRules,
  edits: readonly RuleEdit[],
  confirmation: Confirmation,
): Decision<BodyRules> {
  const draft: unknown = structuredClone(rules)
  for (const { path, value } of edits) {
    const figure = path.split('.').reduce<unknown>((part, key) => ownOf(part, key), draft)
    if (!isFigure(figure)) return refuse('not_found', 'rule_unknown', { path })
    figure.value = value
    figure.provenance = { kind: 'confirmed', ...confirmation }
  }
  const { rules: edited, problems } = checkShape(draft)
  return edited ? accept(edited) : refuseUnsound(problems)
}

function ownOf(part: unknown, key: string): unknown {
  return typeof part === 'object' && part !== null && Object.hasOwn(part, key)
    ? (part as Record<string, unknown>)[key]
    : undefined
}

export function refuseUnsound(problems: readonly Problem[]): ReturnType<typeof refuse> {
  const [first, ...more] = problems
  return refuse('invalid', 'rules_unsound', { ...first!, more: more.length })
}

/** A version begins today or later, and after every version before it: no day ever changes its rules afterwards. */
export function canPutInForce(asked: {
  fromOn: string
  todayOn: string
  lastFromOn: string
  unconfirmedCount: number
  acceptsUnconfirmed: number
}): Decision<null> {
  const { fromOn, todayOn, lastFromOn } = asked
  if (fromOn < todayOn) return refuse('invalid', 'rules_from_past', { earliestOn: todayOn })
  if (fromOn <= lastFromOn) return refuse('conflict', 'rules_from_too_early', { earliestOn: addDays(lastFromOn, 1) })
  if (asked.unconfirmedCount !== asked.acceptsUnconfirmed)
    return refuse('conflict', 'rules_unconfirmed', { count: asked.unconfirmedCount })
  return accept(null)
}

/** How a version stands on a day, given the first day of the version in force then. */
export function standingOf(
  validFromOn: string | null,
  todayOn: string,
  inForceFromOn: string,
): 'draft' | 'coming' | 'in_force' | 'past' {
  if (validFromOn === null) return 'draft'
  if (validFromOn > todayOn) return 'coming'
  return validFromOn === inForceFromOn ? 'in_force' : 'past'
}
