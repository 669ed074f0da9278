import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useLocalText } from '#src/evaluation/web/words.ts'
import { PageHead } from '#src/service/web/page-head.tsx'
import type { Answer } from '#src/shared/endpoint.ts'
import { Card, RowOf, Stack } from '#src/ui/card.tsx'
import { Field } from '#src/ui/field.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Empty, Failed, Skeleton } from '#src/ui/states.tsx'
import '#src/service/request/web/request.css'
import './statistics.css'
import { type AuditorFigure, type ClauseFigure, readStatistics } from '../contract.ts'
import { ENOUGH_AUDITS } from '../rules/calibrate.ts'

const COUNTS = [
  'applications',
  'accepted',
  'refused',
  'audits',
  'granted',
  'notGranted',
  'certificates',
  'suspensions',
  'withdrawals',
  'appeals',
  'complaints',
] as const

function yearsAgo(years: number): string {
  const day = new Date()
  day.setFullYear(day.getFullYear() - years)
  return day.toLocaleDateString('sv-SE')
}

/** What the body did, where clients lose points, and whether auditors score alike. */
export default function Statistics() {
  const { t } = useTranslation('appeal')
  useTitle(t('statistics.title'))
  const failureWords = useFailureWords()
  const [days, setDays] = useState(() => ({ fromOn: yearsAgo(3), toOn: yearsAgo(0) }))
  const isWhole = days.fromOn !== '' && days.toOn !== ''
  const read = useEndpoint(readStatistics, { query: days }, { enabled: isWhole, keepPrevious: true })
  return (
    <Stack>
      <PageHead title={t('statistics.title')} />
      <p className="sp-soft">{t('statistics.hint')}</p>
      <RowOf>
        {(['fromOn', 'toOn'] as const).map((name) => (
          <Field key={name} label={name === 'fromOn' ? t('statistics.from') : t('statistics.to')}>
            {(wired) => (
              <input
                {...wired}
                className="sp-input"
                type="date"
                value={days[name]}
                onChange={(event) => setDays({ ...days, [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </RowOf>
      {read.error && !read.data && <Failed {...failureWords(read.error)} onRetry={() => void read.refetch()} />}
      {!read.data && !read.error && <Skeleton lines={8} />}
      {read.data && <Shown of={read.data} />}
    </Stack>
  )
}

function Shown({ of }: { of: Answer<typeof readStatistics> }) {
  const { t } = useTranslation('appeal')
  const { counts, clauses, auditors, auditsCounted } = of
  return (
    <>
      <Card title={t('statistics.counts')}>
        <dl className="stat-counts">
          {COUNTS.map((name) => (
            <div key={name}>
              <dt>{t(`statistics.count.${name}`)}</dt>
              <dd>{counts[name]}</dd>
            </div>
          ))}
        </dl>
        {counts.stars.length > 0 && (
          <p>
            {t('statistics.stars')}: {counts.stars.map((one) => t('statistics.starsOf', one)).join(' · ')}
          </p>
        )}
      </Card>
      {auditsCounted === 0 ? (
        <Empty icon="evaluation" title={t('statistics.none')} />
      ) : (
        <>
          <Card title={t('statistics.clauses')}>
            <p className="sp-soft">{t('statistics.clausesHint', { count: auditsCounted })}</p>
            <ClauseTable rows={clauses} />
          </Card>
          <Card title={t('statistics.auditors')}>
            <p className="sp-soft">{t('statistics.auditorsHint', { count: ENOUGH_AUDITS })}</p>
            <AuditorTable rows={auditors} />
          </Card>
        </>
      )}
    </>
  )
}

const range = (low: number | null, high: number | null, unit: string) =>
  low === null || high === null ? '–' : `${low} – ${high}${unit}`

function ClauseTable({ rows }: { rows: readonly ClauseFigure[] }) {
  const { t } = useTranslation('appeal')
  const local = useLocalText()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the screen must scroll by keyboard
    <section className="req-table" aria-label={t('statistics.clauses')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {(['clause', 'kept', 'interval', 'audits', 'findings'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`statistics.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.leafId}>
              <th scope="row">
                {row.leafId} {local(row.name)}
              </th>
              <td>
                <span className="stat-bar" aria-hidden="true">
                  <span style={{ width: `${row.keptPercent}%` }} />
                  {row.low !== null && row.high !== null && (
                    <i style={{ left: `${row.low}%`, width: `${Math.max(row.high - row.low, 0.5)}%` }} />
                  )}
                </span>
                {row.keptPercent}%
              </td>
              <td>{range(row.low, row.high, '%')}</td>
              <td>{row.audits}</td>
              <td>{row.nonconformities}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const TONES = { no: 'good', higher: 'warn', lower: 'warn', too_few: 'plain' } as const

function AuditorTable({ rows }: { rows: readonly AuditorFigure[] }) {
  const { t } = useTranslation('appeal')
  const signed = (value: number) => `${value > 0 ? '+' : ''}${value}`
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the screen must scroll by keyboard
    <section className="req-table" aria-label={t('statistics.auditors')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {(['auditor', 'difference', 'interval', 'audits', 'leaves', 'conclusion'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`statistics.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.personId}>
              <th scope="row">{row.name}</th>
              <td>{t('statistics.points', { value: signed(row.difference) })}</td>
              <td>{range(row.low, row.high, '')}</td>
              <td>{row.audits}</td>
              <td>{row.leaves}</td>
              <td>
                <Pill tone={TONES[row.differs]}>{t(`statistics.differs.${row.differs}`)}</Pill>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
