import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useEndpoint } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, Facts, RowOf, Stack } from '#src/ui/card.tsx'
import { showAt } from '#src/ui/when.ts'
import { listPacks } from '../../pack-copy/contract.ts'
import * as contract from '../contract.ts'
import { CancelForm, DatesForm } from './forms.tsx'
import type { AuditTabProps } from './tabs.ts'
import { showDays } from './words.tsx'

/** What this audit is about, when it is, and what it stands on. */
export function Overview({ auditId }: AuditTabProps) {
  const { t, i18n } = useTranslation('audit')
  const may = useMay()
  const [opened, setOpened] = useState<'dates' | 'cancel' | null>(null)
  const answer = useEndpoint(contract.readAudit, { params: { auditId } }, { follows: ['audit'] })
  const packs = useEndpoint(
    listPacks,
    { query: { limit: 50, clientId: answer.data?.audit.clientId } },
    { enabled: answer.data !== undefined },
  )
  if (!answer.data) return null
  const { audit, teamTenths } = answer.data
  const pack = packs.data?.rows.find((one) => one.id === audit.packId)
  const isOpen = ['planned', 'staffed', 'open'].includes(audit.state)
  const close = () => setOpened(null)
  return (
    <Stack>
      <Card
        title={t('tab.overview')}
        aside={
          isOpen && (
            <RowOf>
              {may(contract.planDates) && <Button onClick={() => setOpened('dates')}>{t('planDates')}</Button>}
              {may(contract.cancelAudit) && (
                <Button kind="quiet" onClick={() => setOpened('cancel')}>
                  {t('cancel')}
                </Button>
              )}
            </RowOf>
          )
        }
      >
        <Facts
          of={[
            [t('client'), audit.clientName],
            [t('purpose'), audit.purpose],
            [t('scope'), audit.scope],
            [t('classes'), audit.productClasses.join('、')],
            [t('dates'), audit.plannedFromOn ? `${audit.plannedFromOn} – ${audit.plannedToOn}` : t('notPlanned')],
            [t('leader'), audit.leaderName],
            [t('reckoned'), t('dayUnit', { days: showDays(audit.personDaysTenths) })],
            [t('planned'), t('dayUnit', { days: showDays(teamTenths) })],
            [t('shortReason'), audit.shortReason],
            [
              t('pack'),
              pack
                ? `${showAt(pack.receivedAt, i18n.language)} · ${t('sampling.entries', { count: pack.ledgerSize })}`
                : packWords(audit, t),
            ],
            [t('cancelledBecause'), audit.cancelledReason],
            [t('madeAt'), showAt(audit.madeAt, i18n.language)],
          ]}
        />
        <RowOf>
          {audit.applicationId && <Link href={`/applications/${audit.applicationId}`}>{t('openApplication')}</Link>}
          {['staffed', 'open', 'visited', 'reported'].includes(audit.state) && (
            <Link href={`/visits/${audit.id}`}>{t('openVisit')}</Link>
          )}
        </RowOf>
      </Card>
      {opened === 'dates' && <DatesForm audit={audit} onClose={close} />}
      {opened === 'cancel' && <CancelForm audit={audit} onClose={close} />}
    </Stack>
  )
}

function packWords(audit: contract.Audit, t: (key: 'packNone') => string): string {
  return audit.packId === null ? t('packNone') : '…'
}
