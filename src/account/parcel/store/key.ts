import { sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import type { CounterpartKey } from '../contract.ts'
import type { Pin } from '../rules.ts'

/** Waits for whoever is taking in something of the same organisation, so that two first letters pin one set of keys. */
export async function lockPins(tx: WriteTx, counterpartOrgId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${tx.orgId} ${counterpartOrgId}`}, 9))`.execute(tx.sql)
}

/** Also those that were put aside: what they sign must not be taken for a first sight. */
export function listPins(tx: Tx, counterpartOrgId: string): Promise<Pin[]> {
  return tx.sql
    .selectFrom('counterpartKey')
    .select(['fingerprint', 'validUntil', sql<boolean>`reset_at is not null`.as('isReset')])
    .where('orgId', '=', tx.orgId)
    .where('counterpartOrgId', '=', counterpartOrgId)
    .orderBy('fingerprint')
    .execute()
}

export async function savePins(
  tx: WriteTx,
  counterpartOrgId: string,
  pins: readonly Pin[],
  pinnedByParcel: string,
): Promise<void> {
  const standing = pins.filter((pin) => !pin.isReset)
  if (standing.length === 0) return
  const rows = standing.map(({ fingerprint, validUntil }) => ({ fingerprint, validUntil }))
  await tx.sql
    .insertInto('counterpartKey')
    .values(rows.map((row) => ({ ...row, orgId: tx.orgId, counterpartOrgId, pinnedAt: tx.at, pinnedByParcel })))
    .onConflict((conflict) =>
      conflict
        .columns(['orgId', 'counterpartOrgId', 'fingerprint'])
        .doUpdateSet((eb) => ({ validUntil: eb.ref('excluded.validUntil') })),
    )
    .execute()
}

/** Organisations a key of which is known, or wrote with one that is not; by id, each with the name it last gave. */
export async function listKnownCounterparts(
  tx: Tx,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ orgId: string; name: string }[]> {
  let query = tx.sql
    .selectFrom('parcel')
    .distinctOn('counterpartOrgId')
    .select([sql<string>`counterpart_org_id`.as('orgId'), 'counterpartName as name'])
    .where('orgId', '=', tx.orgId)
    .where('direction', '=', 'in')
    .where('counterpartOrgId', 'is not', null)
    .orderBy('counterpartOrgId')
    // The name in a letter that is not believed says nothing where there is another.
    .orderBy(sql`trust = 'unknown'`)
    .orderBy('at', 'desc')
    .limit(limit)
  if (cursor) query = query.where('counterpartOrgId', '>', cursor)
  return query.execute()
}

export async function listCounterpartKeys(
  tx: Tx,
  counterpartOrgIds: readonly string[],
): Promise<(CounterpartKey & { orgId: string })[]> {
  if (counterpartOrgIds.length === 0) return []
  const rows = await tx.sql
    .selectFrom('counterpartKey as k')
    .innerJoin('parcel as p', (join) => join.onRef('p.orgId', '=', 'k.orgId').onRef('p.id', '=', 'k.pinnedByParcel'))
    .select([
      ...(['k.counterpartOrgId', 'k.fingerprint', 'k.validUntil', 'k.pinnedAt', 'k.pinnedByParcel'] as const),
      ...(['k.confirmedAt', 'k.confirmedByName', 'k.confirmedHow'] as const),
      ...(['k.resetAt', 'k.resetByName', 'k.resetReason', 'p.kind'] as const),
    ])
    .where('k.orgId', '=', tx.orgId)
    .where('k.counterpartOrgId', 'in', [...counterpartOrgIds])
    .orderBy('k.pinnedAt', 'desc')
    .orderBy('k.fingerprint')
    .execute()
  return rows.map((row) => ({
    ...{ orgId: row.counterpartOrgId, fingerprint: row.fingerprint, validUntil: row.validUntil },
    firstSeen: { at: row.pinnedAt, parcelId: row.pinnedByParcel, kind: row.kind },
    confirmed:
      row.confirmedAt === null ? null : { at: row.confirmedAt, byName: row.confirmedByName, how: row.confirmedHow },
    reset: row.resetAt === null ? null : { at: row.resetAt, byName: row.resetByName, reason: row.resetReason },
  }))
}

/** Letters that were put aside because of their key, newest first, at most a hundred. */
export function listAside(tx: Tx, counterpartOrgIds: readonly string[]) {
  return tx.sql
    .selectFrom('parcel')
    .select(['id as parcelId', 'kind', 'at', 'signer', sql<string>`counterpart_org_id`.as('orgId')])
    .where('orgId', '=', tx.orgId)
    .where('trust', '=', 'unknown')
    .where('counterpartOrgId', 'in', [...counterpartOrgIds])
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(100)
    .execute()
}

/** Answers whether there is such a key. A key that was put aside stands again. */
export async function saveConfirmed(
  tx: WriteTx,
  key: { counterpartOrgId: string; fingerprint: string },
  { byName, how }: { byName: string; how: string },
): Promise<boolean> {
  const saved = await tx.sql
    .updateTable('counterpartKey')
    .set({
      ...{ confirmedAt: tx.at, confirmedByName: byName, confirmedHow: how },
      ...{ resetAt: null, resetByName: '', resetReason: '' },
    })
    .where('orgId', '=', tx.orgId)
    .where('counterpartOrgId', '=', key.counterpartOrgId)
    .where('fingerprint', '=', key.fingerprint)
    .executeTakeFirst()
  return saved.numUpdatedRows > 0n
}

/** Answers the fingerprints of the keys that stood until now. */
export async function saveReset(
  tx: WriteTx,
  counterpartOrgId: string,
  { byName, reason }: { byName: string; reason: string },
): Promise<string[]> {
  const rows = await tx.sql
    .updateTable('counterpartKey')
    .set({
      ...{ resetAt: tx.at, resetByName: byName, resetReason: reason },
      ...{ confirmedAt: null, confirmedByName: '', confirmedHow: '' },
    })
    .where('orgId', '=', tx.orgId)
    .where('counterpartOrgId', '=', counterpartOrgId)
    .where('resetAt', 'is', null)
    .returning('fingerprint')
    .execute()
  return rows.map((row) => row.fingerprint)
}
