import { Readable } from 'node:stream'
import { isHere, type LetterParts, sendLetter } from '#src/account/door.ts'
import { QuotationLetter } from '#src/evaluation/certification-progress/contract/letter.ts'
import { renderPdf, renderWord } from '#src/server/document/render.ts'
import { queueMessage } from '#src/server/messages/queue.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { dayOf } from '#src/shared/instant.ts'
import { OFFICERS } from '../access.ts'
import { examine } from '../application/actions/examine.ts'
import { stateOf } from '../application/rules/steps.ts'
import { loadApplication, loadBodyWords, type StoredApplication } from '../application/store.ts'
import { bodyDay } from '../body-rules/actions.ts'
import type { BodyRulesVersion } from '../body-rules/contract/rules.ts'
import { loadClient } from '../client/store.ts'
import type { Adjustment, ContractDetail, ContractRow, ContractState, ContractTerms, Reckoning } from './contract.ts'
import { type Language, quotationDocument } from './rules/document.ts'
import { wordQuotation } from './rules/mail.ts'
import { reckonPersonDays } from './rules/reckon.ts'
import { sayIn } from './rules/say.ts'
import { canBeSignedOn, canDo, contractState } from './rules/state.ts'
import { insertContract, isOwnFile, keepFile, loadContract, type StoredContract, saveContract } from './store.ts'

type Changed = { id: string; version: number; state: ContractState }

export function rowOf({ terms: _, reckoning: __, ...row }: StoredContract): ContractRow {
  return { ...row, state: contractState(row) }
}

export function detailOf(contract: StoredContract): ContractDetail {
  return { ...contract, state: contractState(contract) }
}

/** What a quotation would come to, by the rules in force today. */
export async function reckonApplication(
  tx: Tx,
  applicationId: string,
  adjustments: readonly Adjustment[],
): Promise<Decision<Reckoning>> {
  const application = await loadApplication(tx, applicationId)
  if (!application) return refuse('not_found', 'not_found')
  const { rules, headcount } = await examine(tx, application)
  return reckon(application, rules, headcount.headcount, adjustments)
}

function reckon(
  { form, outlets }: StoredApplication,
  rules: BodyRulesVersion,
  headcount: number,
  adjustments: readonly Adjustment[],
): Decision<Reckoning> {
  const listed = outlets.filter((outlet) => !outlet.isCentre).map((outlet) => outlet.headcount)
  // Outlets that are stated and not listed have no headcount of their own: they are timed at the minimum.
  const unlisted = Math.max(0, form.outletCount - outlets.length)
  return reckonPersonDays(rules.rules, {
    rulesId: rules.id,
    rulesNumber: rules.number,
    headcount,
    outletHeadcounts: [...listed, ...Array.from({ length: unlisted }, () => 0)],
    productClasses: form.productClasses.length,
    adjustments,
  })
}

/** Makes the quotation. An implausible headcount must have been explained or corrected before. */
export async function quoteContract(
  tx: WriteTx,
  given: { id: string; applicationId: string; adjustments: Adjustment[] },
): Promise<Decision<Changed>> {
  const application = await loadApplication(tx, given.applicationId)
  if (!application) return refuse('not_found', 'not_found')
  const state = stateOf(application.steps)
  if (state !== 'accepted') return refuse('conflict', 'application_not_accepted', { state })
  const { rules, headcount } = await examine(tx, application)
  if (headcount.implausible && !headcount.explanation) {
    const { outlets } = headcount.implausible
    return refuse('conflict', 'headcount_unexplained', { headcount: headcount.headcount, outlets })
  }
  const reckoned = reckon(application, rules, headcount.headcount, given.adjustments)
  if (!reckoned.ok) return reckoned
  const reckoning = reckoned.value
  const number = await tx.nextNumber('CT')
  const { initial, surveillance, recertification } = reckoning
  const contract = {
    ...{ id: given.id, number, applicationId: application.id, clientId: application.clientId, rulesId: rules.id },
    ...{ reckoning, terms: await termsOf(tx, application, rules) },
    initialTenths: initial.totalTenths,
    surveillanceTenths: surveillance.totalTenths,
    recertificationTenths: recertification.totalTenths,
    feeFen: initial.feeFen,
  }
  await insertContract(tx, contract)
  note(tx, given.id, 'quoted', contract)
  return accept({ id: given.id, version: 1, state: 'quoted' })
}

async function termsOf(tx: Tx, application: StoredApplication, { rules }: BodyRulesVersion): Promise<ContractTerms> {
  const { form } = application
  const { legalName: clientName, uscc, address, legalRepresentative, contactName } = form.applicant
  const { standard, wantedLevelId, scope, productClasses, outletCount } = form
  return {
    ...{ clientName, uscc, address, legalRepresentative, contactName },
    ...{ standard, wantedLevelId, scope, productClasses, outletCount },
    bodyName: (await loadBodyWords(tx)).name,
    applicationNumber: application.number,
    validMonths: rules.certificate.validMonths.value,
    surveillanceWithinMonths: rules.surveillance.withinMonths.value,
  }
}

