import type { ReactNode } from 'react'
import { useFailureWords } from '#src/client/refusal.ts'
import { Notice } from '#src/ui/states.tsx'

/** Why something did not come through, where the person looks; nothing when it did. */
export function FailureNote({ error, action }: { error: Error | null; action?: ReactNode }) {
  const failureWords = useFailureWords()
  if (!error) return null
  const { title, detail } = failureWords(error)
  return (
    <Notice tone="bad" title={title} action={action}>
      {detail}
    </Notice>
  )
}
