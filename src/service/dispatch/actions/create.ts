import type { WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision } from '#src/shared/decision.ts'
import type { Input } from '#src/shared/endpoint.ts'
import { NO_OUTLET, requireRequest } from '../../request/actions/take-step.ts'
import type { createWorkOrder as endpoint } from '../contract.ts'
import { standardChecklist } from '../rules/checklist.ts'
import { checkNewOrder } from '../rules/make.ts'
import { insertOrder, loadMakingFacts } from '../store/order.ts'

export async function createWorkOrder(
  tx: WriteTx,
  asked: Input<typeof endpoint>['body'],
): Promise<Decision<{ id: string; number: string }>> {
  const request = await requireRequest(tx, asked.requestId)
  if (!request.ok) return request
  const facts = await loadMakingFacts(tx, asked.requestId)
  const checklist = asked.checklist ?? standardChecklist(facts.requestKind)
  const requiredQualifications = [...new Set(asked.requiredQualifications ?? facts.modelQualifications)]
  const allowed = checkNewOrder({ ...facts, requestState: request.value.state, checklist, requiredQualifications })
  if (!allowed.ok) return allowed
  const number = await tx.nextNumber('W')
  const { id, requestId, note } = asked
  const outletId = asked.outletId ?? request.value.outletId
  const order = { id, number, requestId, outletId, note, requiredQualifications, checklist }
  await insertOrder(tx, order)
  tx.record({ recordType: 'work_order', recordId: id, verb: 'work_order.created', content: order })
  tx.dirty(request.value.outletId ?? NO_OUTLET, request.value.requestedOn)
  return accept({ id, number })
}
