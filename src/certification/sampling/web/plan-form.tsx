import { Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { DayField, TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import type { SampledWhat } from '#src/evaluation/sampling-receipt/contract.ts'
import { newId } from '#src/shared/id.ts'
import { Pill } from '#src/ui/pill.tsx'
import * as contract from '../contract.ts'

type Choice = { id: string; reason: string }
type Fields = { casesFromOn?: string | null; reason?: string } & Partial<Record<SampledWhat, Choice[]>>
type Option = { value: string; label: string }

/** A sampling plan to be made: what would be drawn by the rules in force, and what an auditor chooses beforehand. */
export function PlanForm({ auditId, isFirst, onClose }: { auditId: string; isFirst: boolean; onClose: () => void }) {
  const { t } = useTranslation(['audit', 'common'])
  const [id] = useState(newId)
  const [form] = Form.useForm<Fields>()
  const casesFromOn = Form.useWatch('casesFromOn', form) ?? undefined
  const making = useCommand(contract.makeSamplingPlan)
  const preview = useEndpoint(
    contract.previewSampling,
    { params: { auditId }, query: { casesFromOn } },
    { keepPrevious: true },
  )
  const parts = preview.data?.parts
  const send = ({ casesFromOn: since = null, reason = '', outlet = [], case: cases = [], person = [] }: Fields) =>
    making.run({
      params: { auditId },
      body: { id, casesFromOn: since, reason, chosen: { outlet, case: cases, person } },
    })
  return (
    <FormDrawer<Fields>
      title={t(isFirst ? 'sampling.make' : 'sampling.again')}
      form={form}
      initial={{}}
      send={send}
      busy={making.busy}
      error={making.error ?? preview.error}
      onClose={onClose}
      sendWords={t('sampling.make')}
      wide
    >
      {preview.data && (
        <p>
          <Pill tone={preview.data.sealedBy === 'company' ? 'good' : 'warn'}>
            {t(`sampling.sealedBy.${preview.data.sealedBy}`)}
          </Pill>
        </p>
      )}
      {!isFirst && (
        <TextField name="reason" label={t('reason')} hint={t('sampling.againHint')} required max={500} lines={3} />
      )}
      {parts && parts.case.count > 0 && (
        <DayField name="casesFromOn" label={t('sampling.since')} hint={t('sampling.sinceHint')} />
      )}
      <h3>{t('sampling.preview')}</h3>
      <ul>
        {parts &&
          (['outlet', 'case', 'person'] as const).map((what) => (
            <li key={what}>
              {t(`sampling.what.${what}`)}{' '}
              {t('sampling.whatCount', { size: parts[what].size, count: parts[what].count })}
            </li>
          ))}
      </ul>
      <h3>{t('sampling.choose')}</h3>
      {preview.data && parts && (
        <>
          <Choices
            what="outlet"
            part={parts.outlet}
            share={preview.data.figures.randomShare}
            options={preview.data.outlets
              .filter((one) => !one.isCentre)
              .map((one) => ({ value: one.id, label: `${one.code} ${one.name}` }))}
          />
          <CaseChoices auditId={auditId} part={parts.case} share={preview.data.figures.randomShare} />
          <Choices
            what="person"
            part={parts.person}
            share={preview.data.figures.randomShare}
            options={preview.data.people.map((one) => ({
              value: one.id,
              label: `${one.number} ${one.name} ${one.post}`,
            }))}
          />
        </>
      )}
    </FormDrawer>
  )
}

type Part = { count: number; size: number; certain: readonly string[] }
type ChoicesProps = {
  what: SampledWhat
  part: Part
  share: number
  options: Option[]
  onSearch?: (text: string) => void
}

function Choices({ what, part, share, options, onSearch }: ChoicesProps) {
  const { t } = useTranslation(['audit', 'common'])
  const wanted = part.size - part.certain.length
  const most = wanted - Math.ceil((wanted * share) / 10_000)
  if (most <= 0) return null
  return (
    <Form.List name={what}>
      {(fields, { add, remove }) => (
        <>
          <p>
            <strong>{t(`sampling.what.${what}`)}</strong>{' '}
            <span className="sp-soft">{t('sampling.chooseHint', { most, random: wanted - fields.length })}</span>
          </p>
          {fields.map(({ key, name }) => (
            <div key={key} style={{ display: 'grid', gridTemplateColumns: '1fr 1fr auto', gap: 8 }}>
              <Form.Item name={[name, 'id']} rules={[{ required: true }]}>
                <Select
                  showSearch={onSearch ? { filterOption: false, onSearch } : { optionFilterProp: 'label' }}
                  aria-label={t('sampling.unit')}
                  placeholder={onSearch ? t('sampling.searchCase') : t('common:field.choose')}
                  options={options}
                />
              </Form.Item>
              <Form.Item name={[name, 'reason']} rules={[{ required: true, whitespace: true }]}>
                <Input maxLength={500} placeholder={t('sampling.reason')} aria-label={t('sampling.reason')} />
              </Form.Item>
              <Button type="text" onClick={() => remove(name)}>
                {t('common:action.remove')}
              </Button>
            </div>
          ))}
          {fields.length < most && (
            <p>
              <Button onClick={() => add()}>{t('sampling.addOne')}</Button>
            </p>
          )}
        </>
      )}
    </Form.List>
  )
}

function CaseChoices({ auditId, part, share }: { auditId: string; part: Part; share: number }) {
  const { options, setSearch } = useCaseOptions(auditId)
  return <Choices what="case" part={part} share={share} options={options} onSearch={setSearch} />
}

/** Cases of the pack by part of their number; those found before stay choosable. */
export function useCaseOptions(auditId: string): { options: Option[]; setSearch: (text: string) => void } {
  const [search, setSearch] = useState('')
  const found = useEndpoint(
    contract.searchCases,
    { params: { auditId }, query: { search } },
    { enabled: search.trim() !== '', keepPrevious: true },
  )
  const options = (found.data?.rows ?? []).map((one) => ({ value: one.id, label: `${one.number} ${one.madeOn}` }))
  return { options, setSearch }
}
