import type { WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { loadBodyProfile } from '../../body-profile/store.ts'
import { bodyDay, loadBodyRulesOn } from '../../body-rules/actions.ts'
import { loadClient } from '../../client/store.ts'
import { refuseEnded } from '../../holder-transition/actions/standard.ts'
import { mayCarryStars } from '../rules/change.ts'
import { certificateNumber } from '../rules/number.ts'
import { firstText } from '../rules/text.ts'
import { insertCertificate, listCertificatesOf } from '../store/certificate.ts'
import { findDecision } from '../store/decision.ts'
import { takeSequence } from '../store/series.ts'
import { type CertificateParts, makeEdition } from './edition.ts'
import { refuseInvolved } from './independence.ts'
import { tellCertificate } from './tell.ts'

export type Issued = { id: string; number: string; fileSha256: string }

/**
 * Issues the certificate that a favourable decision grants or renews: number, paper, credential, history, letter to the holder. Refused for
 * other decisions, a second time, and by whoever took part in the audit.
 */
export async function issueCertificate(
  tx: WriteTx,
  parts: CertificateParts,
  given: { id: string; decisionId: string },
): Promise<Decision<Issued>> {
  const decision = await findDecision(tx, given.decisionId)
  if (!decision) return refuse('not_found', 'decision_not_found')
  if (decision.kind !== 'grant' && decision.kind !== 'renew')
    return refuse('conflict', 'decision_grants_nothing', { kind: decision.kind })
  const independent = await refuseInvolved(tx, [decision.auditId], decision.clientId)
  if (!independent.ok) return independent
  const client = (await loadClient(tx, decision.clientId))!
  const earlier = await listCertificatesOf(tx, client.id)
  if (earlier.some((one) => one.decisionId === decision.id)) return refuse('conflict', 'decision_used')
  const issuedOn = await bodyDay(tx)
  const { rules } = await loadBodyRulesOn(tx, issuedOn)
  const early = mayCarryStars(decision.stars, earlier, rules, issuedOn)
  if (!early.ok) return early
  const year = Number(issuedOn.slice(0, 4))
  const sequence = await takeSequence(tx, year)
  const number = certificateNumber(rules.certificate.numberPattern.value, year, sequence, decision.stars)
  if (!number.ok) return number
  const { version: _, ...body } = await loadBodyProfile(tx)
  const holder = { name: client.name, uscc: client.uscc, address: client.address }
  const text = firstText({ number: number.value, holder, decision, body, rules, issuedOn })
  if (!text.ok) return text
  const { validFromOn, validUntilOn, standard } = text.value
  const standing = await refuseEnded(tx, standard, issuedOn)
  if (!standing.ok) return standing
  await insertCertificate(tx, {
    ...{ id: given.id, number: number.value, clientId: client.id, decisionId: decision.id },
    ...{ holderName: client.name, uscc: client.uscc, stars: decision.stars, issuedOn, validFromOn, validUntilOn },
    replacesId: decision.kind === 'renew' ? (decision.certificateId ?? earlier[0]?.id ?? null) : null,
  })
  const edition = await makeEdition(tx, parts, given.id, text.value, validFromOn)
  if (!edition.ok) return edition
  await tellCertificate(tx, parts, client, given.id, text.value, edition.value)
  return accept({ id: given.id, number: number.value, fileSha256: edition.value.fileSha256 })
}
