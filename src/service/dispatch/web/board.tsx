import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'wouter'
import { useTitle } from '#src/app/shell/use-title.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useMay } from '#src/client/use-may.ts'
import { Stack } from '#src/ui/card.tsx'
import { Failed, Skeleton } from '#src/ui/states.tsx'
import { dayOf } from '#src/ui/when.ts'
import { assignWorkOrder, type Job, readBoard } from '../contract.ts'
import './board-rows.css'
import './board.css'
import { BoardHead } from './board-head.tsx'
import { BoardMap } from './board-map.tsx'
import { BoardRows } from './board-rows.tsx'
import { JobGone } from './job-gone.tsx'
import { JobPanel } from './job-panel.tsx'
import type { Plan } from './plan.ts'
import { Waiting } from './waiting.tsx'

const DAY = /^\d{4}-\d{2}-\d{2}$/

/** The day of everybody who goes on site, what waits for somebody, and the way from one to the other. Everything one sees is in the address. */
export default function Board() {
  const { t } = useTranslation('dispatch')
  useTitle(t('title'))
  const failureWords = useFailureWords()
  const mayDispatch = useMay()(assignWorkOrder)
  const [address, setAddress] = useSearchParams()
  const [plan, setPlan] = useState<Plan | null>(null)
  const asked = address.get('day') ?? ''
  const dayOn = DAY.test(asked) ? asked : dayOf(new Date().toISOString())
  const outletId = address.get('outlet') ?? ''
  const jobId = address.get('job')
  const isMap = address.get('view') === 'map'
  const board = useEndpoint(
    readBoard,
    { query: { dayOn, outletId: outletId || undefined } },
    { follows: ['work_order', 'service_request', 'staff', 'outlet', 'qualification'], keepPrevious: true },
  )
  const go = (part: Record<string, string | null>) =>
    setAddress(
      (before) => {
        const after = new URLSearchParams(before)
        for (const [name, value] of Object.entries(part)) value ? after.set(name, value) : after.delete(name)
        return after
      },
      { replace: true },
    )
  const choose = (job: Job | null) => {
    setPlan(null)
    go({ job: job?.workOrderId ?? null })
  }
  if (board.error && !board.data) return <Failed {...failureWords(board.error)} onRetry={() => void board.refetch()} />
  if (!board.data) return <Skeleton lines={10} />
  const { people, unassigned, moreUnassigned, outlets } = board.data
  const jobs = [...unassigned, ...people.flatMap((person) => person.jobs)]
  const job = jobs.find((one) => one.workOrderId === jobId)
  return (
    <div className="svc-dense">
      <Stack>
        <BoardHead
          dayOn={dayOn}
          outletId={outletId}
          outlets={outlets}
          isMap={isMap}
          people={people.length}
          jobs={jobs.length - unassigned.length}
          waiting={unassigned.length + moreUnassigned}
          onGo={(part) => {
            setPlan(null)
            go(part)
          }}
        />
        <FailureNote error={board.error} />
        {!mayDispatch && <p className="sp-soft">{t('readOnly')}</p>}
        <div className={board.isPlaceholderData ? 'disp disp-stale' : 'disp'}>
          <aside className="disp-side">
            {job ? (
              <JobPanel
                key={job.workOrderId}
                job={job}
                dayOn={dayOn}
                people={people}
                plan={plan}
                onPlan={setPlan}
                onReload={() => board.refetch()}
                onClose={() => choose(null)}
              />
            ) : (
              <>
                {jobId && !board.isPlaceholderData && <JobGone workOrderId={jobId} dayOn={dayOn} onGo={go} />}
                <Waiting jobs={unassigned} more={moreUnassigned} mayDrag={mayDispatch} onChoose={choose} />
              </>
            )}
          </aside>
          {isMap ? (
            <BoardMap
              jobs={jobs}
              outlets={outlets}
              chosen={jobId}
              onChooseJob={choose}
              onChooseOutlet={(chosen) => go({ outlet: chosen })}
            />
          ) : (
            <BoardRows
              people={people}
              dayOn={dayOn}
              job={job}
              plan={plan}
              mayDispatch={mayDispatch}
              onChoose={choose}
              onPlan={(dropped, next) => {
                if (dropped.workOrderId !== jobId) go({ job: dropped.workOrderId })
                setPlan(next)
              }}
              jobById={(id) => jobs.find((one) => one.workOrderId === id)}
            />
          )}
        </div>
      </Stack>
    </div>
  )
}
