import type { Routes } from '#src/server/http/mount.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { findPortalOrganisation, tellSecret } from '../tracking/actions.ts'
import { createPortalRequest, createRequest } from './actions/create.ts'
import { explainClocks, findCaller, readRequest } from './actions/read.ts'
import { requireRequest, type StepDetail, takeSteps } from './actions/take-step.ts'
import * as make from './contract/make.ts'
import * as read from './contract/read.ts'
import * as steps from './contract/step.ts'
import type { EventKind } from './contract/words.ts'
import { listRequestRows } from './store/requests.ts'

async function step(tx: WriteTx, requestId: string, kind: EventKind, detail: StepDetail = {}) {
  const request = await requireRequest(tx, requestId)
  return request.ok ? takeSteps(tx, request.value, [{ kind, ...detail }]) : request
}

export const requestRoutes: Routes = (mount) => {
  mount.command(make.createRequest, (tx, { body }) => createRequest(tx, body))
  mount.open(make.createPortalRequest, async (door, { body }) => {
    const orgId = await findPortalOrganisation(door.platform, body.org)
    if (!orgId) return refuse('not_found', 'company_not_found')
    const made = await tellSecret(door, { kind: 'public', orgId, roles: [] }, body.id, (tx) =>
      createPortalRequest(tx, body),
    )
    if (!made.ok) return made
    const { id, number, secret } = made.value
    return accept({ id, number, trackingSecret: secret })
  })
  mount.query(read.listRequests, async (tx, { query }) => accept(await listRequestRows(tx, query)))
  mount.query(read.readRequest, (tx, { params }) => readRequest(tx, params.requestId))
  mount.query(read.explainClocks, (tx, { params }) => explainClocks(tx, params.requestId))
  mount.query(read.findCaller, (tx, { query }) => findCaller(tx, query.phone))

  mount.command(steps.answerRequest, (tx, { params, body }) =>
    step(tx, params.requestId, 'answered', { note: body.note, claimedAt: body.at ?? undefined }),
  )
  mount.command(steps.appointVisit, async (tx, { params, body }) => {
    if (body.windowToAt <= body.windowFromAt) return refuse('invalid', 'window_reversed')
    return step(tx, params.requestId, 'appointed', {
      note: body.note,
      windowFrom: body.windowFromAt,
      windowTo: body.windowToAt,
    })
  })
  mount.command(steps.pauseRequest, (tx, { params, body }) => step(tx, params.requestId, 'paused', body))
  mount.command(steps.resumeRequest, (tx, { params }) => step(tx, params.requestId, 'resumed'))
  mount.command(steps.resolveRequest, (tx, { params, body }) =>
    step(tx, params.requestId, 'resolved', {
      note: body.note,
      ...(body.complaintClass ? { change: { complaintClass: body.complaintClass } } : {}),
    }),
  )
  mount.command(steps.closeRequest, (tx, { params, body }) => step(tx, params.requestId, 'closed', body))
  mount.command(steps.reopenRequest, (tx, { params, body }) =>
    step(tx, params.requestId, 'reopened', { note: body.reason }),
  )
  mount.command(steps.cancelRequest, (tx, { params, body }) =>
    step(tx, params.requestId, 'cancelled', { note: body.reason }),
  )
  mount.command(steps.noteOnRequest, (tx, { params, body }) => step(tx, params.requestId, 'note', body))
  mount.command(steps.linkCustomer, async (tx, { params, body }) => {
    const request = await requireRequest(tx, params.requestId)
    if (!request.ok) return request
    if (request.value.version !== body.version)
      return refuse('conflict', 'stale_version', { recordType: 'service_request' })
    const change = { customerId: body.customerId, productId: body.productId ?? null }
    return takeSteps(tx, request.value, [{ kind: 'note', note: '', change }])
  })
}
