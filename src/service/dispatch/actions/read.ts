import { calendarFor } from '#src/company/door.ts'
import { holdsOn } from '#src/company/qualification/rules.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import type { BusinessCalendar } from '#src/shared/calendar/business-calendar.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Answer } from '#src/shared/endpoint.ts'
import { maySeeContact } from '../../request/access.ts'
import type { RequestKind } from '../../request/contract/words.ts'
import type { Job, readBoard, suggestStaff } from '../contract.ts'
import { hindrancesOn } from '../rules/assign.ts'
import { plannedMinutes } from '../rules/checklist.ts'
import { workOrderState } from '../rules/state.ts'
import { firstFreeAt, kilometresBetween, rank, type Suggestion } from '../rules/suggest.ts'
import * as store from '../store/board.ts'

/** The day as the dispatcher sees it: three statements, whatever the company has done so far. */
export async function showBoard(
  tx: Tx,
  dayOn: string,
  outletId: string | null,
): Promise<Decision<Answer<typeof readBoard>>> {
  const outlets = await store.listBoardOutlets(tx, dayOn)
  const people = await store.listFieldPeople(tx, dayOn, outletId)
  const rows = await store.listBoardRows(tx, dayOn, outletId)
  const clear = maySeeContact(tx.actor)
  const jobOf = ({ cancelledAt, requestState, arrivedAt, finishedAt, waiting: _, ...row }: store.BoardRow): Job => ({
    ...row,
    address: clear || row.address === '' ? row.address : '****',
    state: workOrderState({ cancelledAt, requestState, staffId: row.staffId, arrivedAt, finishedAt }),
  })
  const unassigned = rows.filter((row) => row.waiting !== null)
  const given = Map.groupBy(rows.filter((row) => row.waiting === null).map(jobOf), (job) => job.staffId)
  return accept({
    dayOn,
    outlets,
    unassigned: unassigned.map(jobOf),
    moreUnassigned: (unassigned[0]?.waiting ?? 0) - unassigned.length,
    people: people.map(({ staffId, name, post, outletId: at, outletName, licences }) => {
      const held = new Set(licences.filter((one) => holdsOn(one, dayOn)).map((one) => one.kindCode))
      const lost = licences.filter((one) => one.revokedOn === null && one.expiresOn !== null && one.expiresOn < dayOn)
      return {
        ...{ staffId, name, post, outletId: at, outletName },
        qualifications: [...held].sort(),
        expired: [...new Set(lost.map((one) => one.kindCode))].filter((code) => !held.has(code)).sort(),
        jobs: given.get(staffId) ?? [],
      }
    }),
  })
}

const MOST_SUGGESTED = 50

/** Who could go, best first, and who may not and why. */
export async function suggest(
  tx: Tx,
  workOrderId: string,
  dayOn: string,
): Promise<Decision<Answer<typeof suggestStaff>>> {
  const subject = await store.findSuggestSubject(tx, workOrderId)
  if (!subject) return refuse('not_found', 'not_found')
  const people = await store.listFieldPeople(tx, dayOn, null)
  const jobs = Map.groupBy(await store.listDayJobs(tx, dayOn, workOrderId), (job) => job.staffId)
  const known = people.map((person) => {
    const own = jobs.get(person.staffId) ?? []
    const { staffId, name, outletName, outletId } = person
    const kilometres = kilometresBetween(own.at(-1) ?? person, subject)
    const hindrances = hindrancesOn(person, subject.needed ?? [], dayOn)
    return { staffId, name, outletName, outletId, jobs: own.length, kilometres, freeFromAt: null, hindrances }
  })
  // Hours are worked out only for those who will be shown: each outlet has its own.
  const outletOf = new Map(known.map((one) => [one.staffId, one.outletId]))
  const calendars = new Map<string | null, BusinessCalendar>()
  const candidates: Suggestion[] = []
  for (const { staffId, name, outletName, jobs: count, kilometres, hindrances } of rank(known).slice(
    0,
    MOST_SUGGESTED,
  )) {
    const outletId = outletOf.get(staffId) ?? null
    const calendar = calendars.get(outletId) ?? (await calendarFor(tx, outletId)).outlet
    calendars.set(outletId, calendar)
    const busy = (jobs.get(staffId) ?? []).filter((job) => !job.done)
    const freeFromAt = firstFreeAt(dayOn, plannedMinutes(subject.kind as RequestKind), busy, calendar, tx.at)
    const full = freeFromAt === null ? [{ code: 'no_free_hours', params: { name } }] : []
    candidates.push({
      ...{ staffId, name, outletName, jobs: count, kilometres, freeFromAt },
      hindrances: [...hindrances, ...full],
    })
  }
  return accept({ candidates: rank(candidates) })
}
