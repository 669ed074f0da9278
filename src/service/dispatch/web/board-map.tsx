import { useTranslation } from 'react-i18next'
import { type MapPoint, PointMap } from '#src/ui/point-map.tsx'
import { Empty } from '#src/ui/states.tsx'
import { useNow } from '../../web/use-now.ts'
import type { Job } from '../contract.ts'
import type { BoardOutlet } from './board-head.tsx'
import { isOverdue } from './plan.ts'

type MapProps = {
  jobs: readonly Job[]
  outlets: readonly BoardOutlet[]
  chosen: string | null
  onChooseJob: (job: Job) => void
  onChooseOutlet: (outletId: string) => void
}

function toneOf(job: Job, nowMs: number): MapPoint['tone'] {
  if (isOverdue(job, nowMs)) return 'bad'
  return job.state === 'unassigned' ? 'warn' : 'good'
}

/** Outlets and the day's jobs by their position. */
export function BoardMap({ jobs, outlets, chosen, onChooseJob, onChooseOutlet }: MapProps) {
  const { t } = useTranslation(['dispatch', 'request'])
  const nowMs = useNow(30_000)
  const points: MapPoint[] = []
  for (const one of outlets) {
    if (one.longitude === null || one.latitude === null) continue
    const place = { longitude: one.longitude, latitude: one.latitude }
    points.push({ ...place, key: one.id, label: one.name, count: one.waiting, tone: 'info', shape: 'square' })
  }
  for (const job of jobs) {
    if (job.longitude === null || job.latitude === null) continue
    const place = { longitude: job.longitude, latitude: job.latitude }
    const label = `${job.customerName || job.number} ${t(`request:kind.${job.kind}`)}`
    points.push({ ...place, key: job.workOrderId, label, tone: toneOf(job, nowMs) })
  }
  if (points.length === 0) return <Empty icon="place" title={t('map.empty')} detail={t('map.emptyHint')} />
  return (
    <div>
      <PointMap
        label={t('map.label')}
        points={points}
        chosen={chosen}
        height={560}
        onChoose={(key) => {
          const job = jobs.find((one) => one.workOrderId === key)
          if (job) onChooseJob(job)
          else onChooseOutlet(key)
        }}
      />
      <p className="sp-soft">{t('map.legend')}</p>
    </div>
  )
}
