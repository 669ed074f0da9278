import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#src/ui/button.tsx'
import { Notice } from '#src/ui/states.tsx'
import { useFailureWords } from './refusal.ts'

type NoteProps = { error: Error | null; onRetry?: () => void; action?: ReactNode }

/** Why a list or a command did not come through, where the person looks; nothing when it did. `onRetry` offers to try again. */
export function FailureNote({ error, onRetry, action }: NoteProps) {
  const { t } = useTranslation('common')
  const failureWords = useFailureWords()
  if (!error) return null
  const { title, detail } = failureWords(error)
  const retry = onRetry && (
    <Button icon="refresh" onClick={onRetry}>
      {t('action.retry')}
    </Button>
  )
  return (
    <Notice tone="bad" title={title} action={action ?? retry}>
      {detail}
    </Notice>
  )
}
