import { daysBetween } from '#src/shared/instant.ts'
import type { BodyRules } from '../../body-rules/contract/rules.ts'
import { statusOn } from '../../certificate/rules/status.ts'
import { DUE_STATES, type DueRow, type DueState } from '../contract/due.ts'
import type { DoneAct } from './act.ts'
import type { CertificateCase } from './case.ts'
import { deadlinesOf, stateOf, waitsFor } from './deadline.ts'

type Done = DoneAct & { certificateId: string; outcome: DueRow['acts'][number]['outcome']; madeOn: string }

/** Rows of the list for one certificate. What was met and has nothing left to be entered is not shown. */
export function dueRows(one: CertificateCase, done: readonly Done[], rules: BodyRules, dayOn: string): DueRow[] {
  const { certificateId, number, clientId, holderName, stars } = one
  const { status } = statusOn(one, one.changes, dayOn)
  const tenths = { surveillance: one.surveillanceTenths, recertification: one.recertificationTenths }
  return deadlinesOf(one, rules, dayOn).flatMap((deadline) => {
    const { kind, fromOn, toOn, latestOn, audit } = deadline
    const state = stateOf(deadline, rules, dayOn)
    const waits = waitsFor(deadline, state)
    if (state === 'done' && waits === 'nobody') return []
    const row: DueRow = {
      ...{ certificateId, number, clientId, holderName, stars, status, kind, state, fromOn, toOn, latestOn },
      ...{ daysLeft: daysBetween(dayOn, latestOn), waitsFor: waits },
      audit: audit && {
        ...{ id: audit.id, number: audit.number, plannedFromOn: audit.plannedFromOn, visitedOn: audit.visitedOn },
      },
      personDaysTenths: kind === 'surveillance' || kind === 'recertification' ? tenths[kind] : null,
      acts: done
        .filter((act) => act.deadline === kind && act.latestOn === latestOn)
        .map(({ daysBefore, outcome, madeOn }) => ({ daysBefore, outcome, madeOn })),
    }
    return [row]
  })
}

/** Place of a row in the list, for its cursor: soonest first. */
export function placeOf(row: DueRow): string {
  return `${row.latestOn} ${row.certificateId} ${row.kind}`
}

export function isShown(
  row: DueRow,
  asked: { state: DueState | 'open' | 'all'; kind?: string | undefined; search?: string | undefined },
): boolean {
  if (asked.kind && row.kind !== asked.kind) return false
  if (asked.search && !`${row.number} ${row.holderName}`.toLowerCase().includes(asked.search.toLowerCase()))
    return false
  if (asked.state === 'all') return true
  return asked.state === 'open' ? row.state !== 'not_due' : row.state === asked.state
}

export function countStates(rows: readonly DueRow[]): Record<DueState, number> {
  const counts = Object.fromEntries(DUE_STATES.map((state) => [state, 0])) as Record<DueState, number>
  for (const row of rows) counts[row.state] += 1
  return counts
}
