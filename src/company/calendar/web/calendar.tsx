import { Alert, Button, Checkbox, Flex, Form, Space, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTitle } from '#src/app/shell/use-title.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useMay } from '#src/client/use-may.ts'
import type { BusinessCalendar } from '#src/shared/calendar/business-calendar.ts'
import { Card, Stack } from '#src/ui/card.tsx'
import { Skeleton } from '#src/ui/states.tsx'
import { toast } from '#src/ui/toast.tsx'
import { dayOf, showAt } from '#src/ui/when.ts'
import { FormDrawer } from '../../web/form-drawer.tsx'
import { type Weekly, WeeklyField, WeeklyTable } from '../../web/weekly-hours.tsx'
import { changeCalendar, enterHolidays, listCalendarVersions, readCalendar } from '../contract.ts'
import { DayForm } from './day-form.tsx'
import { YearView } from './year-view.tsx'

const KINDS = ['work', 'off', 'holiday', 'makeup_workday', 'special'] as const

/** The company's year: hours of the week, holidays, make-up workdays and days of its own. */
export default function Calendar() {
  const { t } = useTranslation(['company', 'common'])
  useTitle(t('calendar.title'))
  const may = useMay()
  const today = dayOf(new Date().toISOString())
  const [year, setYear] = useState(Number(today.slice(0, 4)))
  const [chosen, setChosen] = useState<string | null>(null)
  const [isChangingHours, setChangingHours] = useState(false)
  const stored = useEndpoint(readCalendar, { query: {} }, { follows: ['company_calendar'] })
  if (!stored.data) return stored.error ? <FailureNote error={stored.error} /> : <Skeleton lines={10} />
  const { calendar, missingYears, knownYears } = stored.data
  const keeps = may(changeCalendar)
  return (
    <Stack>
      <h1>{t('calendar.title')}</h1>
      {missingYears.map((missing) => (
        <Alert
          key={missing}
          type="warning"
          showIcon
          title={t('calendar.missing', { year: missing })}
          description={t(knownYears.includes(missing) ? 'calendar.missingKnown' : 'calendar.missingUnknown')}
        />
      ))}
      <Card
        title={t('calendar.weekly')}
        aside={keeps && <Button onClick={() => setChangingHours(true)}>{t('common:action.edit')}</Button>}
      >
        {calendar.alwaysOpen ? t('calendar.alwaysOpen') : <WeeklyTable weekly={calendar.weekly} />}
      </Card>
      <Card>
        <Flex justify="space-between" wrap gap={12} align="center">
          <Space>
            <Button onClick={() => setYear(year - 1)} aria-label={t('calendar.previousYear')}>
              ‹
            </Button>
            <h2 style={{ margin: 0 }}>{year}</h2>
            <Button onClick={() => setYear(year + 1)} aria-label={t('calendar.nextYear')}>
              ›
            </Button>
            {calendar.holidayYears?.includes(year) ? (
              <Tag color="success">{t('calendar.entered')}</Tag>
            ) : (
              <Tag color="warning">{t('calendar.notEntered')}</Tag>
            )}
          </Space>
          <Space wrap>
            {KINDS.map((kind) => (
              <span
                key={kind}
                className={`sp-year-day sp-year-day-${kind}`}
                style={{ padding: '4px 10px', cursor: 'default' }}
              >
                {t(`calendar.kind.${kind}`)}
              </span>
            ))}
          </Space>
          {keeps && knownYears.includes(year) && <EnterHolidays calendar={calendar} year={year} />}
        </Flex>
        <YearView calendar={calendar} year={year} today={today} chosen={chosen} onChoose={setChosen} />
      </Card>
      <Versions />
      {chosen && keeps && <DayForm calendar={calendar} dayOn={chosen} onClose={() => setChosen(null)} />}
      {isChangingHours && <HoursForm calendar={calendar} onClose={() => setChangingHours(false)} />}
    </Stack>
  )
}

function EnterHolidays({ calendar, year }: { calendar: BusinessCalendar; year: number }) {
  const { t } = useTranslation('company')
  const failureWords = useFailureWords()
  const entering = useCommand(enterHolidays)
  const enter = () =>
    entering.run({ body: { version: calendar.version, year } }).then(
      () => toast(t('calendar.takenOver', { year })),
      (failure: unknown) => toast(failureWords(failure).title, { bad: true }),
    )
  return (
    <Button loading={entering.busy} onClick={enter}>
      {t('calendar.takeOver', { year })}
    </Button>
  )
}

type HoursFields = { weekly: Weekly; alwaysOpen?: boolean }

function HoursForm({ calendar, onClose }: { calendar: BusinessCalendar; onClose: () => void }) {
  const { t } = useTranslation('company')
  const [form] = Form.useForm<HoursFields>()
  const alwaysOpen = Form.useWatch('alwaysOpen', form)
  const changing = useCommand(changeCalendar)
  const send = (fields: HoursFields) =>
    changing.run({ body: { version: calendar.version, calendar: { ...calendar, ...fields } } })
  return (
    <FormDrawer<HoursFields>
      form={form}
      wide
      title={t('calendar.weekly')}
      initial={{ weekly: calendar.weekly, alwaysOpen: calendar.alwaysOpen }}
      send={send}
      busy={changing.busy}
      error={changing.error}
      onClose={onClose}
    >
      <p>{t('calendar.versionHint')}</p>
      <Form.Item name="alwaysOpen" valuePropName="checked">
        <Checkbox>{t('calendar.alwaysOpen')}</Checkbox>
      </Form.Item>
      <Form.Item name="weekly" hidden={alwaysOpen === true} extra={t('hours.nightHint')}>
        <WeeklyField />
      </Form.Item>
    </FormDrawer>
  )
}

function Versions() {
  const { t, i18n } = useTranslation('company')
  const may = useMay()
  const versions = useEndpoint(
    listCalendarVersions,
    { query: {} },
    { enabled: may(listCalendarVersions), follows: ['company_calendar'] },
  )
  if (!versions.data || versions.data.rows.length === 0) return null
  return (
    <Card title={t('calendar.versions')}>
      <ul>
        {versions.data.rows.map(({ version, changedAt }) => (
          <li key={version}>{t('calendar.version', { version, at: showAt(changedAt, i18n.language) })}</li>
        ))}
      </ul>
    </Card>
  )
}
