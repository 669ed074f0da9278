import { aroundTheClock, BusinessCalendar, type CalendarException, type Period } from './business-calendar.ts'
import { chinaHolidaySeed, exceptionsFromSeed } from './china-holidays.ts'

// The calendars of the demo company: Monday to Friday with a lunch break, and China's holidays of the years asked for.
// Tests and seeds share them, so a golden case can be tried by hand in the product.

export function weekOf(weekday: Period[], saturday: Period[] = [], sunday: Period[] = []): BusinessCalendar['weekly'] {
  return { monday: weekday, tuesday: weekday, wednesday: weekday, thursday: weekday, friday: weekday, saturday, sunday }
}

/** 09:00–12:00 and 13:30–18:00, Monday to Friday, Shanghai; 7 h 30 min a day. */
export function officeCalendar(years: number[] = [2025, 2026], more: CalendarException[] = []): BusinessCalendar {
  const hours = [
    { opens: '09:00', closes: '12:00' },
    { opens: '13:30', closes: '18:00' },
  ]
  return BusinessCalendar.parse({
    id: 'office',
    version: 1,
    weekly: weekOf(hours),
    exceptions: [...years.flatMap((year) => exceptionsFromSeed(chinaHolidaySeed(year))), ...more],
    holidayYears: years,
  })
}

/** An outlet open all day, every day, also on holidays. */
export function allDayOutlet(): BusinessCalendar {
  return { ...aroundTheClock(), id: 'outlet_24h' }
}

/** Berlin, 22:00 to 06:00 every night, no public holidays observed: it works through both changes of clocks. */
export function berlinNightShift(): BusinessCalendar {
  const night = [{ opens: '22:00', closes: '30:00' }]
  return BusinessCalendar.parse({
    id: 'berlin_night',
    version: 1,
    zone: 'Europe/Berlin',
    weekly: weekOf(night, night, night),
    exceptions: [],
    holidayYears: null,
  })
}
