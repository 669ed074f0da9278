import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { useRefusalWords } from '#src/client/refusal.ts'
import { Pages, useListing } from '#src/company/web/listing.tsx'
import type { Answer } from '#src/shared/endpoint.ts'
import { Card, Stack } from '#src/ui/card.tsx'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import { Empty, Skeleton } from '#src/ui/states.tsx'
import type { ActRow, Outcome } from '../contract/due.ts'
import { listActs } from '../contract/endpoints.ts'

const TONES: Record<Outcome, Tone> = { reminded: 'info', suspended: 'warn', withdrawn: 'bad' }
const PAGE = 50

/** What the system did by itself, with the rules it followed; above it what it could not do. */
export function ActLog() {
  const { t } = useTranslation('after')
  const listing = useListing()
  const log = useEndpoint(
    listActs,
    { query: { limit: PAGE, cursor: listing.cursor } },
    { follows: ['surveillance_act'], keepPrevious: true },
  )
  const rows = log.data?.rows
  return (
    <Stack>
      <FailureNote error={log.error} onRetry={() => void log.refetch()} />
      {!rows && !log.error && <Skeleton lines={6} />}
      {log.data && log.data.refused.length > 0 && <Refused of={log.data.refused} />}
      {rows?.length === 0 && (
        <Empty icon="clock" title={t('surveillance.log.none')} detail={t('surveillance.log.noneHint')} />
      )}
      {rows && rows.length > 0 && <LogTable rows={rows} />}
      <Pages listing={listing} nextCursor={log.data?.nextCursor} />
    </Stack>
  )
}

function LogTable({ rows }: { rows: readonly ActRow[] }) {
  const { t } = useTranslation('after')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the screen must scroll by keyboard
    <section className="req-table" aria-label={t('surveillance.log.table')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {(['when', 'certificate', 'what', 'outcome', 'rules'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`surveillance.log.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td className="sur-nowrap">{row.madeOn}</td>
              <th scope="row">
                <Link href={`/certificates/${row.certificateId}`}>{row.number}</Link>
                <div>{row.holderName}</div>
              </th>
              <td>
                {t(`surveillance.kind.${row.deadline}`)}
                <div className="sp-soft">{t('surveillance.log.latest', { on: row.latestOn })}</div>
              </td>
              <td>
                <Pill tone={TONES[row.outcome]}>{t(`surveillance.log.outcomes.${row.outcome}`)}</Pill>
                <div className="sp-soft">
                  {row.daysBefore < 0
                    ? t('surveillance.log.passed')
                    : t('surveillance.log.before', { days: row.daysBefore })}
                </div>
              </td>
              <td className="sur-nowrap">{t('surveillance.log.version', { number: row.rulesNumber })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Refused({ of }: { of: Answer<typeof listActs>['refused'] }) {
  const { t } = useTranslation('after')
  const words = useRefusalWords()
  return (
    <Card title={t('surveillance.log.refusedTitle')}>
      <ul>
        {of.map(({ certificateId, number, holderName, code }) => (
          <li key={certificateId}>
            {t('surveillance.log.refused', {
              ...{ number, holder: holderName },
              reason: words({ kind: 'conflict', code, params: {} }),
            })}
          </li>
        ))}
      </ul>
    </Card>
  )
}
