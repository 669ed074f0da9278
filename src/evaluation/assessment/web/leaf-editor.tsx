import { useTranslation } from 'react-i18next'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords, useRefusalWords } from '#src/client/refusal.ts'
import { Button } from '#src/ui/button.tsx'
import { Facts, RowOf, Stack } from '#src/ui/card.tsx'
import { Failed, Notice, Skeleton } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import { StatePill } from '../../board/web/indicator-panel.tsx'
import { useExplanation } from '../../board/web/use-explanation.ts'
import type { Leaf } from '../../scheme/contract.ts'
import type { LeafScore } from '../../score/contract.ts'
import { showKept, showPoints, useLocalText } from '../../web/words.ts'
import { type LeafStep, readAssessmentLeaf } from '../contract/leaf.ts'
import { countItems } from '../rules/finding.ts'
import { leafScoresOf } from '../rules/foresee.ts'
import './finding.css'
import { EvidencePanel } from './evidence-panel.tsx'
import { FindingForm } from './finding-form.tsx'
import { ProposalCard } from './proposal-card.tsx'
import type { Sheet } from './use-sheet.ts'

type LeafEditorProps = { sheet: Sheet; leaf: Leaf; own: LeafScore | undefined }

/** One indicator: what it asks, what is wanted, what the counts say, what was found, what stands behind it and who said what. */
export function LeafEditor({ sheet, leaf, own }: LeafEditorProps) {
  const { t, i18n } = useTranslation(['assessment', 'evaluation', 'common'])
  const local = useLocalText()
  const failureWords = useFailureWords()
  const row = sheet.leaves.find((one) => one.leafId === leaf.id)
  const score = leafScoresOf(sheet.score)[leaf.id]!
  const params = { assessmentId: sheet.detail.id, leafId: leaf.id }
  const more = useEndpoint(readAssessmentLeaf, { params }, { follows: ['assessment'] })
  return (
    <Stack>
      <h2 className="sp-round-title">
        {leaf.id} {local(leaf.name)}
      </h2>
      <RowOf>
        <StatePill state={score.state} />
        <strong>
          {t('common:chart.pointsOf', {
            value: showKept(score.state, score.got.hundredths),
            max: showPoints(leaf.points.hundredths),
          })}
        </strong>
        {row && row.kind !== 'missing' && (
          <span className="sp-soft">
            {t('editor.by', { name: row.judgedByName, at: showAt(row.judgedAt, i18n.language, 'short') })}
          </span>
        )}
        {sheet.waiting.has(leaf.id) && <span className="sp-round-mark-waiting">{t('mark.waiting')}</span>}
      </RowOf>
      <Facts
        of={[
          [t('evaluation:leaf.asks'), local(leaf.asks)],
          [
            t('evaluation:leaf.mode'),
            t(leaf.mode.value === 'judged' ? 'evaluation:leaf.judged' : 'evaluation:leaf.sampled'),
          ],
        ]}
      />
      {leaf.wanted.length > 0 && (
        <section className="sp-round-wanted" aria-label={t('editor.wanted')}>
          <h3>{t('editor.wanted')}</h3>
          <ul>
            {leaf.wanted.map((one) => (
              <li key={one.zh}>{local(one)}</li>
            ))}
          </ul>
        </section>
      )}
      {score.state === 'excluded' && (
        <Notice tone="info" title={t('editor.excluded', { reason: score.reason ?? '' })} />
      )}
      {own && <OwnScore own={own} sheet={sheet} />}
      <RefusedNote sheet={sheet} leafId={leaf.id} />
      <ProposalCard sheet={sheet} leaf={leaf} row={row} />
      <FindingForm sheet={sheet} leaf={leaf} row={row} requestIds={more.data?.requestIds ?? {}} />
      {more.error && !more.data && <Failed {...failureWords(more.error)} onRetry={() => void more.refetch()} />}
      {more.isPending && <Skeleton lines={4} />}
      <EvidencePanel
        sheet={sheet}
        leafId={leaf.id}
        evidence={more.data?.evidence ?? []}
        requestIds={more.data?.requestIds ?? {}}
      />
      {more.data && more.data.steps.length > 0 && <Steps steps={more.data.steps} />}
    </Stack>
  )
}

function OwnScore({ own, sheet }: { own: LeafScore; sheet: Sheet }) {
  const { t } = useTranslation('assessment')
  const explain = useExplanation((id) => sheet.scheme.measures.find((one) => one.id === id)?.name)
  const words = own.explanation ? explain(own.explanation) : own.reason
  return (
    <section className="sp-why" aria-label={t('editor.own')}>
      <strong>{t('editor.ownPoints', { points: showKept(own.state, own.got.hundredths) })}</strong> {words}
    </section>
  )
}

/** What this person found was not taken: both are shown, and the person decides. */
function RefusedNote({ sheet, leafId }: { sheet: Sheet; leafId: string }) {
  const { t } = useTranslation('assessment')
  const refusalWords = useRefusalWords()
  const refused = sheet.refused.get(leafId)
  if (!refused) return null
  const { judgement, refusal } = refused
  const server = sheet.detail.leaves.find((one) => one.leafId === leafId)
  const insist = async () => {
    await sheet.giveUp(leafId)
    await sheet.judge(leafId, server?.version ?? 0, judgement)
  }
  const mine =
    judgement.kind === 'judged'
      ? `${t(judgement.conforms ? 'form.conforms' : 'form.fails')} · ${judgement.reason}`
      : judgement.kind === 'sampled'
        ? t('form.countsPart', countItems(judgement.items))
        : t(`kind.${judgement.kind}`)
  return (
    <Notice
      tone="bad"
      title={refusalWords(refusal)}
      action={
        <RowOf>
          <Button onClick={() => void insist()}>{t('refused.insist')}</Button>
          <Button kind="quiet" onClick={() => void sheet.giveUp(leafId)}>
            {t('refused.giveUp')}
          </Button>
        </RowOf>
      }
    >
      <p>{t('refused.mine', { words: mine })}</p>
    </Notice>
  )
}

function Steps({ steps }: { steps: readonly LeafStep[] }) {
  const { t, i18n } = useTranslation('assessment')
  const wordsOf = (step: LeafStep): string => {
    const { population, sampled } = step
    if (step.step === 'sample_drawn')
      return `${t('history.sample_drawn')}: ${t('history.drawnOf', { population, sampled })}`
    if (step.step !== 'judged') return t(`history.${step.step}`)
    const counts = { sampled: step.sampled ?? 0, nonconforming: step.nonconforming ?? 0 }
    if (step.unseen) return t('form.countsPart', { ...counts, unseen: step.unseen })
    if (step.sampled !== null) return t('form.counts', counts)
    if (step.conforms !== null) return t(step.conforms ? 'form.conforms' : 'form.fails')
    return t(`kind.${step.kind ?? 'missing'}`)
  }
  return (
    <details className="sp-round-history">
      <summary>{t('history.title', { count: steps.length })}</summary>
      <ol>
        {steps.map((step) => (
          <li key={`${step.at} ${step.step} ${step.words}`}>
            <span className="sp-soft">
              {showAt(step.at, i18n.language, 'short')} {step.byName}
            </span>{' '}
            {wordsOf(step)}
            {step.words && `：${step.words}`}
          </li>
        ))}
      </ol>
    </details>
  )
}
