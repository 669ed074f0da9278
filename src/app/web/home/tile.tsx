import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useFailureWords } from '#src/client/refusal.ts'
import { Button } from '#src/ui/button.tsx'
import { Skeleton } from '#src/ui/states.tsx'
import './home.css'

/** What a tile says once it is read. `tone` colours the figure: something presses, something is broken. */
export type Said = { figure: ReactNode; hint?: ReactNode; tone?: 'warn' | 'bad' }

type TileProps<A> = { title: string; href: string; read: UseQueryResult<A, Error>; say: (answer: A) => Said }

/** One figure of the day and the way to what stands behind it. */
export function Tile<A>({ title, href, read, say }: TileProps<A>) {
  const { t } = useTranslation('common')
  const failureWords = useFailureWords()
  if (read.data === undefined && read.error) {
    return (
      <li className="sp-card sp-tile">
        <span className="sp-tile-title">{title}</span>
        <span role="alert">{failureWords(read.error).title}</span>
        <Button icon="refresh" onClick={() => void read.refetch()}>
          {t('action.retry')}
        </Button>
      </li>
    )
  }
  if (read.data === undefined) {
    return (
      <li className="sp-card sp-tile">
        <span className="sp-tile-title">{title}</span>
        <Skeleton lines={2} />
      </li>
    )
  }
  const { figure, hint, tone } = say(read.data)
  return (
    <li>
      <Link href={href} className="sp-card sp-tile">
        <span className="sp-tile-title">{title}</span>
        <strong className={tone ? `sp-tile-figure sp-tile-${tone}` : 'sp-tile-figure'}>{figure}</strong>
        {hint && <span className="sp-soft">{hint}</span>}
      </Link>
    </li>
  )
}

/** A heading over its tiles. */
export function Tiles({ title, children, aside }: { title: string; children: ReactNode; aside?: ReactNode }) {
  return (
    <section className="sp-tiles" aria-label={title}>
      <div className="sp-card-head">
        <h2>{title}</h2>
        {aside}
      </div>
      <ul>{children}</ul>
    </section>
  )
}

/** `12`, or `200+` where the page of answers is full. */
export function countOf({ rows, nextCursor }: { rows: readonly unknown[]; nextCursor: string | null }): string {
  return nextCursor === null ? String(rows.length) : `${rows.length}+`
}
