import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { Dialog } from '#src/ui/dialog.tsx'
import { DateTimeField, TextArea } from '#src/ui/field.tsx'
import { StarRating } from '#src/ui/stars.tsx'
import { toast } from '#src/ui/toast.tsx'
import { recordCallBack } from '../contract.ts'

type CallBackProps = { request: { id: string; number: string }; onClose: () => void }

/** A rating asked for by telephone. No star is chosen beforehand. */
export function CallBackDialog({ request, onClose }: CallBackProps) {
  const { t } = useTranslation(['request', 'common'])
  const id = useId()
  const [ratingId] = useState(newId)
  const [stars, setStars] = useState<number | null>(null)
  const [comment, setComment] = useState('')
  const [at, setAt] = useState<string | null>(null)
  const [isTried, setTried] = useState(false)
  const recording = useCommand(recordCallBack)
  const record = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (stars === null) return
    recording
      .run({ params: { requestId: request.id }, body: { ratingId, stars, comment: comment.trim(), at } })
      .then(() => {
        toast(t('rating.recorded', { count: stars }))
        onClose()
      })
      .catch(() => {})
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('rating.callBackTitle')}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            {t('common:action.close')}
          </Button>
          <Button kind="primary" type="submit" form={id} busy={recording.busy}>
            {t('rating.callBackGo')}
          </Button>
        </>
      }
    >
      <form id={id} className="sp-stack" onSubmit={record} noValidate>
        <p>{t('rating.callBackFor', { number: request.number })}</p>
        <p className="sp-soft">{t('rating.callBackHint')}</p>
        <StarRating
          label={t('field.stars')}
          value={stars}
          onChange={setStars}
          error={isTried && stars === null ? t('rating.starsMissing') : undefined}
        />
        <TextArea label={t('field.comment')} maxLength={2000} rows={3} value={comment} onChange={setComment} />
        <DateTimeField label={t('rating.callBackAt')} hint={t('act.answerAtHint')} at={at} onChange={setAt} />
        <FailureNote error={recording.error} />
      </form>
    </Dialog>
  )
}
