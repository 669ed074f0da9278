import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import './paging.css'

export type Paging = {
  cursor: string | undefined
  canGoBack: boolean
  back: () => void
  forward: (cursor: string) => void
  /** To the first page, e.g. when the search changes. */
  start: () => void
}

/** Remembers the cursors on the way, so that one can go back. */
export function usePaging(): Paging {
  const [way, setWay] = useState<readonly string[]>([])
  return {
    cursor: way.at(-1),
    canGoBack: way.length > 0,
    back: () => setWay(way.slice(0, -1)),
    forward: (cursor) => setWay([...way, cursor]),
    start: () => setWay([]),
  }
}

/** Nothing at all where everything is on one page. */
export function PagingButtons({ paging, nextCursor }: { paging: Paging; nextCursor: string | null | undefined }) {
  const { t } = useTranslation('common')
  if (!paging.canGoBack && !nextCursor) return null
  return (
    <nav className="sp-paging" aria-label={t('pages')}>
      <Button disabled={!paging.canGoBack} onClick={paging.back}>
        {t('action.previous')}
      </Button>
      <Button disabled={!nextCursor} onClick={() => nextCursor && paging.forward(nextCursor)}>
        {t('action.next')}
      </Button>
    </nav>
  )
}
