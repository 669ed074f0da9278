import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Sweep } from '#src/server/background.ts'
import type { Platform } from '#src/server/platform.ts'
import { CUSTOMERS_EVERY_MS, scoreCompany } from './actions.ts'

/**
 * Scores companies whose facts, records or adjustments changed, and everyone once a day. A busy company is scored at most once in
 * `spacingMs`: people cannot read faster, and the facts are there in between.
 */
export function scoreSweep(platform: Platform, spacingMs = 1_000): Sweep {
  const scoredAt = new Map<string, number>()
  return {
    name: 'score',
    everyMs: 500,
    run: async () => {
      const due = await findDue(platform, [...scoredAt.keys()])
      const waits = due.map(
        (orgId) => (scoredAt.get(orgId) ?? Number.NEGATIVE_INFINITY) + spacingMs - performance.now(),
      )
      const ready = due.filter((_, at) => waits[at]! <= 0)
      if (due.length > 0 && ready.length === 0) await sleep(Math.min(...waits))
      for (const orgId of ready) {
        await scoreCompany(platform, orgId)
        scoredAt.set(orgId, performance.now())
      }
      return due.length
    },
  }
}

/** Also every company that this process has not scored yet: a newer version of the product may keep its board in another shape. */
async function findDue(platform: Platform, scoredHere: string[]): Promise<string[]> {
  const now = platform.now().toISOString()
  const { rows } = await sql<{ orgId: string }>`
    select o.org_id from organisation o left join fact_state f on f.org_id = o.org_id
    where o.kind = 'company' and (o.org_id <> all (${scoredHere}::uuid[]) or f.org_id is null or f.changes > f.scored_changes or f.scored_on is null
      or f.scored_on < (${now}::timestamptz at time zone o.time_zone)::date
      or (f.customer_changes > f.standing_customer_changes and f.standing_at < ${now}::timestamptz - make_interval(secs => ${CUSTOMERS_EVERY_MS / 1000})))`.execute(
    platform.database.system,
  )
  return rows.map((row) => row.orgId)
}
