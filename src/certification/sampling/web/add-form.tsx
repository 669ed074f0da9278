import { Form, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import type { SampledWhat } from '#src/evaluation/sampling-receipt/contract.ts'
import { newId } from '#src/shared/id.ts'
import * as contract from '../contract.ts'
import { useCaseOptions } from './plan-form.tsx'

type Fields = { what: SampledWhat; unitId: string; reason: string }

/** Something that is looked at beside the sample, said after the draw. */
export function AddForm({ params, onClose }: { params: { auditId: string; planId: string }; onClose: () => void }) {
  const { t } = useTranslation(['audit', 'common'])
  const [id] = useState(newId)
  const [form] = Form.useForm<Fields>()
  const what = Form.useWatch('what', form) ?? 'case'
  const adding = useCommand(contract.addToSample)
  const cases = useCaseOptions(params.auditId)
  const preview = useEndpoint(contract.previewSampling, { params: { auditId: params.auditId }, query: {} })
  const options = {
    case: cases.options,
    outlet: (preview.data?.outlets ?? []).map((one) => ({ value: one.id, label: `${one.code} ${one.name}` })),
    person: (preview.data?.people ?? []).map((one) => ({ value: one.id, label: `${one.number} ${one.name}` })),
  }[what]
  return (
    <FormDrawer<Fields>
      title={t('sampling.add')}
      form={form}
      initial={{ what: 'case' }}
      send={(fields) => adding.run({ params, body: { id, ...fields } })}
      busy={adding.busy}
      error={adding.error}
      onClose={onClose}
    >
      <p className="sp-soft">{t('sampling.addHint')}</p>
      <Form.Item name="what" label={t('sampling.unit')}>
        <Select
          onChange={() => form.setFieldValue('unitId', undefined)}
          options={(['case', 'outlet', 'person'] as const).map((value) => ({
            value,
            label: t(`sampling.what.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="unitId" label={t(`sampling.what.${what}`)} rules={[{ required: true }]}>
        <Select
          showSearch={
            what === 'case' ? { filterOption: false, onSearch: cases.setSearch } : { optionFilterProp: 'label' }
          }
          placeholder={what === 'case' ? t('sampling.searchCase') : t('common:field.choose')}
          options={options}
        />
      </Form.Item>
      <TextField name="reason" label={t('sampling.reason')} required max={500} lines={3} />
    </FormDrawer>
  )
}
