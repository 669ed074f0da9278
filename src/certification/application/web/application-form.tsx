import { Checkbox, Form, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { useCommand } from '#src/client/hooks.ts'
import { DayField, TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { MATERIALS } from '#src/evaluation/material/contract/dossier.ts'
import { newId } from '#src/shared/id.ts'
import { isUscc } from '#src/shared/uscc.ts'
import { dayOf } from '#src/ui/when.ts'
import { addApplication, type TypedForm } from '../contract.ts'
import { readOutletLines } from './outlet-lines.ts'
import { outletNames, StaffField } from './staff-field.tsx'
import { readStaffLines } from './staff-lines.ts'

type Fields = TypedForm['applicant'] &
  Omit<TypedForm, 'applicant' | 'declaredAt'> & {
    declaredOn: string
    materials: string[]
    outlets?: string
    staff?: string
  }

const LEVELS = ['pass', 'three_star', 'four_star', 'five_star'] as const
const KINDS = ['initial', 'recertification', 'extension'] as const

/** A paper application, as an officer types it in. */
export function ApplicationForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['client', 'material', 'common'])
  const [id] = useState(newId)
  const [, go] = useLocation()
  const adding = useCommand(addApplication)
  const send = async (fields: Fields) => {
    await adding.run({ body: bodyOf(id, fields) })
    go(`/applications/${id}`)
  }
  return (
    <FormDrawer<Fields>
      title={t('list.add')}
      wide
      initial={{
        ...{ kind: 'initial', schemeId: 'gbt27922-2011', standard: 'GB/T 27922-2011', wantedLevelId: 'three_star' },
        ...{ outletCount: 0, serviceHeadcount: 0, declaredOn: dayOf(new Date().toISOString()), materials: [] },
        ...{ isLegalPerson: false, holdsPermits: false, noMajorFailure: false },
      }}
      send={send}
      busy={adding.busy}
      error={adding.error}
      onClose={onClose}
    >
      <div className="sp-form-grid">
        <TextField name="legalName" label={t('form.legalName')} required max={200} />
        <Form.Item
          name="uscc"
          label={t('form.uscc')}
          extra={t('form.usccHint')}
          rules={[
            { required: true },
            {
              validator: (_, text?: string) =>
                !text || isUscc(text.trim()) ? Promise.resolve() : Promise.reject(new Error(t('form.usccWrong'))),
            },
          ]}
        >
          <Input maxLength={18} />
        </Form.Item>
        <TextField name="legalRepresentative" label={t('form.legalRepresentative')} required max={60} />
        <TextField name="address" label={t('form.address')} required max={300} />
        <TextField name="contactName" label={t('form.contactName')} required max={60} />
        <TextField name="contactPhone" label={t('form.contactPhone')} required max={40} />
        <Form.Item name="contactEmail" label={t('form.contactEmail')} rules={[{ required: true, type: 'email' }]}>
          <Input maxLength={254} />
        </Form.Item>
        <Form.Item name="kind" label={t('form.kind')} rules={[{ required: true }]}>
          <Select options={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))} />
        </Form.Item>
        <TextField name="standard" label={t('form.standard')} required max={60} />
        <TextField name="schemeId" label={t('form.scheme')} required max={60} />
        <Form.Item name="wantedLevelId" label={t('form.wantedLevelId')} rules={[{ required: true }]}>
          <Select options={LEVELS.map((value) => ({ value, label: t(`level.${value}`) }))} />
        </Form.Item>
        <DayField name="runningSinceOn" label={t('form.runningSinceOn')} required />
        <CountField name="headcount" label={t('form.headcount')} min={1} />
        <CountField name="serviceHeadcount" label={t('form.serviceHeadcount')} />
        <CountField name="outletCount" label={t('form.outletCount')} />
      </div>
      <TextField name="scope" label={t('form.scope')} required max={1000} lines={2} />
      <Form.Item
        name="productClasses"
        label={t('form.productClasses')}
        extra={t('form.productClassesHint')}
        rules={[{ required: true }]}
      >
        <Select mode="tags" open={false} suffixIcon={null} maxCount={50} />
      </Form.Item>
      <OutletsField />
      <StaffField />
      <Form.Item name="materials" label={t('form.materials')}>
        <Checkbox.Group
          options={MATERIALS.map((value) => ({ value, label: t(`material:material.${value}`) }))}
          style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(240px, 1fr))', gap: 4 }}
        />
      </Form.Item>
      {(['isLegalPerson', 'holdsPermits', 'noMajorFailure'] as const).map((name) => (
        <Form.Item key={name} name={name} valuePropName="checked" style={{ marginBottom: 4 }}>
          <Checkbox>{t(`form.${name}`)}</Checkbox>
        </Form.Item>
      ))}
      <Form.Item
        name="declaredTrue"
        valuePropName="checked"
        rules={[{ required: true, type: 'enum', enum: [true], message: t('common:field.missing') }]}
      >
        <Checkbox>{t('form.declaredTrue')}</Checkbox>
      </Form.Item>
      <div className="sp-form-grid">
        <TextField name="declaredByName" label={t('form.declaredByName')} required max={60} />
        <DayField name="declaredOn" label={t('form.declaredOn')} required />
      </div>
    </FormDrawer>
  )
}

function CountField({ name, label, min = 0 }: { name: string; label: string; min?: number }) {
  return (
    <Form.Item name={name} label={label} rules={[{ required: true }]}>
      <InputNumber min={min} max={10_000_000} precision={0} style={{ width: '100%' }} />
    </Form.Item>
  )
}

function OutletsField() {
  const { t } = useTranslation('client')
  const check = (_: unknown, text?: string) => {
    const { wrongLine } = readOutletLines(text ?? '')
    return wrongLine ? Promise.reject(new Error(t('form.outletsWrong', { line: wrongLine }))) : Promise.resolve()
  }
  return (
    <Form.Item name="outlets" label={t('form.outlets')} extra={t('form.outletsHint')} rules={[{ validator: check }]}>
      <Input.TextArea rows={3} />
    </Form.Item>
  )
}

function bodyOf(id: string, fields: Fields) {
  const { legalName, uscc, legalRepresentative, address, contactName, contactPhone, contactEmail, ...rest } = fields
  const { declaredOn, materials, outlets: outletText = '', staff: staffText = '', ...form } = rest
  const outlets = (readOutletLines(outletText).outlets ?? []).map(({ name, headcount }, at) => ({
    ...{ id: newId(), code: String(at + 1), name, kind: '', cityCode: '', address: '', headcount, isCentre: false },
  }))
  const staff = readStaffLines(staffText, outletNames(outletText)).staff ?? []
  return {
    id,
    form: {
      ...form,
      applicant: {
        orgId: null,
        legalName,
        uscc: uscc.trim(),
        legalRepresentative,
        address,
        contactName,
        contactPhone,
        contactEmail,
      },
      declaredTrue: true as const,
      declaredAt: `${declaredOn}T12:00:00+08:00`,
    },
    outlets,
    staff: staff.map(({ outlet, ...person }, at) => ({
      ...{ ...person, id: newId(), number: String(at + 1) },
      outletId: outlets.find(({ name }) => name === outlet)?.id ?? null,
    })),
    checklist: materials.map((material) => ({
      id: material,
      state: 'present' as const,
      wanted: 1,
      have: 1,
      files: [],
    })),
  }
}
