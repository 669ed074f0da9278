import type { BusinessCalendar } from '#src/shared/calendar/business-calendar.ts'
import { checkCalendar } from '#src/shared/calendar/business-calendar.ts'
import type { Decision } from '#src/shared/decision.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import type { Day } from '#src/shared/instant.ts'
import { cityOf, distanceKm, isPlace } from '../division/rules.ts'
import type { OutletHours } from './contract.ts'

type Life = { openedOn: Day | null; closedOn: Day | null }

/** The day of closing is the last day open. */
export function isOpenOn(outlet: Life, dayOn: Day): boolean {
  return (
    (outlet.openedOn === null || outlet.openedOn <= dayOn) && (outlet.closedOn === null || outlet.closedOn >= dayOn)
  )
}

export function checkPlace(place: { provinceCode: string; cityCode: string }): Decision<null> {
  if (isPlace(place.provinceCode, place.cityCode)) return accept(null)
  return refuse('invalid', 'place_unknown', { province: place.provinceCode, city: place.cityCode })
}

/** Own hours as a whole calendar: the company's holidays and make-up workdays, unless the outlet works through them. */
export function calendarOf(
  outlet: { id: string; version: number; aroundTheClock: boolean; hours: OutletHours | null },
  company: BusinessCalendar,
): BusinessCalendar {
  const id = `outlet:${outlet.id}:c${company.version}`
  if (outlet.aroundTheClock) return { ...company, id, version: outlet.version, alwaysOpen: true, exceptions: [] }
  if (outlet.hours === null) return company
  const { weekly, followsHolidays } = outlet.hours
  return {
    id,
    version: outlet.version,
    zone: company.zone,
    alwaysOpen: false,
    weekly,
    // A make-up workday for a weekday on which this outlet is closed anyway makes nothing up.
    exceptions: followsHolidays
      ? company.exceptions.filter((day) => day.kind !== 'makeup_workday' || weekly[day.hoursOf].length > 0)
      : [],
    holidayYears: followsHolidays ? company.holidayYears : null,
  }
}

export function checkHours(hours: OutletHours | null, company: BusinessCalendar): Decision<null> {
  const outlet = { id: 'new', version: 1, aroundTheClock: false, hours }
  const checked = hours ? checkCalendar(calendarOf(outlet, company)) : accept(null)
  return checked.ok ? accept(null) : checked
}

/** Which cities with customers have an open outlet, and which are served around the clock. Customers without a city do not count. */
export function coverage(
  cities: readonly { cityCode: string; customers: number }[],
  outlets: readonly (Life & { cityCode: string; aroundTheClock: boolean })[],
  dayOn: Day,
) {
  const open = outlets.filter((outlet) => isOpenOn(outlet, dayOn))
  const served = new Set(open.map((outlet) => outlet.cityCode))
  const servedAlways = new Set(open.filter((outlet) => outlet.aroundTheClock).map((outlet) => outlet.cityCode))
  const known = cities.filter((city) => city.cityCode !== '')
  return {
    citiesWithCustomers: known.length,
    covered: known.filter((city) => served.has(city.cityCode)).length,
    coveredAroundTheClock: known.filter((city) => servedAlways.has(city.cityCode)).length,
    uncovered: known
      .filter((city) => !served.has(city.cityCode))
      .sort((a, b) => b.customers - a.customers || (a.cityCode < b.cityCode ? -1 : 1)),
  }
}

type Candidate = Life & {
  id: string
  code: string
  kind: string
  cityCode: string
  longitude: number | null
  latitude: number | null
}
const KIND_ORDER = ['own', 'agent', 'franchise']

/**
 * The outlet to send a job in that city to: one in the city (own before agent before franchise, then by code), else the nearest by the
 * straight line between outlet and city seat. Null when the city is unknown and so nothing can be near it, or when no outlet is open.
 */
export function outletForCity(
  cityCode: string,
  outlets: readonly Candidate[],
  dayOn: Day,
): { outletId: string; inCity: boolean; distanceKm: number } | null {
  const city = cityOf(cityCode)
  if (!city) return null
  const ranked = outlets
    .filter((outlet) => isOpenOn(outlet, dayOn))
    .map((outlet) => {
      const seat = cityOf(outlet.cityCode)
      const point =
        outlet.longitude !== null && outlet.latitude !== null
          ? { longitude: outlet.longitude, latitude: outlet.latitude }
          : seat
      return {
        outlet,
        inCity: outlet.cityCode === cityCode,
        km: point ? distanceKm(point, city) : Number.POSITIVE_INFINITY,
      }
    })
    .filter(({ inCity, km }) => inCity || Number.isFinite(km))
    .sort(
      (a, b) =>
        Number(b.inCity) - Number(a.inCity) ||
        (a.inCity ? KIND_ORDER.indexOf(a.outlet.kind) - KIND_ORDER.indexOf(b.outlet.kind) : a.km - b.km) ||
        (a.outlet.code < b.outlet.code ? -1 : 1),
    )
  const best = ranked[0]
  return best
    ? { outletId: best.outlet.id, inCity: best.inCity, distanceKm: Math.round(best.inCity ? 0 : best.km) }
    : null
}

export function close(outlet: Life, closedOn: Day): Decision<{ closedOn: Day }> {
  if (outlet.closedOn !== null) return refuse('conflict', 'closed_already', { day: outlet.closedOn })
  if (outlet.openedOn !== null && closedOn < outlet.openedOn)
    return refuse('invalid', 'closed_before_opened', { day: outlet.openedOn })
  return accept({ closedOn })
}
