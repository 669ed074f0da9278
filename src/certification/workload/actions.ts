import type { Tx } from '#src/server/unit-of-work.ts'
import type { Answer } from '#src/shared/endpoint.ts'
import { reckonDue } from '../surveillance/actions/read.ts'
import type { readBodyCalendar } from './contract.ts'
import { isIn, stretchOf } from './rules.ts'
import { listAuditsIn, listExpiries, listUndated } from './store.ts'

const MOST_DUE = 5_000

/** What the body has to do in these months; without a month from that of its own day on. */
export async function showCalendar(
  tx: Tx,
  asked: { fromMonth?: string | undefined; months: number },
): Promise<Answer<typeof readBodyCalendar>> {
  const { rows, todayOn } = await reckonDue(tx)
  const fromMonth = asked.fromMonth ?? todayOn.slice(0, 7)
  const days = stretchOf(fromMonth, asked.months)
  const touches = (from: string, to: string) => from <= days.toOn && to >= days.fromOn
  const due = rows
    .filter((row) => row.state !== 'done')
    .filter((row) => isIn(row.latestOn, days) || touches(row.fromOn, row.toOn) || row.state === 'overdue')
    .map(({ certificateId, number, holderName, kind, state, fromOn, toOn, latestOn }) => ({
      ...{ certificateId, number, holderName, kind, state, fromOn, toOn, latestOn },
    }))
  return {
    ...{ todayOn, fromMonth, due: due.slice(0, MOST_DUE) },
    audits: await listAuditsIn(tx, days),
    undated: await listUndated(tx),
    expiries: await listExpiries(tx, days),
  }
}
