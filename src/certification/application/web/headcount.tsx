import { Form, InputNumber } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { Button } from '#src/ui/button.tsx'
import { Card, RowOf } from '#src/ui/card.tsx'
import { Notice } from '#src/ui/states.tsx'
import { type ApplicationDetail, correctHeadcount, explainHeadcount } from '../contract.ts'

/** Whether the people stated can be right, and what the officer says to it. */
export function Headcount({ application }: { application: ApplicationDetail }) {
  const { t } = useTranslation('client')
  const may = useMay()
  const [doing, setDoing] = useState<'explain' | 'correct' | null>(null)
  const { headcount: check, contractId, state } = application
  const { implausible, explanation } = check
  const isOpen = contractId === null && (state === 'reviewing' || state === 'awaiting' || state === 'accepted')
  const figures = implausible && {
    headcount: implausible.headcount,
    outlets: implausible.outlets,
    each: implausible.perOutletTenths / 10,
    least: implausible.leastTenths / 10,
  }
  return (
    <Card title={t('headcount.title')}>
      <p>{t('headcount.plausible', { stated: check.stated, headcount: check.headcount })}</p>
      {implausible && figures && (
        <Notice
          tone={explanation ? 'info' : 'warn'}
          title={
            implausible.reasons.includes('too_few_per_outlet')
              ? t('headcount.implausible', figures)
              : t('headcount.inconsistent')
          }
        >
          <ul>
            {implausible.reasons.map((reason) => (
              <li key={reason}>{t(`headcount.why.${reason}`)}</li>
            ))}
          </ul>
          {explanation && <p>{t('headcount.explained', { reason: explanation })}</p>}
        </Notice>
      )}
      {isOpen && (
        <RowOf>
          {implausible && !explanation && may(explainHeadcount) && (
            <Button onClick={() => setDoing('explain')}>{t('headcount.explain')}</Button>
          )}
          {may(correctHeadcount) && <Button onClick={() => setDoing('correct')}>{t('headcount.correct')}</Button>}
        </RowOf>
      )}
      {doing === 'explain' && <Explain application={application} onClose={() => setDoing(null)} />}
      {doing === 'correct' && <Correct application={application} onClose={() => setDoing(null)} />}
    </Card>
  )
}

type FormProps = { application: ApplicationDetail; onClose: () => void }

function Explain({ application: { id, version }, onClose }: FormProps) {
  const { t } = useTranslation('client')
  const explaining = useCommand(explainHeadcount)
  return (
    <FormDrawer<{ reason: string }>
      title={t('headcount.explain')}
      initial={{}}
      send={({ reason }) => explaining.run({ params: { applicationId: id }, body: { version, reason } })}
      busy={explaining.busy}
      error={explaining.error}
      onClose={onClose}
    >
      <TextField name="reason" label={t('act.reason')} required max={2000} lines={4} />
    </FormDrawer>
  )
}

function Correct({ application: { id, version, headcount }, onClose }: FormProps) {
  const { t } = useTranslation('client')
  const correcting = useCommand(correctHeadcount)
  return (
    <FormDrawer<{ headcount: number; reason: string }>
      title={t('headcount.correct')}
      initial={{ headcount: headcount.headcount }}
      send={(fields) => correcting.run({ params: { applicationId: id }, body: { version, ...fields } })}
      busy={correcting.busy}
      error={correcting.error}
      onClose={onClose}
    >
      <Form.Item name="headcount" label={t('headcount.verified')} rules={[{ required: true }]}>
        <InputNumber min={1} max={10_000_000} precision={0} style={{ width: 200 }} />
      </Form.Item>
      <TextField name="reason" label={t('act.reason')} required max={2000} lines={4} />
    </FormDrawer>
  )
}
