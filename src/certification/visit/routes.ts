import type { Routes } from '#src/server/http/mount.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { finishVisit, openVisit, resumeVisit } from './actions/open.ts'
import { listOriginals, type OriginalParts } from './actions/originals.ts'
import { loadVisit } from './actions/read.ts'
import { addEntry } from './actions/write.ts'
import * as contract from './contract/visit.ts'
import { listVisitRows } from './store/visit.ts'

export function visitRoutes(parts: OriginalParts): Routes {
  return (mount) => {
    mount.query(contract.listVisits, async (tx, { query }) => {
      const { mine, ...page } = query
      const ofPersonId = mine && tx.actor.kind === 'person' ? { ofPersonId: tx.actor.personId } : {}
      return accept(await listVisitRows(tx, { ...page, ...ofPersonId }))
    })
    mount.query(contract.readVisit, async (tx, { params }) => {
      const visit = await loadVisit(tx, params.auditId)
      return visit ? accept(visit) : refuse('not_found', 'not_found')
    })
    mount.query(contract.listOriginals, (tx, { params, query }) => listOriginals(tx, parts, params.auditId, query))
    mount.command(contract.openVisit, (tx, { params, body }) => openVisit(tx, params.auditId, body.assessmentId))
    mount.command(contract.addVisitEntry, (tx, { params, body }) => addEntry(tx, params.auditId, body))
    mount.command(contract.finishVisit, (tx, { params, body }) => finishVisit(tx, params.auditId, body))
    mount.command(contract.resumeVisit, (tx, { params, body }) => resumeVisit(tx, params.auditId, body))
  }
}
