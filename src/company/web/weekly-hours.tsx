import { Flex } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Period } from '#src/shared/calendar/business-calendar.ts'
import { WEEKDAYS, type Weekday } from '#src/shared/instant.ts'
import { PeriodsField } from './periods-field.tsx'

export type Weekly = Record<Weekday, Period[]>

export const NO_HOURS: Weekly = {
  monday: [],
  tuesday: [],
  wednesday: [],
  thursday: [],
  friday: [],
  saturday: [],
  sunday: [],
}

/** `09:00–12:00, 13:00–18:00`, or that it is closed. */
export function usePeriodWords(): (periods: readonly Period[]) => string {
  const { t } = useTranslation('company')
  return (periods) =>
    periods.length === 0 ? t('hours.closed') : periods.map(({ opens, closes }) => `${opens}–${closes}`).join(', ')
}

/** The opening hours of a week, as people read them off a door. */
export function WeeklyTable({ weekly }: { weekly: Weekly }) {
  const { t } = useTranslation('company')
  const words = usePeriodWords()
  return (
    <table style={{ width: 'auto' }}>
      <tbody>
        {WEEKDAYS.map((day) => (
          <tr key={day}>
            <th scope="row" style={{ textAlign: 'start', paddingInlineEnd: 16, fontWeight: 'normal' }}>
              {t(`hours.day.${day}`)}
            </th>
            <td>{words(weekly[day])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

type WeeklyFieldProps = { value?: Weekly; onChange?: (weekly: Weekly) => void }

/** The opening hours of a week to edit; a form field. */
export function WeeklyField({ value = NO_HOURS, onChange }: WeeklyFieldProps) {
  const { t } = useTranslation('company')
  return (
    <Flex vertical gap={8}>
      {WEEKDAYS.map((day) => (
        <Flex key={day} gap={8} align="center">
          <span style={{ width: 88, flexShrink: 0 }}>{t(`hours.day.${day}`)}</span>
          <PeriodsField
            label={t(`hours.day.${day}`)}
            value={value[day]}
            onChange={(periods) => onChange?.({ ...value, [day]: periods })}
          />
        </Flex>
      ))}
    </Flex>
  )
}
