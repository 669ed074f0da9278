import { useTranslation } from 'react-i18next'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { Stack } from '#src/ui/card.tsx'
import { Empty, Failed, Skeleton } from '#src/ui/states.tsx'
import { Adjustments } from '../../adjustment/web/adjustments.tsx'
import '../../web/evaluation.css'
import './star-board.css'
import { useLocalText } from '../../web/words.ts'
import { type Board, readBoard } from '../contract.ts'
import { Headline, ProvenanceNote } from './headline.tsx'
import { LostGroups } from './lost-groups.tsx'
import { OutletTable } from './outlet-table.tsx'
import { SidePanel } from './side-panel.tsx'
import { Trend } from './trend.tsx'
import { useOpened } from './use-opened.ts'

/** The face of the product: where the star stands, what is lost, what is missing, and the way down to each record. */
export default function StarBoard() {
  const { t } = useTranslation('evaluation')
  const failureWords = useFailureWords()
  useTitle(t('board.title'))
  // Where live updates do not come through, it is read again by itself.
  const answer = useEndpoint(readBoard, {}, { follows: ['score'], refreshEveryMs: 60_000 })
  const board = answer.data?.board
  return (
    <Stack>
      {board ? (
        <BoardShown board={board} />
      ) : (
        <>
          <h1>{t('board.title')}</h1>
          {answer.error && <Failed {...failureWords(answer.error)} onRetry={() => void answer.refetch()} />}
          {answer.isPending && <Skeleton lines={10} />}
          {board === null && <Empty icon="clock" title={t('board.empty')} detail={t('board.emptyHint')} />}
        </>
      )}
    </Stack>
  )
}

function BoardShown({ board }: { board: Board }) {
  const { t } = useTranslation('evaluation')
  const local = useLocalText()
  const [opened, open] = useOpened()
  return (
    <>
      <div className="sp-board-title">
        <h1>{t('board.title')}</h1>
        <span className="sp-soft">
          {board.edition.standard} · {local(board.edition.title)}
        </span>
      </div>
      <Headline board={board} />
      <ProvenanceNote board={board} />
      <div className="sp-board-columns">
        <LostGroups groups={board.groups} onOpen={(indicatorId) => open({ kind: 'indicator', indicatorId })} />
        <Stack>
          <Trend board={board} />
          <Adjustments board={board} />
        </Stack>
      </div>
      <OutletTable board={board} onOpen={(outletId) => open({ kind: 'outlet', outletId })} />
      <SidePanel board={board} opened={opened} onOpen={open} />
    </>
  )
}
