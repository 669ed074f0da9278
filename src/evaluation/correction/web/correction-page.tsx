import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { ScreenProps } from '#src/app/shell/screens.ts'
import { useTitle } from '#src/app/shell/use-title.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useMe } from '#src/client/session.ts'
import { useMay } from '#src/client/use-may.ts'
import { Button, buttonClass } from '#src/ui/button.tsx'
import { Card, Facts, RowOf, Stack } from '#src/ui/card.tsx'
import { Failed, Notice, Skeleton } from '#src/ui/states.tsx'
import { toast } from '#src/ui/toast.tsx'
import { showAt } from '#src/ui/when.ts'
import { useLocalText } from '../../web/words.ts'
import {
  assignCorrection,
  type Correction,
  type CorrectionAnswer,
  listResponsible,
  readCorrection,
} from '../contract.ts'
import { canWriteAnswer } from '../rules.ts'
import { AnswerForm } from './answer-form.tsx'
import './correction.css'
import { CorrectionPill } from './corrections.tsx'
import { EnclosedFiles } from './enclosed-files.tsx'
import { RecordLinks } from './record-links.tsx'

/** One nonconformity at the company: what was found, who answers for it, what is answered. */
export default function CorrectionPage({ params }: ScreenProps) {
  const { t } = useTranslation('correction')
  const words = useFailureWords()
  const read = useEndpoint(
    readCorrection,
    { params: { correctionId: params.correctionId! } },
    { follows: ['correction'] },
  )
  useTitle(read.data?.number ?? t('title'))
  if (read.error && !read.data) return <Failed {...words(read.error)} onRetry={() => void read.refetch()} />
  return read.data ? <Shown key={read.data.round} of={read.data} /> : <Skeleton lines={8} />
}

function Shown({ of }: { of: Correction }) {
  const { t } = useTranslation('correction')
  const local = useLocalText()
  const may = useMay()
  const { me } = useMe()
  const isMine = of.responsible !== null && me?.person.id === of.responsible.personId
  const isWriter = isMine || may(assignCorrection)
  const current = of.answers.find((answer) => answer.round === of.round)
  const isWriting = canWriteAnswer(of.state).ok
  const past = of.answers.filter((answer) => answer !== current || !isWriting)
  return (
    <Stack>
      <div className="sp-card-head">
        <div>
          <Link href="/corrections">{t('back')}</Link>
          <h1>
            {of.number} · {local(of.grade)}
          </h1>
        </div>
        <CorrectionPill row={of} />
      </div>
      {of.reason && (
        <Notice tone={of.state === 'accepted' ? 'good' : 'warn'} title={t('field.reason')}>
          <p className="correction-words">{of.reason}</p>
        </Notice>
      )}
      <Card>
        <Facts
          of={[
            [t('field.body'), of.bodyName],
            [t('field.audit'), of.auditNumber],
            [t('field.clause'), [of.clause, ...of.leafIds.filter((id) => id !== of.clause)].join(', ')],
            [t('field.raisedOn'), of.raisedOn],
            [t('field.dueOn'), of.dueOn ?? t('none')],
            [t('field.round'), of.round],
          ]}
        />
        <h3>{t('field.statement')}</h3>
        <p className="correction-words">{of.statement}</p>
        <h3>{t('field.evidence')}</h3>
        <p className="correction-words">{of.evidence}</p>
        <EnclosedFiles label={t('field.files')} files={of.files} />
      </Card>
      <Responsible of={of} />
      {isWriting && isWriter && <AnswerForm key={of.round} of={of} current={current} />}
      {isWriting && !isWriter && <Notice title={t('answer.readOnly')} />}
      {past.length > 0 && (
        <Card title={t('answer.past')}>
          {past.map((answer) => (
            <Answered key={answer.round} answer={answer} />
          ))}
        </Card>
      )}
    </Stack>
  )
}

function Responsible({ of }: { of: Correction }) {
  const { t } = useTranslation('correction')
  const may = useMay()
  const [personId, setPersonId] = useState(of.responsible?.personId)
  const people = useEndpoint(listResponsible, {}, { enabled: may(assignCorrection) })
  const assigning = useCommand(assignCorrection, { refreshes: ['correction.readCorrection'] })
  const assign = () => {
    if (!personId) return
    const body = { personId, version: of.version }
    assigning
      .run({ params: { correctionId: of.id }, body })
      .then(() => toast(t('assigned')))
      .catch(() => {})
  }
  return (
    <Card title={t('field.responsible')}>
      {may(assignCorrection) && canWriteAnswer(of.state).ok ? (
        <RowOf>
          <Select
            style={{ minWidth: 200 }}
            aria-label={t('field.responsible')}
            placeholder={t('choose')}
            showSearch={{ optionFilterProp: 'label' }}
            options={(people.data?.rows ?? []).map((row) => ({ value: row.personId, label: row.name }))}
            value={personId}
            onChange={setPersonId}
          />
          <Button busy={assigning.busy} disabled={!personId || personId === of.responsible?.personId} onClick={assign}>
            {t('assign')}
          </Button>
        </RowOf>
      ) : (
        <p>{of.responsible?.name ?? t('none')}</p>
      )}
      <FailureNote error={assigning.error ?? people.error} />
    </Card>
  )
}

function Answered({ answer }: { answer: CorrectionAnswer }) {
  const { t, i18n } = useTranslation('correction')
  const words = (text: string) => <span className="correction-words">{text || t('none')}</span>
  return (
    <section className="sp-stack" aria-label={t('roundNumber', { round: answer.round })}>
      <h3>{t('roundNumber', { round: answer.round })}</h3>
      <Facts
        of={[
          [t('answer.correction'), words(answer.correction)],
          [t('answer.cause'), words(answer.cause)],
          [t('answer.correctiveAction'), words(answer.correctiveAction)],
        ]}
      />
      <EnclosedFiles label={t('answer.files')} files={answer.files} />
      <RecordLinks records={answer.records} />
      <p className="sp-soft">
        {answer.sentAt
          ? t('answer.answeredAt', { time: showAt(answer.sentAt, i18n.language) })
          : t('answer.writtenBy', { name: answer.savedByName, time: showAt(answer.savedAt, i18n.language) })}
        {answer.parcelId && (
          <Link href="/letters" className={buttonClass({ kind: 'quiet' })}>
            {t('body.openLetter')}
          </Link>
        )}
      </p>
    </section>
  )
}
