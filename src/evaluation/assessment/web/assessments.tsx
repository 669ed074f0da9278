import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { useTitle } from '#src/app/shell/use-title.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useMay } from '#src/client/use-may.ts'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { List, ListRow, Stack } from '#src/ui/card.tsx'
import { Dialog } from '#src/ui/dialog.tsx'
import { TextField } from '#src/ui/field.tsx'
import { Empty, Failed, Skeleton } from '#src/ui/states.tsx'
import { dayOf, showOn } from '#src/ui/when.ts'
import { scoreWindow } from '../../measure/rules.ts'
import { showScore } from '../../web/words.ts'
import { type AssessmentRow, listAssessments, openAssessment } from '../contract/round.ts'
import './finding.css'
import { RoundState } from './round-state.tsx'
import { useDeskOutbox } from './use-desk-outbox.ts'

/** The rounds, newest first, each with where it stands. */
export default function Assessments() {
  const { t } = useTranslation('assessment')
  const failureWords = useFailureWords()
  const may = useMay()
  useTitle(t('title'))
  useDeskOutbox()
  const [isOpening, setOpening] = useState(false)
  const [cursors, setCursors] = useState<string[]>([])
  const query = { cursor: cursors.at(-1) }
  const list = useEndpoint(listAssessments, { query }, { follows: ['assessment', 'adjustment'], keepPrevious: true })
  const rows = list.data?.rows ?? []
  const hasOpen = rows.some((row) => row.kind === 'self' && !row.closedAt && !row.abandonedAt)
  const open = may(openAssessment) && !hasOpen && (
    <Button kind="primary" icon="plus" onClick={() => setOpening(true)}>
      {t('list.open')}
    </Button>
  )
  return (
    <Stack>
      <div className="sp-card-head">
        <h1>{t('title')}</h1>
        {rows.length > 0 && open}
      </div>
      <p className="sp-soft">{t('list.hint')}</p>
      {list.error && <Failed {...failureWords(list.error)} onRetry={() => void list.refetch()} />}
      {list.isPending && <Skeleton lines={6} />}
      {list.data && rows.length === 0 && (
        <Empty icon="evaluation" title={t('list.none')} detail={t('list.noneHint')} action={open} />
      )}
      {rows.length > 0 && (
        <List label={t('title')}>
          {rows.map((row) => (
            <RoundRow key={row.id} row={row} />
          ))}
        </List>
      )}
      {(cursors.length > 0 || list.data?.nextCursor) && (
        <div className="sp-row-of">
          <Button disabled={cursors.length === 0} onClick={() => setCursors(cursors.slice(0, -1))}>
            {t('list.newer')}
          </Button>
          <Button disabled={!list.data?.nextCursor} onClick={() => setCursors([...cursors, list.data!.nextCursor!])}>
            {t('list.older')}
          </Button>
        </div>
      )}
      {isOpening && <OpenRound onClose={() => setOpening(false)} />}
    </Stack>
  )
}

function RoundRow({ row }: { row: AssessmentRow }) {
  const { t, i18n } = useTranslation('assessment')
  const { standing } = row
  const score =
    standing.scoreHundredths === null
      ? `${showScore(standing.lowestHundredths)} – ${showScore(standing.highestHundredths)}`
      : showScore(standing.scoreHundredths)
  const period = t('round.period', {
    from: showOn(row.fromOn, i18n.language),
    to: showOn(row.toOn, i18n.language),
  })
  return (
    <ListRow
      href={`/assessments/${row.id}`}
      title={row.title}
      detail={`${period} · ${t('bar.done', { done: standing.doneCount, all: standing.leafCount })}`}
      after={
        <>
          <strong>{score}</strong>
          <RoundState round={row} />
        </>
      }
    />
  )
}

function OpenRound({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['assessment', 'common'])
  const [, go] = useLocation()
  const [id] = useState(newId)
  const [today] = useState(() => dayOf(new Date().toISOString()))
  const [title, setTitle] = useState(() => t('open.titleOf', { year: today.slice(0, 4) }))
  const [fromOn, setFrom] = useState(() => scoreWindow(today).fromOn)
  const [toOn, setTo] = useState(today)
  const opening = useCommand(openAssessment)
  const isReady = title.trim() !== '' && fromOn !== '' && toOn !== ''
  const send = () =>
    opening.run({ body: { id, title: title.trim(), fromOn, toOn } }).then(
      () => go(`/assessments/${id}`),
      () => {},
    )
  const actions = (
    <>
      <Button kind="quiet" onClick={onClose}>
        {t('common:action.cancel')}
      </Button>
      <Button kind="primary" busy={opening.busy} disabled={!isReady} onClick={() => void send()}>
        {t('list.open')}
      </Button>
    </>
  )
  return (
    <Dialog open onClose={onClose} title={t('list.open')} actions={actions}>
      <Stack>
        <FailureNote error={opening.error} />
        <TextField label={t('open.title')} required maxLength={200} value={title} onChange={setTitle} />
        <div className="sp-round-days">
          <TextField label={t('open.from')} type="date" required max={today} value={fromOn} onChange={setFrom} />
          <TextField label={t('open.to')} type="date" required max={today} value={toOn} onChange={setTo} />
        </div>
        <p className="sp-soft">{t('open.hint')}</p>
      </Stack>
    </Dialog>
  )
}
