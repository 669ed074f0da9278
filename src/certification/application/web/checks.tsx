import { useTranslation } from 'react-i18next'
import { LackingPills } from '#src/evaluation/material/web/confirm-lacking.tsx'
import { Card, RowOf, Stack } from '#src/ui/card.tsx'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import { Notice } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import type { ApplicationCheck, ApplicationDetail } from '../contract.ts'
import { Headcount } from './headcount.tsx'

const TONES: Record<ApplicationCheck['state'], Tone> = {
  met: 'good',
  unmet: 'bad',
  attention: 'warn',
  unknown: 'plain',
}

/** What must hold before acceptance, as a list; and the headcount with its figures. */
export function Checks({ application }: { application: ApplicationDetail }) {
  const { t, i18n } = useTranslation('client')
  const confirmed = application.checklist?.confirmed
  return (
    <Stack>
      <Card title={t('tab.checks')}>
        {confirmed && (
          <Notice
            tone="info"
            title={t('check.confirmed', {
              ...{ name: confirmed.byName, at: showAt(confirmed.at, i18n.language), reason: confirmed.reason },
            })}
          >
            <LackingPills items={confirmed.items} />
          </Notice>
        )}
        <ul className="sp-checks">
          {application.checks.map((check) => (
            <li key={check.id}>
              <Pill tone={TONES[check.state]}>{t(`checkState.${check.state}`)}</Pill>
              <CheckWords check={check} />
            </li>
          ))}
        </ul>
      </Card>
      <Headcount application={application} />
    </Stack>
  )
}

function CheckWords({ check }: { check: ApplicationCheck }) {
  const { t } = useTranslation(['client', 'material'])
  const until = typeof check.params.until === 'string' && check.params.until !== '' ? check.params.until : null
  const words =
    check.id === 'cases_complete' && check.state === 'unknown'
      ? t('check.noPack')
      : t(`check.${check.id}` as 'check.permits', check.params as never)
  return (
    <div>
      {String(words)} {check.state === 'unmet' && until && t('check.until', { day: until })}
      {check.materials && (
        <RowOf>
          {check.materials.map(({ id, state }) => (
            <Pill key={id} tone={state === 'present' ? 'plain' : 'bad'} icon={state === 'present' ? 'check' : 'warn'}>
              {t(`material:material.${id}` as 'material:material.permits')}
              {state !== 'present' && ` · ${t(`materialState.${state}`)}`}
            </Pill>
          ))}
        </RowOf>
      )}
    </div>
  )
}
