import { sql } from 'kysely'
import { assertSaved, type Tx, type WriteTx } from '#src/server/unit-of-work.ts'
import type { ClientRow, LedgerKey } from './contract.ts'

export type StoredClient = ClientRow & { ledgerKeys: LedgerKey[] }

const COLUMNS = [
  'id',
  'name',
  'uscc',
  'address',
  'contactName',
  'contactPhone',
  'contactEmail',
  'companyOrgId',
  'ledgerKeys',
  'madeAt',
  'version',
] as const

function clients(tx: Tx) {
  return tx.sql.selectFrom('client').select(COLUMNS).where('orgId', '=', tx.orgId)
}

function asClient<R extends { ledgerKeys: unknown }>(row: R): R & { ledgerKeys: LedgerKey[] } {
  return { ...row, ledgerKeys: row.ledgerKeys as LedgerKey[] }
}

export async function listClientRows(
  tx: Tx,
  asked: { limit: number; cursor?: string; search?: string },
): Promise<StoredClient[]> {
  let query = clients(tx).orderBy('name').orderBy('id').limit(asked.limit)
  if (asked.search)
    query = query.where(
      sql<boolean>`strpos(lower(name || ' ' || uscc || ' ' || contact_name), lower(${asked.search})) > 0`,
    )
  if (asked.cursor)
    query = query.where(
      sql<boolean>`(name, id) > (select c.name, c.id from client c where c.org_id = ${tx.orgId} and c.id = ${asked.cursor}::uuid)`,
    )
  return (await query.execute()).map(asClient)
}

/** Undefined where there is none. */
export async function loadClient(tx: Tx, id: string): Promise<StoredClient | undefined> {
  const row = await clients(tx).where('id', '=', id).executeTakeFirst()
  return row && asClient(row)
}

/** By its credit code, or by the organisation id it has in Starproof. */
export async function findClient(
  tx: Tx,
  by: { uscc: string } | { companyOrgId: string },
): Promise<StoredClient | undefined> {
  const row = await ('uscc' in by
    ? clients(tx).where('uscc', '=', by.uscc)
    : clients(tx).where('companyOrgId', '=', by.companyOrgId)
  ).executeTakeFirst()
  return row && asClient(row)
}

export type NewClient = Pick<
  ClientRow,
  'id' | 'name' | 'uscc' | 'address' | 'contactName' | 'contactPhone' | 'contactEmail' | 'companyOrgId'
>

export async function insertClient(tx: WriteTx, client: NewClient): Promise<void> {
  await tx.sql
    .insertInto('client')
    .values({ ...client, orgId: tx.orgId, madeAt: tx.at })
    .execute()
}

export type ClientChange = Partial<
  Pick<
    StoredClient,
    'name' | 'address' | 'contactName' | 'contactPhone' | 'contactEmail' | 'companyOrgId' | 'ledgerKeys'
  >
>

export async function saveClient(tx: WriteTx, id: string, version: number, change: ClientChange): Promise<void> {
  const { ledgerKeys, ...rest } = change
  const saved = await tx.sql
    .updateTable('client')
    .set({
      ...rest,
      ...(ledgerKeys ? { ledgerKeys: JSON.stringify(ledgerKeys) } : {}),
      version: version + 1,
    })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'client')
}

export type Blacklisted = {
  id: string
  clientName: string
  uscc: string
  reason: string
  fromOn: string
  untilOn: string
}

/** The entry that bars this company on a day, the longest one; undefined where none does. */
export async function findBlacklisted(tx: Tx, uscc: string, dayOn: string): Promise<Blacklisted | undefined> {
  return tx.sql
    .selectFrom('blacklistEntry')
    .select(['id', 'clientName', 'uscc', 'reason', 'fromOn', 'untilOn'])
    .where('orgId', '=', tx.orgId)
    .where('uscc', '=', uscc)
    .where('liftedAt', 'is', null)
    .where('fromOn', '<=', dayOn)
    .where('untilOn', '>=', dayOn)
    .orderBy('untilOn', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** When the last certificate of this client was cancelled (注销), by the day it took effect; null where none was. */
export async function lastCancelledOn(tx: Tx, clientId: string): Promise<string | null> {
  const row = await tx.sql
    .selectFrom('certificateChange as h')
    .innerJoin('certificate as c', (join) =>
      join.onRef('c.orgId', '=', 'h.orgId').onRef('c.id', '=', 'h.certificateId'),
    )
    .select('h.effectiveOn')
    .where('h.orgId', '=', tx.orgId)
    .where('c.clientId', '=', clientId)
    .where('h.kind', '=', 'cancel')
    .orderBy('h.effectiveOn', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.effectiveOn ?? null
}
