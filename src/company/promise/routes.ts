import type { Routes } from '#src/server/http/mount.ts'
import { accept } from '#src/shared/decision.ts'
import * as actions from './actions.ts'
import * as contract from './contract.ts'
import { promiseRows } from './rules.ts'
import { listPromiseVersions } from './store.ts'

export const promiseRoutes: Routes = (mount) => {
  mount.query(contract.listPromises, async (tx, { query }) => {
    const rows = promiseRows(await listPromiseVersions(tx), tx.at)
    return accept({ rows: rows.filter((row) => query.withdrawn || row.state !== 'withdrawn').slice(0, 200) })
  })
  mount.command(contract.makePromise, (tx, { body }) => actions.makePromise(tx, body))
  mount.command(contract.changePromise, (tx, { params, body }) => actions.changePromise(tx, params.promiseId, body))
  mount.command(contract.withdrawPromise, (tx, { params, body }) => actions.withdrawPromise(tx, params.promiseId, body))
}
