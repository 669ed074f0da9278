import { Checkbox, Form } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '#src/client/hooks.ts'
import { newId } from '#src/shared/id.ts'
import { DayField, DepartmentChoice, OutletChoice, TextField } from '../../web/fields.tsx'
import { FormDrawer } from '../../web/form-drawer.tsx'
import type { StaffRow } from '../contract.ts'
import { addStaff, changeStaff } from '../contract.ts'

type Fields = {
  number: string
  name: string
  phone?: string
  post?: string
  departmentId?: string | null
  outletId?: string | null
  managesService?: boolean
  goesOnSite?: boolean
  joinedOn?: string | null
}

function fieldsOf(file: StaffRow): Fields {
  const { number, name, phone, post, departmentId, outletId, managesService, goesOnSite, joinedOn } = file
  return { number, name, phone, post, departmentId, outletId, managesService, goesOnSite, joinedOn }
}

/** Takes somebody on, or changes a staff file. The sign-in of a person is linked by the administrator and kept as it is here. */
export function StaffForm({ file, onClose }: { file: StaffRow | null; onClose: () => void }) {
  const { t } = useTranslation('company')
  const [id] = useState(newId)
  const adding = useCommand(addStaff)
  const changing = useCommand(changeStaff)
  const send = (fields: Fields) =>
    file
      ? changing.run({
          params: { staffId: file.id },
          body: { ...fields, personId: file.personId, version: file.version },
        })
      : adding.run({ body: { id, ...fields } })
  return (
    <FormDrawer<Fields>
      title={file?.name ?? t('staff.add')}
      initial={file ? fieldsOf(file) : {}}
      send={send}
      busy={adding.busy || changing.busy}
      error={adding.error ?? changing.error}
      onClose={onClose}
    >
      <TextField name="number" label={t('staff.number')} required max={40} />
      <TextField name="name" label={t('staff.name')} required />
      <TextField name="post" label={t('staff.post')} />
      <TextField name="phone" label={t('field.phone')} max={40} />
      <Form.Item name="outletId" label={t('staff.outlet')}>
        <OutletChoice chosenWords={file?.outletName} />
      </Form.Item>
      <Form.Item name="departmentId" label={t('staff.department')}>
        <DepartmentChoice chosenWords={file?.departmentName} />
      </Form.Item>
      <Form.Item name="managesService" valuePropName="checked" extra={t('staff.managesServiceHint')}>
        <Checkbox>{t('staff.managesService')}</Checkbox>
      </Form.Item>
      <Form.Item name="goesOnSite" valuePropName="checked">
        <Checkbox>{t('staff.goesOnSite')}</Checkbox>
      </Form.Item>
      <DayField name="joinedOn" label={t('staff.joinedOn')} />
    </FormDrawer>
  )
}
