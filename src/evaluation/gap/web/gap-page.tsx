import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { Stack } from '#src/ui/card.tsx'
import { Empty, Failed, Skeleton } from '#src/ui/states.tsx'
import { Tabs } from '#src/ui/tabs.tsx'
import { showAt } from '#src/ui/when.ts'
import '../../web/evaluation.css'
import './gap.css'
import { showScore } from '../../web/words.ts'
import { type Gap, readGap } from '../contract/action.ts'
import { ActionList } from './action-list.tsx'
import { AssumptionList } from './assumption-list.tsx'
import { FindPlan } from './find-plan.tsx'
import { RunningPlan } from './running-plan.tsx'
import { WhatIf } from './what-if.tsx'
import { useGapNames } from './words.ts'

type Part = 'find' | 'plan' | 'actions' | 'whatIf'

/** The way from today's score to the wished star. */
export default function GapPage() {
  const { t } = useTranslation('gap')
  const failureWords = useFailureWords()
  useTitle(t('title'))
  const answer = useEndpoint(
    readGap,
    {},
    { follows: ['score', 'gap_action', 'gap_assumption'], refreshEveryMs: 60_000 },
  )
  const gap = answer.data?.gap
  return (
    <Stack>
      <div className="sp-gap-title">
        <h1>{t('title')}</h1>
        <span className="sp-soft">{t('intro')}</span>
      </div>
      {answer.error && !gap && <Failed {...failureWords(answer.error)} onRetry={() => void answer.refetch()} />}
      {answer.isPending && <Skeleton lines={10} />}
      {gap === null && <Empty icon="clock" title={t('empty')} detail={t('emptyHint')} />}
      {gap && <GapShown gap={gap} />}
    </Stack>
  )
}

function GapShown({ gap }: { gap: Gap }) {
  const { t } = useTranslation('gap')
  const [part, open] = useState<Part>('find')
  return (
    <>
      <Standing gap={gap} />
      <Tabs<Part>
        label={t('tabs')}
        chosen={part}
        onChoose={open}
        tabs={[
          { key: 'find', label: t('tab.find'), content: () => <FindPlan gap={gap} onChosen={() => open('plan')} /> },
          { key: 'plan', label: t('tab.plan'), content: () => <RunningPlan gap={gap} /> },
          {
            key: 'actions',
            label: t('tab.actions'),
            content: () => (
              <Stack>
                <ActionList gap={gap} />
                <AssumptionList gap={gap} />
              </Stack>
            ),
          },
          { key: 'whatIf', label: t('tab.whatIf'), content: () => <WhatIf basis={gap.basis} /> },
        ]}
      />
    </>
  )
}

function Standing({ gap }: { gap: Gap }) {
  const { t, i18n } = useTranslation('gap')
  const { levelName } = useGapNames(gap)
  const missing = gap.basis.leaves.filter((leaf) => leaf.state === 'missing').length
  const stand = ({ score, levelId }: Gap['certain']) => (
    <>
      <strong>{showScore(score.hundredths)}</strong> {levelName(levelId) ?? t('noLevel')}
    </>
  )
  return (
    <section className="sp-card" aria-labelledby="gap-today">
      <div className="sp-card-head">
        <h2 id="gap-today">{t('stand.title')}</h2>
        <span className="sp-soft">{t('stand.updated', { at: showAt(gap.basis.computedAt, i18n.language) })}</span>
      </div>
      <dl className="sp-gap-stand">
        <div>
          <dt>{t('stand.certain')}</dt>
          <dd>{stand(gap.certain)}</dd>
          <dd className="sp-soft">{t('stand.certainHint')}</dd>
        </div>
        {gap.assumptions.length > 0 && (
          <div>
            <dt>{t('stand.assumed')}</dt>
            <dd>{stand(gap.assumed)}</dd>
            <dd className="sp-soft">{t('stand.assumedHint', { count: gap.assumptions.length })}</dd>
          </div>
        )}
        <div>
          <dt>{t('stand.missing')}</dt>
          <dd>
            <strong>{missing}</strong>
          </dd>
          <dd className="sp-soft">{t('stand.missingHint', { count: missing })}</dd>
        </div>
      </dl>
    </section>
  )
}
