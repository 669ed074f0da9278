import type { Routes } from '#src/server/http/mount.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { cutPage } from '#src/shared/page.ts'
import { mayReachCustomers } from '../access.ts'
import { loadProductsOf } from '../product/store.ts'
import { shownTo } from './access.ts'
import * as actions from './actions.ts'
import * as contract from './contract.ts'
import { listCustomers, loadCustomer } from './store.ts'

export const customerRoutes: Routes = (mount) => {
  mount.query(contract.listCustomers, async (tx, { query }) => {
    const page = cutPage(await listCustomers(tx, { ...query, limit: query.limit + 1 }), query.limit, (row) => row.id)
    return accept({ ...page, rows: page.rows.map((row) => shownTo(tx.actor, row)) })
  })
  mount.query(contract.readCustomer, async (tx, { params }) => {
    const file = await loadCustomer(tx, params.customerId)
    if (!file) return refuse('not_found', 'not_found')
    const masked = !mayReachCustomers(tx.actor)
    const products = await loadProductsOf(tx, [file.id])
    return accept({
      ...shownTo(tx.actor, file),
      products: masked ? products.map((product) => ({ ...product, address: product.address && '****' })) : products,
      masked,
    })
  })
  mount.command(contract.addCustomer, (tx, { body }) => actions.addCustomer(tx, body))
  mount.command(contract.changeCustomer, (tx, { params, body }) => actions.changeCustomer(tx, params.customerId, body))
  mount.command(contract.eraseCustomer, (tx, { params, body }) => actions.eraseCustomer(tx, params.customerId, body))
}
