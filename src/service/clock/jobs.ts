import { sql } from 'kysely'
import type { Sweep } from '#src/server/background.ts'
import type { Platform } from '#src/server/platform.ts'
import { NO_OUTLET } from '../request/actions/take-step.ts'
import { refreshClocks } from './actions.ts'
import { listDueClocks, markTold } from './store/overdue.ts'

const BATCH = 200

/**
 * Reads clocks again whose due time has passed: they turn late, the facts of their day are recounted, and the history remembers it.
 * Telling people is the reader's part: the line in history is the event.
 */
export function overdueSweep(platform: Platform): Sweep {
  return {
    name: 'overdue clocks',
    everyMs: 5_000,
    run: async () => {
      const { rows } = await sql<{ orgId: string }>`
        select distinct org_id from clock where state = 'running' and overdue_told_at is null and due_at < ${platform.now().toISOString()}`.execute(
        platform.database.system,
      )
      let done = 0
      for (const { orgId } of rows) done += await sweepOrganisation(platform, orgId)
      return done
    },
  }
}

async function sweepOrganisation(platform: Platform, orgId: string): Promise<number> {
  const due = await platform.upkeep(orgId, 'clocks', (tx) => listDueClocks(tx, BATCH))
  for (const request of due) {
    const id = request.commandId
    await platform.command(
      { kind: 'system', orgId, name: 'clocks', roles: [] },
      { id, endpoint: 'clock.overdue', input: { requestId: request.id } },
      async (tx) => {
        await refreshClocks(tx, request)
        const late = await markTold(tx, request.id)
        for (const promiseCode of late) {
          tx.record({
            recordType: 'service_request',
            recordId: request.id,
            verb: 'service_request.ran_late',
            content: { promiseCode },
          })
        }
        tx.dirty(request.outletId ?? NO_OUTLET, request.requestedOn)
        return { ok: true, value: null }
      },
    )
  }
  return due.length
}
