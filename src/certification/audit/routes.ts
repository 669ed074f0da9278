import type { Routes } from '#src/server/http/mount.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { cutPage } from '#src/shared/page.ts'
import * as actions from './actions/audit.ts'
import * as team from './actions/team.ts'
import * as contract from './contract.ts'
import { teamTenths } from './rules/team.ts'
import { listAudits, loadAudit, loadTeam } from './store.ts'

export const auditRoutes: Routes = (mount) => {
  mount.query(contract.listAudits, async (tx, { query }) => {
    const { mine, ...asked } = query
    const personId = mine && tx.actor.kind === 'person' ? tx.actor.personId : undefined
    const rows = await listAudits(tx, { ...asked, personId, limit: query.limit + 1 })
    return accept(cutPage(rows, query.limit, (row) => row.id))
  })
  mount.query(contract.readAudit, async (tx, { params }) => {
    const audit = await loadAudit(tx, params.auditId)
    return audit ? accept(await withTeam(tx, audit)) : refuse('not_found', 'not_found')
  })
  mount.query(contract.listCandidates, async (tx, { params }) => {
    const audit = await loadAudit(tx, params.auditId)
    return audit ? accept({ rows: await team.listCandidates(tx, audit) }) : refuse('not_found', 'not_found')
  })
  mount.command(contract.createAudit, (tx, { body }) => actions.createAudit(tx, body))
  mount.command(contract.planDates, (tx, { params, body }) => actions.planDates(tx, params.auditId, body))
  mount.command(contract.cancelAudit, (tx, { params, body }) => actions.cancelAudit(tx, params.auditId, body))
  mount.command(contract.nameMember, (tx, { params, body }) => team.nameMember(tx, params.auditId, body))
  mount.command(contract.releaseMember, (tx, { params, body }) =>
    team.releaseMember(tx, params.auditId, params.personId, body),
  )
  mount.command(contract.settleTeam, (tx, { params, body }) => team.settleTeam(tx, params.auditId, body))
}

async function withTeam(tx: Tx, audit: contract.Audit) {
  const members = await loadTeam(tx, audit.id)
  return {
    audit,
    team: members,
    teamProblems: await team.findTeamProblems(tx, audit),
    teamTenths: teamTenths(members),
  }
}
