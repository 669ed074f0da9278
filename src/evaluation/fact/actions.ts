import type { Tx } from '#src/server/unit-of-work.ts'
import { addDays } from '#src/shared/instant.ts'
import { COMPLAINT_OPEN_DAYS, FOLLOW_UP_DAYS } from '../measure/rules.ts'
import {
  type CountingState,
  findCountedDays,
  loadCountingDay,
  loadLedgerSize,
  lockCounting,
  markAged,
  markLicensedWork,
  readHistoryBetween,
  rebuildMonths,
  refreshCells,
  saveCounting,
  takeDirtyCells,
} from './store.ts'

/** What one transaction takes on at most. */
export const CELLS_AT_ONCE = 2_000
const HISTORY_AT_ONCE = 5_000

/** Records of the company whose change moves the score beside the facts. `customer` is apart: there are too many changes of them. */
const STANDING_RECORDS = ['department', 'outlet', 'staff', 'qualification', 'qualification_kind', 'organisation']
const SCORE_RECORDS = ['adjustment', 'scheme_edition', 'assessment']
const HEARD = [...STANDING_RECORDS, ...SCORE_RECORDS, 'customer']

/** Follows what happened: hears history, ages what waits, counts dirty cells again. Answers how much there was to do; 0 means up to date. */
export async function followWork(tx: Tx): Promise<number> {
  const state = await lockCounting(tx)
  const day = await loadCountingDay(tx)
  const { heard, change } = await hearHistory(tx, state)
  if (state.agedOn === null || state.agedOn < day.todayOn) {
    await markAged(tx, state.agedOn, day, { followUpDays: FOLLOW_UP_DAYS, complaintDays: COMPLAINT_OPEN_DAYS })
    change.agedOn = day.todayOn
  }
  const { taken, cells } = await takeDirtyCells(tx, CELLS_AT_ONCE)
  const changed = cells.length > 0 ? await refreshCells(tx, { cells }, day) : 0
  if (changed > 0) change.changes = state.changes + 1
  if (Object.keys(change).length > 0) await saveCounting(tx, change)
  return heard + taken
}

async function hearHistory(tx: Tx, state: CountingState): Promise<{ heard: number; change: Partial<CountingState> }> {
  const to = Math.min(await loadLedgerSize(tx), state.ledgerIndex + HISTORY_AT_ONCE)
  if (to <= state.ledgerIndex) return { heard: 0, change: {} }
  const records = await readHistoryBetween(tx, state.ledgerIndex, to, HEARD)
  const types = new Set(records.map((record) => record.recordType))
  const licences = records.filter((record) => record.recordType === 'qualification').map((record) => record.recordId)
  if (licences.length > 0) await markLicensedWork(tx, licences)
  const change: Partial<CountingState> = { ledgerIndex: to }
  if (types.size > 0) change.changes = state.changes + 1
  if (types.has('customer')) change.customerChanges = state.customerChanges + 1
  if (STANDING_RECORDS.some((type) => types.has(type))) change.companyChanges = state.companyChanges + 1
  return { heard: to - state.ledgerIndex, change }
}

/** Counts everything again from the records, month by month. Answers how many counts had been wrong, which should be none. */
export async function recount(tx: Tx): Promise<{ changed: number }> {
  const state = await lockCounting(tx)
  const day = await loadCountingDay(tx)
  const days = await findCountedDays(tx)
  let changed = 0
  if (days) for (const month of monthsOf(days)) changed += await refreshCells(tx, month, day)
  changed += await rebuildMonths(tx)
  await saveCounting(tx, {
    changes: state.changes + 1,
    companyChanges: state.companyChanges + 1,
    agedOn: day.todayOn,
  })
  return { changed }
}

function monthsOf({ fromOn, toOn }: { fromOn: string; toOn: string }): { fromOn: string; toOn: string }[] {
  const months: { fromOn: string; toOn: string }[] = []
  for (let first = `${fromOn.slice(0, 7)}-01`; first <= toOn; ) {
    const next = `${addDays(first, 31).slice(0, 7)}-01`
    months.push({ fromOn: first, toOn: addDays(next, -1) })
    first = next
  }
  return months
}
