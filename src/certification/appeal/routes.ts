import type { Routes } from '#src/server/http/mount.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { bodyDay, loadBodyRulesOn } from '../body-rules/actions.ts'
import { findBody } from '../signing-key/store.ts'
import * as actions from './actions.ts'
import * as contract from './contract.ts'

export const appealRoutes: Routes = (mount, platform) => {
  mount.query(contract.listGrievances, async (tx, { query }) => accept(await actions.listGrievances(tx, query)))
  mount.query(contract.readGrievance, (tx, { params }) => actions.readGrievance(tx, params.grievanceId))
  mount.command(contract.enterGrievance, (tx, { body }) => actions.receive(tx, body, 'desk'))
  mount.command(contract.examineGrievance, (tx, { params, body }) => actions.examine(tx, params.grievanceId, body))
  mount.command(contract.joinPanel, (tx, { params, body }) => actions.joinPanel(tx, params.grievanceId, body.version))
  mount.command(contract.leavePanel, (tx, { params, body }) =>
    actions.leavePanel(tx, params.grievanceId, body.version, body.words),
  )
  mount.command(contract.decideGrievance, (tx, { params, body }) => actions.decide(tx, params.grievanceId, body))
  mount.command(contract.closeGrievance, (tx, { params, body }) =>
    actions.close(tx, params.grievanceId, body.version, body.words),
  )

  mount.open(contract.showBody, async ({ query }, { params }) => {
    const body = await findBody(platform.database.system, params.slug)
    if (!body) return refuse('not_found', 'not_found')
    const actor = { kind: 'public', orgId: body.orgId, roles: [] } as const
    const { rules } = await query(actor, async (tx) => loadBodyRulesOn(tx, await bodyDay(tx)))
    return accept({ name: body.name, acceptsAnonymous: rules.appeals.acceptAnonymous.value })
  })
  mount.open(contract.sendComplaint, async ({ command }, { params, body: given }) => {
    const body = await findBody(platform.database.system, params.slug)
    if (!body) return refuse('not_found', 'not_found')
    const actor = { kind: 'public', orgId: body.orgId, roles: [] } as const
    return command(actor, (tx) => actions.receiveFromPublic(tx, given))
  })
}
