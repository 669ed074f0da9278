import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { daysBetween } from '#src/shared/instant.ts'
import type { ApplicationState, ApplicationStep, StepKind } from '../contract.ts'

/** A step as it is kept; days in the body's zone. */
export type Step = Omit<ApplicationStep, 'doneOn' | 'lateDays'> & { on: string; by: string }

const STATE_AFTER: Partial<Record<StepKind, ApplicationState>> = {
  received: 'reviewing',
  more_asked: 'awaiting',
  supplied: 'reviewing',
  accepted: 'accepted',
  refused: 'refused',
  withdrawn: 'withdrawn',
}

/** Where an application stands: its last step that moves it. */
export function stateOf(steps: readonly Pick<Step, 'kind'>[]): ApplicationState {
  return STATE_AFTER[steps.findLast(({ kind }) => STATE_AFTER[kind])?.kind ?? 'received']!
}

/** Whether a step may follow now. What was refused or withdrawn is over; what was accepted can only be withdrawn, until there is a contract. */
export function canTake(kind: StepKind, steps: readonly Pick<Step, 'kind'>[], hasContract: boolean): Decision<null> {
  const state = stateOf(steps)
  if (state === 'refused' || state === 'withdrawn') return refuse('conflict', 'application_over', { state })
  if (hasContract) return refuse('conflict', 'application_has_contract')
  const isHeadcount = kind === 'headcount_explained' || kind === 'headcount_corrected'
  if (state === 'accepted' && kind !== 'withdrawn' && !isHeadcount) return refuse('conflict', 'application_accepted')
  if (kind === 'more_asked' && state === 'awaiting') return refuse('conflict', 'already_asked')
  return accept(null)
}

/** Steps with what became of their due day: done by the next step that moves the application, late by so many days. */
export function withLateness(steps: readonly Step[], todayOn: string): ApplicationStep[] {
  return steps.map(({ on: _, by: __, ...step }, at) => {
    const next = steps.slice(at + 1).find(({ kind }) => STATE_AFTER[kind])
    const doneOn = step.dueOn === null ? null : (next?.on ?? null)
    const lateDays = step.dueOn === null ? 0 : Math.max(0, daysBetween(step.dueOn, doneOn ?? todayOn))
    return { ...step, doneOn, lateDays }
  })
}

/** What is due now, and how late it is; nothing once the application is decided. */
export function openDue(steps: readonly Step[], todayOn: string): { dueOn: string | null; lateDays: number } {
  const open = withLateness(steps, todayOn).findLast((step) => step.dueOn !== null && step.doneOn === null)
  return open ? { dueOn: open.dueOn, lateDays: open.lateDays } : { dueOn: null, lateDays: 0 }
}

/** Who reviewed the application: they take no part in the audit's decision where the rules want independence. */
export function reviewersOf(steps: readonly Pick<Step, 'kind' | 'by'>[]): string[] {
  const reviewing: readonly StepKind[] = [
    'more_asked',
    'accepted',
    'refused',
    'headcount_explained',
    'headcount_corrected',
  ]
  const people = steps
    .filter(({ kind }) => reviewing.includes(kind))
    .flatMap(({ by }) => /^person:(.+)$/.exec(by)?.[1] ?? [])
  return [...new Set(people)]
}
