import type { Routes } from '#src/server/http/mount.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { cutPage } from '#src/shared/page.ts'
import { keyFingerprint, parseVkey } from '#src/shared/signed-note.ts'
import { bodyDay } from '../body-rules/actions.ts'
import { changeClient } from './actions.ts'
import * as contract from './contract.ts'
import { findBlacklisted, listClientRows, loadClient, type StoredClient } from './store.ts'

export const clientRoutes: Routes = (mount) => {
  mount.query(contract.listClients, async (tx, { query }) => {
    const rows = await listClientRows(tx, { ...query, limit: query.limit + 1 })
    return accept(cutPage(rows.map(rowOf), query.limit, (row) => row.id))
  })
  mount.query(contract.readClient, async (tx, { params }) => {
    const client = await loadClient(tx, params.clientId)
    if (!client) return refuse('not_found', 'not_found')
    const { uscc, ledgerKeys } = client
    const barred = await findBlacklisted(tx, uscc, await bodyDay(tx))
    return accept({
      ...rowOf(client),
      ledgerKeys: ledgerKeys.map((key) => ({ ...key, fingerprint: keyFingerprint(parseVkey(key.vkey)!) })),
      blacklistedUntilOn: barred?.untilOn ?? null,
    })
  })
  mount.command(contract.changeClient, (tx, { params, body }) => changeClient(tx, params.clientId, body))
}

function rowOf({ ledgerKeys: _, ...row }: StoredClient): contract.ClientRow {
  return row
}
