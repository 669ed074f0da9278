import { sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import type { Refusal } from '#src/shared/decision.ts'
import type { LedTo, Parcel, ParcelFile, ParcelRow } from '../contract.ts'

function parcels(tx: Tx) {
  return tx.sql
    .selectFrom('parcel as p')
    .where('p.orgId', '=', tx.orgId)
    .select([
      'p.id',
      sql<ParcelRow['direction']>`p.direction`.as('direction'),
      sql<ParcelRow['container']>`p.container`.as('container'),
      'p.kind',
      'p.letterId',
      'p.inReplyTo',
      'p.counterpartOrgId',
      'p.counterpartName',
      'p.madeAt',
      'p.at',
      'p.fileSha256',
      'p.sizeBytes',
      'p.signer',
      sql<ParcelRow['trust']>`p.trust`.as('trust'),
      sql<Parcel['checks']>`p.checks`.as('checks'),
      sql<ParcelRow['deliver']>`p.deliver`.as('deliver'),
      'p.deliveredAt',
      'p.refusedCode',
      sql<ParcelRow['refusedParams']>`p.refused_params`.as('refusedParams'),
      'p.readAt',
      'p.recordType',
      'p.recordId',
    ])
}
export type StoredParcel = Awaited<ReturnType<typeof loadParcel>> & object

export type ParcelQuery = {
  limit: number
  cursor?: string | undefined
  direction?: 'in' | 'out' | undefined
  kind?: string | undefined
  unread?: '1' | undefined
}

export async function listParcelRows(tx: Tx, asked: ParcelQuery) {
  let query = parcels(tx).orderBy('p.at', 'desc').orderBy('p.id', 'desc').limit(asked.limit)
  if (asked.direction) query = query.where('p.direction', '=', asked.direction)
  if (asked.kind) query = query.where('p.kind', '=', asked.kind)
  if (asked.unread) query = query.where('p.direction', '=', 'in').where('p.readAt', 'is', null)
  if (asked.cursor)
    query = query.where(
      sql<boolean>`(p.at, p.id) < (select c.at, c.id from parcel c where c.org_id = ${tx.orgId} and c.id = ${asked.cursor})`,
    )
  return query.execute()
}

export function loadParcel(tx: Tx, id: string) {
  return parcels(tx).where('p.id', '=', id).executeTakeFirst()
}

export async function loadParcelBody(tx: Tx, id: string): Promise<unknown> {
  const row = await tx.sql
    .selectFrom('parcel')
    .select('body')
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.body ?? null
}

export function listParcelFiles(tx: Tx, parcelId: string): Promise<ParcelFile[]> {
  return tx.sql
    .selectFrom('parcelFile')
    .select(['sha256', 'name', 'sizeBytes', 'mediaType'])
    .where('orgId', '=', tx.orgId)
    .where('parcelId', '=', parcelId)
    .orderBy('name')
    .orderBy('sha256')
    .execute()
}

export function findIncomingByFile(tx: Tx, fileSha256: string) {
  return parcels(tx).where('p.direction', '=', 'in').where('p.fileSha256', '=', fileSha256).executeTakeFirst()
}

export async function hasIncomingLetter(tx: Tx, letterId: string): Promise<boolean> {
  const row = await tx.sql
    .selectFrom('parcel')
    .select('id')
    .where('orgId', '=', tx.orgId)
    .where('direction', '=', 'in')
    .where('letterId', '=', letterId)
    .executeTakeFirst()
  return row !== undefined
}

/** A letter that was put aside is now believed: its checks, its id and its trust as of any other. */
export async function saveBelieved(
  tx: WriteTx,
  id: string,
  { checks, ...now }: { letterId: string; trust: ParcelRow['trust']; checks: readonly string[] },
): Promise<void> {
  await tx.sql
    .updateTable('parcel')
    .set({ ...now, checks: [...checks], refusedCode: null, refusedParams: null })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .execute()
}

export type NewParcel = {
  id: string
  direction: 'in' | 'out'
  container: 'letter' | 'pack'
  kind: string
  letterId: string | null
  inReplyTo: string | null
  counterpartOrgId: string | null
  counterpartName: string
  madeAt: string
  fileSha256: string
  sizeBytes: number
  signer: string
  trust: ParcelRow['trust']
  checks: readonly string[]
  body: unknown
  deliver: 'file' | 'here' | null
  about: LedTo | null
  /** Why an incoming letter is not acted upon. */
  aside?: Refusal | null
}

export async function insertParcel(tx: WriteTx, parcel: NewParcel): Promise<void> {
  const { about, aside, body, checks, ...row } = parcel
  await tx.sql
    .insertInto('parcel')
    .values({
      ...row,
      orgId: tx.orgId,
      checks: [...checks],
      body: parcel.container === 'pack' ? null : JSON.stringify(body),
      at: tx.at,
      by: actorRef(tx.actor),
      recordType: about?.recordType ?? null,
      recordId: about?.recordId ?? null,
      refusedCode: aside?.code ?? null,
      refusedParams: aside ? JSON.stringify(aside.params) : null,
    })
    .execute()
}

/** Also notes the files as the organisation's own, so that records may point at them. */
export async function insertParcelFiles(tx: WriteTx, parcelId: string, files: readonly ParcelFile[]): Promise<void> {
  if (files.length === 0) return
  await tx.sql
    .insertInto('parcelFile')
    .values(files.map((file) => ({ ...file, orgId: tx.orgId, parcelId })))
    .execute()
  const uploaded = { uploadedBy: actorRef(tx.actor), uploadedAt: tx.at }
  await tx.sql
    .insertInto('file')
    .values(files.map(({ name: _, ...file }) => ({ ...file, ...uploaded, orgId: tx.orgId })))
    .onConflict((conflict) => conflict.columns(['orgId', 'sha256']).doNothing())
    .execute()
}

export async function saveLedTo(tx: WriteTx, id: string, { recordType, recordId }: LedTo): Promise<void> {
  await tx.sql
    .updateTable('parcel')
    .set({ recordType, recordId })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .execute()
}

export async function saveRead(tx: WriteTx, id: string): Promise<void> {
  await tx.sql
    .updateTable('parcel')
    .set({ readAt: tx.at, readBy: actorRef(tx.actor) })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('readAt', 'is', null)
    .execute()
}

export async function saveDeliver(
  tx: WriteTx,
  id: string,
  { refused, ...change }: { deliver?: 'here'; deliveredAt?: string; refused?: Refusal },
): Promise<void> {
  const told = refused ? { refusedCode: refused.code, refusedParams: JSON.stringify(refused.params) } : {}
  await tx.sql
    .updateTable('parcel')
    .set({ ...change, ...told })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .execute()
}

export function loadOwnOrganisation(tx: Tx) {
  return tx.sql
    .selectFrom('organisation')
    .select(['orgId', 'name', sql<'company' | 'certification_body'>`kind`.as('kind')])
    .where('orgId', '=', tx.orgId)
    .executeTakeFirstOrThrow()
}

/** The organisation's own files among these, with what is known of each. */
export function listOwnFiles(tx: Tx, sha256s: readonly string[]) {
  return tx.sql
    .selectFrom('file')
    .select(['sha256', 'sizeBytes', 'mediaType'])
    .where('orgId', '=', tx.orgId)
    .where('sha256', 'in', [...sha256s])
    .execute()
}

/** Organisations something was received from or sent to, by id, newest name first; `after` and `limit` cut the page by id. */
export function listMet(tx: Tx, after: string | undefined, limit: number) {
  let query = tx.sql
    .selectFrom('parcel')
    .distinctOn('counterpartOrgId')
    .select(['counterpartOrgId', 'counterpartName'])
    .where('orgId', '=', tx.orgId)
    .where('counterpartOrgId', 'is not', null)
    .orderBy('counterpartOrgId')
    .orderBy('at', 'desc')
    .limit(limit)
  if (after) query = query.where('counterpartOrgId', '>', after)
  return query.execute()
}
