import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTitle } from '#src/app/shell/use-title.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useMay } from '#src/client/use-may.ts'
import { PageHead } from '#src/service/web/page-head.tsx'
import { Button } from '#src/ui/button.tsx'
import { Stack } from '#src/ui/card.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { PagingButtons, usePaging } from '#src/ui/paging.tsx'
import { Empty, Failed, Skeleton } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import '../../web/evaluation.css'
import './authenticity.css'
import {
  type Detector,
  listSuspicions,
  lookForSuspicions,
  type Run,
  type Suspicion,
  showAuthenticity,
} from '../contract.ts'
import { LookDialog } from './look-dialog.tsx'
import { SuspicionDialog } from './suspicion-dialog.tsx'
import { SuspicionList } from './suspicion-list.tsx'

const PAGE = 50
const FOLLOWS = ['suspicion', 'authenticity_run']

/** What in the records does not look as if it had happened so; each suspicion explains itself and can be answered. */
export default function Authenticity() {
  const { t } = useTranslation(['authenticity', 'common'])
  useTitle(t('title'))
  const failureWords = useFailureWords()
  const may = useMay()
  const [show, setShow] = useState<'waiting' | 'all'>('waiting')
  const [detector, setDetector] = useState<Detector | null>(null)
  const paging = usePaging()
  const [opened, setOpened] = useState<string | null>(null)
  const [isLooking, setLooking] = useState(false)
  const overview = useEndpoint(showAuthenticity, {}, { follows: FOLLOWS })
  const list = useEndpoint(
    listSuspicions,
    { query: { limit: PAGE, cursor: paging.cursor, show, detector: detector ?? undefined } },
    { follows: FOLLOWS, keepPrevious: true },
  )
  const choose = (next: Detector | null) => {
    paging.start()
    setDetector(next)
  }
  const rows = list.data?.rows
  const nextCursor = list.data?.nextCursor
  return (
    <Stack>
      <PageHead title={t('title')}>
        {may(lookForSuspicions) && (
          <Button kind="primary" icon="search" onClick={() => setLooking(true)}>
            {t('look')}
          </Button>
        )}
      </PageHead>
      <p className="sp-soft">
        {t('hint')} <LastLook run={overview.data?.run} />
      </p>
      <FailureNote error={overview.error} onRetry={() => void overview.refetch()} />
      {overview.data && overview.data.waiting.length > 0 && (
        <Counts waiting={overview.data.waiting} chosen={detector} onChoose={choose} />
      )}
      <div className="auth-filter">
        <SegmentedChoice
          label={t('show')}
          options={[
            { value: 'waiting', label: t('waiting') },
            { value: 'all', label: t('all') },
          ]}
          value={show}
          onChange={(next) => {
            paging.start()
            setShow(next)
          }}
        />
      </div>
      {list.error && !rows && <Failed {...failureWords(list.error)} onRetry={() => void list.refetch()} />}
      {!rows && !list.error && <Skeleton lines={6} />}
      {rows?.length === 0 && (
        <Empty
          icon="shield"
          title={show === 'waiting' ? t('none') : t('noneAll')}
          detail={show === 'waiting' ? t('noneHint') : undefined}
        />
      )}
      {rows && rows.length > 0 && <SuspicionList rows={rows} onOpen={(one: Suspicion) => setOpened(one.id)} />}
      <PagingButtons paging={paging} nextCursor={nextCursor} />
      {opened && <SuspicionDialog key={opened} suspicionId={opened} onClose={() => setOpened(null)} />}
      {isLooking && <LookDialog onClose={() => setLooking(false)} />}
    </Stack>
  )
}

function LastLook({ run }: { run: Run | null | undefined }) {
  const { t, i18n } = useTranslation('authenticity')
  if (run === undefined) return null
  if (run === null) return <span>{t('neverLooked')}</span>
  if (run.doneAt === null) return <span role="status">{t('looking', { from: run.fromOn, to: run.toOn })}</span>
  const { visits, ratings, found } = run
  return <span>{t('lookedAt', { at: showAt(run.doneAt, i18n.language), visits, ratings, found })}</span>
}

type CountsProps = {
  waiting: readonly { detector: Detector; strong: number; weak: number }[]
  chosen: Detector | null
  onChoose: (detector: Detector | null) => void
}

/** How much waits of each kind, as bars that also choose. */
function Counts({ waiting, chosen, onChoose }: CountsProps) {
  const { t } = useTranslation('authenticity')
  const most = Math.max(...waiting.map(({ strong, weak }) => strong + weak))
  return (
    <ul className="sp-card auth-counts">
      {waiting.map(({ detector, strong, weak }) => (
        <li key={detector}>
          <button
            type="button"
            aria-pressed={chosen === detector}
            onClick={() => onChoose(chosen === detector ? null : detector)}
          >
            <span className="auth-counts-name">{t(`detector.${detector}`)}</span>
            <span className="auth-counts-bar" aria-hidden="true">
              <span className="auth-strong" style={{ width: `${(strong / most) * 100}%` }} />
              <span className="auth-weak" style={{ width: `${(weak / most) * 100}%` }} />
            </span>
            <span className="auth-counts-sum">
              {t('count', { count: strong + weak })}
              {strong > 0 && <span className="sp-soft"> {t('strongCount', { count: strong })}</span>}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
