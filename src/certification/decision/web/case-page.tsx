import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { ScreenProps } from '#src/app/shell/screens.ts'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useMay } from '#src/client/use-may.ts'
import { useLocalText } from '#src/evaluation/web/words.ts'
import { PageHead } from '#src/service/web/page-head.tsx'
import { buttonClass } from '#src/ui/button.tsx'
import { Card, Facts, Stack } from '#src/ui/card.tsx'
import { StarsShown } from '#src/ui/stars.tsx'
import { Failed, Notice, Skeleton } from '#src/ui/states.tsx'
import { dayOf } from '#src/ui/when.ts'
import { ReportPanel } from '../../report/web/report-panel.tsx'
import { type DecisionCase, proposeDecision, readCase, reviewReport } from '../contract.ts'
import { Proposals } from './proposals.tsx'
import { ProposeForm } from './propose-form.tsx'
import { ReviewForm } from './review-form.tsx'
import { Reviews } from './reviews.tsx'

/** One audit on its way to the decision: result, report, review, vote, each open only to those who took no part. */
export default function CasePage({ params }: ScreenProps) {
  const { t } = useTranslation('decision')
  const failureWords = useFailureWords()
  const auditId = params.auditId!
  const read = useEndpoint(
    readCase,
    { params: { auditId } },
    {
      follows: [
        'audit',
        'audit_report',
        'report_review',
        'decision_proposal',
        'decision',
        'nonconformity',
        'assessment',
      ],
    },
  )
  useTitle(read.data ? `${read.data.audit.number} ${t('title')}` : t('title'))
  if (read.error && !read.data) return <Failed {...failureWords(read.error)} onRetry={() => void read.refetch()} />
  if (!read.data) return <Skeleton lines={8} />
  return <Case of={read.data} />
}

function Case({ of }: { of: DecisionCase }) {
  const { t } = useTranslation('decision')
  const may = useMay()
  const { audit, hindrances, involvement } = of
  const isDecider = may(reviewReport)
  const isFree = isDecider && involvement.length === 0
  const isOpen = of.decisions.length === 0
  const reviewed = of.reviews.some((review) => review.reportVersion === of.report?.version)
  const hasOpenProposal = of.proposals.some((proposal) => proposal.outcome === null)
  const kinds = of.kinds.filter((kind) => kind === 'refuse' || hindrances.length === 0)
  const mayPropose =
    isFree &&
    isOpen &&
    may(proposeDecision) &&
    !hasOpenProposal &&
    !hindrances.some((one) => one === 'not_scored' || one === 'report_not_submitted' || one === 'not_reviewed')
  return (
    <Stack>
      <PageHead title={`${audit.number} · ${audit.clientName}`} note={t(`auditKind.${audit.kind}`)}>
        <Link href={`/audits/${audit.id}`} className={buttonClass()}>
          {t('openAudit')}
        </Link>
      </PageHead>
      {isDecider && involvement.length > 0 && (
        <Notice tone="warn" title={t('involvedTitle')}>
          {involvement.map((why) => t(`involvement.${why}`)).join(' · ')}
        </Notice>
      )}
      {isOpen && hindrances.length > 0 && (
        <Notice title={t('hindered')}>
          <ul>
            {hindrances.map((one) => (
              <li key={one}>{t(`hindrance.${one}`)}</li>
            ))}
          </ul>
        </Notice>
      )}
      <Decided of={of} />
      <ResultCard of={of} />
      <ReportPanel auditId={audit.id} />
      <Card title={t('reviews')}>
        <Reviews rows={of.reviews} />
        {isFree && isOpen && of.report?.submittedAt && !reviewed && (
          <ReviewForm auditId={audit.id} reportVersion={of.report.version} />
        )}
      </Card>
      <Card title={t('proposals')}>
        <Proposals of={of} />
        {mayPropose && <ProposeForm key={of.proposals.length} of={of} kinds={kinds} />}
      </Card>
    </Stack>
  )
}

function Decided({ of }: { of: DecisionCase }) {
  const { t } = useTranslation('decision')
  return of.decisions.map((decision) => (
    <Notice key={decision.id} tone={decision.kind === 'refuse' ? 'warn' : 'good'} title={t(`kind.${decision.kind}`)}>
      <div>
        {decision.stars > 0 && <StarsShown value={decision.stars} />} {decision.scope}
      </div>
      {decision.conditions && <div>{decision.conditions}</div>}
      <div className="sp-soft">
        {t('decidedBy', { names: decision.decidedByNames.join(', ') })} · {dayOf(decision.decidedAt)}
      </div>
    </Notice>
  ))
}

function ResultCard({ of }: { of: DecisionCase }) {
  const { t } = useTranslation('decision')
  const local = useLocalText()
  const { result } = of
  const level = result?.levelName ? local(result.levelName) : t('noLevel')
  return (
    <Card title={t('result')}>
      {!result || result.scoreText === null ? (
        <p className="sp-soft">{t('notScored')}</p>
      ) : (
        <Facts
          of={[
            [t('score'), <strong key="score">{result.scoreText}</strong>],
            [
              t('level'),
              <span key="level">
                {level} {result.stars !== null && result.stars > 0 && <StarsShown value={result.stars} />}
              </span>,
            ],
            [t('column.client'), of.audit.clientName],
            [t('report.title'), t('leader', { name: of.audit.leaderName })],
          ]}
        />
      )}
    </Card>
  )
}
