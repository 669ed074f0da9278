import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#src/ui/button.tsx'
import { shareOf, showShare } from '../../web/words.ts'

export type CountRow = { key: string; name: string; good: number; total: number; onOpen?: () => void }

const FIRST = 12

/** Good of all, one line each, with a bar; the rest on asking. */
export function CountRows({ title, rows }: { title: string; rows: readonly CountRow[] }) {
  const { t } = useTranslation(['evaluation', 'common'])
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? rows : rows.slice(0, FIRST)
  return (
    <details className="sp-counts">
      <summary>{title}</summary>
      <table>
        <thead className="sp-hidden-words">
          <tr>
            <th scope="col">{title}</th>
            <th scope="col">{t('leaf.share')}</th>
            <th scope="col">{t('leaf.good')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={row.key}>
              <th scope="row">
                {row.onOpen ? (
                  <button type="button" className="sp-text-button" onClick={row.onOpen}>
                    {row.name}
                  </button>
                ) : (
                  row.name
                )}
              </th>
              <td>
                <span className="sp-counts-bar" aria-hidden="true">
                  <span style={{ width: `${shareOf(row.good, row.total) / 100}%` }} />
                </span>
                {showShare(shareOf(row.good, row.total))}
              </td>
              <td className="sp-soft">{t('leaf.count', { good: row.good, total: row.total })}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown.length && (
        <Button kind="quiet" onClick={() => setWhole(true)}>
          {t('common:action.showMore')}
        </Button>
      )}
    </details>
  )
}
