import { useTranslation } from 'react-i18next'
import { Pill } from '#src/ui/pill.tsx'
import { showAt } from '#src/ui/when.ts'
import '#src/evaluation/web/evaluation.css'
import type { Review } from '../contract.ts'

export function Reviews({ rows }: { rows: readonly Review[] }) {
  const { t, i18n } = useTranslation('decision')
  if (rows.length === 0) return <p className="sp-soft">{t('noReview')}</p>
  return (
    <ul className="sp-records">
      {rows.map((review) => (
        <li key={review.id}>
          <Pill tone={review.verdict === 'recommended' ? 'good' : 'warn'}>{t(review.verdict)}</Pill>
          <div className="sp-records-words">
            <span>{review.words}</span>
            {review.checks
              .filter((check) => !check.conforms || check.note)
              .map((check) => (
                <span key={check.id}>
                  {t(`check.${check.id}`)}: {check.conforms ? t('conforms') : t('fails')} {check.note}
                </span>
              ))}
            <span className="sp-soft">
              {t('by', { name: review.reviewedByName, at: showAt(review.reviewedAt, i18n.language) })} ·{' '}
              {t('ofVersion', { version: review.reportVersion })}
            </span>
          </div>
        </li>
      ))}
    </ul>
  )
}
