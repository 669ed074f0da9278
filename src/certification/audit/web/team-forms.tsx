import { DatePicker, Form, InputNumber, Select, Switch } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { newId } from '#src/shared/id.ts'
import { PersonField } from '../../auditor/web/forms.tsx'
import * as contract from '../contract.ts'
import { showDays } from './words.tsx'

type Days = [dayjs.Dayjs, dayjs.Dayjs]
type MemberFields = { personId?: string; duty: contract.Duty; personDays: number; days?: Days }
type MemberProps = { audit: contract.Audit; member: contract.TeamMember | null; onClose: () => void }

export function MemberForm({ audit, member, onClose }: MemberProps) {
  const { t } = useTranslation(['audit', 'common'])
  const [isOther, setOther] = useState(false)
  const naming = useCommand(contract.nameMember)
  const booking = member?.bookings[0]
  const from = booking?.fromOn ?? audit.plannedFromOn
  const to = booking?.toOn ?? audit.plannedToOn
  const send = ({ personId = member?.personId ?? '', duty, personDays, days }: MemberFields) =>
    naming.run({
      params: { auditId: audit.id },
      body: {
        ...{ personId, duty, personDaysTenths: Math.round(personDays * 10), version: audit.version },
        bookings: days
          ? [{ id: newId(), fromOn: days[0].format('YYYY-MM-DD'), toOn: days[1].format('YYYY-MM-DD') }]
          : [],
      },
    })
  return (
    <FormDrawer<MemberFields>
      title={member ? member.name : t('team.name')}
      initial={{
        duty: member?.duty ?? 'auditor',
        personDays: (member?.personDaysTenths ?? 10) / 10,
        ...(from && to ? { days: [dayjs(from), dayjs(to)] } : {}),
      }}
      send={send}
      busy={naming.busy}
      error={naming.error}
      onClose={onClose}
    >
      {!member && (
        <>
          {isOther ? <PersonField name="personId" label={t('team.person')} /> : <CandidateField auditId={audit.id} />}
          <p>
            <Switch size="small" checked={isOther} onChange={setOther} aria-label={t('team.other')} /> {t('team.other')}
          </p>
        </>
      )}
      <Form.Item name="duty" label={t('team.duty')} rules={[{ required: true }]}>
        <Select options={contract.Duty.options.map((value) => ({ value, label: t(`duty.${value}`) }))} />
      </Form.Item>
      <Form.Item name="personDays" label={t('team.days')} rules={[{ required: true }]}>
        <InputNumber min={0} max={1000} step={0.5} precision={1} />
      </Form.Item>
      <Form.Item name="days" label={t('team.booked')}>
        <DatePicker.RangePicker style={{ width: '100%' }} />
      </Form.Item>
    </FormDrawer>
  )
}

/** The register with what speaks against each; whoever has a conflict cannot be chosen. */
function CandidateField({ auditId }: { auditId: string }) {
  const { t } = useTranslation(['audit', 'common'])
  const candidates = useEndpoint(contract.listCandidates, { params: { auditId } })
  const options = (candidates.data?.rows ?? []).map((one) => {
    const marks = [
      one.hasConflict && t('team.conflict'),
      one.isRotationDue && t('team.rotationDue'),
      one.absent && t('team.absent'),
      one.busyWith.length > 0 && t('team.busy', { numbers: one.busyWith.join(', ') }),
      one.knowsScheme && t('team.knows'),
      one.classes.length > 0 && one.classes.join('、'),
    ].filter(Boolean)
    return { value: one.personId, label: [one.name, ...marks].join(' · '), disabled: one.hasConflict }
  })
  return (
    <Form.Item name="personId" label={t('team.person')} extra={t('team.candidates')} rules={[{ required: true }]}>
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('common:field.choose')}
        options={options}
        loading={candidates.isPending}
      />
    </Form.Item>
  )
}

export function ReleaseForm({
  audit,
  member,
  onClose,
}: {
  audit: contract.Audit
  member: contract.TeamMember
  onClose: () => void
}) {
  const { t } = useTranslation('audit')
  const releasing = useCommand(contract.releaseMember)
  return (
    <FormDrawer<{ reason: string }>
      title={`${t('team.release')}: ${member.name}`}
      initial={{}}
      send={({ reason }) =>
        releasing.run({
          params: { auditId: audit.id, personId: member.personId },
          body: { reason, version: audit.version },
        })
      }
      busy={releasing.busy}
      error={releasing.error}
      onClose={onClose}
      danger
      sendWords={t('team.release')}
    >
      <p>{t('team.releaseHint')}</p>
      <TextField name="reason" label={t('reason')} required max={500} lines={3} />
    </FormDrawer>
  )
}

export function SettleForm({
  audit,
  shortTenths,
  onClose,
}: {
  audit: contract.Audit
  shortTenths: number
  onClose: () => void
}) {
  const { t } = useTranslation('audit')
  const settling = useCommand(contract.settleTeam)
  return (
    <FormDrawer<{ shortReason?: string }>
      title={t('team.settle')}
      initial={{ shortReason: audit.shortReason }}
      send={({ shortReason = '' }) =>
        settling.run({ params: { auditId: audit.id }, body: { shortReason, version: audit.version } })
      }
      busy={settling.busy}
      error={settling.error}
      onClose={onClose}
      sendWords={t('team.settle')}
    >
      {shortTenths > 0 && (
        <>
          <p>{t('team.short', { days: showDays(shortTenths) })}</p>
          <TextField name="shortReason" label={t('shortReason')} required max={500} lines={3} />
        </>
      )}
    </FormDrawer>
  )
}
