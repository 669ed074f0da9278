import { Form, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { DayField, TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { useLocalText } from '#src/evaluation/web/words.ts'
import type { Answer } from '#src/shared/endpoint.ts'
import { newId } from '#src/shared/id.ts'
import { readTransitionChoices, startTransition } from '../contract/endpoints.ts'

type Editions = Answer<typeof readTransitionChoices>['editions']
type Fields = {
  fromEditionId: string
  toEditionId: string
  startOn: string
  cutOffOn: string | null
  endOn: string | null
  basis: string
  daysReason: string
}

/** Days that are left empty are those by the rules. */
export function StartForm({ editions, onClose }: { editions: Editions; onClose: () => void }) {
  const { t } = useTranslation('holder-transition')
  const local = useLocalText()
  const [, go] = useLocation()
  const [id] = useState(newId)
  const [form] = Form.useForm<Fields>()
  const starting = useCommand(startTransition)
  const startOn: string | null | undefined = Form.useWatch('startOn', form)
  const cutOffOn: string | null | undefined = Form.useWatch('cutOffOn', form)
  const endOn: string | null | undefined = Form.useWatch('endOn', form)
  const choices = useEndpoint(
    readTransitionChoices,
    { query: { startOn: startOn ?? undefined } },
    { enabled: Boolean(startOn), keepPrevious: true },
  )
  const reckoned = startOn ? choices.data : undefined
  const differs =
    reckoned !== undefined &&
    ((cutOffOn != null && cutOffOn !== reckoned.cutOffOn) || (endOn != null && endOn !== reckoned.endOn))
  // The one with most holders is left for the newest other one.
  const from = editions.toSorted((one, other) => other.holders - one.holders)[0]
  const to = editions.find((one) => one.editionId !== from?.editionId)
  const options = editions.map((one) => ({
    value: one.editionId,
    label: `${one.reference} ${local(one.title)} · ${t('holdersOn', { count: one.holders })}`,
  }))
  const byRules = reckoned && t('byRules', { cutOffOn: reckoned.cutOffOn, endOn: reckoned.endOn })
  return (
    <FormDrawer<Fields>
      form={form}
      title={t('start')}
      initial={{ fromEditionId: from?.editionId, toEditionId: to?.editionId, daysReason: '' }}
      send={({ cutOffOn: cut = null, endOn: end = null, daysReason = '', ...fields }) =>
        starting
          .run({ body: { id, ...fields, cutOffOn: cut, endOn: end, daysReason } })
          .then(() => go(`/holder-transitions/${id}`))
      }
      busy={starting.busy}
      error={starting.error}
      onClose={onClose}
      sendWords={t('start')}
    >
      <p>{t('startHint')}</p>
      {(['from', 'to'] as const).map((side) => (
        <Form.Item key={side} name={`${side}EditionId`} label={t(`field.${side}`)} rules={[{ required: true }]}>
          <Select options={options} />
        </Form.Item>
      ))}
      <TextField name="basis" label={t('field.basis')} hint={t('field.basisHint')} required max={500} lines={2} />
      <DayField name="startOn" label={t('field.startOn')} required hint={byRules} />
      <DayField name="cutOffOn" label={t('field.cutOffOn')} />
      <DayField name="endOn" label={t('field.endOn')} />
      {differs && <TextField name="daysReason" label={t('field.daysReason')} required max={500} lines={2} />}
    </FormDrawer>
  )
}
