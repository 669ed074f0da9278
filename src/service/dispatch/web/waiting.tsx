import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Pill } from '#src/ui/pill.tsx'
import { Empty } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import { DueMark } from '../../web/due.tsx'
import { UrgentPill } from '../../web/words.tsx'
import type { Job } from '../contract.ts'
import { useLicenceNames } from './licence-names.ts'
import { fitsSearch } from './plan.ts'

export const DRAGGED = 'application/x-starproof-work-order'

type WaitingProps = {
  jobs: readonly Job[]
  more: number
  mayDrag: boolean
  onChoose: (job: Job) => void
}

/** What nobody has yet, the most pressing first, as the server sorted it. */
export function Waiting({ jobs, more, mayDrag, onChoose }: WaitingProps) {
  const { t } = useTranslation('dispatch')
  const [search, setSearch] = useState('')
  const shown = jobs.filter((job) => fitsSearch(job, search))
  if (jobs.length === 0) return <Empty title={t('waiting.empty')} detail={t('waiting.emptyHint')} />
  return (
    <section className="disp-waiting" aria-label={t('waiting.title')}>
      <div className="disp-waiting-head">
        <h2>
          {t('waiting.title')} <span className="sp-soft">{jobs.length + more}</span>
        </h2>
        <input
          type="search"
          className="sp-input"
          aria-label={t('waiting.search')}
          placeholder={t('waiting.searchHint')}
          value={search}
          maxLength={60}
          onChange={(event) => setSearch(event.target.value)}
        />
        {mayDrag && <span className="sp-soft">{t('waiting.drag')}</span>}
      </div>
      {shown.length === 0 && <p className="sp-soft">{t('waiting.noMatch')}</p>}
      <ul className="disp-cards" onKeyDown={walk}>
        {shown.map((job) => (
          <WaitingCard key={job.workOrderId} job={job} mayDrag={mayDrag} onChoose={onChoose} />
        ))}
      </ul>
      {more > 0 && <p className="sp-soft">{t('waiting.more', { count: more })}</p>}
    </section>
  )
}

/** Arrow keys go from card to card. */
function walk(event: KeyboardEvent<HTMLUListElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!step) return
  const cards = [...event.currentTarget.querySelectorAll('button')]
  cards[cards.indexOf(event.target as HTMLButtonElement) + step]?.focus()
  event.preventDefault()
}

function WaitingCard({ job, mayDrag, onChoose }: { job: Job; mayDrag: boolean; onChoose: (job: Job) => void }) {
  const { t, i18n } = useTranslation(['dispatch', 'request'])
  const licenceNames = useLicenceNames()
  return (
    <li className="disp-card">
      <button
        type="button"
        draggable={mayDrag}
        onDragStart={(event) => {
          event.dataTransfer.setData(DRAGGED, job.workOrderId)
          event.dataTransfer.effectAllowed = 'move'
        }}
        onClick={() => onChoose(job)}
      >
        <span className="svc-row">
          <strong>{job.customerName || job.number}</strong>
          <span className="sp-soft">{t(`request:kind.${job.kind}`)}</span>
          <UrgentPill urgency={job.urgency} />
        </span>
        <span className="disp-clip">{job.subject}</span>
        <span className="disp-clip sp-soft">
          {[job.outletName || t('outletNone'), job.address].filter(Boolean).join(' · ')}
        </span>
        <span className="svc-row">
          {job.dueAt ? <DueMark dueAt={job.dueAt} /> : <Pill>{t('due.none')}</Pill>}
          {job.wishedFromAt && job.wishedToAt && (
            <span className="sp-soft">
              {t('wished', {
                from: showAt(job.wishedFromAt, i18n.language, 'short'),
                to: showAt(job.wishedToAt, i18n.language, 'time'),
              })}
            </span>
          )}
          {job.requiredQualifications.length > 0 && (
            <span className="sp-soft">{t('needs', { list: licenceNames(job.requiredQualifications) })}</span>
          )}
        </span>
      </button>
    </li>
  )
}
