import { fileTypeFromBuffer } from 'file-type'
import { answerRefusal } from '#src/server/http/answers.ts'
import type { Routes } from '#src/server/http/mount.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { finishVisit, openVisit, resumeVisit } from './actions/open.ts'
import { type OriginalParts, openOriginals } from './actions/originals.ts'
import { loadVisit } from './actions/read.ts'
import { addEntry } from './actions/write.ts'
import * as contract from './contract/visit.ts'
import { listVisitRows } from './store/visit.ts'

export function visitRoutes(parts: OriginalParts): Routes {
  const originals = openOriginals(parts)
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
    mount.query(contract.listOriginals, (tx, { params, query }) => originals.list(tx, params.auditId, query))
    mount.raw(contract.downloadOriginalFile, async ({ actor, reply, query }, { params }) => {
      const bytes = await query(actor!, (tx) => originals.file(tx, params.auditId, params.sha256))
      const mediaType = bytes && (await fileTypeFromBuffer(bytes))?.mime
      // Only pictures: a pack is a stranger's, and nothing else of it is ever shown in our pages.
      if (!bytes || !mediaType?.startsWith('image/'))
        return answerRefusal(reply, refuse('not_found', 'not_found').refusal)
      return reply
        .type(mediaType)
        .header('cache-control', 'private, max-age=31536000, immutable')
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('content-disposition', 'inline')
        .send(bytes)
    })
    mount.command(contract.openVisit, (tx, { params, body }) => openVisit(tx, params.auditId, body.assessmentId))
    mount.command(contract.addVisitEntry, (tx, { params, body }) => addEntry(tx, params.auditId, body))
    mount.command(contract.finishVisit, (tx, { params, body }) => finishVisit(tx, params.auditId, body))
    mount.command(contract.resumeVisit, (tx, { params, body }) => resumeVisit(tx, params.auditId, body))
  }
}
