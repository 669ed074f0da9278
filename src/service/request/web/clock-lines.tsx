import { useTranslation } from 'react-i18next'
import type { ClockLine, ClockReading } from '#src/shared/clock/clock-reading.ts'
import { Notice } from '#src/ui/states.tsx'
import { showAt, showOn } from '#src/ui/when.ts'
import { useDurationWords } from '../../web/due.tsx'
import { useLocalName } from '../../web/words.tsx'
import { useReasonWords } from './reason-words.ts'

/** The sum of a clock, stretch by stretch: which time counted, which did not, and why. */
export function ClockLines({ reading, limit }: { reading: ClockReading; limit: string }) {
  const { t } = useTranslation('request')
  const durationWords = useDurationWords()
  const reasonWords = useReasonWords()
  return (
    <>
      {reading.warnings.map((warning) => (
        <Notice
          key={warning.code}
          tone="warn"
          title={t(`clock.warning.${warning.code}`, {
            years: warning.years?.join(', ') ?? '',
            reasons: reasonWords(warning.reasons),
          })}
        />
      ))}
      {reading.lines.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the screen must scroll by keyboard
        <section className="req-table req-lines" aria-label={t('clock.unfold')} tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('clock.day')}</th>
                <th scope="col">{t('clock.span')}</th>
                <th scope="col">{t('clock.why')}</th>
                <th scope="col">{t('clock.counts')}</th>
              </tr>
            </thead>
            <tbody>
              {reading.lines.map((line) => (
                <Line key={line.from} line={line} />
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row" colSpan={3}>
                  {t('clock.sum')}
                  {reading.lateByMs > 0 && ` · ${t('clock.lateBy', { time: durationWords(reading.lateByMs, true) })}`}
                </th>
                <th>{t('clock.sumOf', { elapsed: durationWords(reading.elapsedMs, true), limit })}</th>
              </tr>
            </tfoot>
          </table>
        </section>
      )}
    </>
  )
}

function Line({ line }: { line: ClockLine }) {
  const { t, i18n } = useTranslation('request')
  const durationWords = useDurationWords()
  const reasonWords = useReasonWords()
  const localName = useLocalName()
  const time = (instant: string) => showAt(instant, i18n.language, line.code === 'summed' ? 'short' : 'time')
  // Midnight at the end of a day reads as 24:00, not as the next day's beginning.
  const until = time(line.to) === '00:00' ? '24:00' : time(line.to)
  return (
    <tr className={line.countedMs === 0 ? 'req-nothing' : undefined}>
      <td>{showOn(line.dayOn, i18n.language)}</td>
      <td className="req-when">{`${time(line.from)}–${until}`}</td>
      <td>
        {t(`clock.line.${line.code}`, {
          name: line.name ? localName(line.name) : '',
          reasons: reasonWords(line.reasons),
          days: line.days ?? 0,
        })}
      </td>
      <td>{durationWords(line.countedMs, true)}</td>
    </tr>
  )
}
