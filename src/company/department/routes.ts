import type { Routes } from '#src/server/http/mount.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { cutPage } from '#src/shared/page.ts'
import * as actions from './actions.ts'
import * as contract from './contract.ts'
import { listDepartments, loadDepartment } from './store.ts'

export const departmentRoutes: Routes = (mount) => {
  mount.query(contract.listDepartments, async (tx, { query }) => {
    const rows = await listDepartments(tx, { ...query, limit: query.limit + 1 })
    return accept(cutPage(rows, query.limit, (row) => row.id))
  })
  mount.query(contract.readDepartment, async (tx, { params }) => {
    const row = await loadDepartment(tx, params.departmentId)
    return row ? accept(row) : refuse('not_found', 'not_found')
  })
  mount.command(contract.addDepartment, (tx, { body }) => actions.addDepartment(tx, body))
  mount.command(contract.changeDepartment, (tx, { params, body }) =>
    actions.changeDepartment(tx, params.departmentId, body),
  )
  mount.command(contract.closeDepartment, (tx, { params, body }) =>
    actions.closeDepartment(tx, params.departmentId, body),
  )
}
