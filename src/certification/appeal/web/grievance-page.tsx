import { useTranslation } from 'react-i18next'
import type { ScreenProps } from '#src/app/shell/screens.ts'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useMe } from '#src/client/session.ts'
import { useMay } from '#src/client/use-may.ts'
import { PageHead } from '#src/service/web/page-head.tsx'
import { Card, Facts, Stack } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Failed, Notice, Skeleton } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import '#src/evaluation/web/evaluation.css'
import {
  closeGrievance,
  decideGrievance,
  examineGrievance,
  type Grievance,
  joinPanel,
  readGrievance,
} from '../contract.ts'
import { STATE_TONES } from './grievances.tsx'
import { CloseForm, DecideForm, ExamineForm, PanelForm } from './next-step.tsx'

/** One appeal or complaint, and the form of whoever has the next word. */
export default function GrievancePage({ params }: ScreenProps) {
  const { t } = useTranslation('appeal')
  const failureWords = useFailureWords()
  const grievanceId = params.grievanceId!
  const read = useEndpoint(readGrievance, { params: { grievanceId } }, { follows: ['grievance'] })
  useTitle(read.data ? `${read.data.number} ${t('grievance.title')}` : t('grievance.title'))
  if (read.error && !read.data) return <Failed {...failureWords(read.error)} onRetry={() => void read.refetch()} />
  if (!read.data) return <Skeleton lines={6} />
  return <Shown one={read.data} />
}

function Shown({ one }: { one: Grievance }) {
  const { t, i18n } = useTranslation('appeal')
  const may = useMay()
  const { me } = useMe()
  const isSeated = one.panel.some((seat) => seat.personId === me?.person.id)
  const facts: (readonly [string, string])[] = [
    [t('grievance.column.from'), one.isAnonymous ? t('grievance.anonymous') : `${one.fromName} ${one.fromContact}`],
    [t('grievance.column.client'), one.clientName || '–'],
    [t('grievance.certificate'), one.certificateNumber || '–'],
    [t('grievance.audit'), one.auditNumber || '–'],
    [t('grievance.received'), `${one.receivedOn} · ${t(`grievance.via.${one.via}`)}`],
    [t('grievance.due'), one.dueOn],
    [t('grievance.says'), one.says],
    [t('grievance.wants'), one.wants || '–'],
  ]
  return (
    <Stack>
      <PageHead title={`${one.number} · ${t(`grievance.kind.${one.kind}`)}`}>
        {one.isLate && <Pill tone="bad">{t('grievance.late')}</Pill>}
        <Pill tone={STATE_TONES[one.state]}>{t(`grievance.state.${one.state}`)}</Pill>
      </PageHead>
      {may(joinPanel) && one.hands.length > 0 && (
        <Notice tone="warn" title={t('grievance.handsTitle')}>
          {one.hands.map((hand) => t(`grievance.hand.${hand}`)).join(' · ')}
        </Notice>
      )}
      <Card title={t('grievance.says')}>
        <Facts of={facts} />
      </Card>
      <Card title={t('grievance.panel')}>
        {one.panel.length === 0 ? (
          <p className="sp-soft">{t('grievance.panelNone')}</p>
        ) : (
          <p>{one.panel.map((seat) => seat.name).join(' · ')}</p>
        )}
        {one.state === 'accepted' && may(joinPanel) && one.hands.length === 0 && (
          <PanelForm key={`${isSeated} ${one.version}`} one={one} isSeated={isSeated} />
        )}
        {one.state === 'accepted' && may(decideGrievance) && isSeated && <DecideForm key={one.version} one={one} />}
      </Card>
      <Card title={t('grievance.steps')}>
        <ul className="sp-records">
          {one.steps.map((step) => (
            <li key={step.id}>
              <div className="sp-records-words">
                <strong>{t(`grievance.step.${step.kind}`, { name: step.personName })}</strong>
                {step.words && <span>{step.words}</span>}
                <span className="sp-soft">
                  {t('grievance.by', { name: step.byName, at: showAt(step.at, i18n.language) })}
                </span>
              </div>
            </li>
          ))}
        </ul>
        {one.state === 'received' && may(examineGrievance) && <ExamineForm one={one} />}
        {(one.state === 'decided' || one.state === 'rejected') && may(closeGrievance) && <CloseForm one={one} />}
      </Card>
    </Stack>
  )
}
