import type { Tx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { cutPage, type Page } from '#src/shared/page.ts'
import { bodyDay, loadBodyRulesOn } from '../../body-rules/actions.ts'
import { loadSlug } from '../../signing-key/store.ts'
import { mayChange } from '../access.ts'
import type { CertificateListRow, ShownCertificate } from '../contract/endpoints.ts'
import { registerUrlOf } from '../rules/register-url.ts'
import { statusOn } from '../rules/status.ts'
import { type Certificate, type ListAsked, listCertificateRows, loadCertificate } from '../store/certificate.ts'
import { listAuditsBehind } from '../store/decision.ts'
import { refuseInvolved } from './independence.ts'

function rowOf(certificate: Certificate, todayOn: string): CertificateListRow {
  const { id, number, clientId, holderName, stars, edition, issuedOn, validUntilOn } = certificate
  const standing = statusOn(certificate, certificate.changes, todayOn)
  return { id, number, clientId, holderName, stars, edition, issuedOn, validUntilOn, standing }
}

export async function showCertificates(tx: Tx, asked: ListAsked): Promise<Page<CertificateListRow>> {
  const todayOn = await bodyDay(tx)
  const rows = await listCertificateRows(tx, { ...asked, limit: asked.limit + 1 })
  const page = cutPage(rows, asked.limit, (row) => row.id)
  return { ...page, rows: page.rows.map((row) => rowOf(row, todayOn)) }
}

export async function showCertificate(tx: Tx, id: string, publicUrl: string): Promise<Decision<ShownCertificate>> {
  const certificate = await loadCertificate(tx, id)
  if (!certificate) return refuse('not_found', 'certificate_not_found')
  const todayOn = await bodyDay(tx)
  const { rules } = await loadBodyRulesOn(tx, todayOn)
  const slug = await loadSlug(tx)
  const independent = await refuseInvolved(tx, await listAuditsBehind(tx, id), certificate.clientId)
  const { validFromOn, decisionId, replacesId, editions, changes, version, number } = certificate
  return accept({
    ...rowOf(certificate, todayOn),
    ...{ validFromOn, decisionId, replacesId, version, slug, todayOn },
    says: editions.at(-1)!.says,
    editions: editions.map(({ number: nth, validFromOn: on, fileSha256, madeAt }) => ({
      ...{ number: nth, validFromOn: on, fileSha256, madeAt },
    })),
    changes: changes.map(({ madeBy: _by, decisionId: _of, ...change }) => change),
    registerUrl: registerUrlOf(publicUrl, slug, number),
    longestSuspensionMonths: rules.suspension.longestMonths.value,
    mayChange: mayChange(tx.actor) && independent.ok,
  })
}
