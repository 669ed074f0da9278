import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Mapping } from '../contract/mapping.ts'
import type { KeptReport, RunState } from '../contract/run.ts'

export function canPlan(state: RunState): Decision<null> {
  return state === 'mapping' ? accept(null) : refuse('conflict', 'import_state', { state })
}

/** Only what was planned can be started: a person has seen what would be refused. */
export function canStart(run: { state: RunState; mapping: Mapping | null; report: KeptReport | null }): Decision<null> {
  if (run.state !== 'mapping') return refuse('conflict', 'import_state', { state: run.state })
  if (!run.mapping || !run.report) return refuse('conflict', 'import_not_planned')
  if (run.report.records.every(({ planned }) => planned === 0)) return refuse('conflict', 'import_empty')
  return accept(null)
}

export function canCancel(state: RunState): Decision<null> {
  return state === 'done' || state === 'failed' || state === 'cancelled'
    ? refuse('conflict', 'import_state', { state })
    : accept(null)
}
