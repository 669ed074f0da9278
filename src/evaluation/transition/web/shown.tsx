import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { buttonClass } from '#src/ui/button.tsx'
import { Card, Facts } from '#src/ui/card.tsx'
import { Failed, Notice, Skeleton } from '#src/ui/states.tsx'
import { showAt, showOn } from '#src/ui/when.ts'
import { readEdition } from '../../edition/contract.ts'
import type { Leaf } from '../../scheme/contract.ts'
import { listLeaves } from '../../scheme/rules/tree.ts'
import { showScore, useLocalText } from '../../web/words.ts'
import type { Transition } from '../contract.ts'
import { nextStep } from '../rules.ts'
import { ExclusionsCard } from './exclusions-card.tsx'
import { MappingTable } from './mapping-table.tsx'
import { PlanTable } from './plan-table.tsx'
import { TransitionActions } from './transition-actions.tsx'
import { useEditionName } from './words.ts'

/** A transition as it stands, or as it stood when it was ended (`isRunning` false): then nothing can be done any more. */
export function TransitionShown({ of, isRunning }: { of: Transition; isRunning: boolean }) {
  const { t, i18n } = useTranslation('transition')
  const failureWords = useFailureWords()
  const nameOf = useEditionName()
  const before = useEndpoint(readEdition, { params: { editionId: of.from.id } })
  const after = useEndpoint(readEdition, { params: { editionId: of.to.id } }, { follows: ['scheme_edition'] })
  const error = before.error ?? after.error
  if (error)
    return <Failed {...failureWords(error)} onRetry={() => void Promise.all([before.refetch(), after.refetch()])} />
  if (!before.data || !after.data) return <Skeleton lines={8} />
  const byId = (leaves: readonly Leaf[]) => new Map(leaves.map((leaf) => [leaf.id, leaf]))
  const [old, fresh] = [byId(listLeaves(before.data.scheme)), byId(listLeaves(after.data.scheme))]
  const mapped = of.mappedAt && t('mappedBy', { name: of.mappedByName, at: showAt(of.mappedAt, i18n.language) })
  const switched = of.switchOn ? showOn(of.switchOn, i18n.language) : t('notChosen')
  return (
    <>
      <Card title={t('way')} aside={isRunning && <TransitionActions of={of} />}>
        <Facts
          of={[
            [t('from'), nameOf(of.from)],
            [t('to'), `${nameOf(of.to)} · ${t(of.to.isSealed ? 'sealed' : 'draft')}`],
            [t('started'), t('by', { name: of.startedByName, at: showAt(of.startedAt, i18n.language) })],
            [t('mapping'), mapped ?? t('mappingProposed')],
            [t('switchOn'), of.isSwitched ? `${switched} · ${t('inUse')}` : switched],
          ]}
        />
        {isRunning && <NextStepNotice of={of} />}
        <Outlook of={of} />
      </Card>
      {isRunning && of.exclusions.length > 0 && <ExclusionsCard of={of} old={old} fresh={fresh} />}
      <PlanTable of={of} leaves={fresh} isRunning={isRunning} />
      <MappingTable key={of.version} of={of} old={old} fresh={fresh} isRunning={isRunning} />
    </>
  )
}

function NextStepNotice({ of }: { of: Transition }) {
  const { t } = useTranslation('transition')
  const next = nextStep(of)
  const toScheme = (
    <Link className={buttonClass({})} href="/scheme">
      {t('toScheme')}
    </Link>
  )
  return <Notice title={t(`next.${next}`)} action={next === 'seal' ? toScheme : undefined} />
}

/** The round under the new edition where there is one, else what the last closed one is worth there; never a score while something is missing. */
function Outlook({ of: { preview, round } }: { of: Transition }) {
  const { t } = useTranslation('transition')
  const local = useLocalText()
  if (round && round.state !== 'abandoned') {
    const { score, lowest, highest, missingCount, levelName, title } = round
    const level = levelName ? local(levelName) : t('noLevel')
    return score ? (
      <Notice tone="good" title={t('roundScore', { title, score: showScore(score.hundredths), level })} />
    ) : (
      <Notice
        tone="warn"
        title={t('roundRange', {
          title,
          lowest: showScore(lowest.hundredths),
          highest: showScore(highest.hundredths),
          missing: missingCount,
        })}
      />
    )
  }
  if (!preview) return <Notice tone="info" title={t('noRound')} />
  const { lowest, highest, missingCount, leafCount, closedScore, title } = preview
  return (
    <Notice
      tone={missingCount === 0 ? 'good' : 'warn'}
      title={t('outlook', { lowest: showScore(lowest.hundredths), highest: showScore(highest.hundredths) })}
    >
      {t('outlookWhy', {
        title,
        score: closedScore ? showScore(closedScore.hundredths) : '—',
        missing: missingCount,
        total: leafCount,
      })}
    </Notice>
  )
}
