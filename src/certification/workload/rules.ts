import { addDays, dayNumberOf, weekdayIndex } from '#src/shared/instant.ts'

export type Stretch = { fromOn: string; toOn: string }

/** First and last day of `count` months from `YYYY-MM` on. */
export function stretchOf(fromMonth: string, count: number): Stretch {
  return { fromOn: `${fromMonth}-01`, toOn: addDays(`${monthAfter(fromMonth, count)}-01`, -1) }
}

/** The month `count` months later, or earlier where negative. */
export function monthAfter(month: string, count: number): string {
  const [year, nth] = month.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, nth - 1 + count, 1)).toISOString().slice(0, 7)
}

/** The weeks of a month from Monday to Sunday, with the days of the months beside it. */
export function weeksOf(month: string): string[][] {
  const { fromOn, toOn } = stretchOf(month, 1)
  const weeks: string[][] = []
  let dayOn = addDays(fromOn, -weekdayIndex(dayNumberOf(fromOn)))
  while (dayOn <= toOn) {
    weeks.push(Array.from({ length: 7 }, (_, nth) => addDays(dayOn, nth)))
    dayOn = addDays(dayOn, 7)
  }
  return weeks
}

export function isIn(dayOn: string, { fromOn, toOn }: Stretch): boolean {
  return fromOn <= dayOn && dayOn <= toOn
}
