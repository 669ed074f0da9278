import { useTranslation } from 'react-i18next'
import { EnclosedFiles } from '#src/evaluation/correction/web/enclosed-files.tsx'
import { Card, Facts } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { type Step, Steps } from '#src/ui/steps.tsx'
import { showAt } from '#src/ui/when.ts'
import type { Answered, Nonconformity } from '../contract.ts'

/** What happened in each round: told, answered, judged, reminded. */
export function CourseCard({ of }: { of: Nonconformity }) {
  const { t, i18n } = useTranslation('correction')
  const at = (instant: string) => showAt(instant, i18n.language)
  const steps = of.rounds.flatMap((round): Step[] => {
    const reminders = [
      round.toldOverdueAt && t('body.toldOverdue', { time: at(round.toldOverdueAt) }),
      round.toldAgainAt && t('body.toldAgain', { time: at(round.toldAgainAt) }),
    ].filter(Boolean)
    const told: Step = {
      key: `${round.round}`,
      title: `${t('roundNumber', { round: round.round })} · ${t('body.noticed', { day: round.noticedOn, via: t(`via.${round.via}`) })}`,
      detail: [t('due', { day: round.dueOn }), ...reminders].join(' · '),
      state: 'done',
    }
    const answered = of.answers
      .filter((answer) => answer.round === round.round)
      .toReversed()
      .map(
        (answer): Step => ({ key: answer.id, title: `${t('body.answers')} · ${at(answer.receivedAt)}`, state: 'done' }),
      )
    const verdicts = of.verdicts
      .filter((verdict) => verdict.round === round.round)
      .map(
        (verdict): Step => ({
          key: verdict.at,
          title: `${t(`verdict.${verdict.verdict}`)} · ${t('body.by', { name: verdict.byName, time: at(verdict.at) })}`,
          detail: verdict.reason,
          state: verdict.verdict === 'insufficient' ? 'bad' : 'done',
        }),
      )
    const waiting: Step[] =
      verdicts.length === 0 && round.verifyDueOn
        ? [{ key: `${round.round} verify`, title: t('body.verifyBy', { day: round.verifyDueOn }), state: 'now' }]
        : []
    return [told, ...answered, ...verdicts, ...waiting]
  })
  return (
    <Card title={t('body.rounds')}>
      {steps.length > 0 ? (
        <Steps label={t('body.rounds')} steps={steps} />
      ) : (
        <p className="sp-soft">{t('state.drafted')}</p>
      )}
    </Card>
  )
}

export function AnswersCard({ of }: { of: Nonconformity }) {
  const { t } = useTranslation('correction')
  return (
    <Card title={t('body.answers')}>
      {of.answers.length === 0 && <p className="sp-soft">{t('body.noAnswer')}</p>}
      {of.answers.map((answer) => (
        <AnswerShown key={answer.id} answer={answer} />
      ))}
    </Card>
  )
}

function AnswerShown({ answer }: { answer: Answered }) {
  const { t, i18n } = useTranslation('correction')
  const words = (text: string) => <span className="correction-words">{text}</span>
  return (
    <section className="sp-stack" aria-label={t('roundNumber', { round: answer.round })}>
      <h3>
        {t('roundNumber', { round: answer.round })} · {answer.answeredByName}{' '}
        {answer.isLate && <Pill tone="bad">{t('late')}</Pill>}
      </h3>
      <p className="sp-soft">
        {t(`via.${answer.via}`)} · {t('field.answeredOn')} {answer.answeredOn} ·{' '}
        {showAt(answer.receivedAt, i18n.language)}
      </p>
      <Facts
        of={[
          [t('answer.correction'), words(answer.correction)],
          [t('answer.cause'), words(answer.cause)],
          [t('answer.correctiveAction'), words(answer.correctiveAction)],
          ...(answer.records.length > 0
            ? [[t('field.records'), answer.records.map((record) => record.label).join(', ')] as const]
            : []),
        ]}
      />
      <EnclosedFiles label={t('answer.files')} files={answer.files} />
    </section>
  )
}
