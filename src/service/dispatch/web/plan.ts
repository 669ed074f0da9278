import { fromLocalInput, minuteOfDay } from '#src/ui/when.ts'
import type { Job } from '../contract.ts'
import { overlapping, type PlannedJob } from '../rules/assign.ts'

/** Hours that the board shows. What lies outside is counted at the row's ends. */
export const FROM_HOUR = 7
export const TO_HOUR = 21
/** Visits are planned by the quarter of an hour. */
export const STEP_MINUTES = 15

/** Who is to go, from which minute of the day, for how long; not yet said to the server. */
export type Plan = { staffId: string; minute: number; minutes: number }

export function toStep(minute: number): number {
  return Math.round(minute / STEP_MINUTES) * STEP_MINUTES
}

/** The minute under a point of the row, so that a job of this length still ends on the day. */
export function minuteAt(fraction: number, minutes: number): number {
  const minute = FROM_HOUR * 60 + fraction * (TO_HOUR - FROM_HOUR) * 60
  return withinDay(toStep(minute), minutes)
}

export function withinDay(minute: number, minutes: number): number {
  return Math.max(0, Math.min(minute, 24 * 60 - minutes))
}

/** `HH:MM` of a minute of the day. */
export function clockText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

export function minuteOf(clock: string): number | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)/.exec(clock)
  return match ? Number(match[1]) * 60 + Number(match[2]) : null
}

/** The instants of a plan on a day by the Shanghai clock. */
export function instantsOf(plan: Pick<Plan, 'minute' | 'minutes'>, dayOn: string): { fromAt: string; toAt: string } {
  const fromAt = fromLocalInput(`${dayOn}T${clockText(plan.minute)}`)!
  return { fromAt, toAt: new Date(Date.parse(fromAt) + plan.minutes * 60_000).toISOString() }
}

function isOver(job: Job): boolean {
  return job.state === 'finished' || job.state === 'cancelled'
}

/** A person's jobs as the rule of overlapping hours reads them, without the one being planned. */
export function hoursTaken(jobs: readonly Job[], without: string): PlannedJob[] {
  return jobs
    .filter((job) => job.workOrderId !== without && !isOver(job) && job.plannedFromAt && job.plannedToAt)
    .map((job) => ({ number: job.number, fromAt: job.plannedFromAt!, toAt: job.plannedToAt! }))
}

/**
 * Where to begin when somebody is chosen: the time the customer wished, if the person is free then; else the first free time the
 * server found; else the next quarter of an hour, or nine in the morning.
 */
export function startingMinute(
  job: Job,
  freeFromAt: string | null,
  taken: readonly PlannedJob[],
  dayOn: string,
  minutes: number,
  nowAt: string,
): number {
  const now = minuteOfDay(nowAt, dayOn)
  if (job.wishedFromAt) {
    const wished = minuteOfDay(job.wishedFromAt, dayOn)
    const fits = wished >= 0 && wished < 24 * 60 && wished >= now
    if (fits && !overlapping(instantsOf({ minute: toStep(wished), minutes }, dayOn), taken))
      return withinDay(toStep(wished), minutes)
  }
  if (freeFromAt) {
    const free = minuteOfDay(freeFromAt, dayOn)
    return withinDay(Math.ceil(free / STEP_MINUTES) * STEP_MINUTES, minutes)
  }
  const next = now > 0 && now < 24 * 60 ? Math.ceil(now / STEP_MINUTES) * STEP_MINUTES : 9 * 60
  return withinDay(next, minutes)
}

/** A job that runs late: its promise has passed and it is not done. */
export function isOverdue(job: Pick<Job, 'dueAt' | 'clockState' | 'state'>, nowMs: number): boolean {
  if (job.state === 'finished' || job.state === 'cancelled') return false
  return job.clockState === 'late' || (job.dueAt !== null && Date.parse(job.dueAt) < nowMs)
}

/** Lanes for blocks of one row, so that jobs whose hours overlap (finished early, written down later) both stay visible. */
export function lanesOf(jobs: readonly Job[]): { lanes: Map<string, number>; count: number } {
  const ends: string[] = []
  const lanes = new Map<string, number>()
  const planned = jobs.filter((job) => job.plannedFromAt && job.plannedToAt)
  for (const job of planned.sort((a, b) => a.plannedFromAt!.localeCompare(b.plannedFromAt!))) {
    const free = ends.findIndex((end) => end <= job.plannedFromAt!)
    const lane = free < 0 ? ends.length : free
    ends[lane] = job.plannedToAt!
    lanes.set(job.workOrderId, lane)
  }
  return { lanes, count: Math.max(1, ends.length) }
}

export function fitsSearch(job: Job, search: string): boolean {
  const words = search.trim().toLowerCase()
  if (!words) return true
  return [job.number, job.requestNumber, job.subject, job.customerName, job.address, job.outletName].some((text) =>
    text.toLowerCase().includes(words),
  )
}
