import { useTranslation } from 'react-i18next'
import { mayEnter } from '#src/app/shell/screens.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { type Board, readBoard } from '#src/evaluation/board/contract.ts'
import { READERS as PROGRESS_READERS } from '#src/evaluation/certification-progress/access.ts'
import { AUDITORS } from '#src/evaluation/evidence/access.ts'
import { showLedger } from '#src/evaluation/evidence/contract.ts'
import { showPoints, showScore, showShare, useLocalText } from '#src/evaluation/web/words.ts'
import type { Role } from '#src/shared/endpoint.ts'
import { showAt } from '#src/ui/when.ts'
import { CertificateTile } from './certificate-tile.tsx'
import { Tile, Tiles } from './tile.tsx'

/** How the company stands, and whether what it rests on can be proven. */
export default function StarTiles({ roles }: { roles: readonly Role[] }) {
  const { t } = useTranslation('home')
  return (
    <Tiles title={t('star.title')}>
      <Score />
      <Missing />
      <Scheme />
      {mayEnter(PROGRESS_READERS, roles) && <CertificateTile />}
      {mayEnter(AUDITORS, roles) && <Ledger />}
    </Tiles>
  )
}

const useBoard = () => useEndpoint(readBoard, {}, { follows: ['score', 'scheme_edition'] })

function levelName(board: Board, levelId: string | null | undefined) {
  return board.levels.find((level) => level.id === levelId)?.name
}

function Score() {
  const { t } = useTranslation('home')
  const local = useLocalText()
  return (
    <Tile
      title={t('star.score')}
      href="/star-board"
      read={useBoard()}
      say={({ board }) => {
        if (!board) return { figure: '—', hint: t('star.none') }
        const { score, grade, range } = board.result
        const nameOf = (levelId: string | null | undefined) => {
          const name = levelName(board, levelId)
          return name ? local(name) : t('star.noLevel')
        }
        if (score) return { figure: score.text, hint: nameOf(grade?.levelId) }
        const [lowest, highest] = [range.lowest, range.highest]
        return {
          figure: `${showScore(lowest.score.hundredths)} – ${showScore(highest.score.hundredths)}`,
          hint: t('star.between', { sure: nameOf(lowest.grade.levelId), possible: nameOf(highest.grade.levelId) }),
        }
      }}
    />
  )
}

function Missing() {
  const { t } = useTranslation('home')
  return (
    <Tile
      title={t('star.missing')}
      href="/star-board"
      read={useBoard()}
      say={({ board }) => {
        if (!board) return { figure: '—', hint: t('star.none') }
        const { missingHundredths, missingLeafIds, knownShareBasisPoints } = board.result
        const hint = t('star.missingHint', { points: showPoints(missingHundredths), count: missingLeafIds.length })
        return {
          figure: showShare(10_000 - knownShareBasisPoints),
          hint: missingLeafIds.length > 0 ? hint : t('star.nothingMissing'),
          ...(missingLeafIds.length > 0 ? { tone: 'warn' } : {}),
        }
      }}
    />
  )
}

function Scheme() {
  const { t, i18n } = useTranslation('home')
  return (
    <Tile
      title={t('star.scheme')}
      href="/scheme"
      read={useBoard()}
      say={({ board }) => {
        if (!board) return { figure: '—', hint: t('star.none') }
        const { seal, unconfirmedCount } = board.edition
        if (seal) {
          const at = showAt(seal.at, i18n.language, 'day')
          return { figure: t('star.sealed'), hint: t('star.sealedHint', { name: seal.byName, at }) }
        }
        return { figure: t('star.unsealed'), hint: t('star.unsealedHint', { count: unconfirmedCount }), tone: 'warn' }
      }}
    />
  )
}

function Ledger() {
  const { t, i18n } = useTranslation('home')
  return (
    <Tile
      title={t('star.ledger')}
      href="/evidence"
      read={useEndpoint(showLedger, {}, { refreshEveryMs: 30_000 })}
      say={({ size, pending, checkpoint }) => ({
        figure: size,
        hint: checkpoint
          ? t('star.checkpoint', { at: showAt(checkpoint.madeAt, i18n.language, 'short'), pending })
          : t('star.noCheckpoint'),
      })}
    />
  )
}
