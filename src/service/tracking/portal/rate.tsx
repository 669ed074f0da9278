import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, Stack } from '#src/ui/card.tsx'
import { TextArea } from '#src/ui/field.tsx'
import { StarRating } from '#src/ui/stars.tsx'
import { Notice } from '#src/ui/states.tsx'
import { rateByLink } from '../contract.ts'

const DEVICE = 'starproof-device'

/** A name of this browser that means nothing elsewhere: many ratings from one device show as such. */
function deviceName(): string {
  const known = window.localStorage.getItem(DEVICE)
  if (known) return known
  const made = newId()
  window.localStorage.setItem(DEVICE, made)
  return made
}

/** The customer's rating. No star is chosen beforehand. */
export function Rate({ secret }: { secret: string }) {
  const { t } = useTranslation('portal')
  const words = useFailureWords()
  const command = useCommand(rateByLink)
  const [ratingId] = useState(newId)
  const [stars, setStars] = useState<number | null>(null)
  const [comment, setComment] = useState('')
  const [isTried, setTried] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (stars === null) return
    void command.run({ params: { secret }, body: { ratingId, stars, comment, device: deviceName() } }).catch(() => {})
  }
  if (command.answer) return <Notice tone="good" title={t('track.rated')} />
  return (
    <Card title={t('track.rate')}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <p className="sp-soft">{t('track.rateHint')}</p>
          <StarRating
            label={t('track.stars')}
            value={stars}
            onChange={setStars}
            error={isTried && stars === null ? t('track.starsMissing') : undefined}
          />
          <TextArea label={t('track.comment')} rows={3} maxLength={2000} value={comment} onChange={setComment} />
          {command.error && <Notice tone="bad" title={words(command.error).title} />}
          <Button type="submit" kind="primary" block busy={command.busy}>
            {t('track.sendRating')}
          </Button>
        </Stack>
      </form>
    </Card>
  )
}
