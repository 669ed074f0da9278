import type { CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import { minuteOfDay, showAt } from '#src/ui/when.ts'
import type { Job } from '../contract.ts'
import { clockText, FROM_HOUR, type Plan, TO_HOUR } from './plan.ts'
import { DRAGGED } from './waiting.tsx'

const SPAN = (TO_HOUR - FROM_HOUR) * 60

function extent(fromMinute: number, toMinute: number): { left: string; width: string } | undefined {
  const from = Math.max(fromMinute - FROM_HOUR * 60, 0)
  const to = Math.min(toMinute - FROM_HOUR * 60, SPAN)
  if (to <= from) return undefined
  return { left: `${(from / SPAN) * 100}%`, width: `${((to - from) / SPAN) * 100}%` }
}

type BlockProps = {
  job: Job
  dayOn: string
  lane: number
  isLate: boolean
  isChosen: boolean
  mayDrag: boolean
  onChoose: (job: Job) => void
}

export function JobBlock({ job, dayOn, lane, isLate, isChosen, mayDrag, onChoose }: BlockProps) {
  const { t, i18n } = useTranslation(['dispatch', 'request'])
  if (!job.plannedFromAt || !job.plannedToAt) return null
  const place = extent(minuteOfDay(job.plannedFromAt, dayOn), minuteOfDay(job.plannedToAt, dayOn))
  if (!place) return null
  const time = (at: string) => showAt(at, i18n.language, 'time')
  const words = t('block', {
    to: time(job.plannedToAt),
    kind: t(`request:kind.${job.kind}`),
    state: isLate ? t('blockLate') : t(`request:orderState.${job.state}`),
  })
  return (
    <button
      type="button"
      className={`disp-block disp-${isLate ? 'late' : job.state}`}
      style={{ ...place, '--disp-lane': lane } as CSSProperties}
      draggable={mayDrag && job.state === 'assigned'}
      aria-pressed={isChosen}
      title={`${job.customerName} ${time(job.plannedFromAt)} ${words}\n${job.subject}\n${job.address}`}
      onDragStart={(event) => {
        event.dataTransfer.setData(DRAGGED, job.workOrderId)
        event.dataTransfer.effectAllowed = 'move'
      }}
      onClick={(event) => {
        event.stopPropagation()
        onChoose(job)
      }}
    >
      <span>{job.customerName || job.number}</span>
      <span>
        {time(job.plannedFromAt)}
        <span className="sp-hidden-words">{words}</span>
      </span>
    </button>
  )
}

/** Where the chosen job would stand; told in words by the panel. */
export function Ghost({ plan, name }: { plan: Plan; name: string }) {
  const place = extent(plan.minute, plan.minute + plan.minutes)
  if (!place) return null
  return (
    <span className="disp-ghost" style={place} aria-hidden="true" title={name}>
      {clockText(plan.minute)}
    </span>
  )
}
