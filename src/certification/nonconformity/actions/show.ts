import { calendarFor } from '#src/company/door.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Input } from '#src/shared/endpoint.ts'
import { dayOf } from '#src/shared/instant.ts'
import { cutPage, type Page } from '#src/shared/page.ts'
import { bodyDay } from '../../body-rules/actions.ts'
import type { listNonconformities, Nonconformity, NonconformityRow } from '../contract.ts'
import { dueOf, isOverdue, isToTell, lastRound, stateOf } from '../rules/course.ts'
import { listAnswers } from '../store/course.ts'
import { listFiles, listNonconformityRows, loadNonconformity, type StoredNonconformity } from '../store/rows.ts'

export function rowOf(row: StoredNonconformity, todayOn: string): NonconformityRow {
  const { id, number, auditId, auditNumber, clientId, clientName, grade, blocksDecision, clause, course } = row
  const { statement, raisedOn, raisedByName, version } = row
  return {
    ...{ id, number, auditId, auditNumber, clientId, clientName, blocksDecision, clause, statement, raisedOn },
    ...{ raisedByName, version },
    grade: { id: grade.id, name: grade.name },
    state: stateOf(course),
    round: lastRound(course)?.round ?? 0,
    dueOn: dueOf(course),
    isOverdue: isOverdue(course, todayOn),
    toTell: isToTell(course, row.told),
  }
}

export async function showNonconformities(
  tx: Tx,
  { limit, ...asked }: Input<typeof listNonconformities>['query'],
): Promise<Page<NonconformityRow>> {
  const todayOn = await bodyDay(tx)
  const rows = await listNonconformityRows(tx, { ...asked, limit: limit + 1, todayOn })
  return cutPage(
    rows.map((row) => rowOf(row, todayOn)),
    limit,
    (row) => row.id,
  )
}

export async function showNonconformity(tx: Tx, id: string): Promise<Decision<Nonconformity>> {
  const row = await loadNonconformity(tx, id)
  if (!row) return refuse('not_found', 'not_found')
  const { course, leafIds, evidence, withdrawnAt, withdrawnByName, withdrawnReason } = row
  const answers = await listAnswers(tx, id)
  const { zone } = (await calendarFor(tx, null)).company
  const dueOn = new Map(course.rounds.map((one) => [one.round, one.dueOn]))
  return accept({
    ...rowOf(row, await bodyDay(tx)),
    leafIds,
    evidence,
    files: (await listFiles(tx, [id])).map(({ sha256, name }) => ({ sha256, name })),
    withdrawn: withdrawnAt === null ? null : { at: withdrawnAt, byName: withdrawnByName, reason: withdrawnReason },
    rounds: course.rounds.map(
      ({ round, via, noticedOn, dueOn, verifyDueOn, toldOverdueAt, toldAgainAt, parcelId }) => ({
        ...{ round, via, noticedOn, dueOn, verifyDueOn, toldOverdueAt, toldAgainAt, parcelId },
      }),
    ),
    answers: answers.map(({ by: _, ...answer }) => ({
      ...answer,
      isLate: dayOf(Date.parse(answer.receivedAt), zone) > (dueOn.get(answer.round) ?? ''),
    })),
    verdicts: course.verdicts.map(({ round, verdict, reason, byName, at, auditId }) => ({
      ...{ round, verdict, reason, byName, at, auditId },
    })),
  })
}
