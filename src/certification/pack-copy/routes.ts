import type { FileStore } from '#src/server/files/store.ts'
import { RefusedRequest } from '#src/server/http/answers.ts'
import type { Routes } from '#src/server/http/mount.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { cutPage } from '#src/shared/page.ts'
import { readPackEntries, readPackMember } from './actions/entries.ts'
import * as contract from './contract.ts'
import { listPackRows } from './store.ts'

export function packCopyRoutes(parts: { files: FileStore }): Routes {
  return (mount) => {
    mount.query(contract.listPacks, async (tx, { query }) => {
      const rows = await listPackRows(tx, { ...query, limit: query.limit + 1 })
      return accept(cutPage(rows, query.limit, (row) => row.id))
    })
    mount.query(contract.readEntries, (tx, { params, query }) =>
      readPackEntries(parts, tx, params.packId, query.leaves),
    )
    mount.raw(contract.downloadMember, async ({ actor, reply, query }, { params }) => {
      const bytes = await query(actor!, (tx) => readPackMember(parts, tx, params.packId, params.name))
      if (!bytes) throw new RefusedRequest(refuse('not_found', 'not_found').refusal)
      return reply
        .type('application/octet-stream')
        .header('content-disposition', `attachment; filename="${params.name}"`)
        .header('content-security-policy', "default-src 'none'; sandbox")
        .send(bytes)
    })
  }
}
