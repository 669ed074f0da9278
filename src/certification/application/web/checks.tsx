import { useTranslation } from 'react-i18next'
import { Card, RowOf, Stack } from '#src/ui/card.tsx'
import { Pill, type Tone } from '#src/ui/pill.tsx'
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
  const { t } = useTranslation('client')
  return (
    <Stack>
      <Card title={t('tab.checks')}>
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
