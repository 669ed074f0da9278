import { currentTeam } from '../../audit/access.ts'
import type { Audit, TeamMember } from '../../audit/contract.ts'
import type { PlanItem, PlanProblem } from '../contract.ts'

type About = {
  audit: Pick<Audit, 'plannedFromOn' | 'plannedToOn'>
  team: readonly Pick<TeamMember, 'personId' | 'name' | 'duty' | 'leftAt' | 'bookings'>[]
  /** Clauses of the scheme; empty where the scheme is not known. */
  leafIds: readonly string[]
  outlets: readonly { id: string; name: string }[]
  /** Outlets of the drawn sample: each must be visited. */
  sampledOutletIds: readonly string[]
}

/** Everything that keeps a plan from being sent. */
export function checkPlan(items: readonly PlanItem[], about: About): PlanProblem[] {
  if (items.length === 0) return [problem('nothing_planned')]
  const ordered = inTime(items)
  return [
    ...coverage(ordered, about),
    ...meetings(ordered, about),
    ...ordered.flatMap((item) => itemProblems(item, about)),
    ...twoPlaces(ordered, about),
  ]
}

export function inTime(items: readonly PlanItem[]): PlanItem[] {
  const keyOf = (item: PlanItem) => `${item.dayOn} ${item.fromTime} ${item.toTime} ${item.id}`
  return items.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
}

function problem(code: PlanProblem['code'], name = '', item?: PlanItem): PlanProblem {
  return { code, name, itemId: item?.id ?? null }
}

function coverage(items: readonly PlanItem[], { leafIds, outlets, sampledOutletIds }: About): PlanProblem[] {
  const planned = new Set(items.flatMap((item) => item.leafIds))
  const visited = new Set(items.filter((item) => item.kind === 'activity').map((item) => item.outletId))
  const nameOf = (id: string) => outlets.find((one) => one.id === id)?.name ?? id
  return [
    ...(leafIds.length === 0 ? [problem('scheme_unknown')] : []),
    ...leafIds.filter((id) => !planned.has(id)).map((id) => problem('leaf_not_planned', id)),
    ...sampledOutletIds.filter((id) => !visited.has(id)).map((id) => problem('outlet_not_planned', nameOf(id))),
  ]
}

/** The opening comes first, the closing last, and the leader holds both. */
function meetings(items: readonly PlanItem[], { team }: About): PlanProblem[] {
  const openings = items.filter((item) => item.kind === 'opening')
  const closings = items.filter((item) => item.kind === 'closing')
  const leader = currentTeam(team).find((member) => member.duty === 'leader')
  const work = items.filter((item) => item.kind === 'activity')
  const [opening] = openings
  const closing = closings.at(-1)
  return [
    ...(opening ? [] : [problem('no_opening')]),
    ...(closing ? [] : [problem('no_closing')]),
    ...(opening
      ? work
          .filter((item) => startOf(item) < startOf(opening))
          .map((item) => problem('before_opening', item.dayOn, item))
      : []),
    ...(closing
      ? work
          .filter((item) => startOf(item) > startOf(closing))
          .map((item) => problem('after_closing', item.dayOn, item))
      : []),
    ...[...openings, ...closings]
      .filter((item) => !leader || !item.personIds.includes(leader.personId))
      .map((item) => problem('leader_missing', leader?.name ?? '', item)),
  ]
}

function startOf(item: PlanItem): string {
  return `${item.dayOn} ${item.fromTime}`
}

function itemProblems(item: PlanItem, { audit, team, leafIds, outlets }: About): PlanProblem[] {
  const problems: PlanProblem[] = []
  const { plannedFromOn: fromOn, plannedToOn: toOn } = audit
  if (item.toTime <= item.fromTime) problems.push(problem('times_turned', item.dayOn, item))
  if (fromOn !== null && toOn !== null && (item.dayOn < fromOn || item.dayOn > toOn))
    problems.push(problem('outside_dates', item.dayOn, item))
  if (item.personIds.length === 0 && item.kind !== 'travel') problems.push(problem('nobody', item.dayOn, item))
  if (item.outletId !== null && !outlets.some((one) => one.id === item.outletId))
    problems.push(problem('outlet_unknown', item.place, item))
  if (leafIds.length > 0)
    for (const id of item.leafIds) if (!leafIds.includes(id)) problems.push(problem('leaf_unknown', id, item))
  for (const personId of item.personIds) {
    const member = currentTeam(team).find((one) => one.personId === personId)
    const isBooked = member?.bookings.some((one) => one.fromOn <= item.dayOn && item.dayOn <= one.toOn)
    if (!member) problems.push(problem('not_in_team', nameOf(personId, team), item))
    else if (!isBooked && member.duty !== 'observer') problems.push(problem('not_booked', member.name, item))
  }
  return problems
}

function nameOf(personId: string, team: About['team']): string {
  return team.find((one) => one.personId === personId)?.name ?? ''
}

/** Nobody is in two items at once; items are in order of time. */
function twoPlaces(items: readonly PlanItem[], { team }: About): PlanProblem[] {
  return items.flatMap((item, at) =>
    items
      .slice(at + 1)
      .filter((other) => other.dayOn === item.dayOn && other.fromTime < item.toTime)
      .flatMap((other) =>
        other.personIds
          .filter((personId) => item.personIds.includes(personId))
          .map((personId) => problem('two_places', nameOf(personId, team), other)),
      ),
  )
}
