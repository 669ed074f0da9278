import { Form, Radio, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useCommand } from '#src/client/hooks.ts'
import type { BusinessCalendar, CalendarException, Period } from '#src/shared/calendar/business-calendar.ts'
import { WEEKDAYS, type Weekday, weekdayOf } from '#src/shared/instant.ts'
import { showOn } from '#src/ui/when.ts'
import { TextField } from '../../web/fields.tsx'
import { FormDrawer } from '../../web/form-drawer.tsx'
import { PeriodsField } from '../../web/periods-field.tsx'
import { changeCalendar } from '../contract.ts'

type Fields = {
  kind: 'plain' | CalendarException['kind']
  zh?: string
  en?: string
  hoursOf?: Weekday
  periods?: Period[]
}

function exceptionFrom(dayOn: string, fields: Fields): CalendarException | null {
  const name = {
    zh: fields.zh?.trim() || fields.en?.trim() || dayOn,
    en: fields.en?.trim() || fields.zh?.trim() || dayOn,
  }
  switch (fields.kind) {
    case 'plain':
      return null
    case 'holiday':
      return { kind: 'holiday', dayOn, name }
    case 'makeup_workday':
      return { kind: 'makeup_workday', dayOn, name, hoursOf: fields.hoursOf ?? 'monday' }
    case 'special':
      return { kind: 'special', dayOn, name, periods: fields.periods ?? [] }
  }
}

/** What a single day does instead of its weekday. */
export function DayForm({
  calendar,
  dayOn,
  onClose,
}: {
  calendar: BusinessCalendar
  dayOn: string
  onClose: () => void
}) {
  const { t, i18n } = useTranslation('company')
  const [form] = Form.useForm<Fields>()
  const kind = Form.useWatch('kind', form)
  const changing = useCommand(changeCalendar)
  const before = calendar.exceptions.find((one) => one.dayOn === dayOn)
  const send = (fields: Fields) => {
    const exception = exceptionFrom(dayOn, fields)
    const others = calendar.exceptions.filter((one) => one.dayOn !== dayOn)
    const exceptions = (exception ? [...others, exception] : others).sort((a, b) => (a.dayOn < b.dayOn ? -1 : 1))
    return changing.run({ body: { version: calendar.version, calendar: { ...calendar, exceptions } } })
  }
  return (
    <FormDrawer<Fields>
      form={form}
      title={showOn(dayOn, i18n.language)}
      initial={{
        kind: before?.kind ?? 'plain',
        ...before?.name,
        hoursOf: before?.kind === 'makeup_workday' ? before.hoursOf : 'monday',
        periods: before?.kind === 'special' ? before.periods : [...calendar.weekly[weekdayOf(dayOn)]],
      }}
      send={send}
      busy={changing.busy}
      error={changing.error}
      onClose={onClose}
    >
      <p>{t('calendar.versionHint')}</p>
      <Form.Item name="kind" label={t('calendar.dayIs')}>
        <Radio.Group
          style={{ display: 'grid', gap: 8 }}
          options={(['plain', 'holiday', 'makeup_workday', 'special'] as const).map((value) => ({
            value,
            label: t(`calendar.dayKind.${value}`),
          }))}
        />
      </Form.Item>
      {kind !== 'plain' && (
        <>
          <TextField name="zh" label={t('calendar.nameZh')} max={80} />
          <TextField name="en" label={t('calendar.nameEn')} max={80} />
        </>
      )}
      {kind === 'makeup_workday' && (
        <Form.Item name="hoursOf" label={t('calendar.hoursOf')}>
          <Select options={WEEKDAYS.map((value) => ({ value, label: t(`hours.day.${value}`) }))} />
        </Form.Item>
      )}
      {kind === 'special' && (
        <Form.Item name="periods" label={t('hours.title')} extra={t('hours.nightHint')}>
          <PeriodsField label={t('hours.title')} />
        </Form.Item>
      )}
    </FormDrawer>
  )
}
