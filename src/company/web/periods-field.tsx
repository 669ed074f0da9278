import { Button, Flex, Input, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Period } from '#src/shared/calendar/business-calendar.ts'

type PeriodsFieldProps = { value?: Period[]; onChange?: (periods: Period[]) => void; label: string }

const MOST = 6

/** The opening hours of one day; a form field. A closing time may pass midnight: 26:00 is two in the morning. */
export function PeriodsField({ value = [], onChange, label }: PeriodsFieldProps) {
  const { t } = useTranslation('company')
  return (
    <Flex gap={8} wrap align="center">
      {value.map((period, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: periods have no identity but their place
        <Space.Compact key={index}>
          {(['opens', 'closes'] as const).map((end) => (
            <Input
              key={end}
              style={{ width: 72 }}
              value={period[end]}
              maxLength={5}
              aria-label={`${label} ${t(`hours.${end}`)}`}
              onChange={({ target }) =>
                onChange?.(value.map((one, place) => (place === index ? { ...one, [end]: target.value } : one)))
              }
            />
          ))}
          <Button
            aria-label={t('hours.removePeriod', { day: label })}
            onClick={() => onChange?.(value.filter((_, place) => place !== index))}
          >
            ×
          </Button>
        </Space.Compact>
      ))}
      {value.length === 0 && <span className="sp-soft">{t('hours.closed')}</span>}
      {value.length < MOST && (
        <Button
          size="small"
          type="text"
          aria-label={t('hours.addPeriod', { day: label })}
          onClick={() => onChange?.([...value, { opens: '09:00', closes: '18:00' }])}
        >
          +
        </Button>
      )}
    </Flex>
  )
}
