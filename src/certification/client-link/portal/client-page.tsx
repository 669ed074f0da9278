import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScreenProps } from '#src/app/shell/screens.ts'
import { useTitle } from '#src/app/shell/use-title.ts'
import { addressOf } from '#src/client/address.ts'
import type { AnswerOf } from '#src/client/call.ts'
import { CallRefused } from '#src/client/failure.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, Facts, List, ListRow, RowOf, Stack } from '#src/ui/card.tsx'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import { Failed, Notice, Skeleton, StateNote } from '#src/ui/states.tsx'
import { showAt, showOn } from '#src/ui/when.ts'
import { downloadByClientLink, openClientLink, type SharedNonconformity } from '../contract.ts'
import { ClientAnswer } from './client-answer.tsx'
import './client-page.css'

type Matters = AnswerOf<typeof openClientLink>

const TONES: Record<SharedNonconformity['state'], Tone> = {
  drafted: 'plain',
  open: 'warn',
  answered: 'info',
  insufficient: 'warn',
  follow_up: 'info',
  closed: 'good',
  withdrawn: 'plain',
}

/** What a client without Starproof sees by its link: its applications, what was found, and where it answers. */
export default function ClientPage({ params }: ScreenProps) {
  const { t } = useTranslation('correction')
  useTitle(t('client.title'))
  const words = useFailureWords()
  const secret = params.secret ?? ''
  const read = useEndpoint(openClientLink, { params: { secret } })
  if (read.data) return <Shown of={read.data} secret={secret} />
  if (!read.error) return <Skeleton lines={6} />
  const isUnknown = read.error instanceof CallRefused && read.error.status < 429
  if (isUnknown) return <StateNote icon="question" title={t('client.notFound')} detail={t('client.notFoundHint')} />
  return <Failed {...words(read.error)} onRetry={() => void read.refetch()} />
}

function Shown({ of, secret }: { of: Matters; secret: string }) {
  const { t, i18n } = useTranslation('correction')
  const at = (instant: string) => showAt(instant, i18n.language)
  return (
    <Stack>
      <div>
        <p className="sp-soft">{of.bodyName}</p>
        <h1>{t('client.title')}</h1>
        <p>{t('client.hello', { name: of.clientName })}</p>
      </div>
      {of.applications.length > 0 && (
        <Card title={t('client.applications')}>
          <List label={t('client.applications')}>
            {of.applications.map((one) => (
              <ListRow
                key={one.number}
                title={`${t(`client.application.${one.kind as 'initial'}`)} · ${one.number}`}
                detail={[
                  t('client.received', { time: at(one.receivedAt) }),
                  one.dueOn && t('client.supplyBy', { day: showOn(one.dueOn, i18n.language) }),
                  one.reason,
                ]
                  .filter(Boolean)
                  .join(' · ')}
                after={
                  <Pill tone={one.state === 'accepted' ? 'good' : 'info'}>
                    {t(`client.applicationState.${one.state}`)}
                  </Pill>
                }
              />
            ))}
          </List>
        </Card>
      )}
      <h2>{t('client.findings')}</h2>
      {of.nonconformities.length === 0 && <Notice tone="good" title={t('client.noFindings')} />}
      {of.nonconformities.map((one) => (
        <FindingCard key={one.id} of={one} secret={secret} filesLeft={of.filesLeft} />
      ))}
      <p className="sp-soft">{t('client.until', { time: at(of.expiresAt) })}</p>
    </Stack>
  )
}

type FindingProps = { of: SharedNonconformity; secret: string; filesLeft: number }

function FindingCard({ of, secret, filesLeft }: FindingProps) {
  const { t, i18n } = useTranslation('correction')
  const [isAnswering, setAnswering] = useState(of.state === 'open')
  const grade = i18n.language.startsWith('zh') ? of.grade.zh : of.grade.en
  return (
    <Card
      level={3}
      title={`${of.number} · ${grade} · ${of.clause}`}
      aside={
        <RowOf>
          <Pill tone={TONES[of.state]}>{t(`state.${of.state}`)}</Pill>
          {of.isOverdue && <Pill tone="bad">{t('client.overdue')}</Pill>}
        </RowOf>
      }
    >
      <Stack>
        {of.dueOn && (
          <Notice
            tone={of.isOverdue ? 'bad' : 'warn'}
            title={t('client.due', { day: showOn(of.dueOn, i18n.language) })}
          />
        )}
        {of.reason && (
          <Notice tone={of.state === 'closed' ? 'good' : 'info'} title={t('client.reason')}>
            <p className="client-words">{of.reason}</p>
          </Notice>
        )}
        <div>
          <strong>{t('client.statement')}</strong>
          <p className="client-words">{of.statement}</p>
        </div>
        <div>
          <strong>{t('client.evidence')}</strong>
          <p className="client-words">{of.evidence}</p>
          {of.files.length > 0 && (
            <ul className="client-files">
              {of.files.map((file) => (
                <li key={file.sha256}>
                  <a
                    href={addressOf(downloadByClientLink.path, { secret, sha256: file.sha256 }, undefined)}
                    download={file.name}
                  >
                    {file.name}
                  </a>
                </li>
              ))}
            </ul>
          )}
        </div>
        {of.answers.length > 0 && (
          <section className="sp-stack" aria-label={t('client.given')}>
            <strong>{t('client.given')}</strong>
            {of.answers.map((answer) => (
              <Facts
                key={`${answer.round} ${answer.answeredOn} ${answer.correction}`}
                of={[
                  [t('field.answeredOn'), `${answer.answeredOn} · ${t('client.filesCount', { count: answer.files })}`],
                  [t('answer.correction'), answer.correction],
                  [t('answer.cause'), answer.cause],
                  [t('answer.correctiveAction'), answer.correctiveAction],
                ]}
              />
            ))}
          </section>
        )}
        {of.mayAnswer && !isAnswering && (
          <Button onClick={() => setAnswering(true)}>
            {of.state === 'answered' ? t('client.addAnswer') : t('client.answer')}
          </Button>
        )}
        {of.mayAnswer && isAnswering && (
          <ClientAnswer
            secret={secret}
            nonconformityId={of.id}
            filesLeft={filesLeft}
            onSent={() => setAnswering(false)}
          />
        )}
      </Stack>
    </Card>
  )
}
