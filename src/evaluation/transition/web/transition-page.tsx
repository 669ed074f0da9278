import { useTranslation } from 'react-i18next'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { Card, Facts, Stack } from '#src/ui/card.tsx'
import { Failed, Notice, Skeleton } from '#src/ui/states.tsx'
import { readEdition } from '../../edition/contract.ts'
import type { Leaf } from '../../scheme/contract.ts'
import { listLeaves } from '../../scheme/rules/tree.ts'
import { showPoints, useLocalText } from '../../web/words.ts'
import { readTransition, type Transition } from '../contract.ts'
import { MappingTable } from './mapping-table.tsx'
import { PlanTable } from './plan-table.tsx'
import { StartTransition } from './start-transition.tsx'
import { TransitionActions } from './transition-actions.tsx'

/** From one edition of the standard to another: what stays, what must be looked at anew, who does it until when. */
export default function TransitionPage() {
  const { t } = useTranslation('transition')
  const failureWords = useFailureWords()
  useTitle(t('title'))
  const read = useEndpoint(readTransition, {}, { follows: ['transition', 'assessment', 'scheme_edition'] })
  return (
    <Stack>
      <h1>{t('title')}</h1>
      {read.error && <Failed {...failureWords(read.error)} onRetry={() => void read.refetch()} />}
      {read.isPending && <Skeleton lines={8} />}
      {read.data && (read.data.transition ? <Shown of={read.data.transition} /> : <StartTransition />)}
    </Stack>
  )
}

function Shown({ of }: { of: Transition }) {
  const { t } = useTranslation('transition')
  const local = useLocalText()
  const before = useEndpoint(readEdition, { params: { editionId: of.from.id } })
  const after = useEndpoint(readEdition, { params: { editionId: of.to.id } }, { follows: ['scheme_edition'] })
  if (!before.data || !after.data) return <Skeleton lines={8} />
  const byId = (leaves: readonly Leaf[]) => new Map(leaves.map((leaf) => [leaf.id, leaf]))
  const [old, fresh] = [byId(listLeaves(before.data.scheme)), byId(listLeaves(after.data.scheme))]
  const nameOf = ({ number, title, standard }: Transition['from']) =>
    `${standard} ${local(title)} · ${t('edition', { number })}`
  return (
    <>
      <Card title={t('way')} aside={<TransitionActions of={of} />}>
        <Facts
          of={[
            [t('from'), nameOf(of.from)],
            [t('to'), `${nameOf(of.to)} · ${t(of.to.isSealed ? 'sealed' : 'draft')}`],
            [t('switchOn'), of.switchOn ?? t('notChosen')],
          ]}
        />
        <Outlook of={of} />
      </Card>
      <PlanTable of={of} leaves={fresh} />
      <MappingTable key={of.version} of={of} old={old} fresh={fresh} />
    </>
  )
}

/** What the last closed round is worth under the new edition: never a score while something is missing. */
function Outlook({ of: { preview } }: { of: Transition }) {
  const { t } = useTranslation('transition')
  if (!preview) return <Notice tone="info" title={t('noRound')} />
  const { lowest, highest, missingCount, leafCount, closedScore, title } = preview
  return (
    <Notice
      tone={missingCount === 0 ? 'good' : 'warn'}
      title={t('outlook', { lowest: showPoints(lowest.hundredths), highest: showPoints(highest.hundredths) })}
    >
      {t('outlookWhy', {
        title,
        score: closedScore ? showPoints(closedScore.hundredths) : '—',
        missing: missingCount,
        total: leafCount,
      })}
    </Notice>
  )
}
