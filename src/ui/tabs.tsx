import { type KeyboardEvent, type ReactNode, useId } from 'react'
import './layout.css'

export type Tab<K extends string> = { key: K; label: ReactNode; content: () => ReactNode }

/** Tabs after the ARIA pattern: arrows move and choose, only the chosen one is a tab stop. */
export function Tabs<K extends string>({
  label,
  tabs,
  chosen,
  onChoose,
}: {
  label: string
  tabs: readonly Tab<K>[]
  chosen: K
  onChoose: (key: K) => void
}) {
  const id = useId()
  const current = tabs.find((tab) => tab.key === chosen) ?? tabs[0]
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const at = tabs.findIndex((tab) => tab.key === current?.key)
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    const next = tabs[(to + tabs.length) % tabs.length]!
    onChoose(next.key)
    document.getElementById(`${id}-${next.key}`)?.focus()
  }
  return (
    <div className="sp-stack">
      <div className="sp-tabs" role="tablist" aria-label={label} onKeyDown={move}>
        {tabs.map((tab) => (
          <button
            key={tab.key}
            id={`${id}-${tab.key}`}
            type="button"
            role="tab"
            className="sp-tab"
            aria-selected={tab.key === current?.key}
            aria-controls={`${id}-panel`}
            tabIndex={tab.key === current?.key ? 0 : -1}
            onClick={() => onChoose(tab.key)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      {current && (
        <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${current.key}`}>
          {current.content()}
        </div>
      )}
    </div>
  )
}
