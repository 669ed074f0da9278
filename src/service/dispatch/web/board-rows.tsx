import { type CSSProperties, type DragEvent, memo, useDeferredValue, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer } from '#src/shared/endpoint.ts'
import { Empty } from '#src/ui/states.tsx'
import { minuteOfDay, showAt } from '#src/ui/when.ts'
import { useNow } from '../../web/use-now.ts'
import type { Job, readBoard } from '../contract.ts'
import { plannedMinutes } from '../rules/checklist.ts'
import { useLicenceNames } from './licence-names.ts'
import { FROM_HOUR, isOverdue, lanesOf, minuteAt, type Plan, TO_HOUR } from './plan.ts'
import { Ghost, JobBlock } from './row-blocks.tsx'
import { DRAGGED } from './waiting.tsx'

export type Person = Answer<typeof readBoard>['people'][number]

type RowsProps = {
  people: readonly Person[]
  dayOn: string
  job: Job | undefined
  plan: Plan | null
  mayDispatch: boolean
  onChoose: (job: Job) => void
  onPlan: (job: Job, plan: Plan) => void
  jobById: (id: string) => Job | undefined
}

const HOURS = Array.from({ length: TO_HOUR - FROM_HOUR }, (_, index) => FROM_HOUR + index)
const SEARCH_FROM = 8

/** Where a minute of the day lies along the row, in percent. */
export function along(minute: number): number {
  return ((minute - FROM_HOUR * 60) / ((TO_HOUR - FROM_HOUR) * 60)) * 100
}

/** One row a person, from seven in the morning to nine at night. */
export function BoardRows({ people, dayOn, job, plan, mayDispatch, onChoose, onPlan, jobById }: RowsProps) {
  const { t, i18n } = useTranslation('dispatch')
  const [search, setSearch] = useState('')
  const words = useDeferredValue(search.trim().toLowerCase())
  const nowMs = useNow(30_000)
  const nowAt = new Date(nowMs).toISOString()
  const now = along(minuteOfDay(nowAt, dayOn))
  const act = useRef({ job, plan, onChoose, onPlan, jobById })
  act.current = { job, plan, onChoose, onPlan, jobById }
  const [stable] = useState(() => ({
    choose: (one: Job) => act.current.onChoose(one),
    pick: (staffId: string, fraction: number, droppedId?: string) => {
      const picked = droppedId ? act.current.jobById(droppedId) : act.current.job
      if (!picked || !['unassigned', 'assigned'].includes(picked.state)) return
      const former = act.current.plan
      const minutes =
        former && !droppedId
          ? former.minutes
          : picked.plannedFromAt && picked.plannedToAt
            ? (Date.parse(picked.plannedToAt) - Date.parse(picked.plannedFromAt)) / 60_000
            : plannedMinutes(picked.kind)
      act.current.onPlan(picked, { staffId, minutes, minute: minuteAt(fraction, minutes) })
    },
  }))
  const shown = people.filter((person) => `${person.name} ${person.outletName}`.toLowerCase().includes(words))
  if (people.length === 0) return <Empty icon="person" title={t('people.empty')} detail={t('people.emptyHint')} />
  return (
    <section
      className="disp-rows"
      style={{ '--disp-hours': HOURS.length } as CSSProperties}
      aria-label={t('people.title')}
    >
      <div className="disp-scale">
        {people.length >= SEARCH_FROM ? (
          <input
            type="search"
            className="sp-input"
            aria-label={t('people.search')}
            placeholder={t('people.search')}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        ) : (
          <span className="sp-soft">{t('people.title')}</span>
        )}
        <div className="disp-hours">
          {HOURS.map((hour) => (
            <span key={hour}>{`${hour}:00`}</span>
          ))}
          {now >= 0 && now <= 100 && (
            <span className="disp-now-label" style={{ left: `${now}%` }}>
              {showAt(nowAt, i18n.language, 'time')}
            </span>
          )}
        </div>
      </div>
      {shown.length === 0 && <p className="sp-soft disp-none">{t('people.noMatch')}</p>}
      <ul>
        {shown.map((person) => (
          <PersonRow
            key={person.staffId}
            person={person}
            dayOn={dayOn}
            chosenId={job?.workOrderId}
            plan={plan?.staffId === person.staffId ? plan : undefined}
            isPicking={Boolean(job) && mayDispatch}
            lacks={job?.requiredQualifications.filter((code) => !person.qualifications.includes(code)).join(' ') ?? ''}
            mayDispatch={mayDispatch}
            lateIds={person.jobs
              .filter((one) => isOverdue(one, nowMs))
              .map((one) => one.workOrderId)
              .join(' ')}
            now={now}
            onChoose={stable.choose}
            onPick={stable.pick}
          />
        ))}
      </ul>
    </section>
  )
}

