import { useEffect, useState } from 'react'
import type { z } from 'zod'
import type { CheckAnswer, Outcome, WorkOrderSheet } from '../contract.ts'

export type Draft = {
  answers: Record<string, z.output<typeof CheckAnswer>>
  workText: string
  partsText: string
  outcome: z.output<typeof Outcome> | null
  signedBy: string
  unsignedReason: string
}

const keyOf = (workOrderId: string) => `starproof-draft-${workOrderId}`

/** What is filled in on a sheet, kept on the device at every keystroke until the order is finished. */
export function useDraft(sheet: WorkOrderSheet): [Draft, (change: Partial<Draft>) => void, () => void] {
  const [draft, setDraft] = useState<Draft>(() => {
    const kept = window.localStorage.getItem(keyOf(sheet.id))
    if (kept) return JSON.parse(kept) as Draft
    return {
      answers: sheet.visit?.answers ?? {},
      workText: sheet.visit?.workText ?? '',
      partsText: sheet.visit?.partsText ?? '',
      outcome: sheet.visit?.outcome ?? null,
      signedBy: sheet.contactName || sheet.customerName,
      unsignedReason: '',
    }
  })
  useEffect(() => window.localStorage.setItem(keyOf(sheet.id), JSON.stringify(draft)), [sheet.id, draft])
  return [
    draft,
    (change) => setDraft((before) => ({ ...before, ...change })),
    () => window.localStorage.removeItem(keyOf(sheet.id)),
  ]
}
