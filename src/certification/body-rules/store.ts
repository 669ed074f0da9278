import { assertSaved, type Tx, type WriteTx } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import type { BodyRules } from './contract/rules.ts'

export type StoredRules = {
  id: string
  number: number
  validFromOn: string | null
  rules: BodyRules
  madeAt: string
  version: number
}

const MOST_VERSIONS = 200
const COLUMNS = ['id', 'number', 'validFromOn', 'rules', 'madeAt', 'version'] as const

function asStored<R extends { rules: unknown }>(row: R): R & { rules: BodyRules } {
  return { ...row, rules: row.rules as BodyRules }
}

/** Newest first; a draft, where there is one, is the first. Empty before the body's first use of its rules. */
export async function listStoredRules(tx: Tx): Promise<StoredRules[]> {
  const rows = await tx.sql
    .selectFrom('bodyRules')
    .select(COLUMNS)
    .where('orgId', '=', tx.orgId)
    .orderBy('number', 'desc')
    .limit(MOST_VERSIONS)
    .execute()
  return rows.map(asStored)
}

/** The version in force on a day; undefined where none was yet. */
export async function findRulesOn(tx: Tx, dayOn: string): Promise<StoredRules | undefined> {
  const row = await tx.sql
    .selectFrom('bodyRules')
    .select(COLUMNS)
    .where('orgId', '=', tx.orgId)
    .where('validFromOn', '<=', dayOn)
    .orderBy('validFromOn', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && asStored(row)
}

export async function findRules(tx: Tx, id: string): Promise<StoredRules | undefined> {
  const row = await tx.sql
    .selectFrom('bodyRules')
    .select(COLUMNS)
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && asStored(row)
}

/** False where another command was first: the version with that number stands already. */
export async function insertRules(
  tx: WriteTx,
  row: { id: string; number: number; validFromOn: string | null; rules: BodyRules },
): Promise<boolean> {
  const inserted = await tx.sql
    .insertInto('bodyRules')
    .values({
      ...row,
      orgId: tx.orgId,
      rules: JSON.stringify(row.rules),
      madeAt: tx.at,
      madeBy: actorRef(tx.actor),
    })
    .onConflict((conflict) => conflict.columns(['orgId', 'number']).doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

export async function saveDraft(
  tx: WriteTx,
  draft: { id: string; version: number },
  change: { rules?: BodyRules; validFromOn?: string },
): Promise<void> {
  const saved = await tx.sql
    .updateTable('bodyRules')
    .set({
      ...(change.rules ? { rules: JSON.stringify(change.rules) } : {}),
      ...(change.validFromOn ? { validFromOn: change.validFromOn } : {}),
      version: draft.version + 1,
    })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', draft.id)
    .where('version', '=', draft.version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'body_rules')
}

export async function deleteDraft(tx: WriteTx, id: string, version: number): Promise<void> {
  const gone = await tx.sql
    .deleteFrom('bodyRules')
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(gone.numDeletedRows, 'body_rules')
}
