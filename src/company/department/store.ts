import { sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { assertSaved } from '#src/server/unit-of-work.ts'
import type { DepartmentRow } from './contract.ts'

function departments(tx: Tx) {
  return tx.sql
    .selectFrom('department as d')
    .leftJoin('staff as head', (join) =>
      join.onRef('head.orgId', '=', 'd.orgId').onRef('head.id', '=', 'd.headStaffId'),
    )
    .where('d.orgId', '=', tx.orgId)
    .select((eb) => [
      'd.id',
      'd.name',
      'd.duties',
      'd.headStaffId',
      'd.closedOn',
      'd.version',
      eb.fn.coalesce('head.name', sql<string>`''`).as('headName'),
      eb
        .selectFrom('staff as s')
        .whereRef('s.orgId', '=', 'd.orgId')
        .whereRef('s.departmentId', '=', 'd.id')
        .where('s.leftOn', 'is', null)
        .select(({ fn }) => fn.countAll<number>().as('people'))
        .$asScalar()
        .$notNull()
        .as('staffCount'),
    ])
}

export async function listDepartments(
  tx: Tx,
  asked: { limit: number; cursor?: string; search?: string; closed: boolean },
): Promise<DepartmentRow[]> {
  let query = departments(tx).orderBy('d.name').orderBy('d.id').limit(asked.limit)
  if (!asked.closed) query = query.where('d.closedOn', 'is', null)
  if (asked.search) query = query.where(sql<boolean>`strpos(lower(d.name), lower(${asked.search})) > 0`)
  if (asked.cursor)
    query = query.where(
      sql<boolean>`(d.name, d.id) > (select c.name, c.id from department c where c.org_id = ${tx.orgId} and c.id = ${asked.cursor})`,
    )
  return query.execute()
}

export async function loadDepartment(tx: Tx, id: string): Promise<DepartmentRow | undefined> {
  return departments(tx).where('d.id', '=', id).executeTakeFirst()
}

export async function insertDepartment(
  tx: WriteTx,
  row: { id: string; name: string; duties: string; headStaffId: string | null },
): Promise<void> {
  await tx.sql
    .insertInto('department')
    .values({ orgId: tx.orgId, ...row })
    .execute()
}

export async function saveDepartment(
  tx: WriteTx,
  id: string,
  version: number,
  row: { name?: string; duties?: string; headStaffId?: string | null; closedOn?: string },
): Promise<void> {
  const saved = await tx.sql
    .updateTable('department')
    .set({ ...row, version: version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'department')
}
