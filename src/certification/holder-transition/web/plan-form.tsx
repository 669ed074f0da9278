import { Form, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { DayField, TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { newId } from '#src/shared/id.ts'
import { Failed, Skeleton } from '#src/ui/states.tsx'
import { toast } from '#src/ui/toast.tsx'
import { planHolder, readPlanOptions } from '../contract/endpoints.ts'
import type { HolderRow, PlanOption } from '../contract/transition.ts'

type PlanProps = { transitionId: string; row: HolderRow; onClose: () => void }
type Fields = {
  with: string
  baseDays: number | string
  plannedFromOn: string | null
  plannedToOn: string | null
  reason: string
}

const keyOf = (option: PlanOption) => option.audit?.id ?? option.kind

/** With which audit a holder moves; an audit that is planned already keeps its days, a new one may be given them here. */
export function PlanForm({ transitionId, row, onClose }: PlanProps) {
  const { t } = useTranslation('holder-transition')
  const failureWords = useFailureWords()
  const [id] = useState(newId)
  const [form] = Form.useForm<Fields>()
  const planning = useCommand(planHolder)
  const params = { transitionId, certificateId: row.certificateId }
  const read = useEndpoint(readPlanOptions, { params }, { follows: ['audit', 'certificate'] })
  const chosen: string | undefined = Form.useWatch('with', form)
  const options = read.data?.options ?? []
  const option = options.find((one) => keyOf(one) === chosen)
  const send = ({ plannedFromOn = null, plannedToOn = null, baseDays, reason }: Fields) => {
    const { kind, audit, baseTenths } = option!
    const days = { plannedFromOn, plannedToOn: plannedToOn ?? plannedFromOn }
    return planning
      .run({
        params,
        body: {
          ...{
            id,
            auditId: audit?.id ?? null,
            kind,
            reason,
            baseTenths: baseTenths === null ? tenths(baseDays) : null,
          },
          ...(audit ? { plannedFromOn: null, plannedToOn: null } : days),
        },
      })
      .then(({ number, personDaysTenths }) => toast(t('planned', { number, days: personDaysTenths / 10 })))
  }
  return (
    <FormDrawer<Fields>
      form={form}
      title={t('planTitle')}
      initial={{}}
      send={send}
      busy={planning.busy}
      error={planning.error}
      onClose={onClose}
      sendWords={t('plan')}
    >
      <p>
        {row.number} {row.holderName}
      </p>
      {read.error && <Failed {...failureWords(read.error)} onRetry={() => void read.refetch()} />}
      {!read.data && !read.error && <Skeleton lines={3} />}
      {read.data && (
        <Form.Item name="with" label={t('planWith')} rules={[{ required: true }]}>
          <Radio.Group className="htr-options">
            {options.map((one) => (
              <Radio key={keyOf(one)} value={keyOf(one)}>
                <Option of={one} />
              </Radio>
            ))}
          </Radio.Group>
        </Form.Item>
      )}
      {option && option.baseTenths === null && (
        <Form.Item name="baseDays" label={t('baseDays')} extra={t('unknownBase')} rules={[{ required: true }]}>
          <input className="sp-input" type="number" min={0.5} step={0.5} max={1000} />
        </Form.Item>
      )}
      {option && !option.audit && (
        <>
          <DayField name="plannedFromOn" label={t('plannedFrom')} />
          <DayField name="plannedToOn" label={t('plannedTo')} />
        </>
      )}
      <TextField name="reason" label={t('field.reason')} hint={t('reasonHint')} required max={500} lines={3} />
    </FormDrawer>
  )
}

function tenths(days: number | string): number {
  return Math.round(Number(days) * 10)
}

function Option({ of: { kind, audit, baseTenths, extraTenths } }: { of: PlanOption }) {
  const { t } = useTranslation('holder-transition')
  const name = t(`kind.${kind}`)
  return (
    <span className="htr-option">
      <strong>{audit ? t('existing', { kind: name, number: audit.number }) : t('next', { kind: name })}</strong>
      <span className="sp-soft">
        {audit && `${audit.plannedFromOn ? t('onDay', { on: audit.plannedFromOn }) : t('noDay')} · `}
        {kind === 'special' && !audit
          ? t('special', { total: (extraTenths ?? 0) / 10 })
          : baseTenths === null || extraTenths === null
            ? t('unknownBase')
            : `${t('base', { days: baseTenths / 10 })} · ${t('extra', {
                extra: extraTenths / 10,
                total: (baseTenths + extraTenths) / 10,
              })}`}
      </span>
    </span>
  )
}
