import { z } from 'zod'
import { aroundTheClock, type BusinessCalendar, LocalName } from '#src/shared/calendar/business-calendar.ts'
import { epochMs, Instant } from '#src/shared/instant.ts'
import { type ClockEvent, measuredMs } from './clock-event.ts'

const Word = z.string().regex(/^[a-z][a-z0-9_.]{0,63}$/)
const Words = z.array(Word).min(1).max(40)

/** Which requests a promise is made for. A facet left out means any; several facets must all fit. */
export const PromiseScope = z.strictObject({
  requestKinds: Words.optional(),
  urgencies: Words.optional(),
  channels: Words.optional(),
  customerKinds: Words.optional(),
  outletIds: z.array(z.string().min(1).max(64)).min(1).max(2000).optional(),
})
export type PromiseScope = z.infer<typeof PromiseScope>

/** What is known of a request when asking which promises hold for it. */
export type PromiseSubject = {
  requestKind?: string
  urgency?: string
  channel?: string
  customerKind?: string
  outletId?: string
}

/**
 * One version of a promise, as data: from which event to which, within how long, on which calendar, stopped by which stated reasons.
 * Exactly one of `limitMinutes` (open minutes) and `limitWorkingDays` (day of the start not counted, ends at close of business).
 */
export const PromiseRule = z
  .object({
    id: z.string().min(1).max(64),
    version: z.int().min(1),
    name: LocalName,
    /** The version that holds is the latest one in force when the clock starts; it then holds for that clock for ever. */
    inForceAt: Instant,
    startsOn: Words,
    stopsOn: Words,
    /** Events that end the clock without a verdict (request withdrawn); a clock already late by then stays late. */
    voidedBy: z.array(Word).max(40).default([]),
    /** True where doing it before the start keeps the promise (arriving before the appointed time); else an earlier stop is ignored. */
    earlyStopCounts: z.boolean().default(false),
    limitMinutes: z.int().min(1).max(2_628_000).optional(),
    limitWorkingDays: z.int().min(1).max(1_250).optional(),
    calendarMode: z.enum(['outlet_hours', 'company_hours', 'around_the_clock']),
    /** Only these reasons stop the clock. Any other pause is shown, and counted. */
    pauseReasons: z.array(Word).max(40),
    /** An event recorded longer than this after the time it claims makes the reading `backfilled`. */
    backfilledAfterMinutes: z.int().min(0).max(525_600).default(1440),
    appliesTo: PromiseScope.default({}),
  })
  .refine((rule) => (rule.limitMinutes === undefined) !== (rule.limitWorkingDays === undefined), {
    message: 'one_limit_expected',
    path: ['limitMinutes'],
  })
export type PromiseRule = z.infer<typeof PromiseRule>

/** Is the promise made for this request? A facet the request does not state fits only a promise that does not ask for it. */
export function appliesTo(rule: PromiseRule, subject: PromiseSubject): boolean {
  const fits = (allowed: string[] | undefined, value: string | undefined) =>
    allowed === undefined || (value !== undefined && allowed.includes(value))
  const scope = rule.appliesTo
  return (
    fits(scope.requestKinds, subject.requestKind) &&
    fits(scope.urgencies, subject.urgency) &&
    fits(scope.channels, subject.channel) &&
    fits(scope.customerKinds, subject.customerKind) &&
    fits(scope.outletIds, subject.outletId)
  )
}

/**
 * The version of one promise that holds for a clock: the latest in force at its first starting event, so a later version never
 * rewrites an earlier clock. Null when it has not started or no version was in force yet. Throws when given two different promises.
 */
export function versionInForce(versions: readonly PromiseRule[], events: readonly ClockEvent[]): PromiseRule | null {
  if (versions.some((version) => version.id !== versions[0]!.id)) throw new TypeError('versions of different promises')
  let chosen: PromiseRule | null = null
  for (const version of versions) {
    const starts = events.filter((event) => version.startsOn.includes(event.kind)).map(measuredMs)
    if (starts.length === 0 || epochMs(version.inForceAt) > Math.min(...starts)) continue
    if (chosen === null || version.version > chosen.version) chosen = version
  }
  return chosen
}

/** The calendar a promise is counted on, given the outlet's and the company's. */
export function calendarFor(
  rule: PromiseRule,
  hours: { outlet: BusinessCalendar; company: BusinessCalendar },
): BusinessCalendar {
  switch (rule.calendarMode) {
    case 'outlet_hours':
      return hours.outlet
    case 'company_hours':
      return hours.company
    case 'around_the_clock':
      return alwaysOpenIn(hours.company.zone)
  }
}

const alwaysOpen = new Map<string, BusinessCalendar>()

function alwaysOpenIn(zone: string): BusinessCalendar {
  let calendar = alwaysOpen.get(zone)
  if (!calendar) {
    calendar = aroundTheClock(zone)
    alwaysOpen.set(zone, calendar)
  }
  return calendar
}
