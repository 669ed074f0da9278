import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { IconButton } from '#src/ui/button.tsx'
import { Skeleton } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import { DueMark } from '../../web/due.tsx'
import { OrderPill, UrgentPill } from '../../web/words.tsx'
import { assignWorkOrder, type Job, suggestStaff } from '../contract.ts'
import { plannedMinutes } from '../rules/checklist.ts'
import { AssignForm } from './assign-form.tsx'
import type { Person } from './board-rows.tsx'
import { Candidates, isAble } from './candidates.tsx'
import { useLicenceNames } from './licence-names.ts'
import { hoursTaken, type Plan, STEP_MINUTES, startingMinute, withinDay } from './plan.ts'

type PanelProps = {
  job: Job
  dayOn: string
  people: readonly Person[]
  plan: Plan | null
  onPlan: (plan: Plan | null) => void
  onReload: () => Promise<unknown>
  onClose: () => void
}

/** One work order: who could go, when, and the giving or taking back of it. */
export function JobPanel({ job, dayOn, people, plan, onPlan, onReload, onClose }: PanelProps) {
  const { t, i18n } = useTranslation(['dispatch', 'request'])
  const mayDispatch = useMay()(assignWorkOrder)
  const licenceNames = useLicenceNames()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const isOpen = job.state === 'unassigned' || job.state === 'assigned'
  const isPlannable = mayDispatch && isOpen
  const suggested = useEndpoint(
    suggestStaff,
    { params: { workOrderId: job.workOrderId }, query: { dayOn } },
    { follows: ['work_order', 'staff', 'qualification'], enabled: isPlannable, keepPrevious: true },
  )
  const candidates = suggested.data?.candidates ?? []
  const holder = people.find((person) => person.staffId === job.staffId)
  const minutesOf = () =>
    plan?.minutes ??
    (job.plannedFromAt && job.plannedToAt
      ? (Date.parse(job.plannedToAt) - Date.parse(job.plannedFromAt)) / 60_000
      : plannedMinutes(job.kind))
  const pick = (staffId: string) => {
    const minutes = minutesOf()
    const free = candidates.find((one) => one.staffId === staffId)?.freeFromAt ?? null
    const taken = hoursTaken(people.find((one) => one.staffId === staffId)?.jobs ?? [], job.workOrderId)
    onPlan({ staffId, minutes, minute: startingMinute(job, free, taken, dayOn, minutes, new Date().toISOString()) })
  }

  const free = candidates.filter(isAble)
  useKeys({
    close: onClose,
    pick: (place) => {
      const one = free[place - 1]
      if (isPlannable && one) pick(one.staffId)
    },
    move: (steps) => plan && onPlan({ ...plan, minute: withinDay(plan.minute + steps * STEP_MINUTES, plan.minutes) }),
  })

  return (
    <section className="sp-card disp-panel" aria-label={t('panel.title', { number: job.number })}>
      <div className="sp-card-head">
        <h2 ref={heading} tabIndex={-1}>
          {job.customerName || job.number}
        </h2>
        <IconButton icon="close" label={t('panel.close')} onClick={onClose} />
      </div>
      <div className="svc-row">
        <OrderPill state={job.state} />
        <UrgentPill urgency={job.urgency} />
        {job.dueAt && isOpen && <DueMark dueAt={job.dueAt} />}
        <span className="sp-soft">{t(`request:kind.${job.kind}`)}</span>
      </div>
      <p>{job.subject}</p>
      <p className="sp-soft">
        {[job.outletName || t('outletNone'), job.address].filter(Boolean).join(' · ')}
        {job.requiredQualifications.length > 0 && (
          <>
            <br />
            {t('needs', { list: licenceNames(job.requiredQualifications) })}
          </>
        )}
        {job.wishedFromAt && job.wishedToAt && (
          <>
            <br />
            {t('wished', {
              from: showAt(job.wishedFromAt, i18n.language, 'short'),
              to: showAt(job.wishedToAt, i18n.language, 'time'),
            })}
          </>
        )}
      </p>
      <p className="svc-row">
        <span className="sp-soft">{job.number}</span>
        <Link href={`/requests/${job.requestId}`}>{t('panel.request', { number: job.requestNumber })}</Link>
      </p>
      {holder && job.plannedFromAt && job.plannedToAt && (
        <p>
          {t('panel.current', {
            name: holder.name,
            from: showAt(job.plannedFromAt, i18n.language, 'time'),
            to: showAt(job.plannedToAt, i18n.language, 'time'),
          })}
        </p>
      )}
      {job.state === 'on_site' && <p className="sp-soft">{t('panel.onSite')}</p>}
      {job.state === 'finished' && <p className="sp-soft">{t('panel.finished')}</p>}
      {isPlannable && (
        <>
          <AssignForm
            job={job}
            dayOn={dayOn}
            people={people}
            candidates={candidates}
            plan={plan}
            onPlan={onPlan}
            onReload={onReload}
            onDone={onClose}
          />
          <FailureNote error={suggested.error} />
          {suggested.isPending ? (
            <Skeleton lines={4} />
          ) : (
            <Candidates candidates={candidates} chosen={plan?.staffId ?? null} onPick={pick} />
          )}
          <Keys />
        </>
      )}
    </section>
  )
}

type Act = { close: () => void; pick: (place: number) => void; move: (steps: number) => void }

/** Keys of the panel, as long as nobody is typing. */
function useKeys(act: Act) {
  const latest = useRef(act)
  latest.current = act
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      if (target.closest('dialog')) return
      if (event.key === 'Escape') return latest.current.close()
      if (target.matches('input, textarea, select') || event.ctrlKey || event.altKey || event.metaKey) return
      if (/^[1-9]$/.test(event.key)) latest.current.pick(Number(event.key))
      else if (event.key === 'ArrowLeft') latest.current.move(-1)
      else if (event.key === 'ArrowRight') latest.current.move(1)
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
}

function Keys() {
  const { t } = useTranslation('dispatch')
  const keys: [string, string][] = [
    ['1–9', t('keys.candidate')],
    ['← →', t('keys.nudge')],
    ['Ctrl ↵', t('keys.assign')],
    ['Esc', t('keys.close')],
  ]
  return (
    <span className="svc-keys">
      {keys.map(([key, words]) => (
        <span key={key}>
          <kbd>{key}</kbd> {words}
        </span>
      ))}
    </span>
  )
}
