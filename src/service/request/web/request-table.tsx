import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { Pill } from '#src/ui/pill.tsx'
import { showAt } from '#src/ui/when.ts'
import { Pressing } from '../../web/due.tsx'
import { ChannelMark, StatePill, UrgentPill } from '../../web/words.tsx'
import type { RequestRow } from '../contract/shown.ts'

type TableProps = { rows: readonly RequestRow[]; isStale?: boolean; isBrief?: boolean }

/** Requests line by line; `isBrief` leaves out what the page around already says. */
export function RequestTable({ rows, isStale = false, isBrief = false }: TableProps) {
  const { t, i18n } = useTranslation('request')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the screen must scroll by keyboard
    <section className={isStale ? 'req-table req-stale' : 'req-table'} aria-label={t('list.table')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('field.number')}</th>
            <th scope="col">{t('field.subject')}</th>
            {!isBrief && <th scope="col">{t('field.customer')}</th>}
            <th scope="col">{t('field.state')}</th>
            <th scope="col">{t('field.due')}</th>
            <th scope="col">{t('field.outlet')}</th>
            <th scope="col">{t('field.requestedAt')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <span className="svc-row req-number">
                  <ChannelMark channel={row.channel} />
                  <Link href={`/requests/${row.id}`}>{row.number}</Link>
                </span>
              </th>
              <td>
                <span className="svc-row">
                  <span className="sp-soft">{t(`kind.${row.kind}`)}</span>
                  <UrgentPill urgency={row.urgency} />
                  {row.imported && (
                    <span title={t('list.importedHint')}>
                      <Pill>{t('list.imported')}</Pill>
                    </span>
                  )}
                </span>
                <span className="req-subject">{row.subject}</span>
              </td>
              {!isBrief && <td>{row.customerName || <span className="sp-soft">{t('list.noCustomer')}</span>}</td>}
              <td>
                <StatePill state={row.state} />
              </td>
              <td>
                <Pressing nextDueAt={row.nextDueAt} lateClocks={row.lateClocks} />
              </td>
              <td>{row.outletName || <span className="sp-soft">{t('list.noOutlet')}</span>}</td>
              <td className="req-when">{showAt(row.requestedAt, i18n.language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
