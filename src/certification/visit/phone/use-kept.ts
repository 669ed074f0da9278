import { useEffect, useState } from 'react'

/** What is being filled in, kept on the device at every keystroke until `forget`: a tablet falls asleep between question and answer. */
export function useKept<T extends object>(key: string, empty: T): [T, (change: Partial<T>) => void, () => void] {
  const name = `starproof-visit-${key}`
  const [draft, setDraft] = useState<T | null>(() => {
    const text = window.localStorage.getItem(name)
    return text ? (JSON.parse(text) as T) : null
  })
  useEffect(() => {
    if (draft) window.localStorage.setItem(name, JSON.stringify(draft))
    else window.localStorage.removeItem(name)
  }, [name, draft])
  return [draft ?? empty, (change) => setDraft((before) => ({ ...(before ?? empty), ...change })), () => setDraft(null)]
}
