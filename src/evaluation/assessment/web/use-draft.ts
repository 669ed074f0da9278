import { useEffect, useState } from 'react'
import type { AssessmentLeaf, SampleItem } from '../contract/leaf.ts'

export type Draft = {
  /** The version of the finding that was seen when the person began; 0 for none. */
  version: number
  conforms: boolean | null
  reason: string
  items: SampleItem[]
}

const emptyDraft = (row: AssessmentLeaf | undefined): Draft => ({
  version: row?.version ?? 0,
  conforms: row?.conforms ?? null,
  reason: row?.reason ?? '',
  items: row?.items ?? [],
})

/** What is being filled in for an indicator, kept on the device at every keystroke until it is saved; null while nothing was touched. */
export function useDraft(assessmentId: string, leafId: string, row: AssessmentLeaf | undefined) {
  const key = `starproof-finding-${assessmentId}-${leafId}`
  const [kept, setKept] = useState<Draft | null>(() => {
    const text = window.localStorage.getItem(key)
    return text ? (JSON.parse(text) as Draft) : null
  })
  useEffect(() => {
    if (kept) window.localStorage.setItem(key, JSON.stringify(kept))
    else window.localStorage.removeItem(key)
  }, [key, kept])
  return {
    draft: kept ?? emptyDraft(row),
    isTouched: kept !== null,
    change: (part: Partial<Draft>) => setKept((before) => ({ ...(before ?? emptyDraft(row)), ...part })),
    forget: () => setKept(null),
  }
}
