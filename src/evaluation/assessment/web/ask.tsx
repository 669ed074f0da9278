import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { Button } from '#src/ui/button.tsx'
import { Stack } from '#src/ui/card.tsx'
import { Dialog } from '#src/ui/dialog.tsx'

type AskProps = {
  title: string
  go: string
  isReady: boolean
  busy: boolean
  error: Error | null
  onGo: () => Promise<unknown>
  onClose: () => void
  children: ReactNode
}

/** A question in the middle of the screen; a failure stays in it, success closes it. */
export function Ask({ title, go, isReady, busy, error, onGo, onClose, children }: AskProps) {
  const { t } = useTranslation('common')
  const actions = (
    <>
      <Button kind="quiet" onClick={onClose}>
        {t('action.cancel')}
      </Button>
      <Button kind="primary" busy={busy} disabled={!isReady} onClick={() => void onGo().then(onClose, () => {})}>
        {go}
      </Button>
    </>
  )
  return (
    <Dialog open onClose={onClose} title={title} actions={actions}>
      <Stack>
        <FailureNote error={error} />
        {children}
      </Stack>
    </Dialog>
  )
}