type RowProps = {
  person: Person
  dayOn: string
  chosenId: string | undefined
  plan: Plan | undefined
  isPicking: boolean
  /** Licences that the chosen job needs and the person does not hold on the day, joined. */
  lacks: string
  mayDispatch: boolean
  /** Joined, so that a row is drawn again only when another job of it becomes late. */
  lateIds: string
  now: number
  onChoose: (job: Job) => void
  onPick: (staffId: string, fraction: number, droppedId?: string) => void
}

const PersonRow = memo(function PersonRow(props: RowProps) {
  const { person, dayOn, chosenId, plan, isPicking, lacks, mayDispatch, lateIds, now, onChoose, onPick } = props
  const { t } = useTranslation('dispatch')
  const licenceNames = useLicenceNames()
  const [isOver, setOver] = useState(false)
  const { lanes, count } = lanesOf(person.jobs)
  const late = lateIds.split(' ')
  const fractionOf = (event: { clientX: number; currentTarget: Element }) => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    return (event.clientX - left) / width
  }
  const early = person.jobs.filter((job) => job.plannedToAt && along(minuteOfDay(job.plannedToAt, dayOn)) <= 0).length
  const after = person.jobs.filter((job) => job.plannedFromAt && along(minuteOfDay(job.plannedFromAt, dayOn)) >= 100)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const id = event.dataTransfer.getData(DRAGGED)
    if (id) onPick(person.staffId, fractionOf(event), id)
  }
  return (
    <li className={['disp-row', isOver && 'disp-over', lacks && 'disp-lacks'].filter(Boolean).join(' ')}>
      <div className="disp-name">
        <strong>{person.name}</strong>
        <span className="sp-soft disp-clip">
          {[person.outletName, t('people.jobs', { count: person.jobs.length })].filter(Boolean).join(' · ')}
        </span>
        {lacks && (
          <span className="disp-expired disp-clip">{t('people.lacks', { list: licenceNames(lacks.split(' ')) })}</span>
        )}
        {!lacks && person.expired.length > 0 && (
          <span className="disp-expired disp-clip" title={licenceNames(person.expired)}>
            {t('people.expired', { list: licenceNames(person.expired) })}
          </span>
        )}
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the job's panel does the same by keyboard */}
      <div
        className={isPicking ? 'disp-track disp-picking' : 'disp-track'}
        style={{ '--disp-lanes': count } as CSSProperties}
        onClick={(event) => isPicking && onPick(person.staffId, fractionOf(event))}
        onDragOver={(event) => {
          if (!mayDispatch || !event.dataTransfer.types.includes(DRAGGED)) return
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {now >= 0 && now <= 100 && <span className="disp-now" style={{ left: `${now}%` }} />}
        {person.jobs.map((job) => (
          <JobBlock
            key={job.workOrderId}
            job={job}
            dayOn={dayOn}
            lane={lanes.get(job.workOrderId) ?? 0}
            isLate={late.includes(job.workOrderId)}
            isChosen={job.workOrderId === chosenId}
            mayDrag={mayDispatch}
            onChoose={onChoose}
          />
        ))}
        {plan && <Ghost plan={plan} name={person.name} />}
        {early > 0 && <span className="disp-edge">{t('people.before', { hour: FROM_HOUR, count: early })}</span>}
        {after.length > 0 && (
          <span className="disp-edge disp-edge-after">{t('people.after', { hour: TO_HOUR, count: after.length })}</span>
        )}
      </div>
    </li>
  )
})
