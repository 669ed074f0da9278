import { useTranslation } from 'react-i18next'
import type { ScreenProps } from '#src/app/shell/screens.ts'
import { useTitle } from '#src/app/shell/use-title.ts'
import type { AnswerOf } from '#src/client/call.ts'
import { CallRefused } from '#src/client/failure.ts'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, List, ListRow, Stack } from '#src/ui/card.tsx'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import { StarsShown } from '#src/ui/stars.tsx'
import { Failed, Notice, Skeleton, StateNote } from '#src/ui/states.tsx'
import { type Step, Steps } from '#src/ui/steps.tsx'
import { showAt } from '#src/ui/when.ts'
import { followRequest, nudgeByLink } from '../contract.ts'
import { Rate } from './rate.tsx'

type Progress = AnswerOf<typeof followRequest>

const REFRESH_MS = 20_000
const PROMISE_TONE: Record<string, Tone> = { met: 'good', late: 'bad', running: 'info' }

/** What the customer sees by the link: where the request stands, who comes when, what was promised; and the rating when the work is done. */
export default function Track({ params }: ScreenProps) {
  const { t } = useTranslation('portal')
  useTitle(t('track.title'))
  const words = useFailureWords()
  const secret = params.secret ?? ''
  const read = useEndpoint(followRequest, { params: { secret } }, { refreshEveryMs: REFRESH_MS })
  if (read.data) return <Shown progress={read.data} secret={secret} />
  if (!read.error) return <Skeleton lines={6} />
  const isUnknown = read.error instanceof CallRefused && read.error.status < 429
  if (isUnknown) return <StateNote icon="question" title={t('track.notFound')} detail={t('track.notFoundHint')} />
  return <Failed {...words(read.error)} onRetry={() => void read.refetch()} />
}

function Shown({ progress, secret }: { progress: Progress; secret: string }) {
  const { t, i18n } = useTranslation('portal')
  const at = (instant: string) => showAt(instant, i18n.language)
  const language = i18n.language.startsWith('zh') ? 'zh' : 'en'
  const isOver = progress.state === 'closed' || progress.state === 'cancelled'
  return (
    <Stack>
      <div>
        <p className="sp-soft">
          {progress.companyName} · {progress.number}
        </p>
        <h1>{progress.subject}</h1>
        <p>
          <Pill tone={isOver ? 'plain' : progress.state === 'resolved' ? 'good' : 'info'}>
            {t(`track.state.${progress.state}`)}
          </Pill>{' '}
          <span className="sp-soft">
            {t(`kind.${progress.kind}`)} · {t('track.asked', { time: at(progress.requestedAt) })}
          </span>
        </p>
      </div>
      {progress.mayRate && <Rate secret={secret} />}
      {progress.rating && (
        <Notice tone="good" title={t('track.rated')}>
          <StarsShown value={progress.rating.stars} />
          {progress.rating.comment && <p>{progress.rating.comment}</p>}
        </Notice>
      )}
      {progress.technician && !isOver && (
        <Card>
          <List>
            <ListRow
              title={t('track.technician', { name: progress.technician })}
              detail={
                progress.plannedFromAt && progress.plannedToAt
                  ? t('track.planned', { from: at(progress.plannedFromAt), to: at(progress.plannedToAt) })
                  : undefined
              }
            />
          </List>
        </Card>
      )}
      <Card title={t('track.progress')}>
        <Steps label={t('track.progress')} steps={stepsOf(progress, t, at)} />
        {progress.mayNudge && <Nudge secret={secret} />}
      </Card>
      {progress.promises.length > 0 && (
        <Card title={t('track.promises')}>
          <List>
            {progress.promises.map((promise) => (
              <ListRow
                key={promise.name.zh}
                title={promise.name[language]}
                after={
                  <Pill tone={PROMISE_TONE[promise.state] ?? 'plain'}>
                    {t(`track.promise.${promise.state}`, { time: promise.dueAt ? at(promise.dueAt) : '' })}
                  </Pill>
                }
              />
            ))}
          </List>
        </Card>
      )}
      {progress.hotline && <p className="sp-soft">{t('made.hotline', { hotline: progress.hotline })}</p>}
    </Stack>
  )
}

type Words = ReturnType<typeof useTranslation<'portal'>>['t']

function stepsOf(progress: Progress, t: Words, at: (instant: string) => string): Step[] {
  return progress.steps.map((step, index) => ({
    key: `${step.kind} ${step.at}`,
    title: t(`track.step.${step.kind as 'created'}`),
    detail:
      step.windowFromAt && step.windowToAt
        ? `${at(step.at)} · ${t('track.window', { from: at(step.windowFromAt), to: at(step.windowToAt) })}`
        : at(step.at),
    state:
      step.kind === 'cancelled'
        ? 'bad'
        : index === progress.steps.length - 1 && progress.state !== 'closed'
          ? 'now'
          : 'done',
  }))
}

function Nudge({ secret }: { secret: string }) {
  const { t } = useTranslation('portal')
  const words = useFailureWords()
  const command = useCommand(nudgeByLink)
  if (command.answer) return <Notice tone="good" title={t('track.nudged', { count: command.answer.nudges })} />
  return (
    <>
      {command.error && <Notice tone="bad" title={words(command.error).title} />}
      <Button
        icon="voice"
        busy={command.busy}
        onClick={() => void command.run({ params: { secret }, body: {} }).catch(() => {})}
      >
        {t('track.nudge')}
      </Button>
    </>
  )
}
