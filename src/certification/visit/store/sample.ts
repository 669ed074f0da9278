import { sql } from 'kysely'
import type { Tx } from '#src/server/unit-of-work.ts'
import type { SampledCase } from '../contract/entry.ts'

/** Bodies look at some dozens of cases; a bound for the page that shows them all. */
const MOST_CASES = 1_000

export type Sample = { planId: string; packId: string | null; outletIds: string[]; cases: SampledCase[] }

/** The newest sample that was drawn, with what was added to it; undefined before any was. */
export async function findSample(tx: Tx, auditId: string): Promise<Sample | undefined> {
  const { rows } = await sql<Sample>`
    with plan as (
      select org_id, id, pack_id, drawn from sampling_plan
      where org_id = ${tx.orgId} and audit_id = ${auditId} and drawn is not null
      order by number desc limit 1
    ), unit as (
      select 'case' as what, (p.value->>'id')::uuid as id from plan, jsonb_array_elements(drawn->'picks'->'case') p
      union
      select 'outlet', (p.value->>'id')::uuid from plan, jsonb_array_elements(drawn->'picks'->'outlet') p
      union
      select a.what, a.unit_id from sampling_addition a join plan on plan.org_id = a.org_id and plan.id = a.plan_id
      where a.what in ('case', 'outlet')
    )
    select plan.id as plan_id, plan.pack_id,
      coalesce((select json_agg(id) from unit where what = 'outlet'), '[]') as outlet_ids,
      coalesce((select json_agg(c order by c."leafIndex") from (
        select k.case_id as "caseId", k.number, k.kind, k.outlet_id as "outletId", k.made_on as "madeOn", k.leaf_index as "leafIndex"
        from pack_case k join unit on unit.what = 'case' and unit.id = k.case_id
        where k.org_id = plan.org_id and k.pack_id = plan.pack_id
        order by k.leaf_index limit ${sql.lit(MOST_CASES)}) as c), '[]') as cases
    from plan`.execute(tx.sql)
  return rows[0]
}

/** The body's newest sealed scheme of this id, its own or taken over: for a client whose assessment brought none. */
export async function findSealedEdition(tx: Tx, schemeId: string): Promise<string | undefined> {
  const row = await tx.sql
    .selectFrom('schemeEdition')
    .select('id')
    .where('orgId', '=', tx.orgId)
    .where('seal', 'is not', null)
    .where(sql<boolean>`scheme->>'id' = ${schemeId}`)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.id
}
