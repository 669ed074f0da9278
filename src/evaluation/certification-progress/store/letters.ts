import { type SqlBool, sql } from 'kysely'
import type { Tx } from '#src/server/unit-of-work.ts'
import { STEPS, type Step } from '../contract/progress.ts'
import type { About } from '../rules/due.ts'
import type { Crossed } from '../rules/step.ts'
import type { Open } from '../rules/task.ts'

/** Letters by which something has to be done, or that show that it was; a certification of years has a few dozen. */
const MOST_LETTERS = 500

/** What crossed of a certification, newest first; nothing that is signed by a key that is not believed. */
export async function listCrossed(
  tx: Tx,
  { limit = MOST_LETTERS, cursor }: { limit?: number; cursor?: string | undefined },
): Promise<Crossed[]> {
  let query = tx.sql
    .selectFrom('parcel as p')
    .select([
      'p.id as parcelId',
      'p.madeAt',
      'p.counterpartOrgId as bodyOrgId',
      'p.counterpartName as bodyName',
      'p.body',
    ])
    .select([sql<Step['direction']>`p.direction`.as('direction'), sql<Step['kind']>`p.kind`.as('kind')])
    .select(sql<boolean>`p.direction = 'out' and p.deliver = 'file'`.as('isByHand'))
    .where('p.orgId', '=', tx.orgId)
    .where('p.trust', '<>', 'unknown')
    .where(
      sql<SqlBool>`(p.direction = 'in' and p.kind = any(${[...STEPS.in]}) or p.direction = 'out' and p.kind = any(${[...STEPS.out]}))`,
    )
    .orderBy('p.madeAt', 'desc')
    .orderBy('p.id', 'desc')
    .limit(limit)
  if (cursor)
    query = query.where(
      sql<SqlBool>`(p.made_at, p.id) < (select c.made_at, c.id from parcel c where c.org_id = ${tx.orgId} and c.id = ${cursor})`,
    )
  return query.execute()
}

/** Nonconformities that wait for an answer, by audit, with the earliest deadline. */
export async function listOpenCorrections(tx: Tx): Promise<Open[]> {
  return tx.sql
    .selectFrom('correction as c')
    .select((eb) => [
      ...(['c.bodyName', 'c.auditNumber'] as const),
      eb.fn.min('c.dueOn').as('dueOn'),
      sql<string>`(array_agg(c.parcel_id order by c.told_at desc))[1]`.as('parcelId'),
      sql<number>`count(*)::int`.as('count'),
    ])
    .where('c.orgId', '=', tx.orgId)
    .where('c.state', '=', 'open')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('correctionAnswer as a')
            .select('a.round')
            .whereRef('a.orgId', '=', 'c.orgId')
            .whereRef('a.correctionId', '=', 'c.id')
            .whereRef('a.round', '=', 'c.round')
            .where('a.sentAt', 'is not', null),
        ),
      ),
    )
    .groupBy(['c.bodyName', 'c.auditId', 'c.auditNumber'])
    .limit(100)
    .execute()
}

/** Letters about these certificates of these bodies, in the order in which they were made. */
export async function listAbout(
  tx: Tx,
  certificates: readonly { bodyOrgId: string; number: string }[],
): Promise<(About & { bodyOrgId: string; number: string })[]> {
  if (certificates.length === 0) return []
  const named = certificates.map(({ bodyOrgId, number }) => sql`(${bodyOrgId}::uuid, ${number}::text)`)
  return tx.sql
    .selectFrom('parcel')
    .select(['id as parcelId', 'madeAt', 'body'])
    .select([sql<string>`counterpart_org_id`.as('bodyOrgId'), sql<string>`body ->> 'number'`.as('number')])
    .where('orgId', '=', tx.orgId)
    .where('direction', '=', 'in')
    .where('trust', '<>', 'unknown')
    .where('kind', 'in', ['certificate', 'certificate_notice'])
    .where(sql<SqlBool>`(counterpart_org_id, body ->> 'number') in (${sql.join(named)})`)
    .orderBy('madeAt')
    .orderBy('id')
    .execute()
}
