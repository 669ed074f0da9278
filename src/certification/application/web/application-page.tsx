import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { ScreenProps } from '#src/app/shell/screens.ts'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { RowOf, Stack } from '#src/ui/card.tsx'
import { Failed, Skeleton } from '#src/ui/states.tsx'
import { Tabs } from '#src/ui/tabs.tsx'
import '../../web/certification.css'
import { ContractTab } from '../../certification-contract/web/contract-tab.tsx'
import { type ApplicationDetail, readApplication } from '../contract.ts'
import { ApplicationActions } from './application-actions.tsx'
import { Checks } from './checks.tsx'
import { Dossier } from './dossier.tsx'
import { DueWords, StatePill } from './state-pill.tsx'
import { Steps } from './steps.tsx'

/** One application from first look to signed contract. */
export default function ApplicationPage({ params }: ScreenProps) {
  const failureWords = useFailureWords()
  const applicationId = params.applicationId!
  const application = useEndpoint(
    readApplication,
    { params: { applicationId } },
    { follows: ['application', 'contract', 'body_rules'] },
  )
  if (application.error)
    return <Failed {...failureWords(application.error)} onRetry={() => void application.refetch()} />
  if (!application.data) return <Skeleton lines={10} />
  return <Shown application={application.data} />
}

const TABS = ['checks', 'dossier', 'steps', 'contract'] as const

function Shown({ application }: { application: ApplicationDetail }) {
  const { t } = useTranslation('client')
  useTitle(`${application.number} ${application.clientName}`)
  const [tab, setTab] = useState<(typeof TABS)[number]>(application.state === 'accepted' ? 'contract' : 'checks')
  const contents = {
    checks: () => <Checks application={application} />,
    dossier: () => <Dossier application={application} />,
    steps: () => <Steps steps={application.steps} />,
    contract: () => <ContractTab application={application} />,
  }
  return (
    <Stack>
      <p>
        <Link href="/applications">{t('application.back')}</Link>
      </p>
      <section className="sp-card">
        <div className="sp-card-head">
          <div>
            <h1>
              {application.number} <Link href={`/clients/${application.clientId}`}>{application.clientName}</Link>
            </h1>
            <RowOf>
              <StatePill state={application.state} />
              <span className="sp-soft">
                {t(`kind.${application.kind}`)} · {t(`via.${application.via}`)} ·{' '}
                {t('application.rules', { number: application.rulesNumber })}
              </span>
              {application.dueOn && (
                <span>
                  {t('list.due')} <DueWords dueOn={application.dueOn} lateDays={application.lateDays} />
                </span>
              )}
            </RowOf>
          </div>
          <ApplicationActions application={application} />
        </div>
      </section>
      <Tabs
        label={application.number}
        chosen={tab}
        onChoose={setTab}
        tabs={TABS.map((key) => ({ key, label: t(`tab.${key}`), content: contents[key] }))}
      />
    </Stack>
  )
}
