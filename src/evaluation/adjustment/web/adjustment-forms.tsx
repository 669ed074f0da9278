import { Alert, Checkbox, Form, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { DayField, TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { newId } from '#src/shared/id.ts'
import { dayOf } from '#src/ui/when.ts'
import type { Board } from '../../board/contract.ts'
import { readEdition } from '../../edition/contract.ts'
import { OwnerChoice } from '../../gap/web/choose-plan.tsx'
import { useLocalText } from '../../web/words.ts'
import * as contract from '../contract.ts'

type AddFields = {
  kind: contract.Adjustment['kind']
  leafId?: string
  triggerId?: string
  reason: string
  claim?: boolean
  ownerId?: string
  dueOn?: string
}

export function AddAdjustment({ board, onClose }: { board: Board; onClose: () => void }) {
  const { t } = useTranslation(['evaluation', 'common'])
  const local = useLocalText()
  const [id] = useState(newId)
  const [form] = Form.useForm<AddFields>()
  const kind = Form.useWatch('kind', form) ?? 'special_deduction'
  const adding = useCommand(contract.addAdjustment)
  const edition = useEndpoint(readEdition, { params: { editionId: board.edition.id } })
  const scheme = edition.data?.scheme
  const leaves = scheme?.groups.flatMap((group) => group.indicators.flatMap((indicator) => indicator.leaves)) ?? []
  const send = (fields: AddFields) => {
    const { reason, leafId = '', triggerId = '', ownerId, dueOn } = fields
    if (fields.kind === 'exclusion') return adding.run({ body: { id, kind: 'exclusion', leafId, reason } })
    if (fields.kind === 'special_deduction')
      return adding.run({ body: { id, kind: 'special_deduction', triggerId, reason, ownerId, dueOn } })
    return adding.run({ body: { id, kind: 'bonus', aboveLaw: true, leadsTrade: true, reason } })
  }
  return (
    <FormDrawer<AddFields>
      title={t('adjustment.add')}
      form={form}
      initial={{ kind: 'special_deduction' }}
      send={send}
      busy={adding.busy}
      error={adding.error ?? edition.error}
      onClose={onClose}
    >
      <Alert type="info" showIcon title={t('adjustment.hint')} style={{ marginBottom: 16 }} />
      <Form.Item name="kind" label={t('adjustment.title')} rules={[{ required: true }]}>
        <Select
          options={(['special_deduction', 'exclusion', 'bonus'] as const).map((value) => ({
            value,
            label: t(`adjustment.kind.${value}`),
          }))}
        />
      </Form.Item>
      {kind === 'exclusion' && (
        <Form.Item name="leafId" label={t('adjustment.leaf')} rules={[{ required: true }]}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('common:field.choose')}
            options={leaves.map((leaf) => ({ value: leaf.id, label: `${leaf.id} ${local(leaf.name)}` }))}
          />
        </Form.Item>
      )}
      {kind === 'special_deduction' && (
        <Form.Item name="triggerId" label={t('adjustment.trigger')} rules={[{ required: true }]}>
          <Select
            placeholder={t('common:field.choose')}
            options={scheme?.rules.specialDeduction.triggers.map((one) => ({ value: one.id, label: local(one.name) }))}
          />
        </Form.Item>
      )}
      {kind === 'special_deduction' && <OwnerItems chosenWords="" />}
      {kind === 'bonus' && (
        <Form.Item
          name="claim"
          valuePropName="checked"
          rules={[
            {
              validator: (_, value) =>
                value ? Promise.resolve() : Promise.reject(new Error(t('adjustment.bonusBoth'))),
            },
          ]}
        >
          <Checkbox>{t('adjustment.bonusClaim')}</Checkbox>
        </Form.Item>
      )}
      <TextField name="reason" label={t('adjustment.reason')} required max={500} lines={4} />
    </FormDrawer>
  )
}

export function Rectify({ one, onClose }: { one: contract.Adjustment; onClose: () => void }) {
  const { t } = useTranslation('evaluation')
  const rectifying = useCommand(contract.rectifyDeduction)
  return (
    <FormDrawer<{ rectifiedOn: string; rectification: string }>
      title={t('adjustment.rectify')}
      initial={{ rectifiedOn: dayOf(new Date().toISOString()) }}
      send={(fields) => rectifying.run({ params: { adjustmentId: one.id }, body: { ...fields, version: one.version } })}
      busy={rectifying.busy}
      error={rectifying.error}
      onClose={onClose}
    >
      <p>{one.reason}</p>
      <DayField name="rectifiedOn" label={t('adjustment.rectifiedOn')} required />
      <TextField name="rectification" label={t('adjustment.rectification')} required max={500} lines={4} />
    </FormDrawer>
  )
}

export function Withdraw({ one, onClose }: { one: contract.Adjustment; onClose: () => void }) {
  const { t } = useTranslation('evaluation')
  const withdrawing = useCommand(contract.withdrawAdjustment)
  return (
    <FormDrawer<{ reason: string }>
      title={t('adjustment.withdraw')}
      initial={{}}
      send={(fields) =>
        withdrawing.run({ params: { adjustmentId: one.id }, body: { ...fields, version: one.version } })
      }
      busy={withdrawing.busy}
      error={withdrawing.error}
      onClose={onClose}
      danger
      sendWords={t('adjustment.withdraw')}
    >
      <p>{one.reason}</p>
      <TextField name="reason" label={t('adjustment.withdrawReason')} required max={500} lines={4} />
    </FormDrawer>
  )
}

/** A special deduction must be rectified: by whom and until when. */
function OwnerItems({ chosenWords }: { chosenWords: string }) {
  const { t } = useTranslation('evaluation')
  return (
    <>
      <Form.Item name="ownerId" label={t('adjustment.owner')} rules={[{ required: true }]}>
        <OwnerChoice chosenWords={chosenWords} />
      </Form.Item>
      <DayField name="dueOn" label={t('adjustment.dueOn')} required />
    </>
  )
}

type AssignFields = { ownerId: string; dueOn: string }

export function Assign({ one, onClose }: { one: contract.Adjustment; onClose: () => void }) {
  const { t } = useTranslation('evaluation')
  const assigning = useCommand(contract.assignDeduction)
  return (
    <FormDrawer<AssignFields>
      title={t('adjustment.assign')}
      initial={{ ...(one.ownerId ? { ownerId: one.ownerId } : {}), ...(one.dueOn ? { dueOn: one.dueOn } : {}) }}
      send={(fields) => assigning.run({ params: { adjustmentId: one.id }, body: { ...fields, version: one.version } })}
      busy={assigning.busy}
      error={assigning.error}
      onClose={onClose}
    >
      <p>{one.reason}</p>
      <OwnerItems chosenWords={one.ownerName} />
    </FormDrawer>
  )
}
