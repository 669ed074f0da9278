import { Button, Descriptions, Drawer, Space, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { Skeleton } from '#src/ui/states.tsx'
import { dayOf } from '#src/ui/when.ts'
import { readCalendar } from '../../calendar/contract.ts'
import { placeName } from '../../division/rules.ts'
import { DayField } from '../../web/fields.tsx'
import { FormDrawer } from '../../web/form-drawer.tsx'
import { WeeklyTable } from '../../web/weekly-hours.tsx'
import type { OutletRow } from '../contract.ts'
import { changeOutlet, closeOutlet, readOutlet } from '../contract.ts'
import { OutletForm } from './outlet-form.tsx'

/** Everything about one outlet, at the side. */
export function OutletSheet({ outletId, onClose }: { outletId: string; onClose: () => void }) {
  const { t } = useTranslation(['company', 'common'])
  const may = useMay()
  const [doing, setDoing] = useState<'change' | 'close' | null>(null)
  const outlet = useEndpoint(readOutlet, { params: { outletId } }, { follows: ['outlet'] })
  const row = outlet.data
  if (row && doing === 'change') return <OutletForm outlet={row} onClose={() => setDoing(null)} />
  if (row && doing === 'close') return <CloseOutlet row={row} onClose={() => setDoing(null)} />
  return (
    <Drawer
      open
      title={row?.name ?? t('common:state.loading')}
      size="min(560px, 100vw)"
      onClose={onClose}
      extra={
        row &&
        !row.closedOn &&
        may(changeOutlet) && (
          <Space>
            <Button onClick={() => setDoing('change')}>{t('common:action.edit')}</Button>
            <Button onClick={() => setDoing('close')}>{t('outlet.close')}</Button>
          </Space>
        )
      }
    >
      <FailureNote error={outlet.error} onRetry={() => void outlet.refetch()} />
      {row ? <OutletWords row={row} /> : !outlet.error && <Skeleton />}
    </Drawer>
  )
}

function OutletWords({ row }: { row: OutletRow }) {
  const { t } = useTranslation('company')
  const company = useEndpoint(readCalendar, { query: {} }, { follows: ['company_calendar'] })
  const weekly = row.hours?.weekly ?? company.data?.calendar.weekly
  const place = row.longitude === null || row.latitude === null ? '—' : `${row.longitude}, ${row.latitude}`
  return (
    <Descriptions
      column={1}
      items={[
        { key: 'code', label: t('field.code'), children: row.code },
        { key: 'kind', label: t('outlet.kind'), children: <Tag>{t(`outlet.kinds.${row.kind}`)}</Tag> },
        { key: 'city', label: t('field.city'), children: placeName(row.provinceCode, row.cityCode) || '—' },
        { key: 'address', label: t('field.address'), children: row.address || '—' },
        { key: 'phone', label: t('field.phone'), children: row.phone || '—' },
        { key: 'place', label: t('outlet.place'), children: place },
        { key: 'staff', label: t('outlet.staffCount'), children: row.staffCount },
        { key: 'opened', label: t('field.openedOn'), children: row.openedOn ?? '—' },
        ...(row.closedOn ? [{ key: 'closed', label: t('field.closedOn'), children: row.closedOn }] : []),
        {
          key: 'hours',
          label: t('hours.title'),
          children: row.aroundTheClock ? (
            <Tag color="success">{t('outlet.aroundTheClock')}</Tag>
          ) : (
            <div>
              <div>{row.hours ? t('outlet.ownHours') : t('outlet.companyHours')}</div>
              {weekly && <WeeklyTable weekly={weekly} />}
              {row.hours && !row.hours.followsHolidays && <div>{t('outlet.worksHolidays')}</div>}
            </div>
          ),
        },
      ]}
    />
  )
}

function CloseOutlet({ row, onClose }: { row: OutletRow; onClose: () => void }) {
  const { t } = useTranslation('company')
  const closing = useCommand(closeOutlet)
  return (
    <FormDrawer<{ closedOn: string }>
      title={t('outlet.closeTitle', { name: row.name })}
      initial={{ closedOn: dayOf(new Date().toISOString()) }}
      send={({ closedOn }) => closing.run({ params: { outletId: row.id }, body: { closedOn, version: row.version } })}
      busy={closing.busy}
      error={closing.error}
      onClose={onClose}
      danger
      sendWords={t('outlet.close')}
    >
      <p>{t('outlet.closeHint')}</p>
      <DayField name="closedOn" label={t('field.closedOn')} required />
    </FormDrawer>
  )
}
