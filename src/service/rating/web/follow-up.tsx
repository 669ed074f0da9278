import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { Button } from '#src/ui/button.tsx'
import { Dialog } from '#src/ui/dialog.tsx'
import { TextArea } from '#src/ui/field.tsx'
import { StarsShown } from '#src/ui/stars.tsx'
import { toast } from '#src/ui/toast.tsx'
import { followUpRating, type RatingRow } from '../contract.ts'

/** How a middle or bad rating was made good; recorded once. */
export function FollowUpDialog({ rating, onClose }: { rating: RatingRow; onClose: () => void }) {
  const { t } = useTranslation(['request', 'common'])
  const id = useId()
  const [note, setNote] = useState('')
  const [isTried, setTried] = useState(false)
  const following = useCommand(followUpRating)
  const follow = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!note.trim()) return
    following
      .run({ params: { ratingId: rating.id }, body: { note: note.trim() } })
      .then(() => {
        toast(t('act.done'))
        onClose()
      })
      .catch(() => {})
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('rating.followUpTitle', { number: rating.requestNumber })}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            {t('common:action.close')}
          </Button>
          <Button kind="primary" type="submit" form={id} busy={following.busy}>
            {t('rating.followUpGo')}
          </Button>
        </>
      }
    >
      <form id={id} className="sp-stack" onSubmit={follow} noValidate>
        <StarsShown value={rating.stars} />
        <p className="req-words">{rating.comment || <span className="sp-soft">{t('rating.noComment')}</span>}</p>
        <TextArea
          label={t('rating.followUpNote')}
          required
          maxLength={2000}
          rows={4}
          value={note}
          onChange={setNote}
          error={isTried && !note.trim() ? t('common:field.missing') : undefined}
        />
        <FailureNote error={following.error} />
      </form>
    </Dialog>
  )
}
