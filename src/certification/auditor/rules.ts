import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { type Day, dayFromNumber, dayNumberOf, weekdayIndex } from '#src/shared/instant.ts'
import type { Absence, Competence, Conflict, MonthLoad } from './contract.ts'

type Declared = Pick<Conflict, 'kind' | 'fromOn' | 'untilOn' | 'withdrawnAt'>

/** The day `years` later; 29 February becomes 1 March. */
export function yearsAfter(dayOn: Day, years: number): Day {
  const date = new Date(`${dayOn}T00:00:00Z`)
  date.setUTCFullYear(date.getUTCFullYear() + years)
  return date.toISOString().slice(0, 10)
}

/**
 * Whether a declaration keeps the person away on that day: as long as it lasts, and for work, advice and the like `conflictYears` longer.
 * Kinship ends on the day it ends.
 */
export function standsOn(conflict: Declared, conflictYears: number, dayOn: Day): boolean {
  if (conflict.withdrawnAt !== null) return false
  // A post that begins tomorrow binds today already.
  if (conflict.untilOn === null) return true
  const years = conflict.kind === 'kinship' ? 0 : conflictYears
  return dayOn <= yearsAfter(conflict.untilOn, years)
}

type Term = Pick<Competence, 'schemeId' | 'productClass' | 'validFromOn' | 'validUntilOn' | 'withdrawnAt'>

function isValidOn(one: Term, dayOn: Day): boolean {
  return (
    one.withdrawnAt === null && one.validFromOn <= dayOn && (one.validUntilOn === null || one.validUntilOn >= dayOn)
  )
}

/** Competent for the scheme at all, in whatever class of products. */
export function knowsScheme(competences: readonly Term[], schemeId: string, dayOn: Day): boolean {
  return competences.some((one) => one.schemeId === schemeId && isValidOn(one, dayOn))
}

/** Which of these product classes the competences cover on that day. Names are compared as people read them, not byte by byte. */
export function coveredClasses(
  competences: readonly Term[],
  schemeId: string,
  productClasses: readonly string[],
  dayOn: Day,
): string[] {
  const valid = competences.filter((one) => one.schemeId === schemeId && isValidOn(one, dayOn))
  if (valid.some((one) => one.productClass === '')) return [...productClasses]
  const known = new Set(valid.map((one) => plainName(one.productClass)))
  return productClasses.filter((name) => known.has(plainName(name)))
}

function plainName(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/g, '')
}

export function canAddCompetence(one: Pick<Competence, 'validFromOn' | 'validUntilOn'>): Decision<null> {
  if (one.validUntilOn !== null && one.validUntilOn < one.validFromOn)
    return refuse('invalid', 'days_impossible', { from: one.validFromOn, to: one.validUntilOn })
  return accept(null)
}

export function canDeclare(one: Pick<Conflict, 'fromOn' | 'untilOn'>): Decision<null> {
  if (one.untilOn !== null && one.untilOn < one.fromOn)
    return refuse('invalid', 'days_impossible', { from: one.fromOn, to: one.untilOn })
  return accept(null)
}

export function canSetAbsences(absences: readonly Pick<Absence, 'fromOn' | 'toOn'>[]): Decision<null> {
  const turned = absences.find((one) => one.toOn < one.fromOn)
  return turned ? refuse('invalid', 'days_impossible', { from: turned.fromOn, to: turned.toOn }) : accept(null)
}

type Stretch = { fromOn: Day; toOn: Day }

export function overlap(one: Stretch, other: Stretch): boolean {
  return one.fromOn <= other.toOn && other.fromOn <= one.toOn
}

/** Days of a stretch that lie in the month `YYYY-MM`; weekends left out where `weekdaysOnly`. */
export function daysInMonth(stretch: Stretch, month: string, weekdaysOnly: boolean): number {
  const from = Math.max(dayNumberOf(stretch.fromOn), dayNumberOf(`${month}-01`))
  const to = Math.min(dayNumberOf(stretch.toOn), dayNumberOf(nextMonth(month)) - 1)
  let days = 0
  for (let day = from; day <= to; day++) if (!weekdaysOnly || weekdayIndex(day) < 5) days += 1
  return days
}

function nextMonth(month: string): Day {
  const [year, nth] = month.split('-').map(Number) as [number, number]
  return nth === 12 ? `${year + 1}-01-01` : `${year}-${String(nth + 1).padStart(2, '0')}-01`
}

/** `count` months from `fromMonth` on. */
export function monthsFrom(fromMonth: string, count: number): string[] {
  const months = [fromMonth]
  while (months.length < count) months.push(nextMonth(months[months.length - 1]!).slice(0, 7))
  return months
}

type Worker = {
  personId: string
  name: string
  daysPerMonth: number
  absences: readonly Stretch[]
  bookings: readonly Stretch[]
}

/** Booked days count as they are; of an absence only the weekdays, which is what it takes away. */
export function workload(workers: readonly Worker[], months: readonly string[]): MonthLoad[] {
  return workers.flatMap(({ personId, name, daysPerMonth, absences, bookings }) =>
    months.map((month) => {
      const sum = (stretches: readonly Stretch[], weekdaysOnly: boolean) =>
        stretches.reduce((days, stretch) => days + daysInMonth(stretch, month, weekdaysOnly), 0)
      const absentDays = sum(absences, true)
      return {
        personId,
        name,
        month,
        bookedDays: sum(bookings, false),
        absentDays,
        availableDays: Math.max(0, Math.min(daysPerMonth, weekdaysOf(month) - absentDays)),
      }
    }),
  )
}

function weekdaysOf(month: string): number {
  return daysInMonth({ fromOn: `${month}-01`, toOn: dayFromNumber(dayNumberOf(nextMonth(month)) - 1) }, month, true)
}
