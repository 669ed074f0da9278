import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'
import './layout.css'

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'info' | 'star'

/** A state in one word. The word carries the meaning, the colour only helps. */
export function Pill({ tone = 'plain', icon, children }: { tone?: Tone; icon?: IconName; children: ReactNode }) {
  return (
    <span className={`sp-pill sp-pill-${tone}`}>
      {icon && <Icon name={icon} size={14} />}
      {children}
    </span>
  )
}

/** A small number on a button or tab; nothing at zero. */
export function CountBadge({ count, label, bad = false }: { count: number; label: string; bad?: boolean }) {
  if (count === 0) return null
  return (
    <span className={bad ? 'sp-count sp-count-bad' : 'sp-count'}>
      <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
      <span className="sp-hidden-words">{label}</span>
    </span>
  )
}
