import { type Kysely, sql } from 'kysely'
import type { Tx } from '#src/server/unit-of-work.ts'

/** Certificates not looked at yet on their body's day, longest waiting first; asked across all bodies. */
export async function listLooksDue(
  system: Pick<Kysely<unknown>, 'getExecutor'>,
  now: string,
  limit: number,
): Promise<{ orgId: string; certificateId: string }[]> {
  const { rows } = await sql<{ orgId: string; certificateId: string }>`
    select c.org_id, c.id as certificate_id from certificate c
      join organisation o on o.org_id = c.org_id
      left join surveillance_look l on l.org_id = c.org_id and l.certificate_id = c.id
    where l.certificate_id is null
      or (not l.ended and l.looked_on < (${now}::timestamptz at time zone o.time_zone)::date)
    order by l.looked_on nulls first, c.id limit ${limit}`.execute(system)
  return rows
}

/** Notes that a certificate was looked at on a day. */
export async function saveLook(
  tx: Tx,
  certificateId: string,
  look: { lookedOn: string; ended: boolean; refusal: string },
): Promise<void> {
  await tx.sql
    .insertInto('surveillanceLook')
    .values({ orgId: tx.orgId, certificateId, ...look })
    .onConflict((conflict) => conflict.columns(['orgId', 'certificateId']).doUpdateSet(look))
    .execute()
}

const MOST = 200

/** Whose act was refused at the last look. */
export async function listRefused(tx: Tx) {
  return tx.sql
    .selectFrom('surveillanceLook as l')
    .innerJoin('certificate as c', (join) =>
      join.onRef('c.orgId', '=', 'l.orgId').onRef('c.id', '=', 'l.certificateId'),
    )
    .where('l.orgId', '=', tx.orgId)
    .where('l.refusal', '<>', '')
    .select(['l.certificateId', 'c.number', 'c.holderName', 'l.refusal as code', 'l.lookedOn as on'])
    .orderBy('l.lookedOn', 'desc')
    .limit(MOST)
    .execute()
}
