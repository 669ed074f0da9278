import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { Button } from '#src/ui/button.tsx'
import { Card } from '#src/ui/card.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { TextArea } from '#src/ui/field.tsx'
import { toast } from '#src/ui/toast.tsx'
import { type Nonconformity, verifyAnswer } from '../contract.ts'

type Verdict = 'accepted' | 'insufficient' | 'follow_up'

/** The auditor's judgement of an answer; none is chosen beforehand, and each has its reason. */
export function VerdictForm({ of }: { of: Nonconformity }) {
  const { t } = useTranslation(['correction', 'common'])
  const [verdict, setVerdict] = useState<Verdict | null>(null)
  const [reason, setReason] = useState('')
  const [isTried, setTried] = useState(false)
  const verifying = useCommand(verifyAnswer, { refreshes: ['nonconformity.read', 'nonconformity.list'] })
  // Of a grade that blocks the decision nothing can be left for later.
  const kinds: Verdict[] = of.blocksDecision ? ['accepted', 'insufficient'] : ['accepted', 'insufficient', 'follow_up']
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (verdict === null || !reason.trim()) return
    verifying
      .run({ params: { nonconformityId: of.id }, body: { verdict, reason, version: of.version } })
      .then(() => toast(t('body.verified')))
      .catch(() => {})
  }
  const missing = t('common:field.missing')
  return (
    <Card title={t('body.verify')}>
      <form className="sp-stack" onSubmit={submit} noValidate>
        <SegmentedChoice
          label={t('body.verdict')}
          options={kinds.map((value) => ({ value, label: t(`verdict.${value}`) }))}
          value={verdict}
          onChange={setVerdict}
          error={isTried && verdict === null ? missing : undefined}
        />
        <TextArea
          label={t('body.reason')}
          required
          rows={3}
          maxLength={2000}
          value={reason}
          onChange={setReason}
          error={isTried && !reason.trim() ? missing : undefined}
        />
        <FailureNote error={verifying.error} />
        <Button kind="primary" type="submit" busy={verifying.busy}>
          {t('body.verify')}
        </Button>
      </form>
    </Card>
  )
}