/** The document of a quotation, always from what was frozen with it. */
export function renderContract(
  contract: StoredContract,
  format: 'pdf' | 'docx',
  language: Language,
): Promise<Uint8Array> {
  const quotedOn = dayOf(Date.parse(contract.quotedAt))
  const model = quotationDocument({ ...contract, quotedOn }, language, sayIn(language))
  return format === 'pdf' ? renderPdf(model) : renderWord(model)
}

/** Stores the document outside of any transaction, as setting it takes a moment. */
export async function prepareOffer(
  parts: LetterParts,
  orgId: string,
  contract: StoredContract,
  language: Language,
): Promise<Decision<{ sha256: string; sizeBytes: number; mediaType: string }>> {
  const pdf = await renderContract(contract, 'pdf', language)
  return parts.files.put(orgId, Readable.from([pdf]))
}

/** Sends the document that was prepared. May be sent again while it is not signed. */
export async function offerContract(
  tx: WriteTx,
  parts: LetterParts,
  id: string,
  given: { version: number; document: { sha256: string; sizeBytes: number; mediaType: string } },
): Promise<Decision<Changed>> {
  const contract = await loadCurrent(tx, id, given.version, 'offer')
  if (!contract.ok) return contract
  const { sha256 } = given.document
  await keepFile(tx, given.document)
  await saveContract(tx, id, given.version, { offeredAt: tx.at })
  note(tx, id, 'offered', { fileSha256: sha256 })
  const told = await tellClient(tx, parts, contract.value, sha256)
  return told.ok ? accept({ id, version: given.version + 1, state: 'offered' }) : told
}

async function tellClient(
  tx: WriteTx,
  parts: LetterParts,
  { id, number, clientId, terms, feeFen, initialTenths, surveillanceTenths, recertificationTenths }: StoredContract,
  fileSha256: string,
): Promise<Decision<null>> {
  const client = (await loadClient(tx, clientId))!
  const about = { recordType: 'contract', recordId: id }
  if (client.companyOrgId) {
    const { applicationNumber } = terms
    const body = QuotationLetter.parse({
      ...{
        contractNumber: number,
        applicationNumber,
        feeFen,
        initialTenths,
        surveillanceTenths,
        recertificationTenths,
      },
      fileSha256,
    })
    const to = { orgId: client.companyOrgId, name: client.name }
    const deliver = (await isHere(tx, client.companyOrgId)) ? ('here' as const) : ('file' as const)
    const files = [{ sha256: fileSha256, name: `${number}.pdf` }]
    const sent = await sendLetter(tx, parts, { kind: 'quotation', to, body, files, deliver, about })
    if (!sent.ok) return sent
  }
  if (client.contactEmail) {
    const { name, language } = await loadBodyWords(tx)
    await queueMessage(tx, {
      ...wordQuotation({ number, clientName: client.name, bodyName: name, feeFen }, language),
      ...{ channel: 'mail', to: client.contactEmail, link: null, reason: 'quotation', readers: OFFICERS },
      about: { type: 'contract', id },
      dedupKey: `quotation/${newId()}`,
    })
  }
  return accept(null)
}

export async function signContract(
  tx: WriteTx,
  id: string,
  given: { version: number; signedOn: string; signedByClient: string; signedByBody: string; fileSha256: string },
): Promise<Decision<Changed>> {
  const contract = await loadCurrent(tx, id, given.version, 'sign')
  if (!contract.ok) return contract
  const { version, ...signed } = given
  const allowed = canBeSignedOn(signed.signedOn, dayOf(Date.parse(contract.value.offeredAt!)), await bodyDay(tx))
  if (!allowed.ok) return allowed
  if (!(await isOwnFile(tx, signed.fileSha256))) return refuse('invalid', 'file_unknown')
  await saveContract(tx, id, version, signed)
  note(tx, id, 'signed', signed)
  return accept({ id, version: version + 1, state: 'signed' })
}

export async function cancelContract(
  tx: WriteTx,
  id: string,
  { version, reason }: { version: number; reason: string },
): Promise<Decision<Changed>> {
  const contract = await loadCurrent(tx, id, version, 'cancel')
  if (!contract.ok) return contract
  await saveContract(tx, id, version, { cancelledAt: tx.at, cancelledReason: reason })
  note(tx, id, 'cancelled', { reason })
  return accept({ id, version: version + 1, state: 'cancelled' })
}

async function loadCurrent(
  tx: WriteTx,
  id: string,
  version: number,
  act: Parameters<typeof canDo>[0],
): Promise<Decision<StoredContract>> {
  const contract = await loadContract(tx, id)
  if (!contract) return refuse('not_found', 'not_found')
  if (contract.version !== version) return refuse('conflict', 'stale_version', { recordType: 'contract' })
  const allowed = canDo(act, contract)
  return allowed.ok ? accept(contract) : allowed
}

function note(tx: WriteTx, recordId: string, step: string, content: unknown): void {
  tx.record({ recordType: 'contract', recordId, verb: `contract.${step}`, content })
}
