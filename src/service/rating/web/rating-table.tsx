import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useMay } from '#src/client/use-may.ts'
import { Button } from '#src/ui/button.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { StarsShown } from '#src/ui/stars.tsx'
import { showAt } from '#src/ui/when.ts'
import { followUpRating, type RatingRow } from '../contract.ts'
import { needsFollowUp } from '../rules.ts'

type TableProps = { rows: readonly RatingRow[]; isStale: boolean; onFollowUp: (rating: RatingRow) => void }

export function RatingTable({ rows, isStale, onFollowUp }: TableProps) {
  const { t, i18n } = useTranslation('request')
  const mayFollow = useMay()(followUpRating)
  const at = (instant: string) => showAt(instant, i18n.language)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the screen must scroll by keyboard
    <section className={isStale ? 'req-table req-stale' : 'req-table'} aria-label={t('rating.table')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('field.stars')}</th>
            <th scope="col">{t('field.comment')}</th>
            <th scope="col">{t('field.number')}</th>
            <th scope="col">{t('rating.staff')}</th>
            <th scope="col">{t('rating.followedUpNote')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td className="req-when">
                <StarsShown value={row.stars} size={16} />
                <div className="sp-soft">
                  {t(`rating.source.${row.source}`)} · {at(row.claimedAt)}
                </div>
              </td>
              <td>
                <span className="req-subject">
                  {row.comment || <span className="sp-soft">{t('rating.noComment')}</span>}
                </span>
              </td>
              <th scope="row" className="req-number">
                <Link href={`/requests/${row.requestId}`}>{row.requestNumber}</Link>
                <div className="sp-soft req-subject">{row.subject}</div>
              </th>
              <td>
                {row.staffName}
                <div className="sp-soft">{row.outletName}</div>
              </td>
              <td>
                {row.followedUpAt ? (
                  <>
                    <span className="sp-soft">{t('rating.followedUp', { time: at(row.followedUpAt) })}</span>
                    <span className="req-subject">{row.followUpNote}</span>
                  </>
                ) : needsFollowUp(row.stars) ? (
                  mayFollow ? (
                    <Button onClick={() => onFollowUp(row)}>{t('rating.followUp')}</Button>
                  ) : (
                    <Pill tone="warn">{t('rating.waitingOne')}</Pill>
                  )
                ) : (
                  <span className="sp-soft">–</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
