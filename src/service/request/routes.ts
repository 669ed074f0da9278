import type { Routes } from '#src/server/http/mount.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { findPortalOrganisation, tellSecret } from '../tracking/actions.ts'
import { createPortalRequest, createRequest } from './actions/create.ts'
import { explainClocks, findCaller, readRequest } from './actions/read.ts'
import { requireRequest, type StepDetail, takeSteps } from './actions/take-step.ts'
import * as contract from './contract.ts'
import { listRequestRows } from './store.ts'

async function step(tx: WriteTx, requestId: string, kind: contract.EventKind, detail: StepDetail = {}) {
  const request = await requireRequest(tx, requestId)
  return request.ok ? takeSteps(tx, request.value, [{ kind, ...detail }]) : request
}

export const requestRoutes: Routes = (mount) => {
  mount.command(contract.createRequest, (tx, { body }) => createRequest(tx, body))
  mount.open(contract.createPortalRequest, async (door, { body }) => {
    const orgId = await findPortalOrganisation(door.platform, body.org)
    if (!orgId) return refuse('not_found', 'company_not_found')
    const made = await tellSecret(door, { kind: 'public', orgId, roles: [] }, body.id, (tx) =>
      createPortalRequest(tx, body),
    )
    if (!made.ok) return made
    const { id, number, secret } = made.value
    return accept({ id, number, trackingSecret: secret })
  })
  mount.query(contract.listRequests, async (tx, { query }) => accept(await listRequestRows(tx, query)))
  mount.query(contract.readRequest, (tx, { params }) => readRequest(tx, params.requestId))
  mount.query(contract.explainClocks, (tx, { params }) => explainClocks(tx, params.requestId))
  mount.query(contract.findCaller, (tx, { query }) => findCaller(tx, query.phone))

  mount.command(contract.answerRequest, (tx, { params, body }) =>
    step(tx, params.requestId, 'answered', { note: body.note, claimedAt: body.at ?? undefined }),
  )
  mount.command(contract.appointVisit, async (tx, { params, body }) => {
    if (body.windowToAt <= body.windowFromAt) return refuse('invalid', 'window_reversed')
    return step(tx, params.requestId, 'appointed', {
      note: body.note,
      windowFrom: body.windowFromAt,
      windowTo: body.windowToAt,
    })
  })
  mount.command(contract.pauseRequest, (tx, { params, body }) => step(tx, params.requestId, 'paused', body))
  mount.command(contract.resumeRequest, (tx, { params }) => step(tx, params.requestId, 'resumed'))
  mount.command(contract.resolveRequest, (tx, { params, body }) =>
    step(tx, params.requestId, 'resolved', {
      note: body.note,
      ...(body.complaintClass ? { change: { complaintClass: body.complaintClass } } : {}),
    }),
  )
  mount.command(contract.closeRequest, (tx, { params, body }) => step(tx, params.requestId, 'closed', body))
  mount.command(contract.reopenRequest, (tx, { params, body }) =>
    step(tx, params.requestId, 'reopened', { note: body.reason }),
  )
  mount.command(contract.cancelRequest, (tx, { params, body }) =>
    step(tx, params.requestId, 'cancelled', { note: body.reason }),
  )
  mount.command(contract.noteOnRequest, (tx, { params, body }) => step(tx, params.requestId, 'note', body))
  mount.command(contract.linkCustomer, async (tx, { params, body }) => {
    const request = await requireRequest(tx, params.requestId)
    if (!request.ok) return request
    if (request.value.version !== body.version)
      return refuse('conflict', 'stale_version', { recordType: 'service_request' })
    const change = { customerId: body.customerId, productId: body.productId ?? null }
    return takeSteps(tx, request.value, [{ kind: 'note', note: '', change }])
  })
}
