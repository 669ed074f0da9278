import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { cutPage, type Page } from '#src/shared/page.ts'
import type { Parcel, ParcelRow } from '../contract.ts'
import { canDeliver } from '../rules.ts'
import {
  listMet,
  listParcelFiles,
  listParcelRows,
  loadOwnOrganisation,
  loadParcel,
  loadParcelBody,
  type ParcelQuery,
  type StoredParcel,
  saveDeliver,
  saveRead,
} from '../store/parcel.ts'
import { bodiesHere, isHere } from './send.ts'

export async function showParcels(tx: Tx, asked: ParcelQuery): Promise<Page<ParcelRow>> {
  const rows = await listParcelRows(tx, { ...asked, limit: asked.limit + 1 })
  return cutPage(rows.map(rowOf), asked.limit, (row) => row.id)
}

export async function showParcel(tx: Tx, id: string): Promise<Decision<Parcel>> {
  const row = await loadParcel(tx, id)
  if (!row) return refuse('not_found', 'not_found')
  return accept({
    ...rowOf(row),
    letterId: row.letterId,
    inReplyTo: row.inReplyTo,
    fileSha256: row.fileSha256,
    checks: row.checks,
    files: await listParcelFiles(tx, id),
    body: await loadParcelBody(tx, id),
    recipientIsHere: row.direction === 'out' && (await isHere(tx, row.counterpartOrgId)),
  })
}

function rowOf(row: StoredParcel): ParcelRow {
  const { id, direction, container, kind, madeAt, at, sizeBytes, signer, trust, deliver, deliveredAt } = row
  const { refusedCode, refusedParams, readAt, recordType, recordId } = row
  const counterpart = { orgId: row.counterpartOrgId, name: row.counterpartName }
  const ledTo = recordType === null || recordId === null ? null : { recordType, recordId }
  return {
    ...{ id, direction, container, kind, counterpart, madeAt, at, sizeBytes, signer, trust },
    ...{ deliver, deliveredAt, refusedCode, refusedParams, readAt, ledTo },
  }
}

export async function markRead(tx: WriteTx, id: string): Promise<Decision<{ readAt: string }>> {
  const row = await loadParcel(tx, id)
  if (!row) return refuse('not_found', 'not_found')
  if (row.readAt !== null) return accept({ readAt: row.readAt })
  await saveRead(tx, id)
  tx.record({ recordType: 'parcel', recordId: id, verb: 'parcel.read', content: {} })
  return accept({ readAt: tx.at })
}

export async function askDelivery(tx: WriteTx, id: string): Promise<Decision<{ deliver: 'here' }>> {
  const row = await loadParcel(tx, id)
  if (!row) return refuse('not_found', 'not_found')
  const allowed = canDeliver({ ...row, recipientIsHere: await isHere(tx, row.counterpartOrgId) })
  if (!allowed.ok) return allowed
  await saveDeliver(tx, id, { deliver: 'here' })
  tx.record({ recordType: 'parcel', recordId: id, verb: 'parcel.delivery_asked', content: {} })
  return accept({ deliver: 'here' })
}

export type Recipient = { orgId: string; name: string; isHere: boolean; met: boolean }

/** Certification bodies of this installation (for companies) and organisations met before, by id. */
export async function showRecipients(
  tx: Tx,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<Recipient>> {
  const own = await loadOwnOrganisation(tx)
  const met = await listMet(tx, cursor, limit + 1)
  const bodies = own.kind === 'company' ? await bodiesHere(tx, cursor, limit + 1) : []
  const all = new Map<string, Recipient>()
  for (const { counterpartOrgId: orgId, counterpartName: name } of met)
    all.set(orgId!, { orgId: orgId!, name, isHere: await isHere(tx, orgId), met: true })
  for (const { orgId, name } of bodies) all.set(orgId, { orgId, name, isHere: true, met: all.has(orgId) })
  const rows = [...all.values()].sort((a, b) => (a.orgId < b.orgId ? -1 : 1))
  return cutPage(rows, limit, (row) => row.orgId)
}
