import { sql } from 'kysely'
import type { Sweep } from '#src/server/background.ts'
import type { Platform } from '#src/server/platform.ts'
import { CELLS_AT_ONCE, followWork } from './actions.ts'

/** Keeps the facts at what the records say, of every company. */
export function factSweep(platform: Platform): Sweep {
  return {
    name: 'facts',
    everyMs: 500,
    run: async () => {
      let done = 0
      // A busy company must not keep the others waiting: what came meanwhile is taken with the next look.
      for (const orgId of await findBehind(platform))
        for (let some = CELLS_AT_ONCE; some >= CELLS_AT_ONCE; done += some)
          some = await platform.upkeep(orgId, 'facts', followWork)
      return done
    },
  }
}

/** Companies with dirty cells, with history that nobody has listened to, or on whose new day nothing has aged yet. */
async function findBehind(platform: Platform): Promise<string[]> {
  const { rows } = await sql<{ orgId: string }>`
    select o.org_id from organisation o
    left join fact_state f on f.org_id = o.org_id
    left join ledger_state l on l.org_id = o.org_id
    where o.kind = 'company' and (
      exists (select from fact_dirty d where d.org_id = o.org_id)
      or coalesce(l.size, 0) > coalesce(f.ledger_index, 0)
      or f.aged_on is null or f.aged_on < (${platform.now().toISOString()}::timestamptz at time zone o.time_zone)::date)`.execute(
    platform.database.system,
  )
  return rows.map((row) => row.orgId)
}
