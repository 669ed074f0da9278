import { Form, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '#src/client/hooks.ts'
import { newId } from '#src/shared/id.ts'
import { PlaceField, TextField } from '../../web/fields.tsx'
import { FormDrawer } from '../../web/form-drawer.tsx'
import type { CustomerRow } from '../contract.ts'
import { addCustomer, changeCustomer } from '../contract.ts'

type Fields = {
  number?: string | null
  name: string
  kind: 'person' | 'company'
  contactName?: string
  phone?: string
  email?: string
  place?: string[]
  address?: string
  note?: string
}

function fieldsOf(file: CustomerRow): Fields {
  const { number, name, kind, contactName, phone, email, address, note, cityCode } = file
  return {
    ...{ number, name, kind, contactName, phone, email, address, note },
    place: cityCode ? [cityCode.slice(0, 2), cityCode] : [],
  }
}

type CustomerFormProps = { file: CustomerRow | null; onClose: () => void; onAdded?: (id: string) => void }

/** Puts a customer on file, or changes the file. */
export function CustomerForm({ file, onClose, onAdded }: CustomerFormProps) {
  const { t } = useTranslation('company')
  const [id] = useState(newId)
  const adding = useCommand(addCustomer)
  const changing = useCommand(changeCustomer)
  const send = async ({ place, number, ...fields }: Fields) => {
    const body = { ...fields, number: number || null, cityCode: place?.[1] ?? '' }
    if (!file) {
      await adding.run({ body: { id, ...body } })
      return onAdded?.(id)
    }
    const { longitude, latitude, version } = file
    await changing.run({ params: { customerId: file.id }, body: { ...body, longitude, latitude, version } })
  }
  return (
    <FormDrawer<Fields>
      title={file?.name ?? t('customer.add')}
      initial={file ? fieldsOf(file) : { kind: 'person' }}
      send={send}
      busy={adding.busy || changing.busy}
      error={adding.error ?? changing.error}
      onClose={onClose}
    >
      <Form.Item name="kind" label={t('customer.kind')}>
        <Radio.Group
          options={(['person', 'company'] as const).map((value) => ({ value, label: t(`customer.kinds.${value}`) }))}
        />
      </Form.Item>
      <TextField name="name" label={t('field.name')} required max={200} />
      <TextField name="contactName" label={t('customer.contactName')} />
      <TextField name="phone" label={t('field.phone')} max={40} />
      <TextField name="email" label={t('customer.email')} max={200} />
      <PlaceField name="place" label={t('field.city')} />
      <TextField name="address" label={t('field.address')} max={300} />
      <TextField name="number" label={t('customer.number')} max={60} />
      <TextField name="note" label={t('customer.note')} max={1000} lines={3} />
    </FormDrawer>
  )
}
