import { useMemo } from 'react'
import { useEndpoint } from '#src/client/hooks.ts'
import type { BusinessCalendar } from '#src/shared/calendar/business-calendar.ts'
import { readOutlet } from '../../outlet/contract.ts'
import { calendarOf } from '../../outlet/rules.ts'

/** The chosen outlet's calendar on top of the company's; undefined until both are there, or when no outlet was chosen. */
export function useOutletCalendar(
  outletId: string | null,
  company: BusinessCalendar | undefined,
): BusinessCalendar | undefined {
  const outlet = useEndpoint(readOutlet, { params: { outletId: outletId ?? '' } }, { enabled: outletId !== null })
  const row = outletId === null ? undefined : outlet.data
  return useMemo(() => (row && company ? calendarOf(row, company) : undefined), [row, company])
}
