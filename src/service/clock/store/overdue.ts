import { sql } from 'kysely'
import type { Tx } from '#src/server/unit-of-work.ts'
import { newId } from '#src/shared/id.ts'
import type { ClockedRequest } from '../actions.ts'

/** Requests with a running clock past its due time, longest overdue first. `commandId` is fresh for each. */
export async function listDueClocks(
  tx: Tx,
  limit: number,
): Promise<(ClockedRequest & { requestedOn: string; commandId: string })[]> {
  const { rows } = await sql<ClockedRequest & { requestedOn: string }>`
    select r.id, r.kind, r.urgency, r.channel, r.outlet_id, r.requested_on from service_request r
    join (select request_id, min(due_at) as due_at from clock
      where org_id = ${tx.orgId} and state = 'running' and overdue_told_at is null and due_at < ${tx.at}
      group by request_id order by 2 limit ${limit}) due on due.request_id = r.id
    where r.org_id = ${tx.orgId} order by due.due_at`.execute(tx.sql)
  return rows.map((row) => ({ ...row, commandId: newId() }))
}

/** Marks the request's late clocks as told; answers the promise codes told now. */
export async function markTold(tx: Tx, requestId: string): Promise<string[]> {
  const rows = await tx.sql
    .updateTable('clock')
    .set({ overdueToldAt: tx.at })
    .where('orgId', '=', tx.orgId)
    .where('requestId', '=', requestId)
    .where('overdueToldAt', 'is', null)
    .where('state', '=', 'late')
    .returning('promiseCode')
    .execute()
  return rows.map((row) => row.promiseCode)
}
