import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { Dialog } from '#src/ui/dialog.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Skeleton } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import { type Answered, answerSuspicion, judgeAnswer, readSuspicion, type SuspicionRecord } from '../contract.ts'
import { AnswerForm, JudgeForm } from './answer-form.tsx'
import { TONES, useWhy } from './suspicion-list.tsx'

/** A suspicion with the records behind it, what was answered, and the form for whoever has the next word. */
export function SuspicionDialog({ suspicionId, onClose }: { suspicionId: string; onClose: () => void }) {
  const { t, i18n } = useTranslation('authenticity')
  const may = useMay()
  const why = useWhy()
  const read = useEndpoint(readSuspicion, { params: { suspicionId } }, { follows: ['suspicion'] })
  const one = read.data
  return (
    <Dialog open onClose={onClose} title={one ? t(`detector.${one.detector}`) : t('detail')}>
      <FailureNote error={read.error} onRetry={() => void read.refetch()} />
      {!one && !read.error && <Skeleton lines={4} />}
      {one && (
        <div className="sp-stack">
          <p className="auth-why">{why(one)}</p>
          <p className="sp-soft">
            <Pill tone={TONES[one.state]}>{t(`state.${one.state}`)}</Pill>{' '}
            {[one.staffName, one.outletName, one.dayOn].filter(Boolean).join(' · ')} ·{' '}
            {t('foundAt', { at: showAt(one.foundAt, i18n.language) })}
          </p>
          <section aria-label={t('records')}>
            <h3>{t('records')}</h3>
            <ul className="auth-records">
              {one.records.map((record) => (
                <li key={record.recordId}>
                  <RecordLink record={record} />
                </li>
              ))}
              {one.moreRecords > 0 && <li className="sp-soft">{t('moreRecords', { count: one.moreRecords })}</li>}
            </ul>
          </section>
          <section aria-label={t('answers')}>
            <h3>{t('answers')}</h3>
            {one.answers.length === 0 && <p className="sp-soft">{t('noAnswers')}</p>}
            <ul className="sp-records">
              {one.answers.map((answer) => (
                <AnswerRow key={answer.id} answer={answer} />
              ))}
            </ul>
          </section>
          {(one.state === 'open' || one.state === 'rejected') && may(answerSuspicion) && <AnswerForm one={one} />}
          {one.state === 'answered' && may(judgeAnswer) && <JudgeForm one={one} />}
        </div>
      )}
    </Dialog>
  )
}

function RecordLink({ record }: { record: SuspicionRecord }) {
  const label = record.label || record.recordId.slice(0, 8)
  if (record.recordType === 'staff') return <Link href={`/company/staff/${record.recordId}`}>{label}</Link>
  return <Link href={`/evidence/records/${record.recordType}/${record.recordId}`}>{label}</Link>
}

function AnswerRow({ answer }: { answer: Answered }) {
  const { t, i18n } = useTranslation('authenticity')
  const at = (instant: string) => showAt(instant, i18n.language)
  return (
    <li>
      <div className="sp-records-words">
        <span>
          {t(`kind.${answer.kind}`)}: {answer.words}
        </span>
        <span className="sp-soft">{t('by', { name: answer.answeredByName, at: at(answer.answeredAt) })}</span>
        {answer.judged && (
          <span>
            <Pill tone={answer.judged === 'accepted' ? 'good' : 'bad'}>{t(`judged.${answer.judged}`)}</Pill>{' '}
            {answer.judgedWords}{' '}
            <span className="sp-soft">{t('by', { name: answer.judgedByName, at: at(answer.judgedAt!) })}</span>
          </span>
        )}
      </div>
    </li>
  )
}
