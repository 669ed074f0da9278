import { Alert, Form, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { DayField, TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { newId } from '#src/shared/id.ts'
import { showAt } from '#src/ui/when.ts'
import { changeCertificate, listWaitingDecisions, type ShownCertificate } from '../contract/endpoints.ts'
import type { ChangeKind } from '../contract/text.ts'
import { bringsEdition, decisionKindFor } from '../rules/change.ts'
import { monthsAfter } from '../rules/text.ts'

type Values = {
  effectiveOn: string
  untilOn?: string | null
  reason: string
  publicReason?: string
  decisionId?: string
}
type Props = { certificate: ShownCertificate; kind: ChangeKind; onClose: () => void }

/** Suspends, restores, withdraws …: what the public sees, what stays inside, and from when. */
export function ChangeForm({ certificate, kind, onClose }: Props) {
  const { t } = useTranslation('certificate')
  const [id] = useState(newId)
  const changing = useCommand(changeCertificate)
  const decided = decisionKindFor(kind)
  const isEnd = kind === 'withdraw' || kind === 'cancel'
  const { todayOn, longestSuspensionMonths } = certificate
  return (
    <FormDrawer<Values>
      title={`${t(`change.${kind}`)} · ${certificate.number}`}
      initial={{
        effectiveOn: todayOn,
        ...(kind === 'suspend' ? { untilOn: monthsAfter(todayOn, longestSuspensionMonths) } : {}),
      }}
      send={({ effectiveOn, untilOn = null, reason, publicReason = '', decisionId = null }) =>
        changing.run({
          params: { certificateId: certificate.id },
          body: { id, kind, effectiveOn, untilOn, reason, publicReason, decisionId },
        })
      }
      busy={changing.busy}
      error={changing.error}
      onClose={onClose}
      danger={isEnd || kind === 'suspend'}
      sendWords={t(`change.${kind}`)}
    >
      {isEnd && <Alert type="warning" showIcon title={t('desk.endHint')} style={{ marginBottom: 16 }} />}
      {bringsEdition(kind) && <Alert type="info" showIcon title={t('desk.editionHint')} style={{ marginBottom: 16 }} />}
      {decided && <DecisionField certificate={certificate} change={kind} kind={decided} />}
      <DayField name="effectiveOn" label={t('desk.effectiveOn')} required hint={t('desk.effectiveHint')} />
      {kind === 'suspend' && (
        <DayField
          name="untilOn"
          label={t('desk.untilDay')}
          required
          hint={t('desk.untilHint', { months: longestSuspensionMonths })}
        />
      )}
      <TextField
        name="publicReason"
        label={t('desk.publicReason')}
        required={isEnd || kind === 'suspend' || kind === 'reduce'}
        max={500}
        lines={2}
        hint={t('desk.publicHint')}
      />
      <TextField name="reason" label={t('desk.reason')} required max={2000} lines={4} hint={t('desk.reasonHint')} />
    </FormDrawer>
  )
}

function DecisionField({
  certificate,
  change,
  kind,
}: {
  certificate: ShownCertificate
  change: ChangeKind
  kind: string
}) {
  const { t, i18n } = useTranslation('certificate')
  const waiting = useEndpoint(listWaitingDecisions, {}, { follows: ['decision'] })
  const fitting = (waiting.data?.rows ?? []).filter(
    (row) =>
      row.kind === kind &&
      // One made on another edition of the standard moves the certificate there.
      (kind !== 'maintain' || (row.standard !== certificate.says.standard.reference) === (change === 'edition')) &&
      row.clientId === certificate.clientId &&
      (row.certificateId === null || row.certificateId === certificate.id),
  )
  return (
    <Form.Item
      name="decisionId"
      label={t('desk.decisionField')}
      rules={[{ required: true }]}
      extra={t('desk.decisionHint')}
    >
      <Select
        loading={waiting.isPending}
        notFoundContent={t('desk.noDecision')}
        options={fitting.map((row) => ({
          value: row.id,
          label: `${row.auditNumber} · ${row.standard} · ${showAt(row.decidedAt, i18n.language)}`,
        }))}
      />
    </Form.Item>
  )
}
