import type { ReactNode } from 'react'
import './service.css'

/** The head of each service screen: what it is, how much of it, what one does here first. */
export function PageHead({ title, note, children }: { title: ReactNode; note?: ReactNode; children?: ReactNode }) {
  return (
    <header className="svc-head">
      <h1>{title}</h1>
      {note && <span className="svc-head-note">{note}</span>}
      {children && <div className="svc-head-actions">{children}</div>}
    </header>
  )
}
