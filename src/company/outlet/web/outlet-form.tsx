import { Button, Checkbox, Form, InputNumber, Radio, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { newId } from '#src/shared/id.ts'
import { readCalendar } from '../../calendar/contract.ts'
import { cityOf } from '../../division/rules.ts'
import { DayField, PlaceField, TextField } from '../../web/fields.tsx'
import { FormDrawer } from '../../web/form-drawer.tsx'
import { type Weekly, WeeklyField } from '../../web/weekly-hours.tsx'
import type { OutletKind, OutletRow } from '../contract.ts'
import { addOutlet, changeOutlet } from '../contract.ts'

type HoursKind = 'company' | 'own' | 'always'
type Fields = {
  code: string
  name: string
  kind: OutletKind
  place?: string[]
  address?: string
  phone?: string
  longitude?: number | null
  latitude?: number | null
  openedOn?: string | null
  hoursKind: HoursKind
  weekly?: Weekly
  followsHolidays?: boolean
}

function fieldsOf(row: OutletRow): Fields {
  const { code, name, kind, address, phone, longitude, latitude, openedOn } = row
  return {
    ...{ code, name, kind, address, phone, longitude, latitude, openedOn },
    place: [row.provinceCode, row.cityCode].filter(Boolean),
    hoursKind: row.aroundTheClock ? 'always' : row.hours ? 'own' : 'company',
    weekly: row.hours?.weekly,
    followsHolidays: row.hours?.followsHolidays ?? true,
  }
}

function bodyOf({ place, hoursKind, weekly, followsHolidays, ...rest }: Fields) {
  return {
    ...rest,
    provinceCode: place?.[0] ?? '',
    cityCode: place?.[1] ?? '',
    aroundTheClock: hoursKind === 'always',
    hours: hoursKind === 'own' && weekly ? { weekly, followsHolidays: followsHolidays ?? true } : null,
  }
}

/** Opens or changes an outlet. */
export function OutletForm({ outlet, onClose }: { outlet: OutletRow | null; onClose: () => void }) {
  const { t } = useTranslation('company')
  const [id] = useState(newId)
  const [form] = Form.useForm<Fields>()
  const company = useEndpoint(readCalendar, { query: {} }, {})
  const adding = useCommand(addOutlet)
  const changing = useCommand(changeOutlet)
  const hoursKind = Form.useWatch('hoursKind', form)
  const send = (fields: Fields) =>
    outlet
      ? changing.run({ params: { outletId: outlet.id }, body: { ...bodyOf(fields), version: outlet.version } })
      : adding.run({ body: { id, ...bodyOf(fields) } })
  // Own hours begin with the company's, to be changed where the outlet differs.
  const startOwnHours = (chosen: HoursKind) => {
    if (chosen === 'own' && !form.getFieldValue('weekly') && company.data)
      form.setFieldValue('weekly', company.data.calendar.weekly)
  }
  const placeAtSeat = () => {
    const city = cityOf(form.getFieldValue('place')?.[1] ?? '')
    if (city) form.setFieldsValue({ longitude: city.longitude, latitude: city.latitude })
  }
  return (
    <FormDrawer<Fields>
      form={form}
      title={outlet?.name ?? t('outlet.add')}
      initial={outlet ? fieldsOf(outlet) : { kind: 'own', hoursKind: 'company', followsHolidays: true }}
      send={send}
      busy={adding.busy || changing.busy}
      error={adding.error ?? changing.error}
      onClose={onClose}
      wide={hoursKind === 'own'}
    >
      <TextField name="code" label={t('field.code')} required max={40} />
      <TextField name="name" label={t('field.name')} required />
      <Form.Item name="kind" label={t('outlet.kind')} rules={[{ required: true }]}>
        <Select
          options={(['own', 'agent', 'franchise'] as const).map((value) => ({
            value,
            label: t(`outlet.kinds.${value}`),
          }))}
        />
      </Form.Item>
      <PlaceField name="place" label={t('field.city')} />
      <TextField name="address" label={t('field.address')} max={300} />
      <TextField name="phone" label={t('field.phone')} max={40} />
      <Form.Item label={t('outlet.place')} extra={t('outlet.placeHint')}>
        <Form.Item name="longitude" noStyle>
          <InputNumber min={-180} max={180} step={0.01} aria-label={t('outlet.longitude')} />
        </Form.Item>{' '}
        <Form.Item name="latitude" noStyle>
          <InputNumber min={-90} max={90} step={0.01} aria-label={t('outlet.latitude')} />
        </Form.Item>{' '}
        <Button onClick={placeAtSeat}>{t('outlet.placeAtSeat')}</Button>
      </Form.Item>
      <DayField name="openedOn" label={t('field.openedOn')} />
      <Form.Item name="hoursKind" label={t('hours.title')}>
        <Radio.Group
          onChange={(event) => startOwnHours(event.target.value as HoursKind)}
          options={[
            { value: 'company', label: t('outlet.companyHours') },
            { value: 'own', label: t('outlet.ownHours') },
            { value: 'always', label: t('outlet.aroundTheClock') },
          ]}
        />
      </Form.Item>
      {hoursKind === 'own' && (
        <>
          <Form.Item name="weekly">
            <WeeklyField />
          </Form.Item>
          <Form.Item name="followsHolidays" valuePropName="checked">
            <Checkbox>{t('outlet.followsHolidays')}</Checkbox>
          </Form.Item>
        </>
      )}
    </FormDrawer>
  )
}
