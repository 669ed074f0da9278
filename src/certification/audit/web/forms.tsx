import { DatePicker, Form, InputNumber, Select } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { newId } from '#src/shared/id.ts'
import { showAt } from '#src/ui/when.ts'
import { listClients } from '../../client/contract.ts'
import { listPacks } from '../../pack-copy/contract.ts'
import * as contract from '../contract.ts'

type Days = [dayjs.Dayjs, dayjs.Dayjs]
const dayText = (day: dayjs.Dayjs) => day.format('YYYY-MM-DD')

export function DatesForm({ audit, onClose }: { audit: contract.Audit; onClose: () => void }) {
  const { t, i18n } = useTranslation(['audit', 'common'])
  const planning = useCommand(contract.planDates)
  const packs = useEndpoint(listPacks, { query: { limit: 50, clientId: audit.clientId } })
  const { plannedFromOn, plannedToOn } = audit
  // The newest pack is proposed where nothing was planned yet; a person may still say that there is none.
  const packId = audit.packId ?? (plannedFromOn === null ? packs.data?.rows[0]?.id : undefined)
  if (packs.isPending) return null
  return (
    <FormDrawer<{ days: Days; packId?: string }>
      title={t('planDates')}
      initial={{
        ...(plannedFromOn && plannedToOn ? { days: [dayjs(plannedFromOn), dayjs(plannedToOn)] } : {}),
        ...(packId ? { packId } : {}),
      }}
      send={({ days: [from, to], packId: chosen = null }) =>
        planning.run({
          params: { auditId: audit.id },
          body: { plannedFromOn: dayText(from), plannedToOn: dayText(to), packId: chosen, version: audit.version },
        })
      }
      busy={planning.busy}
      error={planning.error}
      onClose={onClose}
    >
      <Form.Item name="days" label={t('dates')} rules={[{ required: true }]}>
        <DatePicker.RangePicker style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="packId" label={t('pack')} extra={t('packNone')}>
        <Select
          allowClear
          placeholder={t('common:field.choose')}
          options={packs.data?.rows.map((one) => ({
            value: one.id,
            label: `${showAt(one.receivedAt, i18n.language)} · ${t('sampling.entries', { count: one.ledgerSize })}`,
          }))}
        />
      </Form.Item>
    </FormDrawer>
  )
}

export function CancelForm({ audit, onClose }: { audit: contract.Audit; onClose: () => void }) {
  const { t } = useTranslation('audit')
  const cancelling = useCommand(contract.cancelAudit)
  return (
    <FormDrawer<{ reason: string }>
      title={t('cancel')}
      initial={{}}
      send={({ reason }) => cancelling.run({ params: { auditId: audit.id }, body: { reason, version: audit.version } })}
      busy={cancelling.busy}
      error={cancelling.error}
      onClose={onClose}
      danger
      sendWords={t('cancel')}
    >
      <p>{t('cancelHint')}</p>
      <TextField name="reason" label={t('reason')} required max={500} lines={3} />
    </FormDrawer>
  )
}

type Special = { clientId: string; purpose: string; personDays: number; days?: Days }

export function SpecialAuditForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['audit', 'common'])
  const [id] = useState(newId)
  const [search, setSearch] = useState('')
  const making = useCommand(contract.createAudit)
  const clients = useEndpoint(
    listClients,
    { query: { limit: 50, search: search || undefined } },
    { keepPrevious: true },
  )
  return (
    <FormDrawer<Special>
      title={t('special')}
      initial={{ personDays: 1 }}
      send={({ clientId, purpose, personDays, days }) =>
        making.run({
          body: {
            ...{ id, clientId, purpose, kind: 'special' as const, personDaysTenths: Math.round(personDays * 10) },
            ...(days ? { plannedFromOn: dayText(days[0]), plannedToOn: dayText(days[1]) } : {}),
          },
        })
      }
      busy={making.busy}
      error={making.error ?? clients.error}
      onClose={onClose}
    >
      <p className="sp-soft">{t('specialHint')}</p>
      <Form.Item name="clientId" label={t('client')} rules={[{ required: true }]}>
        <Select
          showSearch={{ filterOption: false, onSearch: setSearch }}
          placeholder={t('common:field.choose')}
          options={clients.data?.rows.map((one) => ({ value: one.id, label: one.name }))}
        />
      </Form.Item>
      <TextField name="purpose" label={t('purpose')} required max={500} lines={3} />
      <Form.Item name="personDays" label={t('personDays')} rules={[{ required: true }]}>
        <InputNumber min={0.5} max={1000} step={0.5} precision={1} />
      </Form.Item>
      <Form.Item name="days" label={t('dates')}>
        <DatePicker.RangePicker style={{ width: '100%' }} />
      </Form.Item>
    </FormDrawer>
  )
}
