import { type Kysely, sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import type { RefusedAct } from '../contract/transition.ts'
import type { ActCase } from '../rules/holder.ts'

export type NewAct = ActCase & {
  id: string
  transitionId: string
  certificateId: string
  changeId: string | null
  rulesId: string
}

export async function insertAct(tx: WriteTx, act: NewAct): Promise<void> {
  await tx.sql
    .insertInto('holderTransitionAct')
    .values({ orgId: tx.orgId, ...act, madeAt: tx.at })
    .execute()
}

/** Announced transitions not looked at yet on their body's day, asked across all bodies. */
export async function listLooksDue(
  system: Pick<Kysely<unknown>, 'getExecutor'>,
  now: string,
  limit: number,
): Promise<{ orgId: string; transitionId: string }[]> {
  const { rows } = await sql<{ orgId: string; transitionId: string }>`
    select t.org_id, t.id as transition_id from holder_transition t
      join organisation o on o.org_id = t.org_id
      left join holder_transition_look l on l.org_id = t.org_id and l.transition_id = t.id
    where t.announced_at is not null and t.called_off_at is null
      and (l.transition_id is null or l.looked_on < (${now}::timestamptz at time zone o.time_zone)::date)
    order by l.looked_on nulls first, t.id limit ${limit}`.execute(system)
  return rows
}

export async function saveLook(
  tx: Tx,
  transitionId: string,
  look: { lookedOn: string; refused: readonly RefusedAct[] },
): Promise<void> {
  const saved = { lookedOn: look.lookedOn, refused: JSON.stringify(look.refused) }
  await tx.sql
    .insertInto('holderTransitionLook')
    .values({ orgId: tx.orgId, transitionId, ...saved })
    .onConflict((conflict) => conflict.columns(['orgId', 'transitionId']).doUpdateSet(saved))
    .execute()
}

/** What was refused at the last look. */
export async function listRefused(tx: Tx, transitionId: string): Promise<RefusedAct[]> {
  const row = await tx.sql
    .selectFrom('holderTransitionLook')
    .select('refused')
    .where('orgId', '=', tx.orgId)
    .where('transitionId', '=', transitionId)
    .executeTakeFirst()
  return (row?.refused ?? []) as unknown as RefusedAct[]
}
