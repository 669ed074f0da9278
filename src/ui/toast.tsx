import { useSyncExternalStore } from 'react'
import { Icon } from './icon.tsx'
import './state.css'

type Toast = { key: number; words: string; bad: boolean }

const SHOWN_FOR_MS = 4_000
let toasts: readonly Toast[] = []
let lastKey = 0
const listeners = new Set<() => void>()

function show(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

/** Says something in passing at the foot of the screen; for a failure that needs an action use `Notice`. */
export function toast(words: string, { bad = false }: { bad?: boolean } = {}): void {
  lastKey += 1
  const key = lastKey
  show([...toasts.slice(-2), { key, words, bad }])
  setTimeout(() => show(toasts.filter((one) => one.key !== key)), bad ? SHOWN_FOR_MS * 2 : SHOWN_FOR_MS)
}

function watch(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Where toasts appear; each app shows it once. */
export function ToastArea() {
  const shown = useSyncExternalStore(watch, () => toasts)
  return (
    <div className="sp-toasts" role="status" aria-live="polite">
      {shown.map((one) => (
        <div key={one.key} className={one.bad ? 'sp-toast sp-toast-bad' : 'sp-toast'}>
          <Icon name={one.bad ? 'warn' : 'check'} size={18} />
          {one.words}
        </div>
      ))}
    </div>
  )
}
