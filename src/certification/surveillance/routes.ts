import type { Routes } from '#src/server/http/mount.ts'
import { accept } from '#src/shared/decision.ts'
import { cutPage } from '#src/shared/page.ts'
import type { CertificateParts } from '../certificate/actions/edition.ts'
import { makeDueAudit, orderSpecialAudit } from './actions/make.ts'
import { showActs, showDue, showFollowUps } from './actions/read.ts'
import * as contract from './contract/endpoints.ts'
import { listSpecialRows } from './store/special.ts'

export function surveillanceRoutes(parts: Pick<CertificateParts, 'files'>): Routes {
  return (mount) => {
    mount.query(contract.listDue, async (tx, { query }) => accept(await showDue(tx, query)))
    mount.query(contract.listActs, async (tx, { query }) => accept(await showActs(tx, query)))
    mount.query(contract.readFollowUps, (tx, { params }) => showFollowUps(tx, parts, params.certificateId))
    mount.query(contract.listSpecialAudits, async (tx, { query: { limit, ...asked } }) => {
      const rows = await listSpecialRows(tx, { ...asked, limit: limit + 1 })
      return accept(cutPage(rows, limit, (row) => row.auditId))
    })
    mount.command(contract.makeDueAudit, (tx, { params, body }) => makeDueAudit(tx, params.certificateId, body))
    mount.command(contract.orderSpecialAudit, (tx, { params, body }) =>
      orderSpecialAudit(tx, params.certificateId, body),
    )
  }
}
