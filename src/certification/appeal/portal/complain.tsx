import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScreenProps } from '#src/app/shell/screens.ts'
import { useTitle } from '#src/app/shell/use-title.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, Stack } from '#src/ui/card.tsx'
import { CheckField, TextArea, TextField } from '#src/ui/field.tsx'
import { Skeleton, StateNote } from '#src/ui/states.tsx'
import { sendComplaint, showBody } from '../contract.ts'

const EMPTY = { fromName: '', fromContact: '', says: '', wants: '', certificateNumber: '' }

/** Anybody may complain about a certification body; its number is given at once. */
export default function Complain({ params }: ScreenProps) {
  const { t } = useTranslation(['appeal', 'common'])
  useTitle(t('public.title'))
  const slug = params.slug!
  const read = useEndpoint(showBody, { params: { slug } })
  const send = useCommand(sendComplaint)
  const [given, setGiven] = useState(EMPTY)
  const [isAnonymous, setAnonymous] = useState(false)
  const [isTried, setTried] = useState(false)
  const missing = t('common:field.missing')
  if (read.error) return <StateNote icon="question" title={t('public.unknown')} />
  if (!read.data) return <Skeleton lines={5} />
  if (send.answer)
    return (
      <StateNote icon="check" title={t('public.sent')} detail={t('public.sentHint', { number: send.answer.number })} />
    )
  const lacks = (name: keyof typeof EMPTY) => isTried && !given[name].trim()
  const go = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!given.says.trim() || (!isAnonymous && (!given.fromName.trim() || !given.fromContact.trim()))) return
    send.run({ params: { slug }, body: { id: newId(), ...given, isAnonymous } }).catch(() => {})
  }
  return (
    <Stack>
      <h1>{t('public.title')}</h1>
      <p>{t('public.intro', { name: read.data.name })}</p>
      <Card>
        <form className="sp-stack" onSubmit={go} noValidate>
          <TextArea
            label={t('grievance.says')}
            required
            rows={5}
            maxLength={4000}
            value={given.says}
            onChange={(says) => setGiven({ ...given, says })}
            error={lacks('says') ? missing : undefined}
          />
          <TextArea
            label={t('grievance.wants')}
            rows={2}
            maxLength={2000}
            value={given.wants}
            onChange={(wants) => setGiven({ ...given, wants })}
          />
          <TextField
            label={t('public.certificateNumber')}
            maxLength={80}
            value={given.certificateNumber}
            onChange={(certificateNumber) => setGiven({ ...given, certificateNumber })}
          />
          {read.data.acceptsAnonymous && (
            <CheckField label={t('grievance.isAnonymous')} checked={isAnonymous} onChange={setAnonymous} />
          )}
          {!isAnonymous &&
            (['fromName', 'fromContact'] as const).map((name) => (
              <TextField
                key={name}
                label={t(`grievance.${name}`)}
                required
                maxLength={name === 'fromName' ? 100 : 254}
                value={given[name]}
                onChange={(value) => setGiven({ ...given, [name]: value })}
                error={lacks(name) ? missing : undefined}
              />
            ))}
          <FailureNote error={send.error} />
          <Button kind="primary" type="submit" busy={send.busy} block>
            {t('public.send')}
          </Button>
        </form>
      </Card>
    </Stack>
  )
}
