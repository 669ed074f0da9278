import { useTranslation } from 'react-i18next'
import { Pill } from '#src/ui/pill.tsx'
import { showAt } from '#src/ui/when.ts'
import { useDurationWords } from '../../web/due.tsx'
import type { RequestDetail } from '../contract/shown.ts'
import { useReasonWords } from './reason-words.ts'

type Event = RequestDetail['events'][number]

/** Typing takes a moment; what was recorded later than this is shown as entered later. */
const LATE_MS = 10 * 60_000

export function lateByMs(event: Pick<Event, 'claimedAt' | 'recordedAt'>): number {
  const late = Date.parse(event.recordedAt) - Date.parse(event.claimedAt)
  return late > LATE_MS ? late : 0
}

const ACTORS = ['link', 'public', 'system', 'key', 'person'] as const

/** Everything that happened, newest first, with both times where they differ. */
export function Timeline({ events }: { events: readonly Event[] }) {
  const { t, i18n } = useTranslation('request')
  const durationWords = useDurationWords()
  const at = (instant: string) => showAt(instant, i18n.language)
  const reasonWords = useReasonWords()
  return (
    <ol className="req-steps" reversed>
      {[...events].reverse().map((event) => {
        const late = lateByMs(event)
        const actor = ACTORS.find((one) => one === event.actorName)
        return (
          <li key={event.id} className={late ? 'req-step req-step-late' : 'req-step'}>
            <time dateTime={event.claimedAt}>{showAt(event.claimedAt, i18n.language, 'short')}</time>
            <div className="req-step-words">
              <span className="svc-row">
                <strong>{t(`event.${event.kind}`)}</strong>
                <span className="sp-soft">{actor ? t(`actor.${actor}`) : event.actorName}</span>
                {late > 0 && (
                  <span
                    title={t('page.enteredLaterHint', { claimed: at(event.claimedAt), recorded: at(event.recordedAt) })}
                  >
                    <Pill tone="warn">{t('page.enteredLater', { time: durationWords(late) })}</Pill>
                  </span>
                )}
              </span>
              {event.windowFromAt && event.windowToAt && (
                <div>
                  {t('page.window', {
                    from: at(event.windowFromAt),
                    to: showAt(event.windowToAt, i18n.language, 'short'),
                  })}
                </div>
              )}
              {event.reason && <div>{reasonWords([event.reason])}</div>}
              {event.note && <div className="req-words">{event.note}</div>}
            </div>
          </li>
        )
      })}
    </ol>
  )
}
