import { useTranslation } from 'react-i18next'
import { Facts } from '#src/ui/card.tsx'

/** The facts of one step, one line each: `before.phone`, `lines.1.name`. */
export function linesOf(content: unknown, name = ''): [string, string][] {
  if (content === null || content === undefined || content === '') return []
  if (typeof content !== 'object') return [[name, String(content)]]
  return Object.entries(content).flatMap(([key, part]) => linesOf(part, name === '' ? key : `${name}.${key}`))
}

const SHOWN_AT_ONCE = 6

export function Content({ content }: { content: unknown }) {
  const { t } = useTranslation('evidence')
  const lines = linesOf(content)
  const more = lines.slice(SHOWN_AT_ONCE)
  return (
    <>
      {lines.length > 0 && <Facts of={lines.slice(0, SHOWN_AT_ONCE)} />}
      {more.length > 0 && (
        <details>
          <summary>{t('history.more', { count: more.length })}</summary>
          <Facts of={more} />
        </details>
      )}
    </>
  )
}
