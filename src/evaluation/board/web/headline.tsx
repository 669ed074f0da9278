import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { Notice } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import { shareOf, showPoints, showScore, showShare, useLocalText } from '../../web/words.ts'
import type { Board } from '../contract.ts'
import { ScoreRuler } from './score-ruler.tsx'
import { StarRange } from './star-range.tsx'

type Grade = Board['result']['range']['lowest']['grade']

/** Score or range, the star it gives, and how much it rests on. */
export function Headline({ board }: { board: Board }) {
  const { t, i18n } = useTranslation('evaluation')
  const local = useLocalText()
  const { result, levels } = board
  const { range, score } = result
  const levelOf = (grade: Grade) => levels.find((level) => level.id === grade.levelId)
  const nameOf = (grade: Grade) => {
    const level = levelOf(grade)
    return level ? local(level.name) : t('board.noLevel')
  }
  const low = result.grade ?? range.lowest.grade
  const high = result.grade ?? range.highest.grade
  const lowest = showScore(range.lowest.score.hundredths)
  const highest = showScore(range.highest.score.hundredths)
  const words = score ? `${t('board.score')} ${score.text}` : t('board.rangeWords', { lowest, highest })
  const levelWords = score
    ? `${t('board.reached')} ${nameOf(low)}`
    : `${t('board.sure')} ${nameOf(low)}, ${t('board.possible')} ${nameOf(high)}`
  return (
    <section className="sp-card sp-headline" aria-labelledby="star-today">
      <div className="sp-headline-star">
        <h2 id="star-today">{t('board.today')}</h2>
        <StarRange certain={levelOf(low)?.stars ?? 0} reachable={levelOf(high)?.stars ?? 0} label={levelWords} />
        <p className="sp-headline-score">
          {score ? (
            score.text
          ) : (
            <>
              {lowest}
              <span aria-hidden="true"> – </span>
              <span className="sp-hidden-words">, </span>
              {highest}
            </>
          )}
        </p>
        <p className="sp-soft">{score ? t('board.score') : t('board.range')}</p>
        <dl className="sp-headline-levels">
          <div>
            <dt>{t(score ? 'board.reached' : 'board.sure')}</dt>
            <dd>{nameOf(low)}</dd>
          </div>
          {!score && (
            <div>
              <dt>{t('board.possible')}</dt>
              <dd>{nameOf(high)}</dd>
            </div>
          )}
        </dl>
      </div>
      <div className="sp-headline-rest">
        <ScoreRuler board={board} words={words} />
        <p className="sp-soft">{words}</p>
        {!result.specialDeductions.gateOpen && (
          <Notice tone="bad" title={t('board.gate', { count: result.specialDeductions.count })} />
        )}
        {result.grade?.roundedPastLevel && <Notice tone="warn" title={t('board.roundedPast')} />}
        <Figures board={board} />
        <p className="sp-soft sp-headline-foot">
          {t('board.updated', { at: showAt(board.computedAt, i18n.language) })} ·{' '}
          {t('board.window', { from: board.windowFromOn, to: board.windowToOn })}
        </p>
      </div>
    </section>
  )
}

function Figures({ board }: { board: Board }) {
  const { t } = useTranslation('evaluation')
  const { result } = board
  return (
    <dl className="sp-figures">
      <Figure
        name={t('board.known')}
        value={showShare(result.knownShareBasisPoints)}
        hint={t('board.knownHint', {
          points: showPoints(result.missingHundredths),
          count: result.missingLeafIds.length,
        })}
      />
      <Figure
        name={t('board.partial')}
        value={result.partial ? result.partial.score.text : '—'}
        hint={
          result.partial
            ? t('board.partialHint', { share: showShare(result.knownShareBasisPoints) })
            : t('board.nothingKnown')
        }
      />
      <Figure
        name={t('board.backfilled')}
        value={board.checks === 0 ? '—' : showShare(shareOf(board.backfilled, board.checks))}
        hint={
          board.checks === 0
            ? t('board.noChecks')
            : t('board.backfilledHint', { checks: board.checks, count: board.backfilled })
        }
      />
    </dl>
  )
}

function Figure({ name, value, hint }: { name: string; value: ReactNode; hint: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <strong>{value}</strong>
        <span className="sp-soft">{hint}</span>
      </dd>
    </div>
  )
}

/** Says whose points these are, until nothing is our default any more. */
export function ProvenanceNote({ board }: { board: Board }) {
  const { t, i18n } = useTranslation('evaluation')
  const { edition } = board
  if (edition.unconfirmedCount === 0) return null
  const figures = edition.unconfirmedCount
  const detail = edition.seal
    ? t('board.sealedDetail', { name: edition.seal.byName, at: showAt(edition.seal.at, i18n.language), figures })
    : t('board.defaultDetail', { count: edition.defaultLeafCount, total: edition.leafCount, figures })
  const open = (
    <Link href="/scheme" className="sp-button sp-button-plain">
      {t('board.toScheme')}
    </Link>
  )
  return (
    <Notice tone={edition.seal ? 'info' : 'warn'} title={t('board.defaultTitle')} action={open}>
      <span>{detail}</span>
    </Notice>
  )
}
