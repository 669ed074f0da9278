import type { Routes } from '#src/server/http/mount.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { cutPage } from '#src/shared/page.ts'
import * as actions from './actions.ts'
import * as contract from './contract.ts'
import { listProductModels, loadProductModel } from './store.ts'

export const productRoutes: Routes = (mount) => {
  mount.query(contract.listProductModels, async (tx, { query }) => {
    const rows = await listProductModels(tx, { ...query, limit: query.limit + 1 })
    return accept(cutPage(rows, query.limit, (row) => row.id))
  })
  mount.query(contract.readProductModel, async (tx, { params }) => {
    const row = await loadProductModel(tx, params.modelId)
    return row ? accept(row) : refuse('not_found', 'not_found')
  })
  mount.command(contract.addProductModel, (tx, { body }) => actions.addProductModel(tx, body))
  mount.command(contract.changeProductModel, (tx, { params, body }) =>
    actions.changeProductModel(tx, params.modelId, body),
  )
  mount.command(contract.addInstalledProduct, (tx, { body }) => actions.addInstalledProduct(tx, body))
  mount.command(contract.changeInstalledProduct, (tx, { params, body }) =>
    actions.changeInstalledProduct(tx, params.productId, body),
  )
}
