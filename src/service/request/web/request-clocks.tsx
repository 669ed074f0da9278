import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, Facts } from '#src/ui/card.tsx'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import { Skeleton } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import { DueMark, useDurationWords } from '../../web/due.tsx'
import { useLocalName } from '../../web/words.tsx'
import { explainClocks } from '../contract/read.ts'
import type { ClockRow, RequestDetail } from '../contract/shown.ts'
import { ClockLines } from './clock-lines.tsx'
import { useReasonWords } from './reason-words.ts'

const TONES: Record<ClockRow['state'], Tone> = {
  not_started: 'plain',
  running: 'info',
  paused: 'warn',
  met: 'good',
  late: 'bad',
  void: 'plain',
}

/** Every promise made for this request; each can be unfolded to the last minute. */
export function RequestClocks({ request }: { request: RequestDetail }) {
  const { t } = useTranslation('request')
  const [open, setOpen] = useState<string | null>(null)
  return (
    <Card title={t('page.clocks')}>
      {request.clocks.length === 0 && <p className="sp-soft">{t('clock.none')}</p>}
      <div>
        {request.clocks.map((clock) => (
          <Clock
            key={clock.promiseId}
            clock={clock}
            requestId={request.id}
            isOpen={open === clock.promiseId}
            onToggle={() => setOpen(open === clock.promiseId ? null : clock.promiseId)}
          />
        ))}
      </div>
    </Card>
  )
}

type ClockProps = { clock: ClockRow; requestId: string; isOpen: boolean; onToggle: () => void }

function Clock({ clock, requestId, isOpen, onToggle }: ClockProps) {
  const { t, i18n } = useTranslation('request')
  const localName = useLocalName()
  const durationWords = useDurationWords()
  const used = clock.limitMinutes > 0 ? Math.min(1, clock.elapsedMinutes / clock.limitMinutes) : 0
  return (
    <section className="req-clock" aria-label={localName(clock.promiseName)}>
      <div className="req-clock-head">
        <h3>{localName(clock.promiseName)}</h3>
        {clock.backfilled && <Pill tone="warn">{t('page.backfilled')}</Pill>}
        {clock.state === 'running' && clock.dueAt ? (
          <DueMark dueAt={clock.dueAt} />
        ) : (
          <Pill tone={TONES[clock.state]}>{t(`clock.state.${clock.state}`)}</Pill>
        )}
        <Button kind="quiet" aria-expanded={isOpen} onClick={onToggle}>
          {isOpen ? t('clock.fold') : t('clock.unfold')}
        </Button>
      </div>
      <div className={clock.state === 'late' ? 'req-bar req-bar-late' : 'req-bar'} aria-hidden="true">
        <span style={{ width: `${used * 100}%` }} />
      </div>
      <span className="sp-soft svc-row">
        {clock.state !== 'not_started' && (
          <span>
            {t('clock.sumOf', {
              elapsed: durationWords(clock.elapsedMinutes * 60_000, true),
              limit: durationWords(clock.limitMinutes * 60_000, true),
            })}
          </span>
        )}
        {clock.dueAt && <span>{t('due.at', { time: showAt(clock.dueAt, i18n.language) })}</span>}
        {clock.stoppedAt && (
          <span>
            {t('clock.stoppedAt')} {showAt(clock.stoppedAt, i18n.language)}
          </span>
        )}
      </span>
      {isOpen && <Unfolded requestId={requestId} promiseId={clock.promiseId} />}
    </section>
  )
}

function Unfolded({ requestId, promiseId }: { requestId: string; promiseId: string }) {
  const { t, i18n } = useTranslation('request')
  const durationWords = useDurationWords()
  const reasonWords = useReasonWords()
  const explained = useEndpoint(explainClocks, { params: { requestId } })
  if (explained.error) return <FailureNote error={explained.error} />
  if (!explained.data) return <Skeleton lines={3} />
  const clock = explained.data.clocks.find((one) => one.promise.id === promiseId)
  if (!clock) return null
  const { promise, reading } = clock
  const limit = promise.limitMinutes
    ? durationWords(promise.limitMinutes * 60_000, true)
    : t('duration.workingDays', { count: promise.limitWorkingDays ?? 0 })
  const at = (instant: string | null) => instant && showAt(instant, i18n.language)
  return (
    <>
      <Facts
        of={[
          [t('clock.limit', { limit }), t(`clock.calendar.${promise.calendarMode}`)],
          [t('clock.startedAt'), at(reading.startedAt)],
          [t('clock.dueAt'), at(reading.dueAt)],
          [t('clock.stoppedAt'), at(reading.stoppedAt)],
          [
            t('clock.rule', { version: reading.ruleVersion }),
            promise.pauseReasons.length > 0
              ? t('clock.reasonsAccepted', { reasons: reasonWords(promise.pauseReasons) })
              : t('clock.noReasons'),
          ],
        ]}
      />
      <ClockLines reading={reading} limit={limit} />
    </>
  )
}
