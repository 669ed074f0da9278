import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { Card } from '#src/ui/card.tsx'
import { compareRules } from '../contract/endpoints.ts'
import { FigureValue } from './figure-value.tsx'
import { useFigureName } from './figures.tsx'

/** What this version holds differently from the one before it. */
export function Differences({ rulesId, since, number }: { rulesId: string; since: string; number: number }) {
  const { t } = useTranslation('client')
  const nameOf = useFigureName()
  const compared = useEndpoint(compareRules, { params: { rulesId }, query: { since } }, { follows: ['body_rules'] })
  const rows = compared.data?.rows
  return (
    <Card title={`${t('rules.differences')} (${t('rules.version', { number })})`}>
      <FailureNote error={compared.error} />
      {rows?.length === 0 && <p className="sp-soft">{t('rules.noDifferences')}</p>}
      {rows && rows.length > 0 && (
        <ul className="sp-figure-list">
          {rows.map(({ path, before, after }) => (
            <li key={path}>
              <span className="sp-figure-name">{nameOf(path)}</span>
              <div className="sp-figure-value">
                <span className="sp-soft">{t('rules.before')}</span>{' '}
                {before === null ? '–' : <FigureValue path={path} value={before} />}
              </div>
              <div className="sp-figure-value">
                <span className="sp-soft">{t('rules.after')}</span>{' '}
                {after === null ? '–' : <FigureValue path={path} value={after} />}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
