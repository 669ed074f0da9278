import { useTranslation } from 'react-i18next'
import { ScoreRuler } from '../../board/web/score-ruler.tsx'
import type { Scheme } from '../../scheme/contract.ts'
import type { AssessmentScore } from '../../score/contract.ts'
import { showScore, showShare, useLocalText } from '../../web/words.ts'
import { standingOf } from '../rules/round.ts'

type ScoreBarProps = { scheme: Scheme; score: AssessmentScore; waitingCount: number; isReachable: boolean }

/** Always in sight: the score or range, what it gives, how much is done, and whether all of it has arrived. */
export function ScoreBar({ scheme, score, waitingCount, isReachable }: ScoreBarProps) {
  const { t } = useTranslation(['assessment', 'evaluation'])
  const local = useLocalText()
  const { range } = score
  const levels = scheme.rules.levels.map(({ id, stars, name, min }) => ({
    id,
    stars,
    name,
    minHundredths: min.hundredths,
  }))
  const nameOf = (levelId: string | null) => {
    const level = levels.find((one) => one.id === levelId)
    return level ? local(level.name) : t('evaluation:board.noLevel')
  }
  const lowest = showScore(range.lowest.score.hundredths)
  const highest = showScore(range.highest.score.hundredths)
  const words = score.score
    ? `${t('evaluation:board.score')} ${score.score.text}`
    : t('evaluation:board.rangeWords', { lowest, highest })
  const { leafCount, doneCount } = standingOf(score)
  const sure = nameOf((score.grade ?? range.lowest.grade).levelId)
  return (
    <section className="sp-round-bar" aria-label={t('bar.label')}>
      <div className="sp-round-figure">
        <strong>{score.score ? score.score.text : `${lowest} – ${highest}`}</strong>
        <span className="sp-soft">
          {score.score
            ? t('bar.reached', { level: sure })
            : t('bar.between', { low: sure, high: nameOf(range.highest.grade.levelId) })}
        </span>
      </div>
      <div className="sp-round-ruler">
        <ScoreRuler board={{ levels, result: score }} words={words} />
      </div>
      <div className="sp-round-done">
        <strong>{t('bar.done', { done: doneCount, all: leafCount })}</strong>
        <span className="sp-soft">{t('bar.known', { share: showShare(score.knownShareBasisPoints) })}</span>
        {!score.specialDeductions.gateOpen && (
          <span className="sp-round-gate">{t('bar.gate', { count: score.specialDeductions.count })}</span>
        )}
        <output className="sp-soft" aria-live="polite">
          {!isReachable && t('bar.offline')} {waitingCount > 0 && t('bar.waiting', { count: waitingCount })}
        </output>
      </div>
    </section>
  )
}
