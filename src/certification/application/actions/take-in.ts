import type { LetterHandler, PackHandler } from '#src/account/door.ts'
import { SupplyLetter } from '#src/evaluation/certification-progress/contract/letter.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { addClient } from '../../client/actions.ts'
import { findClient, type StoredClient } from '../../client/store.ts'
import { examineGrowth, keepPackCopy, loadKnown } from '../../pack-copy/actions/keep.ts'
import { type PackRead, readPack } from '../../pack-copy/actions/read-pack.ts'
import { findByDeclaration, findOpenApplication, loadApplication } from '../store.ts'
import { receiveApplication, supplyMaterial } from './steps.ts'

type LedTo = { recordType: string; recordId: string }

/** A pack from a company: kept with its cases; with a dossier it becomes an application, or supplies the one that is open. */
export const packHandler: PackHandler = async (incoming, { platform, actor }) => {
  const read = await readPack(incoming.path)
  if (!read.ok) return read
  const pack = read.value
  const known = await platform.query(actor, (tx) => loadKnown(tx, pack.org.id))
  // Somebody known by a key, but none of ours: without its succession in the ledger anybody could say so.
  if (incoming.signer === 'other' && known.keys.length === 0)
    return refuse('conflict', 'signer_unknown', { fingerprint: incoming.report.keyFingerprint!.slice(0, 16) })
  const growth = await examineGrowth(incoming.path, pack, known)
  if (!growth.ok) return growth
  const examined = { latestId: known.latest?.id ?? null, isNewKey: growth.value.isNewKey }
  return accept(async (tx) => {
    const client = await clientOf(tx, pack)
    if (!client.ok) return client
    const kept = await keepPackCopy(tx, incoming, pack, examined, client.value)
    if (!kept.ok) return kept
    const { packId } = kept.value
    if (!pack.dossier) return accept({ recordType: 'pack_copy', recordId: packId })
    const via = actor.kind === 'system' ? 'parcel' : 'upload'
    return takeDossier(tx, client.value.id, packId, pack.dossier, via)
  })
}

async function clientOf(tx: WriteTx, { org, dossier }: PackRead): Promise<Decision<StoredClient>> {
  if (!dossier) {
    const client = await findClient(tx, { companyOrgId: org.id })
    return client ? accept(client) : refuse('invalid', 'pack_without_application')
  }
  const { legalName: name, uscc, address, contactName, contactPhone, contactEmail } = dossier.form.applicant
  const known = await findClient(tx, { companyOrgId: org.id })
  if (known && known.uscc !== uscc)
    return refuse('conflict', 'client_other_code', { name: known.name, uscc: known.uscc })
  return addClient(tx, {
    ...{ id: newId(), name, uscc, address, contactName, contactPhone, contactEmail, companyOrgId: org.id },
  })
}

async function takeDossier(
  tx: WriteTx,
  clientId: string,
  packId: string,
  { form, outlets, staff, checklist, assessment }: NonNullable<PackRead['dossier']>,
  via: 'parcel' | 'upload',
): Promise<Decision<LedTo>> {
  const openId = await findOpenApplication(tx, clientId)
  const open = openId === undefined ? undefined : await loadApplication(tx, openId)
  const dossier = { form, outlets, staff, checklist, ownAssessment: assessment, packId }
  if (open) {
    const given = { version: open.version, note: '', materials: [], files: [], change: dossier }
    const supplied = await supplyMaterial(tx, open.id, given)
    return supplied.ok ? accept({ recordType: 'application', recordId: open.id }) : supplied
  }
  // The same declaration again, when its application was decided: more evidence, not another application.
  const decidedId = await findByDeclaration(tx, clientId, form.declaredAt)
  if (decidedId) return accept({ recordType: 'application', recordId: decidedId })
  const id = newId()
  const received = await receiveApplication(tx, { id, clientId, via, ...dossier })
  return received.ok ? accept({ recordType: 'application', recordId: id }) : received
}

/** Letter `supply`: further material for the open application of whoever signed it. */
export const supplyHandler: LetterHandler = async (tx, letter, files) => {
  const body = SupplyLetter.safeParse(letter.body)
  if (!body.success) return refuse('invalid', 'letter_unsound', { kind: letter.kind })
  const client = await findClient(tx, { companyOrgId: letter.from.orgId })
  const openId = client && (await findOpenApplication(tx, client.id))
  const open = openId === undefined ? undefined : await loadApplication(tx, openId)
  if (open?.number !== body.data.applicationNumber)
    return refuse('conflict', 'application_not_open', { number: body.data.applicationNumber })
  const { note, materials } = body.data
  const supplied = await supplyMaterial(tx, open.id, {
    version: open.version,
    note,
    materials,
    files: [...files.keys()],
  })
  return supplied.ok ? accept({ recordType: 'application', recordId: open.id }) : supplied
}
