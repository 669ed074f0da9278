import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CallRefused } from '#src/client/failure.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { useRefusalWords } from '#src/client/refusal.ts'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { Field, TextField } from '#src/ui/field.tsx'
import { Notice } from '#src/ui/states.tsx'
import { toast } from '#src/ui/toast.tsx'
import { showAt } from '#src/ui/when.ts'
import { assignWorkOrder, type Job, unassignWorkOrder } from '../contract.ts'
import { overlapping } from '../rules/assign.ts'
import type { Person } from './board-rows.tsx'
import type { Candidate } from './candidates.tsx'
import { clockText, hoursTaken, instantsOf, minuteOf, type Plan, withinDay } from './plan.ts'

const LENGTHS = [30, 60, 90, 120, 150, 180, 240, 300, 360, 480]

type AssignProps = {
  job: Job
  dayOn: string
  people: readonly Person[]
  candidates: readonly Candidate[]
  plan: Plan | null
  onPlan: (plan: Plan | null) => void
  onReload: () => Promise<unknown>
  onDone: () => void
}

/** Who, when, how long; and what speaks against it before the server has to say so. */
export function AssignForm({ job, dayOn, people, candidates, plan, onPlan, onReload, onDone }: AssignProps) {
  const { t, i18n } = useTranslation(['dispatch', 'request'])
  const refusalWords = useRefusalWords()
  const form = useRef<HTMLFormElement>(null)
  const [assignmentId, setAssignmentId] = useState(newId)
  const [reason, setReason] = useState('')
  const [isTried, setTried] = useState(false)
  const [isStale, setStale] = useState(false)
  const assigning = useCommand(assignWorkOrder)
  const unassigning = useCommand(unassignWorkOrder)
  const params = { workOrderId: job.workOrderId }
  const person = people.find((one) => one.staffId === plan?.staffId)
  const name = person?.name ?? candidates.find((one) => one.staffId === plan?.staffId)?.name ?? ''
  const isOther = job.staffId !== null && plan !== null && plan.staffId !== job.staffId
  const isReasonMissing = isOther && !reason.trim()
  const hours = plan && instantsOf(plan, dayOn)
  const clash = hours && overlapping(hours, hoursTaken(person?.jobs ?? [], job.workOrderId))
  const hindrance = candidates
    .find((one) => one.staffId === plan?.staffId)
    ?.hindrances.find((one) => one.code !== 'no_free_hours')
  const failure = assigning.error ?? unassigning.error
  const time = (at: string) => showAt(at, i18n.language, 'time')

  /** Somebody was quicker: what is shown must be read again before one decides anew. */
  const meet = (error: unknown) => {
    setAssignmentId(newId())
    if (!(error instanceof CallRefused) || error.refusal.kind !== 'conflict') return
    setStale(error.refusal.code === 'stale_version')
    void onReload()
  }
  const assign = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    setStale(false)
    unassigning.reset()
    if (!plan || !hours || isReasonMissing) return
    const { fromAt: plannedFromAt, toAt: plannedToAt } = hours
    assigning
      .run({
        params,
        body: {
          assignmentId,
          staffId: plan.staffId,
          plannedFromAt,
          plannedToAt,
          version: job.version,
          reason: reason.trim(),
        },
      })
      .then(() => {
        const span = `${time(plannedFromAt)}–${time(plannedToAt)}`
        toast(t('panel.assigned', { number: job.number, name, time: span }))
        onPlan(null)
        onDone()
      })
      .catch(meet)
  }
  const takeBack = () => {
    setTried(true)
    setStale(false)
    assigning.reset()
    if (!reason.trim()) return
    unassigning
      .run({ params, body: { version: job.version, reason: reason.trim() } })
      .then(() => {
        toast(t('panel.unassigned', { number: job.number }))
        onPlan(null)
      })
      .catch(meet)
  }
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.current?.requestSubmit()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])

  return (
    <form ref={form} className="disp-assign" onSubmit={assign} noValidate>
      <div className="disp-when">
        <span>
          <span className="sp-soft">{t('panel.who')}</span>
          <strong>{name || t('panel.whoNone')}</strong>
          {hours && <span className="sp-soft">{t('panel.until', { time: time(hours.toAt) })}</span>}
        </span>
        <Field label={t('panel.start')} required>
          {(wired) => (
            <input
              {...wired}
              type="time"
              step={900}
              className="sp-input"
              disabled={!plan}
              value={plan ? clockText(plan.minute) : ''}
              onChange={(event) => {
                const minute = minuteOf(event.target.value)
                if (plan && minute !== null) onPlan({ ...plan, minute: withinDay(minute, plan.minutes) })
              }}
            />
          )}
        </Field>
        <Field label={t('panel.minutes')} required>
          {(wired) => (
            <select
              {...wired}
              className="sp-input"
              disabled={!plan}
              value={plan?.minutes ?? ''}
              onChange={(event) => {
                const minutes = Number(event.target.value)
                if (plan) onPlan({ ...plan, minutes, minute: withinDay(plan.minute, minutes) })
              }}
            >
              {!plan && <option value="" />}
              {[...new Set([...LENGTHS, ...(plan ? [plan.minutes] : [])])]
                .sort((a, b) => a - b)
                .map((count) => (
                  <option key={count} value={count}>
                    {t('minutes', { count })}
                  </option>
                ))}
            </select>
          )}
        </Field>
      </div>
      {!plan && <p className="sp-soft">{t('panel.hint')}</p>}
      {clash && <Notice tone="warn" title={t('panel.overlap', { number: clash.number })} />}
      {hindrance && (
        <Notice
          tone="warn"
          title={refusalWords({ kind: 'conflict', code: hindrance.code, params: hindrance.params })}
        />
      )}
      {hours && job.dueAt && hours.fromAt > job.dueAt && (
        <Notice tone="warn" title={t('panel.late', { time: showAt(job.dueAt, i18n.language, 'short') })} />
      )}
      {job.state === 'assigned' && (
        <TextField
          label={t('panel.reason')}
          required={isOther}
          maxLength={300}
          value={reason}
          onChange={setReason}
          error={
            isTried && isReasonMissing
              ? t('panel.reasonMissing')
              : isTried && !plan && !reason.trim()
                ? t('panel.unassignReason')
                : undefined
          }
        />
      )}
      {isStale ? (
        <Notice tone="bad" title={t('panel.stale')}>
          {person && job.staffId
            ? t('panel.staleWith', {
                name: people.find((one) => one.staffId === job.staffId)?.name ?? '',
                time: job.plannedFromAt ? showAt(job.plannedFromAt, i18n.language, 'short') : '',
              })
            : t('panel.staleNow', { state: t(`request:orderState.${job.state}`) })}
        </Notice>
      ) : (
        <FailureNote error={failure} />
      )}
      <div className="svc-row">
        <Button type="submit" kind="primary" busy={assigning.busy} disabled={!plan}>
          {job.staffId === null ? t('panel.assign') : isOther || !plan ? t('panel.reassign') : t('panel.move')}
        </Button>
        {job.state === 'assigned' && (
          <Button busy={unassigning.busy} onClick={takeBack}>
            {t('panel.unassign')}
          </Button>
        )}
      </div>
    </form>
  )
}
