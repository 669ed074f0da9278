import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { RequestState } from '../../request/contract/words.ts'
import { isOpen } from '../../request/rules.ts'
import type { ChecklistStep } from '../contract.ts'

/** One open work order a request: a second visit is a new work order after the first one was finished. */
export function checkNewOrder(asked: {
  requestState: RequestState
  openNumber: string | null
  requiredQualifications: readonly string[]
  knownQualifications: readonly string[]
  checklist: readonly ChecklistStep[]
}): Decision<null> {
  if (!isOpen(asked.requestState))
    return refuse('conflict', 'request_state', { state: asked.requestState, step: 'dispatched' })
  if (asked.openNumber !== null) return refuse('conflict', 'work_order_open', { number: asked.openNumber })
  const unknown = asked.requiredQualifications.find((code) => !asked.knownQualifications.includes(code))
  if (unknown !== undefined) return refuse('invalid', 'unknown_qualification', { code: unknown })
  const ids = asked.checklist.map((step) => step.id)
  const repeated = ids.find((id, place) => ids.indexOf(id) !== place)
  if (repeated !== undefined) return refuse('invalid', 'step_repeated', { step: repeated })
  return accept(null)
}
