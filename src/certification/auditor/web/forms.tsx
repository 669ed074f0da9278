import { Button, DatePicker, Form, Input, InputNumber, Select, Space } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { CITIES } from '#src/company/division/rules.ts'
import { DayField, TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { listEditions } from '#src/evaluation/edition/contract.ts'
import { newId } from '#src/shared/id.ts'
import { dayOf } from '#src/ui/when.ts'
import * as contract from '../contract.ts'

type AuditorFields = {
  personId: string
  homeCityCode?: string
  languages: (typeof contract.LANGUAGES)[number][]
  daysPerMonth: number
  endedOn?: string | null
}

export function AuditorForm({ auditor, onClose }: { auditor: contract.AuditorRow | null; onClose: () => void }) {
  const { t } = useTranslation(['audit', 'common'])
  const entering = useCommand(contract.enterAuditor)
  const changing = useCommand(contract.changeAuditor)
  const send = ({ personId, homeCityCode = '', languages, daysPerMonth, endedOn = null }: AuditorFields) =>
    auditor
      ? changing.run({
          params: { personId: auditor.personId },
          body: { homeCityCode, languages, daysPerMonth, endedOn, version: auditor.version },
        })
      : entering.run({ body: { personId, homeCityCode, languages, daysPerMonth } })
  const initial: Partial<AuditorFields> = auditor
    ? {
        homeCityCode: auditor.homeCityCode || undefined,
        languages: auditor.languages as AuditorFields['languages'],
        daysPerMonth: auditor.daysPerMonth,
        endedOn: auditor.endedOn,
      }
    : { languages: ['zh'], daysPerMonth: 15 }
  return (
    <FormDrawer<AuditorFields>
      title={auditor ? auditor.name : t('auditors.enter')}
      initial={initial}
      send={send}
      busy={entering.busy || changing.busy}
      error={entering.error ?? changing.error}
      onClose={onClose}
    >
      {!auditor && <PersonField name="personId" label={t('auditors.person')} />}
      <Form.Item name="homeCityCode" label={t('auditors.home')}>
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('common:field.choose')}
          options={CITIES.map(({ code, name }) => ({ value: code, label: name }))}
        />
      </Form.Item>
      <Form.Item name="languages" label={t('auditors.languages')}>
        <Select
          mode="multiple"
          options={contract.LANGUAGES.map((value) => ({ value, label: t(`auditors.language.${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="daysPerMonth" label={t('auditors.daysPerMonth')} rules={[{ required: true }]}>
        <InputNumber min={0} max={31} precision={0} />
      </Form.Item>
      {auditor && <DayField name="endedOn" label={t('auditors.endedOn')} />}
    </FormDrawer>
  )
}

export function PersonField({ name, label }: { name: string; label: string }) {
  const { t } = useTranslation('common')
  const staff = useEndpoint(contract.listStaffOfBody, {})
  return (
    <Form.Item name={name} label={label} rules={[{ required: true }]}>
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('field.choose')}
        options={staff.data?.rows.map((one) => ({ value: one.personId, label: one.name }))}
      />
    </Form.Item>
  )
}

type CompetenceFields = {
  schemeId: string
  productClass?: string
  validFromOn: string
  validUntilOn?: string | null
  evidence: string
}

export function CompetenceForm({ personId, onClose }: { personId: string; onClose: () => void }) {
  const { t } = useTranslation(['audit', 'common'])
  const [id] = useState(newId)
  const adding = useCommand(contract.addCompetence)
  const editions = useEndpoint(listEditions, {})
  const schemes = [...new Map((editions.data?.rows ?? []).map((one) => [one.schemeId, one.title.zh]))]
  return (
    <FormDrawer<CompetenceFields>
      title={t('auditors.addCompetence')}
      initial={{ validFromOn: dayOf(new Date().toISOString()), schemeId: schemes[0]?.[0] ?? 'gbt27922-2011' }}
      send={({ productClass = '', validUntilOn = null, ...rest }) =>
        adding.run({ params: { personId }, body: { id, productClass, validUntilOn, ...rest } })
      }
      busy={adding.busy}
      error={adding.error}
      onClose={onClose}
    >
      <TextField name="schemeId" label={t('auditors.scheme')} required max={60} />
      <TextField name="productClass" label={t('auditors.productClass')} hint={t('auditors.allClasses')} />
      <TextField name="evidence" label={t('auditors.evidence')} required max={500} lines={3} />
      <DayField name="validFromOn" label={t('auditors.validFromOn')} required />
      <DayField name="validUntilOn" label={t('auditors.validUntilOn')} />
    </FormDrawer>
  )
}

type WithdrawProps = { personId: string; one: contract.Competence; onClose: () => void }

export function WithdrawCompetence({ personId, one, onClose }: WithdrawProps) {
  const { t } = useTranslation('audit')
  const withdrawing = useCommand(contract.withdrawCompetence)
  return (
    <FormDrawer<{ reason: string }>
      title={t('auditors.withdraw')}
      initial={{}}
      send={(body) => withdrawing.run({ params: { personId, competenceId: one.id }, body })}
      busy={withdrawing.busy}
      error={withdrawing.error}
      onClose={onClose}
      danger
      sendWords={t('auditors.withdraw')}
    >
      <p>
        {one.schemeId} · {one.productClass || t('auditors.allClasses')}
      </p>
      <TextField name="reason" label={t('auditors.reason')} required max={500} lines={3} />
    </FormDrawer>
  )
}

type Away = { days: [dayjs.Dayjs, dayjs.Dayjs]; reason?: string; id?: string }

export function AbsenceForm({ auditor, onClose }: { auditor: contract.AuditorRow; onClose: () => void }) {
  const { t } = useTranslation(['audit', 'common'])
  const setting = useCommand(contract.setAbsences)
  const send = ({ absences = [] }: { absences?: Away[] }) =>
    setting.run({
      params: { personId: auditor.personId },
      body: {
        version: auditor.version,
        absences: absences.map(({ id, days: [from, to], reason = '' }) => ({
          ...{ id: id ?? newId(), fromOn: from.format('YYYY-MM-DD'), toOn: to.format('YYYY-MM-DD'), reason },
        })),
      },
    })
  const initial = {
    absences: auditor.absences.map(
      ({ id, fromOn, toOn, reason }): Away => ({
        ...{ id, days: [dayjs(fromOn), dayjs(toOn)], reason },
      }),
    ),
  }
  return (
    <FormDrawer<{ absences?: Away[] }>
      title={t('auditors.editAbsences')}
      initial={initial}
      send={send}
      busy={setting.busy}
      error={setting.error}
      onClose={onClose}
    >
      <Form.List name="absences">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <Space key={key} align="baseline" wrap>
                <Form.Item name={[name, 'days']} rules={[{ required: true }]}>
                  <DatePicker.RangePicker aria-label={t('auditors.absences')} />
                </Form.Item>
                <Form.Item name={[name, 'reason']}>
                  <Input maxLength={200} placeholder={t('auditors.reason')} aria-label={t('auditors.reason')} />
                </Form.Item>
                <Button type="text" onClick={() => remove(name)}>
                  {t('common:action.remove')}
                </Button>
              </Space>
            ))}
            <Button onClick={() => add()}>{t('common:action.add')}</Button>
          </>
        )}
      </Form.List>
    </FormDrawer>
  )
}
