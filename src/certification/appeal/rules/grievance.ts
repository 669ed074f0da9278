import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { GrievanceState, GrievanceStep, Hand, Verdict } from '../contract.ts'

type Step = Pick<GrievanceStep, 'kind'> & { personId: string | null; personName: string }

/** The latest mark decides; nothing is ever taken back. */
export function grievanceState(steps: readonly Pick<Step, 'kind'>[]): GrievanceState {
  const kinds = new Set(steps.map((step) => step.kind))
  if (kinds.has('told')) return 'closed'
  if (kinds.has('rejected')) return 'rejected'
  if (verdictOf(steps) !== null) return 'decided'
  return kinds.has('accepted') ? 'accepted' : 'received'
}

const VERDICTS: readonly string[] = ['upheld', 'partly_upheld', 'not_upheld'] satisfies Verdict[]

export function verdictOf(steps: readonly Pick<Step, 'kind'>[]): Verdict | null {
  return (steps.find((step) => VERDICTS.includes(step.kind))?.kind as Verdict | undefined) ?? null
}

/** Who sits there now: joined and not left since. */
export function panelOf(steps: readonly Step[]): { personId: string; name: string }[] {
  const seats = new Map<string, string>()
  for (const { kind, personId, personName } of steps) {
    if (kind === 'panel_joined') seats.set(personId!, personName)
    if (kind === 'panel_left') seats.delete(personId!)
  }
  return [...seats].map(([personId, name]) => ({ personId, name }))
}

/** Open ones are late once their last day has passed. */
export function isLate(state: GrievanceState, dueOn: string, todayOn: string): boolean {
  return (state === 'received' || state === 'accepted') && dueOn < todayOn
}

export type Receiving = {
  kind: 'appeal' | 'complaint'
  isAnonymous: boolean
  fromName: string
  fromContact: string
  acceptsAnonymous: boolean
  /** Appeals: told on that day, and the last day on which an appeal could be made. */
  toldOn: string | null
  appealUntilOn: string | null
  todayOn: string
}

export function canReceive(given: Receiving): Decision<null> {
  if (given.isAnonymous && (given.kind === 'appeal' || !given.acceptsAnonymous))
    return refuse('invalid', 'grievance_needs_name')
  if (!given.isAnonymous && (given.fromName === '' || given.fromContact === ''))
    return refuse('invalid', 'grievance_needs_name')
  if (given.toldOn !== null && given.toldOn > given.todayOn)
    return refuse('invalid', 'days_impossible', { from: given.toldOn, to: given.todayOn })
  if (given.appealUntilOn !== null && given.appealUntilOn < given.todayOn)
    return refuse('conflict', 'appeal_too_late', { until: given.appealUntilOn })
  return accept(null)
}

export function canExamine(state: GrievanceState): Decision<null> {
  return inState(state, 'received')
}

export function canJoin(
  state: GrievanceState,
  panel: readonly { personId: string }[],
  personId: string,
  hands: readonly Hand[],
): Decision<null> {
  const open = inState(state, 'accepted')
  if (!open.ok) return open
  if (panel.some((seat) => seat.personId === personId)) return refuse('conflict', 'panel_joined_already')
  return isFree(hands)
}

export function canLeave(
  state: GrievanceState,
  panel: readonly { personId: string }[],
  personId: string,
): Decision<null> {
  const open = inState(state, 'accepted')
  if (!open.ok) return open
  return panel.some((seat) => seat.personId === personId) ? accept(null) : refuse('forbidden', 'not_on_panel')
}

/** By a member, while everybody on the panel is still free of the matter. */
export function canDecide(
  state: GrievanceState,
  panel: readonly { personId: string }[],
  personId: string,
  handsOfPanel: readonly Hand[],
): Decision<null> {
  const seated = canLeave(state, panel, personId)
  if (!seated.ok) return seated
  return isFree(handsOfPanel)
}

export function canClose(state: GrievanceState): Decision<null> {
  return state === 'decided' || state === 'rejected' ? accept(null) : refuse('conflict', 'grievance_state', { state })
}

function isFree(hands: readonly Hand[]): Decision<null> {
  return hands.length === 0 ? accept(null) : refuse('forbidden', 'hand_in_matter', { why: hands.join(', ') })
}

function inState(state: GrievanceState, wanted: GrievanceState): Decision<null> {
  return state === wanted ? accept(null) : refuse('conflict', 'grievance_state', { state })
}
