import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFailureWords } from '#src/client/refusal.ts'
import { Button } from '#src/ui/button.tsx'
import { Empty, Failed, Notice, Skeleton } from '#src/ui/states.tsx'
import '../../board/web/star-board.css'
import '../../web/evaluation.css'
import './assessment.css'
import { LeafEditor } from './leaf-editor.tsx'
import { type Besides, LeafList } from './leaf-list.tsx'
import { RoundAdjustments } from './round-adjustments.tsx'
import { RoundProblems } from './round-problems.tsx'
import { ScoreBar } from './score-bar.tsx'
import { type Sheet, useSheet } from './use-sheet.ts'

type AssessmentSheetProps = {
  assessmentId: string
  /** Another score of the same indicators by id, shown beside with the difference. */
  besides?: Besides
}

/**
 * Judging a round: the items with how far they are, one of them open, and the score always in sight. What is judged is kept on the
 * device and sent when it can; where it stands, somebody must have started the outbox for the person signed in.
 */
export function AssessmentSheet({ assessmentId, besides }: AssessmentSheetProps) {
  const failureWords = useFailureWords()
  const { sheet, error, retry } = useSheet(assessmentId)
  if (error) return <Failed {...failureWords(error)} onRetry={retry} />
  if (!sheet) return <Skeleton lines={12} />
  return <SheetShown sheet={sheet} besides={besides} />
}

function SheetShown({ sheet, besides }: { sheet: Sheet; besides: Besides | undefined }) {
  const { t } = useTranslation('assessment')
  const [chosen, setChosen] = useState<string | null>(null)
  const body = useRef<HTMLDivElement>(null)
  const editor = useRef<HTMLElement>(null)
  // On a narrow screen list and item take turns in one place; beside the list, the item begins at its top.
  useEffect(() => {
    if (chosen === null) return
    if (window.matchMedia('(max-width: 1000px)').matches) body.current?.scrollIntoView({ block: 'start' })
    else editor.current?.scrollTo({ top: 0 })
  }, [chosen])
  const leaves = sheet.scheme.groups.flatMap((group) => group.indicators.flatMap((one) => one.leaves))
  const at = leaves.findIndex((leaf) => leaf.id === chosen)
  const leaf = leaves[at]
  const go = (to: number) => setChosen(leaves[to]?.id ?? chosen)
  return (
    <div className="sp-round">
      <ScoreBar
        scheme={sheet.scheme}
        score={sheet.score}
        waitingCount={sheet.waitingCount}
        isReachable={sheet.isReachable}
      />
      {sheet.detail.kind === 'self' && !sheet.isReachable && (
        <Notice tone="warn" title={t('offline.title')}>
          <p>{t('offline.bar')}</p>
        </Notice>
      )}
      <div ref={body} className={leaf ? 'sp-round-body sp-round-opened' : 'sp-round-body'}>
        <section className="sp-card sp-round-list" aria-label={t('list.label')}>
          <RoundProblems sheet={sheet} onChoose={setChosen} />
          <LeafList sheet={sheet} chosen={chosen} besides={besides} onChoose={setChosen} />
          <RoundAdjustments sheet={sheet} />
        </section>
        <section ref={editor} className="sp-card sp-round-editor">
          {leaf ? (
            <>
              <nav className="sp-round-steps" aria-label={t('step.label')}>
                <Button kind="quiet" icon="menu" onClick={() => setChosen(null)}>
                  {t('step.list')}
                </Button>
                <Button kind="quiet" icon="back" disabled={at === 0} onClick={() => go(at - 1)}>
                  {t('step.before')}
                </Button>
                <Button kind="quiet" icon="forward" disabled={at === leaves.length - 1} onClick={() => go(at + 1)}>
                  {t('step.next')}
                </Button>
              </nav>
              <LeafEditor key={leaf.id} sheet={sheet} leaf={leaf} own={besides?.[leaf.id]} />
            </>
          ) : (
            <Empty icon="evaluation" title={t('editor.none')} detail={t('editor.noneHint')} />
          )}
        </section>
      </div>
    </div>
  )
}
