import { useTranslation } from 'react-i18next'
import type { ScreenProps } from '#src/app/shell/screens.ts'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { buttonClass } from '#src/ui/button.tsx'
import { RowOf, Stack } from '#src/ui/card.tsx'
import { Icon } from '#src/ui/icon.tsx'
import { Failed, Notice, Skeleton } from '#src/ui/states.tsx'
import { showAt, showOn } from '#src/ui/when.ts'
import { type AssessmentDetail, readAssessment } from '../contract/round.ts'
import './assessment.css'
import { RoundActions } from './round-actions.tsx'
import { RoundState } from './round-state.tsx'
import { AssessmentSheet } from './sheet.tsx'
import { useDeskOutbox } from './use-desk-outbox.ts'

/** One round at the desk or on a tablet: judged by several people at once, closed with its score. */
export default function Round({ params }: ScreenProps) {
  const { t } = useTranslation('assessment')
  const failureWords = useFailureWords()
  useDeskOutbox()
  const assessmentId = params.assessmentId ?? ''
  const round = useEndpoint(readAssessment, { params: { assessmentId } }, { follows: ['assessment', 'adjustment'] })
  useTitle(round.data?.title ?? t('title'))
  if (round.error && !round.data) return <Failed {...failureWords(round.error)} onRetry={() => void round.refetch()} />
  if (!round.data) return <Skeleton lines={12} />
  return (
    <Stack>
      <RoundHead round={round.data} />
      <AssessmentSheet assessmentId={assessmentId} />
    </Stack>
  )
}

function RoundHead({ round }: { round: AssessmentDetail }) {
  const { t, i18n } = useTranslation('assessment')
  const from = showOn(round.fromOn, i18n.language)
  const to = showOn(round.toOn, i18n.language)
  const file = (name: string) => `/api/evaluation/assessments/${round.id}/${name}`
  const reopened = round.closings.filter((one) => one.reopenedAt !== null)
  return (
    <header className="sp-round-head">
      <div>
        <h1>{round.title}</h1>
        <RowOf>
          <RoundState round={round} />
          <span className="sp-soft">{t('round.period', { from, to })}</span>
          <span className="sp-soft">
            {t('round.opened', { name: round.openedByName, at: showAt(round.openedAt, i18n.language, 'short') })}
          </span>
        </RowOf>
      </div>
      <RowOf>
        <RoundActions round={round} />
        <a className={buttonClass({ kind: 'quiet' })} href={`${file('workbook')}?language=${i18n.language}`} download>
          <Icon name="outbox" size={18} />
          {t('round.workbook')}
        </a>
        <a className={buttonClass({ kind: 'quiet' })} href={file('export')} download={`${round.title}.json`}>
          <Icon name="outbox" size={18} />
          {t('round.document')}
        </a>
      </RowOf>
      {round.abandonedAt && <Notice tone="warn" title={t('round.abandoned', { reason: round.abandonedReason })} />}
      {reopened.map((one) => (
        <Notice
          key={one.number}
          title={t('round.reopened', {
            name: one.reopenedByName,
            at: showAt(one.reopenedAt!, i18n.language, 'short'),
            reason: one.reopenedReason,
          })}
        />
      ))}
    </header>
  )
}
