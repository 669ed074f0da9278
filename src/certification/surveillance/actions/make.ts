import type { Saved } from '#src/company/contract.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Input } from '#src/shared/endpoint.ts'
import { createAudit } from '../../audit/actions/audit.ts'
import { bodyDay } from '../../body-rules/actions.ts'
import { loadContract } from '../../certification-contract/store.ts'
import { listProgrammeAudits, listVersions } from '../../programme/store.ts'
import type * as contract from '../contract/endpoints.ts'
import type { CertificateCase } from '../rules/case.ts'
import { canAudit, freePlace } from '../rules/make.ts'
import { findRenewalContract, listCases, loadGrounds } from '../store/case.ts'
import { insertSpecial } from '../store/special.ts'

type Made = Saved & { number: string }
type DueKind = 'surveillance' | 'recertification'

/** The next audit of a certificate: under its contract, as the next free row of the programme, with the person-days agreed there. */
export async function makeDueAudit(
  tx: WriteTx,
  certificateId: string,
  given: Input<typeof contract.makeDueAudit>['body'],
): Promise<Decision<Made>> {
  const [one] = await listCases(tx, { certificateId })
  if (!one) return refuse('not_found', 'certificate_not_found')
  const allowed = canAudit(one, given.kind, await bodyDay(tx))
  if (!allowed.ok) return allowed
  const under = await findContract(tx, one, given.kind)
  const personDaysTenths = under?.tenths || given.personDaysTenths
  if (!personDaysTenths) return refuse('invalid', 'person_days_missing')
  const { id, kind, plannedFromOn, plannedToOn } = given
  return createAudit(tx, {
    ...{ id, kind, plannedFromOn, plannedToOn, personDaysTenths, certificateId, clientId: one.clientId },
    ...{ contractId: under?.contractId ?? null, applicationId: under?.applicationId ?? null },
    ...{ packId: null, purpose: '', programmePlace: under ? await findPlace(tx, under.contractId, kind) : null },
  })
}

async function findContract(tx: WriteTx, one: CertificateCase, kind: DueKind) {
  const renewal = kind === 'recertification' ? await findRenewalContract(tx, one.clientId, one.issuedOn) : undefined
  const contractId = renewal?.id ?? one.contractId
  const contract = contractId ? await loadContract(tx, contractId) : undefined
  if (!contract || contract.signedOn === null || contract.cancelledAt !== null) return undefined
  const { surveillanceTenths, recertificationTenths } = contract
  const tenths = kind === 'surveillance' ? surveillanceTenths : recertificationTenths
  return { contractId: contract.id, applicationId: contract.applicationId, tenths }
}

async function findPlace(tx: WriteTx, contractId: string, kind: DueKind): Promise<number | null> {
  const [programme] = await listVersions(tx, [contractId])
  const audits = await listProgrammeAudits(tx, [contractId])
  return freePlace(programme?.rows ?? [], kind, new Set(audits.map((audit) => audit.place)))
}

/** An audit outside the programme, with purpose and reason; it says whether the client was told beforehand. */
export async function orderSpecialAudit(
  tx: WriteTx,
  certificateId: string,
  given: Input<typeof contract.orderSpecialAudit>['body'],
): Promise<Decision<Made>> {
  const [one] = await listCases(tx, { certificateId })
  if (!one) return refuse('not_found', 'certificate_not_found')
  const todayOn = await bodyDay(tx)
  const allowed = canAudit(one, 'special', todayOn)
  if (!allowed.ok) return allowed
  const { id, purpose, reason, isShortNotice, latestOn, personDaysTenths, plannedFromOn, plannedToOn } = given
  if (latestOn !== null && latestOn < todayOn) return refuse('invalid', 'latest_day_past', { todayOn })
  const grounds = await loadGrounds(tx, certificateId)
  const made = await createAudit(tx, {
    ...{ id, kind: 'special', plannedFromOn, plannedToOn, personDaysTenths, certificateId, clientId: one.clientId },
    ...{ contractId: null, applicationId: grounds?.applicationId ?? null, packId: null, programmePlace: null },
    purpose: reason,
  })
  if (!made.ok) return made
  const orderedByName = 'name' in tx.actor ? tx.actor.name : ''
  await insertSpecial(tx, { auditId: id, certificateId, purpose, reason, isShortNotice, latestOn, orderedByName })
  const content = { certificateId, purpose, reason, isShortNotice, latestOn }
  tx.record({ recordType: 'special_audit', recordId: id, verb: 'special_audit.ordered', content })
  return accept(made.value)
}
