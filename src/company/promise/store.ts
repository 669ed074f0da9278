import { sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import type { PromiseRule } from '#src/shared/clock/promise-rule.ts'

export type StoredPromise = {
  id: string
  version: number
  code: string
  rule: PromiseRule
  inForceAt: string
  withdrawnAt: string | null
  changedAt: string
  changedBy: string
}

function promises(tx: Tx) {
  return tx.sql
    .selectFrom('promise')
    .where('orgId', '=', tx.orgId)
    .select([
      'id',
      'version',
      'code',
      sql<PromiseRule>`rule`.as('rule'),
      'inForceFrom as inForceAt',
      'withdrawnAt',
      'changedAt',
      'changedBy',
    ])
}

/** Every version, by code, newest version first; at most 4,000. */
export async function listPromiseVersions(tx: Tx): Promise<StoredPromise[]> {
  return promises(tx).orderBy('code').orderBy('id').orderBy('version', 'desc').limit(4000).execute()
}

export async function loadPromiseVersions(tx: Tx, id: string): Promise<StoredPromise[]> {
  return promises(tx).where('id', '=', id).orderBy('version', 'desc').execute()
}

/** Of each promise the newest version in force at that instant. */
export async function loadInForce(tx: Tx, at: string): Promise<StoredPromise[]> {
  return promises(tx)
    .distinctOn('id')
    .where('inForceFrom', '<=', at)
    .where((eb) => eb.or([eb('withdrawnAt', 'is', null), eb('withdrawnAt', '>', at)]))
    .orderBy('id')
    .orderBy('version', 'desc')
    .execute()
}

/** Two people at once: the second meets the primary key and is refused. */
export async function insertPromise(
  tx: WriteTx,
  row: { code: string; rule: PromiseRule; changedBy: string },
): Promise<void> {
  await tx.sql
    .insertInto('promise')
    .values({
      orgId: tx.orgId,
      id: row.rule.id,
      version: row.rule.version,
      code: row.code,
      rule: JSON.stringify(row.rule),
      inForceFrom: row.rule.inForceAt,
      changedAt: tx.at,
      changedBy: row.changedBy,
    })
    .execute()
}

/** Answers whether it was not withdrawn before. */
export async function saveWithdrawal(tx: WriteTx, id: string, withdrawnAt: string): Promise<boolean> {
  const saved = await tx.sql
    .updateTable('promise')
    .set({ withdrawnAt })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('withdrawnAt', 'is', null)
    .executeTakeFirst()
  return saved.numUpdatedRows > 0n
}
