import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import type { Endpoint } from '#src/shared/endpoint.ts'
import { Button } from '#src/ui/button.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { Dialog } from '#src/ui/dialog.tsx'
import { DateTimeField, TextArea } from '#src/ui/field.tsx'
import { toast } from '#src/ui/toast.tsx'
import type { RequestDetail } from '../contract/shown.ts'
import * as contract from '../contract/step.ts'
import { ComplaintClass, type EventKind, PauseReason } from '../contract/words.ts'

export type Deed = 'answer' | 'appoint' | 'pause' | 'resume' | 'resolve' | 'close' | 'reopen' | 'cancel' | 'note'

type DeedOf = {
  endpoint: Endpoint
  step: EventKind
  /** What the text field is called, whether it must be filled, and where it goes. */
  text?: {
    label: 'answerNote' | 'resolveNote' | 'closeNote' | 'reopenReason' | 'cancelReason' | 'note'
    required: boolean
    as: 'note' | 'reason'
  }
  hint?: 'pauseHint' | 'resumeHint' | 'cancelHint' | 'noteHint'
}

/** The steps that staff take on a request: which endpoint, which event it becomes, what it asks for. */
export const DEEDS: Record<Deed, DeedOf> = {
  answer: {
    endpoint: contract.answerRequest,
    step: 'answered',
    text: { label: 'answerNote', required: true, as: 'note' },
  },
  appoint: { endpoint: contract.appointVisit, step: 'appointed', text: { label: 'note', required: false, as: 'note' } },
  pause: {
    endpoint: contract.pauseRequest,
    step: 'paused',
    text: { label: 'note', required: false, as: 'note' },
    hint: 'pauseHint',
  },
  resume: { endpoint: contract.resumeRequest, step: 'resumed', hint: 'resumeHint' },
  resolve: {
    endpoint: contract.resolveRequest,
    step: 'resolved',
    text: { label: 'resolveNote', required: true, as: 'note' },
  },
  close: { endpoint: contract.closeRequest, step: 'closed', text: { label: 'closeNote', required: false, as: 'note' } },
  reopen: {
    endpoint: contract.reopenRequest,
    step: 'reopened',
    text: { label: 'reopenReason', required: true, as: 'reason' },
  },
  cancel: {
    endpoint: contract.cancelRequest,
    step: 'cancelled',
    text: { label: 'cancelReason', required: true, as: 'reason' },
    hint: 'cancelHint',
  },
  note: {
    endpoint: contract.noteOnRequest,
    step: 'note',
    text: { label: 'note', required: true, as: 'note' },
    hint: 'noteHint',
  },
}

type StepDialogProps = { deed: Deed; request: RequestDetail; onClose: () => void }

/** One step: asks for what it needs, says why it was refused, and closes when it is recorded. */
export function StepDialog({ deed, request, onClose }: StepDialogProps) {
  const { t } = useTranslation(['request', 'common'])
  const id = useId()
  const { endpoint, text: asked, hint } = DEEDS[deed]
  const command = useCommand(endpoint)
  const [text, setText] = useState('')
  const [at, setAt] = useState<string | null>(null)
  const [from, setFrom] = useState(request.wishedFromAt)
  const [to, setTo] = useState(request.wishedToAt)
  const [reason, setReason] = useState<(typeof PauseReason.options)[number] | null>(null)
  const [cause, setCause] = useState(request.complaintClass)
  const [isTried, setTried] = useState(false)
  const missing = t('common:field.missing')
  const isTextMissing = Boolean(asked?.required) && !text.trim()
  const isWindowBad = deed === 'appoint' && !(from && to && to > from)
  const isReasonMissing = deed === 'pause' && !reason

  const go = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (isTextMissing || isWindowBad || isReasonMissing) return
    // Each deed sends what its own endpoint asks for; the compiler knows only that there are nine of them.
    const body = {
      ...(asked ? { [asked.as]: text.trim() } : {}),
      ...(deed === 'answer' ? { at } : {}),
      ...(deed === 'appoint' ? { windowFromAt: from, windowToAt: to } : {}),
      ...(deed === 'pause' ? { reason } : {}),
      ...(deed === 'resolve' && request.kind === 'complaint' ? { complaintClass: cause } : {}),
    }
    command
      .run({ params: { requestId: request.id }, body } as never)
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
      title={t(`act.${deed}`)}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            {t('common:action.close')}
          </Button>
          <Button kind={deed === 'cancel' ? 'danger' : 'primary'} type="submit" form={id} busy={command.busy}>
            {t(`act.${deed}`)}
          </Button>
        </>
      }
    >
      <form id={id} className="sp-stack" onSubmit={go} noValidate>
        {hint && <p className="sp-soft">{t(`act.${hint}`)}</p>}
        {deed === 'pause' && (
          <SegmentedChoice
            label={t('field.reason')}
            options={PauseReason.options.map((value) => ({ value, label: t(`pauseReason.${value}`) }))}
            value={reason}
            onChange={setReason}
            error={isTried && isReasonMissing ? missing : undefined}
          />
        )}
        {deed === 'appoint' && (
          <>
            <DateTimeField label={t('field.wishedFrom')} required at={from} onChange={setFrom} />
            <DateTimeField
              label={t('field.wishedTo')}
              required
              at={to}
              onChange={setTo}
              error={isTried && isWindowBad ? t('hotline.windowBad') : undefined}
            />
          </>
        )}
        {asked && (
          <TextArea
            label={asked.label === 'note' ? t('field.note') : t(`act.${asked.label}`)}
            required={asked.required}
            maxLength={4000}
            rows={4}
            value={text}
            onChange={setText}
            error={isTried && isTextMissing ? missing : undefined}
          />
        )}
        {deed === 'answer' && (
          <DateTimeField label={t('act.answerAt')} hint={t('act.answerAtHint')} at={at} onChange={setAt} />
        )}
        {deed === 'resolve' && request.kind === 'complaint' && (
          <SegmentedChoice
            label={t('field.complaintClass')}
            options={ComplaintClass.options.map((value) => ({ value, label: t(`complaintClass.${value}`) }))}
            value={cause}
            onChange={setCause}
          />
        )}
        <FailureNote error={command.error} />
      </form>
    </Dialog>
  )
}
