import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { Button } from '#src/ui/button.tsx'
import { RowOf } from '#src/ui/card.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { TextArea } from '#src/ui/field.tsx'
import * as contract from '../contract.ts'

type Of = { one: contract.Grievance }

/** Words that a step needs, with the complaint where they are missing. */
function useWords() {
  const { t } = useTranslation(['appeal', 'common'])
  const [words, setWords] = useState('')
  const [isTried, setTried] = useState(false)
  const field = (
    <TextArea
      label={t('grievance.words')}
      required
      rows={3}
      maxLength={4000}
      value={words}
      onChange={setWords}
      error={isTried && !words.trim() ? t('common:field.missing') : undefined}
    />
  )
  /** The words, or null after marking that they are missing. */
  const take = () => {
    setTried(true)
    return words.trim() || null
  }
  return { field, take, isTried }
}

export function ExamineForm({ one }: Of) {
  const { t } = useTranslation('appeal')
  const { field, take } = useWords()
  const examine = useCommand(contract.examineGrievance)
  const send = (accepted: boolean) => {
    const words = take()
    if (!words) return
    examine.run({ params: { grievanceId: one.id }, body: { version: one.version, accepted, words } }).catch(() => {})
  }
  return (
    <div className="sp-stack">
      {field}
      <FailureNote error={examine.error} />
      <RowOf>
        <Button kind="primary" busy={examine.busy} onClick={() => send(true)}>
          {t('grievance.accept')}
        </Button>
        <Button busy={examine.busy} onClick={() => send(false)}>
          {t('grievance.reject')}
        </Button>
      </RowOf>
    </div>
  )
}

export function PanelForm({ one, isSeated }: Of & { isSeated: boolean }) {
  const { t } = useTranslation('appeal')
  const { field, take } = useWords()
  const join = useCommand(contract.joinPanel)
  const leave = useCommand(contract.leavePanel)
  const [isLeaving, setLeaving] = useState(false)
  const params = { grievanceId: one.id }
  const go = () => {
    const words = take()
    if (words) leave.run({ params, body: { version: one.version, words } }).catch(() => {})
  }
  if (!isSeated)
    return (
      <>
        <FailureNote error={join.error} />
        <Button
          kind="primary"
          busy={join.busy}
          onClick={() => void join.run({ params, body: { version: one.version } }).catch(() => {})}
        >
          {t('grievance.join')}
        </Button>
      </>
    )
  return (
    <div className="sp-stack">
      {isLeaving && field}
      <FailureNote error={leave.error} />
      <Button kind="quiet" busy={leave.busy} onClick={() => (isLeaving ? go() : setLeaving(true))}>
        {t('grievance.leave')}
      </Button>
    </div>
  )
}

const VERDICTS = contract.Verdict.options

export function DecideForm({ one }: Of) {
  const { t } = useTranslation(['appeal', 'common'])
  const { field, take, isTried } = useWords()
  const [verdict, setVerdict] = useState<contract.Verdict | null>(null)
  const decide = useCommand(contract.decideGrievance)
  const send = () => {
    const words = take()
    if (!words || !verdict) return
    decide.run({ params: { grievanceId: one.id }, body: { version: one.version, verdict, words } }).catch(() => {})
  }
  return (
    <div className="sp-stack">
      <SegmentedChoice
        label={t('grievance.verdictLabel')}
        options={VERDICTS.map((value) => ({ value, label: t(`grievance.verdict.${value}`) }))}
        value={verdict}
        onChange={setVerdict}
        error={isTried && !verdict ? t('common:field.missing') : undefined}
      />
      {field}
      <FailureNote error={decide.error} />
      <Button kind="primary" busy={decide.busy} onClick={send}>
        {t('grievance.decide')}
      </Button>
    </div>
  )
}

export function CloseForm({ one }: Of) {
  const { t } = useTranslation('appeal')
  const { field, take } = useWords()
  const close = useCommand(contract.closeGrievance)
  const send = () => {
    const words = take()
    if (words) close.run({ params: { grievanceId: one.id }, body: { version: one.version, words } }).catch(() => {})
  }
  return (
    <div className="sp-stack">
      {field}
      <FailureNote error={close.error} />
      <Button kind="primary" busy={close.busy} onClick={send}>
        {t('grievance.tell')}
      </Button>
    </div>
  )
}
