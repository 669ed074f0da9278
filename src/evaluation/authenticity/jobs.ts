import { sql } from 'kysely'
import type { Jobs } from '#src/server/jobs.ts'
import { newId } from '#src/shared/id.ts'
import { loadCountingDay } from '../fact/store.ts'
import { askForLook, LOOK_TASK, look } from './actions.ts'
import { nightlyDays } from './rules/answer.ts'

/** A look that somebody asked for; and every night one over the last quarter, of each company. */
export const authenticityJobs: Jobs = {
  tasks: {
    [LOOK_TASK]: (platform, { orgId, runId }) => look(platform, orgId!, String(runId)),
    authenticity_nightly: async (platform) => {
      const { rows } = await sql<{ orgId: string }>`select org_id from organisation where kind = 'company'`.execute(
        platform.database.system,
      )
      for (const { orgId } of rows) {
        const actor = { kind: 'system', orgId, name: 'authenticity', roles: [] } as const
        const id = newId()
        await platform.command(actor, { id, endpoint: 'authenticity_nightly', input: { id } }, async (tx) => {
          const { todayOn } = await loadCountingDay(tx)
          return askForLook(tx, { id, ...nightlyDays(todayOn) })
        })
      }
    },
  },
  // 02:40 in Shanghai, when nobody enters anything.
  schedule: ['40 18 * * * authenticity_nightly'],
}
