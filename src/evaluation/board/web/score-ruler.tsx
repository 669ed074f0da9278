import { useTranslation } from 'react-i18next'
import { showScore, useLocalText } from '../../web/words.ts'
import type { Board } from '../contract.ts'

type RulerProps = {
  board: Pick<Board, 'levels'> & { result: Pick<Board['result'], 'range' | 'score' | 'partial'> }
  words: string
}

/** From 0 to 100 with the levels as marks: what is certain, what is still open, and where the known part alone would stand. */
export function ScoreRuler({ board, words }: RulerProps) {
  const { t } = useTranslation('evaluation')
  const local = useLocalText()
  const { range, score, partial } = board.result
  const lowest = range.lowest.score.hundredths / 100
  const highest = range.highest.score.hundredths / 100
  return (
    <div className="sp-ruler" role="img" aria-label={t('board.rulerLabel', { words })}>
      <div className="sp-ruler-levels" aria-hidden="true">
        {board.levels.map((level) => (
          <span key={level.id} style={{ left: `${level.minHundredths / 100}%` }} title={local(level.name)}>
            {level.stars > 0 ? `${level.stars}★` : local(level.name)}
          </span>
        ))}
      </div>
      <div className="sp-ruler-track" aria-hidden="true">
        <span className="sp-ruler-certain" style={{ width: `${lowest}%` }} />
        <span className="sp-ruler-open" style={{ left: `${lowest}%`, width: `${highest - lowest}%` }} />
        {board.levels.map((level) => (
          <span key={level.id} className="sp-ruler-tick" style={{ left: `${level.minHundredths / 100}%` }} />
        ))}
        {partial && !score && (
          <span className="sp-ruler-partial" style={{ left: `${partial.score.hundredths / 100}%` }} />
        )}
      </div>
      <div className="sp-ruler-scale" aria-hidden="true">
        {[0, 25, 50, 75, 100].map((mark) => (
          <span key={mark} style={{ left: `${mark}%` }}>
            {mark}
          </span>
        ))}
        {partial && !score && (
          <span className="sp-ruler-partial-words" style={{ left: `${partial.score.hundredths / 100}%` }}>
            {t('board.rulerPartial', { score: showScore(partial.score.hundredths) })}
          </span>
        )}
      </div>
    </div>
  )
}
