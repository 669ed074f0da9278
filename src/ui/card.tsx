import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { Icon } from './icon.tsx'
import './layout.css'

type CardProps = { title?: ReactNode; aside?: ReactNode; children?: ReactNode; level?: 2 | 3 }

export function Card({ title, aside, children, level = 2 }: CardProps) {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <section className="sp-card">
      {(title || aside) && (
        <div className="sp-card-head">
          {title && <Heading>{title}</Heading>}
          {aside}
        </div>
      )}
      {children}
    </section>
  )
}

export function Stack({ children }: { children: ReactNode }) {
  return <div className="sp-stack">{children}</div>
}

export function RowOf({ children }: { children: ReactNode }) {
  return <div className="sp-row-of">{children}</div>
}

export function List({ children, label }: { children: ReactNode; label?: string }) {
  return (
    <ul className="sp-list" aria-label={label}>
      {children}
    </ul>
  )
}

type ListRowProps = { title: ReactNode; detail?: ReactNode; before?: ReactNode; after?: ReactNode } & (
  | { href: string; onPress?: never }
  | { onPress: () => void; href?: never }
  | { href?: never; onPress?: never }
)

/** One line of a list: a link, a button, or only words. */
export function ListRow({ title, detail, before, after, href, onPress }: ListRowProps) {
  const words = (
    <>
      {before}
      <span className="sp-list-words">
        <span>{title}</span>
        {detail && <span className="sp-soft">{detail}</span>}
      </span>
      {after}
      {(href || onPress) && <Icon name="forward" size={18} />}
    </>
  )
  return (
    <li>
      {href ? (
        <Link href={href} className="sp-list-one">
          {words}
        </Link>
      ) : onPress ? (
        <button type="button" className="sp-list-one" onClick={onPress}>
          {words}
        </button>
      ) : (
        <div className="sp-list-one">{words}</div>
      )}
    </li>
  )
}

/** Names and values; an empty value is left out. */
export function Facts({ of }: { of: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="sp-facts">
      {of
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .map(([name, value]) => [<dt key={`${name}-name`}>{name}</dt>, <dd key={name}>{value}</dd>])}
    </dl>
  )
}
