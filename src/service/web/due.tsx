import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { Pill } from '#src/ui/pill.tsx'
import { showAt } from '#src/ui/when.ts'
import './service.css'
import { countDown, type Duration, NEAR_MS, redrawMs, workingTime } from './duration.ts'
import { useNow } from './use-now.ts'

/** Words a length of time; `counted` keeps hours however many there are. */
export function useDurationWords(): (ms: number, counted?: boolean) => string {
  const { t } = useTranslation('request')
  return useCallback(
    (ms, counted = false) => {
      const { unit, ...parts }: Duration = counted ? workingTime(ms) : countDown(ms)
      return t(`duration.${unit}`, parts as { days: number; hours: number; minutes: number; seconds: string })
    },
    [t],
  )
}

/** A due time that counts down while one looks at it. */
export function DueMark({ dueAt }: { dueAt: string }) {
  const { t, i18n } = useTranslation('request')
  const words = useDurationWords()
  const dueMs = Date.parse(dueAt)
  const now = useNow(redrawMs(dueMs - Date.now()))
  const leftMs = dueMs - now
  const tone = leftMs < 0 ? 'bad' : leftMs < NEAR_MS ? 'warn' : 'plain'
  const said = leftMs < 0 ? t('due.over', { time: words(-leftMs) }) : t('due.left', { time: words(leftMs) })
  return (
    <span className="svc-due" title={t('due.at', { time: showAt(dueAt, i18n.language) })}>
      <Pill tone={tone} icon={leftMs < 0 ? 'warn' : 'clock'}>
        {said}
      </Pill>
    </span>
  )
}

/** What presses on a request: clocks already late, then the one that ends next. */
export function Pressing({ nextDueAt, lateClocks }: { nextDueAt: string | null; lateClocks: number }) {
  const { t } = useTranslation('request')
  if (!nextDueAt && lateClocks === 0) return <span className="sp-soft">–</span>
  return (
    <span className="svc-row">
      {lateClocks > 0 && (
        <Pill tone="bad" icon="warn">
          {t('due.lateCount', { count: lateClocks })}
        </Pill>
      )}
      {nextDueAt && <DueMark dueAt={nextDueAt} />}
    </span>
  )
}
