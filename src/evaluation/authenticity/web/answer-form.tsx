import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { TextArea } from '#src/ui/field.tsx'
import { type Answered, answerSuspicion, judgeAnswer, type Suspicion } from '../contract.ts'

const KINDS = ['explained', 'corrected', 'confirmed'] as const

export function AnswerForm({ one }: { one: Suspicion }) {
  const { t } = useTranslation(['authenticity', 'common'])
  const [kind, setKind] = useState<Answered['kind'] | null>(null)
  const [words, setWords] = useState('')
  const [isTried, setTried] = useState(false)
  const answer = useCommand(answerSuspicion)
  const send = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!kind || !words.trim()) return
    const body = { id: newId(), version: one.version, kind, words: words.trim() }
    answer.run({ params: { suspicionId: one.id }, body }).catch(() => {})
  }
  const missing = t('common:field.missing')
  return (
    <form className="sp-stack" onSubmit={send} noValidate>
      <SegmentedChoice
        label={t('kindLabel')}
        options={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
        value={kind}
        onChange={setKind}
        error={isTried && !kind ? missing : undefined}
      />
      <TextArea
        label={t('words')}
        required
        maxLength={2000}
        rows={3}
        value={words}
        onChange={setWords}
        error={isTried && !words.trim() ? missing : undefined}
      />
      <FailureNote error={answer.error} />
      <Button kind="primary" type="submit" busy={answer.busy}>
        {t('answer')}
      </Button>
    </form>
  )
}

const VERDICTS = ['accepted', 'rejected'] as const

export function JudgeForm({ one }: { one: Suspicion }) {
  const { t } = useTranslation(['authenticity', 'common'])
  const [judged, setJudged] = useState<(typeof VERDICTS)[number] | null>(null)
  const [words, setWords] = useState('')
  const [isTried, setTried] = useState(false)
  const judge = useCommand(judgeAnswer)
  const send = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!judged || !words.trim()) return
    judge
      .run({ params: { suspicionId: one.id }, body: { version: one.version, judged, words: words.trim() } })
      .catch(() => {})
  }
  const missing = t('common:field.missing')
  return (
    <form className="sp-stack" onSubmit={send} noValidate>
      <SegmentedChoice
        label={t('judgedLabel')}
        options={VERDICTS.map((value) => ({ value, label: t(`judged.${value}`) }))}
        value={judged}
        onChange={setJudged}
        error={isTried && !judged ? missing : undefined}
      />
      <TextArea
        label={t('words')}
        required
        maxLength={2000}
        rows={3}
        value={words}
        onChange={setWords}
        error={isTried && !words.trim() ? missing : undefined}
      />
      <FailureNote error={judge.error} />
      <Button kind="primary" type="submit" busy={judge.busy}>
        {t('judge')}
      </Button>
    </form>
  )
}
