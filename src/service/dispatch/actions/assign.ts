import type { WriteTx } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import { accept, type Decision } from '#src/shared/decision.ts'
import type { Input } from '#src/shared/endpoint.ts'
import { takeSteps } from '../../request/actions/take-step.ts'
import type { assignWorkOrder as assignEndpoint, unassignWorkOrder as unassignEndpoint } from '../contract.ts'
import { canAssign, canUnassign } from '../rules/assign.ts'
import { endAssignments, saveAssignment, saveUnassigned } from '../store/order.ts'
import { requireOrder } from './order.ts'

/** Gives the work to somebody, from whoever had it until now. */
export async function assignWorkOrder(
  tx: WriteTx,
  workOrderId: string,
  asked: Input<typeof assignEndpoint>['body'],
): Promise<Decision<{ version: number }>> {
  const plan = { fromAt: asked.plannedFromAt, toAt: asked.plannedToAt }
  const loaded = await requireOrder(tx, { workOrderId, candidate: { staffId: asked.staffId, ...plan } })
  if (!loaded.ok) return loaded
  const { order, state } = loaded.value
  const holder = order.assignment
  const jobs = order.candidate?.jobs ?? []
  const allowed = canAssign({
    state,
    version: order.version,
    seenVersion: asked.version,
    holderId: holder?.staffId ?? null,
    reason: asked.reason,
    person: order.candidate,
    needed: order.candidate?.needed ?? [],
    plan,
    zone: order.zone,
    jobs: jobs.filter((job) => !job.over),
    at: tx.at,
  })
  if (!allowed.ok) return allowed
  // Hours planned for requests that were ended since are free; their assignments end now that the hours are given away.
  const over = jobs.filter((job) => job.over).map((job) => ({ id: job.assignmentId, reason: 'request_ended' }))
  await endAssignments(tx, [...(holder ? [{ id: holder.id, reason: asked.reason || 'planned_again' }] : []), ...over])
  const { assignmentId, staffId, plannedFromAt, plannedToAt, reason } = asked
  const made = { id: assignmentId, staffId, plannedFromAt, plannedToAt, assignedBy: actorRef(tx.actor) }
  const version = await saveAssignment(tx, order, made)
  tx.record({
    recordType: 'work_order',
    recordId: order.id,
    verb: 'work_order.assigned',
    content: {
      ...{ assignmentId, staffId, plannedFromAt, plannedToAt, reason },
      endedAssignmentId: holder?.id ?? null,
      freed: over.map(({ id }) => id),
    },
  })
  const taken = await takeSteps(tx, order.request, [{ kind: 'dispatched' }])
  return taken.ok ? accept({ version }) : taken
}

/** Takes the work back; it waits for somebody again. */
export async function unassignWorkOrder(
  tx: WriteTx,
  workOrderId: string,
  asked: Input<typeof unassignEndpoint>['body'],
): Promise<Decision<{ version: number }>> {
  const loaded = await requireOrder(tx, { workOrderId })
  if (!loaded.ok) return loaded
  const { order, state } = loaded.value
  const allowed = canUnassign(state, order.version, asked.version)
  if (!allowed.ok) return allowed
  const { id: assignmentId, staffId } = order.assignment!
  await endAssignments(tx, [{ id: assignmentId, reason: asked.reason }])
  const version = await saveUnassigned(tx, order)
  tx.record({
    recordType: 'work_order',
    recordId: order.id,
    verb: 'work_order.unassigned',
    content: { assignmentId, staffId, reason: asked.reason },
  })
  const taken = await takeSteps(tx, order.request, [{ kind: 'undispatched', note: asked.reason }])
  return taken.ok ? accept({ version }) : taken
}
