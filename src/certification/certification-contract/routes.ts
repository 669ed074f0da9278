import type { LetterParts } from '#src/account/door.ts'
import { RefusedRequest } from '#src/server/http/answers.ts'
import type { Routes } from '#src/server/http/mount.ts'
import type { Actor } from '#src/shared/actor.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { cutPage } from '#src/shared/page.ts'
import * as actions from './actions.ts'
import * as contract from './contract.ts'
import { canDo } from './rules/state.ts'
import { listStoredContracts, loadContract } from './store.ts'

const MEDIA = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const

export function contractRoutes(parts: LetterParts): Routes {
  return (mount) => {
    mount.query(contract.listContracts, async (tx, { query }) => {
      const rows = await listStoredContracts(tx, { ...query, limit: query.limit + 1 })
      return accept(cutPage(rows.map(actions.rowOf), query.limit, (row) => row.id))
    })
    mount.query(contract.readContract, async (tx, { params }) => {
      const found = await loadContract(tx, params.contractId)
      return found ? accept(actions.detailOf(found)) : refuse('not_found', 'not_found')
    })
    mount.query(contract.reckonApplication, (tx, { params, query }) =>
      actions.reckonApplication(tx, params.applicationId, query.adjustments),
    )
    mount.command(contract.quoteContract, (tx, { body }) => actions.quoteContract(tx, body))
    mount.open(contract.offerContract, async (door, { params, body }) => {
      const actor = door.actor as Actor
      const found = await door.query(actor, (tx) => loadContract(tx, params.contractId))
      if (!found) return refuse('not_found', 'not_found')
      const allowed = canDo('offer', found)
      if (!allowed.ok) return allowed
      const document = await actions.prepareOffer(parts, actor.orgId, found, 'zh-CN')
      if (!document.ok) return document
      const given = { version: body.version, document: document.value }
      return door.command(actor, (tx) => actions.offerContract(tx, parts, params.contractId, given))
    })
    mount.command(contract.signContract, (tx, { params, body }) => actions.signContract(tx, params.contractId, body))
    mount.command(contract.cancelContract, (tx, { params, body }) =>
      actions.cancelContract(tx, params.contractId, body),
    )
    mount.raw(contract.downloadContract, async ({ actor, reply, query }, { params, query: asked }) => {
      const found = await query(actor!, (tx) => loadContract(tx, params.contractId))
      if (!found) throw new RefusedRequest(refuse('not_found', 'not_found').refusal)
      const bytes = await actions.renderContract(found, asked.format, asked.language)
      return reply
        .type(MEDIA[asked.format])
        .header('content-disposition', `attachment; filename="${found.number}.${asked.format}"`)
        .send(Buffer.from(bytes))
    })
  }
}
