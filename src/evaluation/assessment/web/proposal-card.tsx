import { useTranslation } from 'react-i18next'
import { Button } from '#src/ui/button.tsx'
import { Notice } from '#src/ui/states.tsx'
import { useExplanation } from '../../board/web/use-explanation.ts'
import type { Leaf } from '../../scheme/contract.ts'
import type { MeasureUse } from '../../score/contract.ts'
import { shareOf, showShare, useLocalText } from '../../web/words.ts'
import type { AssessmentLeaf } from '../contract/leaf.ts'
import { keptShare } from '../rules/finding.ts'
import type { Sheet } from './use-sheet.ts'

type ProposalCardProps = { sheet: Sheet; leaf: Leaf; row: AssessmentLeaf | undefined }

/** What the counts say, with the measures behind it; one press accepts it. */
export function ProposalCard({ sheet, leaf, row }: ProposalCardProps) {
  const { t } = useTranslation('assessment')
  const explain = useExplanation((id) => sheet.scheme.measures.find((one) => one.id === id)?.name)
  const live = sheet.detail.proposals.find((one) => one.leafId === leaf.id)
  const shown = live ?? row?.accepted ?? null
  if (!shown) return null
  const accepted = row?.kind === 'computed' ? row.accepted : null
  const hasMoved = accepted !== null && live !== undefined && keptShare(accepted.verdict) !== keptShare(live.verdict)
  const isOverruled = row?.overruled !== null && row?.overruled !== undefined
  return (
    <section className="sp-measure sp-round-proposal" aria-label={t('proposal.title')}>
      <div className="sp-card-head">
        <strong>{t('proposal.title')}</strong>
        {accepted && !hasMoved && <span className="sp-round-accepted">{t('proposal.accepted')}</span>}
      </div>
      <p>{explain(shown.explanation)}</p>
      <ul>
        {shown.measures.map((use) => (
          <MeasureLine key={`${use.role} ${use.measureId}`} use={use} sheet={sheet} />
        ))}
      </ul>
      {hasMoved && <Notice tone="info" title={t('proposal.moved', { words: explain(accepted.explanation) })} />}
      {isOverruled && <Notice tone="warn" title={t('proposal.overruled')} />}
      {sheet.canWrite && live && (!accepted || hasMoved) && (
        <div>
          <Button
            kind={row && row.kind !== 'missing' ? 'quiet' : 'primary'}
            icon="check"
            onClick={() => void sheet.judge(leaf.id, row?.version ?? 0, { kind: 'computed' })}
          >
            {t(hasMoved ? 'proposal.acceptAnew' : 'proposal.accept')}
          </Button>
        </div>
      )}
    </section>
  )
}

function MeasureLine({ use, sheet }: { use: MeasureUse; sheet: Sheet }) {
  const { t } = useTranslation('evaluation')
  const local = useLocalText()
  const name = sheet.scheme.measures.find((one) => one.id === use.measureId)?.name
  const count =
    use.state === 'counted'
      ? `${showShare(shareOf(Math.min(use.good, use.total), use.total))} (${t('leaf.count', { good: use.good, total: use.total })})`
      : t(use.state === 'nothing' ? 'leaf.nothing' : 'leaf.notCounted')
  return (
    <li>
      {name ? local(name) : use.measureId}: {count} <span className="sp-soft">{t(`leaf.${use.role}`)}</span>
    </li>
  )
}
