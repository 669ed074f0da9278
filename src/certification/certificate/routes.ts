import type { Routes } from '#src/server/http/mount.ts'
import { accept } from '#src/shared/decision.ts'
import { changeCertificate } from './actions/change.ts'
import type { CertificateParts } from './actions/edition.ts'
import { issueCertificate } from './actions/issue.ts'
import { showCertificate, showCertificates } from './actions/read.ts'
import * as contract from './contract/endpoints.ts'
import { DecidedScheme } from './contract/text.ts'
import { listWaitingDecisions } from './store/decision.ts'

export function certificateRoutes(parts: CertificateParts): Routes {
  return (mount) => {
    mount.query(contract.listCertificates, async (tx, { query }) => accept(await showCertificates(tx, query)))
    mount.query(contract.listWaitingDecisions, async (tx) => {
      const rows = await listWaitingDecisions(tx)
      return accept({
        rows: rows.map(
          ({ id, clientId, clientName, auditNumber, certificateId, kind, stars, scope, decidedAt, scheme }) => ({
            ...{ id, clientId, clientName, auditNumber, certificateId, kind, stars, scope, decidedAt },
            standard: DecidedScheme.safeParse(scheme).data?.standard ?? '',
          }),
        ),
      })
    })
    mount.query(contract.readCertificate, (tx, { params }) =>
      showCertificate(tx, params.certificateId, parts.publicUrl),
    )
    mount.command(contract.issueCertificate, (tx, { body }) => issueCertificate(tx, parts, body))
    mount.command(contract.changeCertificate, (tx, { params, body }) =>
      changeCertificate(tx, parts, { ...body, certificateId: params.certificateId }),
    )
  }
}
