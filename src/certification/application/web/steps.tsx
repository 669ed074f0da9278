import { useTranslation } from 'react-i18next'
import { addressOf } from '#src/client/address.ts'
import { downloadFile } from '#src/server/files/contract.ts'
import { Card, RowOf } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { showAt } from '#src/ui/when.ts'
import type { ApplicationStep } from '../contract.ts'

/** What happened, who did it, what was due then and whether it came in time. */
export function Steps({ steps }: { steps: readonly ApplicationStep[] }) {
  const { t, i18n } = useTranslation(['client', 'material'])
  return (
    <Card title={t('tab.steps')}>
      <ol className="sp-history">
        {steps.map((step) => (
          <li key={step.id}>
            <RowOf>
              <strong>{t(`step.${step.kind}`)}</strong>
              <span className="sp-soft">
                {showAt(step.at, i18n.language)} · {step.byName || t('step.bySystem')}
              </span>
              {step.dueOn && (
                <Pill tone={step.lateDays > 0 ? 'bad' : 'plain'}>{t('step.due', { day: step.dueOn })}</Pill>
              )}
              {step.doneOn && <span className="sp-soft">{t('step.doneOn', { day: step.doneOn })}</span>}
              {step.lateDays > 0 && <Pill tone="bad">{t('step.late', { count: step.lateDays })}</Pill>}
            </RowOf>
            {step.reason && <p>{step.reason}</p>}
            {step.detail.before !== undefined && step.detail.headcount !== undefined && (
              <p>{t('step.headcountChange', { before: step.detail.before, headcount: step.detail.headcount })}</p>
            )}
            {step.detail.materials && step.detail.materials.length > 0 && (
              <RowOf>
                {step.detail.materials.map((id) => (
                  <Pill key={id}>{t(`material:material.${id}` as 'material:material.permits')}</Pill>
                ))}
              </RowOf>
            )}
            {step.detail.files?.map((sha256) => (
              <a key={sha256} href={addressOf(downloadFile.path, { sha256 }, {})} target="_blank" rel="noreferrer">
                {sha256.slice(0, 12)}…
              </a>
            ))}
          </li>
        ))}
      </ol>
    </Card>
  )
}
