import { sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { assertSaved } from '#src/server/unit-of-work.ts'
import { loadQualificationsOf } from '../qualification/store.ts'
import type { StaffRow } from './contract.ts'

export type StaffFile = Omit<StaffRow, 'qualifications'>

function staff(tx: Tx) {
  return tx.sql
    .selectFrom('staff as s')
    .leftJoin('department as d', (join) => join.onRef('d.orgId', '=', 's.orgId').onRef('d.id', '=', 's.departmentId'))
    .leftJoin('outlet as o', (join) => join.onRef('o.orgId', '=', 's.orgId').onRef('o.id', '=', 's.outletId'))
    .where('s.orgId', '=', tx.orgId)
    .select([
      's.id',
      's.number',
      's.name',
      's.phone',
      's.post',
      's.departmentId',
      sql<string>`coalesce(d.name, '')`.as('departmentName'),
      's.outletId',
      sql<string>`coalesce(o.name, '')`.as('outletName'),
      's.personId',
      's.managesService',
      's.goesOnSite',
      's.joinedOn',
      's.leftOn',
      's.version',
    ])
}

export type StaffQuery = {
  limit: number
  cursor?: string
  search?: string
  outletId?: string
  departmentId?: string
  goesOnSite?: boolean
  left: boolean
}

export async function listStaff(tx: Tx, asked: StaffQuery): Promise<StaffFile[]> {
  let query = staff(tx).orderBy('s.number').orderBy('s.id').limit(asked.limit)
  if (!asked.left) query = query.where('s.leftOn', 'is', null)
  if (asked.outletId) query = query.where('s.outletId', '=', asked.outletId)
  if (asked.departmentId) query = query.where('s.departmentId', '=', asked.departmentId)
  if (asked.goesOnSite !== undefined) query = query.where('s.goesOnSite', '=', asked.goesOnSite)
  if (asked.search)
    query = query.where(
      sql<boolean>`strpos(lower(s.number || ' ' || s.name || ' ' || s.post), lower(${asked.search})) > 0`,
    )
  if (asked.cursor)
    query = query.where(
      sql<boolean>`(s.number, s.id) > (select c.number, c.id from staff c where c.org_id = ${tx.orgId} and c.id = ${asked.cursor})`,
    )
  return query.execute()
}

export async function loadStaff(tx: Tx, id: string): Promise<StaffFile | undefined> {
  return staff(tx).where('s.id', '=', id).executeTakeFirst()
}

export async function loadStaffOfPerson(tx: Tx, personId: string): Promise<StaffFile | undefined> {
  return staff(tx).where('s.personId', '=', personId).executeTakeFirst()
}

/** People who go on site and work on that day. A company has some thousands at most. */
export async function loadFieldStaff(tx: Tx, dayOn: string): Promise<StaffFile[]> {
  return staff(tx)
    .where('s.goesOnSite', '=', true)
    .where((eb) => eb.or([eb('s.leftOn', 'is', null), eb('s.leftOn', '>=', dayOn)]))
    .where((eb) => eb.or([eb('s.joinedOn', 'is', null), eb('s.joinedOn', '<=', dayOn)]))
    .orderBy('s.number')
    .limit(20_000)
    .execute()
}

/** Puts each person's licences into the file. `revoked` false leaves out those that count no longer because somebody said so. */
export async function withQualifications(tx: Tx, files: StaffFile[], revoked = false): Promise<StaffRow[]> {
  const held = await loadQualificationsOf(
    tx,
    files.map((file) => file.id),
  )
  const byStaff = Map.groupBy(held, (licence) => licence.staffId)
  return files.map((file) => ({
    ...file,
    qualifications: (byStaff.get(file.id) ?? [])
      .filter((licence) => revoked || licence.revokedOn === null)
      .map(({ staffId: _, ...licence }) => licence),
  }))
}

/** Those who manage service, and the licences of theirs that the 10 % rule counts. */
export async function loadManagers(tx: Tx) {
  const people = await tx.sql
    .selectFrom('staff')
    .where('orgId', '=', tx.orgId)
    .where('managesService', '=', true)
    .select(['id', 'managesService', 'joinedOn', 'leftOn'])
    .limit(50_000)
    .execute()
  const licences = await tx.sql
    .selectFrom('qualification as q')
    .innerJoin('qualificationKind as k', (join) =>
      join.onRef('k.orgId', '=', 'q.orgId').onRef('k.code', '=', 'q.kindCode'),
    )
    .where('q.orgId', '=', tx.orgId)
    .where('k.serviceManager', '=', true)
    .select(['q.staffId', 'q.kindCode', 'q.issuedOn', 'q.expiresOn', 'q.revokedOn'])
    .limit(50_000)
    .execute()
  return { people, licences }
}

export type StaffFields = {
  number: string
  name: string
  phone: string
  post: string
  departmentId: string | null
  outletId: string | null
  personId: string | null
  managesService: boolean
  goesOnSite: boolean
  joinedOn: string | null
}

export async function insertStaff(tx: WriteTx, id: string, fields: StaffFields): Promise<void> {
  await tx.sql
    .insertInto('staff')
    .values({ orgId: tx.orgId, id, ...fields })
    .execute()
}

export async function saveStaff(
  tx: WriteTx,
  id: string,
  version: number,
  row: StaffFields | { leftOn: string },
): Promise<void> {
  const saved = await tx.sql
    .updateTable('staff')
    .set({ ...row, version: version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'staff')
}
