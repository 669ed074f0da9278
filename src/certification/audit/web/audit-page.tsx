import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScreenProps } from '#src/app/shell/screens.ts'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { Stack } from '#src/ui/card.tsx'
import { Failed, Skeleton } from '#src/ui/states.tsx'
import { Tabs } from '#src/ui/tabs.tsx'
import { readAudit } from '../contract.ts'
import { AUDIT_TABS, type AuditTab } from './tabs.ts'
import { AuditStatePill } from './words.tsx'

/** One audit from its team to its report, each part in its tab. */
export default function AuditPage({ params }: ScreenProps) {
  const auditId = params.auditId!
  const { t } = useTranslation('audit')
  const failureWords = useFailureWords()
  const answer = useEndpoint(readAudit, { params: { auditId } }, { follows: ['audit', 'conflict_of_interest'] })
  const audit = answer.data?.audit
  useTitle(audit ? `${audit.number} ${audit.clientName}` : t('title'))
  const [shown, setShown] = useState<AuditTab['key']>(() => tabInAddress() ?? 'overview')
  const choose = (key: AuditTab['key']) => {
    setShown(key)
    // So that the page can be passed on as it stands; going back leaves the audit, not the tab.
    window.history.replaceState(window.history.state, '', `?tab=${key}`)
  }
  if (!audit)
    return answer.error ? (
      <Failed {...failureWords(answer.error)} onRetry={() => void answer.refetch()} />
    ) : (
      <Skeleton lines={8} />
    )
  return (
    <Stack>
      <div>
        <h1>
          {audit.number} {audit.clientName}
        </h1>
        <p className="sp-row-of">
          <AuditStatePill state={audit.state} />
          <span className="sp-soft">
            {t(`kind.${audit.kind}`)}
            {audit.plannedFromOn && ` · ${audit.plannedFromOn} – ${audit.plannedToOn}`}
          </span>
        </p>
      </div>
      <Tabs<AuditTab['key']>
        label={audit.number}
        chosen={shown}
        onChoose={choose}
        tabs={AUDIT_TABS.map(({ key, Component }) => ({
          key,
          label: t(`tab.${key}`),
          content: () => (
            <Suspense fallback={<Skeleton lines={6} />}>
              <Component auditId={auditId} />
            </Suspense>
          ),
        }))}
      />
    </Stack>
  )
}

function tabInAddress(): AuditTab['key'] | undefined {
  const key = new URLSearchParams(window.location.search).get('tab')
  return AUDIT_TABS.find((one) => one.key === key)?.key
}
