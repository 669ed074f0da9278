import { Button, Form, Select, TimePicker } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DayField, TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import type { LocalText } from '#src/evaluation/scheme/contract.ts'
import { useLocalText } from '#src/evaluation/web/words.ts'
import { newId } from '#src/shared/id.ts'
import type { Audit, TeamMember } from '../../audit/contract.ts'
import { type PlanItem, PlanItemKind } from '../contract.ts'

type Props = {
  item: PlanItem | null
  audit: Audit
  team: readonly TeamMember[]
  outlets: readonly { id: string; name: string; isSampled: boolean; isCentre: boolean }[]
  leaves: readonly { id: string; name: LocalText }[]
  /** Clauses that nothing covers yet. */
  rest: readonly string[]
  save: (item: PlanItem) => Promise<unknown>
  busy: boolean
  error: Error | null
  onClose: () => void
}

type Fields = {
  dayOn: string
  times: [dayjs.Dayjs, dayjs.Dayjs]
  kind: PlanItemKind
  outletId?: string
  place?: string
  leafIds: string[]
  personIds: string[]
  says?: string
}

const TIME = 'HH:mm'
const timeOf = (text: string) => dayjs(`2000-01-01T${text}`)

export function ItemForm({ item, audit, team, outlets, leaves, rest, save, busy, error, onClose }: Props) {
  const { t } = useTranslation(['audit', 'common'])
  const local = useLocalText()
  const [id] = useState(() => item?.id ?? newId())
  const [form] = Form.useForm<Fields>()
  const kind = Form.useWatch('kind', form)
  const send = ({ times: [from, to], outletId, place = '', says = '', ...fields }: Fields) =>
    save({
      ...{ id, ...fields, place, says, outletId: outletId ?? null },
      ...{ fromTime: from.format(TIME), toTime: to.format(TIME) },
    })
  const initial: Partial<Fields> = item
    ? { ...item, outletId: item.outletId ?? undefined, times: [timeOf(item.fromTime), timeOf(item.toTime)] }
    : {
        ...{
          kind: 'activity',
          leafIds: [],
          personIds: team.filter((one) => one.duty === 'leader').map((one) => one.personId),
        },
        ...(audit.plannedFromOn ? { dayOn: audit.plannedFromOn } : {}),
        times: [timeOf('09:00'), timeOf('10:00')],
      }
  return (
    <FormDrawer<Fields>
      title={t(item ? 'plan.edit' : 'plan.add')}
      form={form}
      initial={initial}
      send={send}
      busy={busy}
      error={error}
      onClose={onClose}
    >
      <Form.Item name="kind" label={t('plan.kindTitle')} rules={[{ required: true }]}>
        <Select options={PlanItemKind.options.map((value) => ({ value, label: t(`plan.kind.${value}`) }))} />
      </Form.Item>
      <DayField name="dayOn" label={t('plan.day')} required />
      <Form.Item name="times" label={t('plan.time')} rules={[{ required: true }]}>
        <TimePicker.RangePicker format={TIME} minuteStep={5} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="outletId" label={t('plan.place')}>
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('common:field.choose')}
          options={outlets.map((one) => ({
            value: one.id,
            label: [one.name, one.isSampled && t('plan.sampled'), one.isCentre && t('plan.centre')]
              .filter(Boolean)
              .join(' · '),
          }))}
        />
      </Form.Item>
      <TextField name="place" label={t('plan.placeOther')} max={200} />
      <Form.Item name="personIds" label={t('plan.people')}>
        <Select mode="multiple" options={team.map((one) => ({ value: one.personId, label: one.name }))} />
      </Form.Item>
      {kind === 'activity' && (
        <Form.Item
          name="leafIds"
          label={t('plan.clauses')}
          extra={
            <>
              <Button
                size="small"
                type="link"
                onClick={() =>
                  form.setFieldValue(
                    'leafIds',
                    leaves.map((leaf) => leaf.id),
                  )
                }
              >
                {t('plan.all')}
              </Button>
              <Button
                size="small"
                type="link"
                disabled={rest.length === 0}
                onClick={() => form.setFieldValue('leafIds', [...(form.getFieldValue('leafIds') ?? []), ...rest])}
              >
                {t('plan.rest')} ({rest.length})
              </Button>
            </>
          }
        >
          <Select
            mode="multiple"
            maxTagCount={12}
            optionFilterProp="label"
            options={leaves.map((leaf) => ({ value: leaf.id, label: `${leaf.id} ${local(leaf.name)}` }))}
          />
        </Form.Item>
      )}
      <TextField name="says" label={t('plan.says')} max={500} lines={2} />
    </FormDrawer>
  )
}
