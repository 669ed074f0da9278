import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { TextArea, TextField } from '#src/ui/field.tsx'
import { REVIEW_CHECKS, type ReviewCheck, reviewReport } from '../contract.ts'

type Answers = Partial<Record<ReviewCheck['id'], { conforms: 'yes' | 'no'; note: string }>>

/** Every point is answered by hand: nothing is ticked beforehand. */
export function ReviewForm({ auditId, reportVersion }: { auditId: string; reportVersion: number }) {
  const { t } = useTranslation(['decision', 'common'])
  const [answers, setAnswers] = useState<Answers>({})
  const [verdict, setVerdict] = useState<'recommended' | 'returned' | null>(null)
  const [words, setWords] = useState('')
  const [isTried, setTried] = useState(false)
  const review = useCommand(reviewReport)
  const missing = t('common:field.missing')
  const send = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    const checks = REVIEW_CHECKS.flatMap((id) => {
      const given = answers[id]
      return given ? [{ id, conforms: given.conforms === 'yes', note: given.note.trim() }] : []
    })
    if (checks.length < REVIEW_CHECKS.length || !verdict || !words.trim()) return
    review
      .run({ params: { auditId }, body: { id: newId(), reportVersion, checks, verdict, words: words.trim() } })
      .catch(() => {})
  }
  return (
    <form className="sp-stack" onSubmit={send} noValidate aria-label={t('review')}>
      <h3>{t('review')}</h3>
      {REVIEW_CHECKS.map((id) => (
        <div key={id} className="dec-check">
          <SegmentedChoice
            label={t(`check.${id}`)}
            options={[
              { value: 'yes', label: t('conforms') },
              { value: 'no', label: t('fails') },
            ]}
            value={answers[id]?.conforms ?? null}
            onChange={(conforms) => setAnswers({ ...answers, [id]: { note: '', ...answers[id], conforms } })}
            error={isTried && !answers[id] ? missing : undefined}
          />
          {answers[id] && (
            <TextField
              label={t('note')}
              maxLength={1000}
              value={answers[id].note}
              onChange={(note) => setAnswers({ ...answers, [id]: { ...answers[id]!, note } })}
            />
          )}
        </div>
      ))}
      <SegmentedChoice
        label={t('verdict')}
        options={[
          { value: 'recommended', label: t('recommended') },
          { value: 'returned', label: t('returned') },
        ]}
        value={verdict}
        onChange={setVerdict}
        error={isTried && !verdict ? missing : undefined}
      />
      <TextArea
        label={t('words')}
        required
        rows={3}
        maxLength={2000}
        value={words}
        onChange={setWords}
        error={isTried && !words.trim() ? missing : undefined}
      />
      <FailureNote error={review.error} />
      <Button kind="primary" type="submit" busy={review.busy}>
        {t('sendReview')}
      </Button>
    </form>
  )
}
