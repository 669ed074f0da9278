import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { commandWords } from '#src/app/phone/command-words.ts'
import { useTitle } from '#src/app/shell/use-title.ts'
import { discardCommand, probe, retryCommand } from '#src/client/outbox.ts'
import { useRefusalWords } from '#src/client/refusal.ts'
import { ownerKeyOf, useMe } from '#src/client/session.ts'
import { type OutboxView, useOutbox } from '#src/client/use-outbox.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, Stack } from '#src/ui/card.tsx'
import { ConfirmDialog } from '#src/ui/dialog.tsx'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import { Empty, Notice } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'

type Shown = OutboxView['own'][number]
const TONES: Record<Shown['standing'], Tone> = { waiting: 'warn', sending: 'info', held: 'plain', refused: 'bad' }

function CommandCard({ command, onDiscard }: { command: Shown; onDiscard: () => void }) {
  const { t, i18n } = useTranslation('shell')
  const refusalWords = useRefusalWords()
  const facts = [
    showAt(command.occurredAt, i18n.language, 'short'),
    command.files.length > 0 && t('outbox.files', { count: command.files.length }),
    command.attempts > 0 && t('outbox.attempts', { count: command.attempts }),
    command.standing === 'waiting' &&
      command.nextAttemptMs > 0 &&
      t('outbox.retryAt', { time: showAt(new Date(command.nextAttemptMs).toISOString(), i18n.language, 'time') }),
  ]
  return (
    <Card
      level={3}
      title={commandWords(i18n, command.endpointName)}
      aside={<Pill tone={TONES[command.standing]}>{t(`outbox.${command.standing}`)}</Pill>}
    >
      <span className="sp-soft">{facts.filter(Boolean).join(' · ')}</span>
      {command.refusal && <Notice tone="bad" title={refusalWords(command.refusal)} />}
      {command.standing === 'refused' && (
        <div className="sp-row-of">
          <Button kind="primary" icon="refresh" onClick={() => void retryCommand(command)}>
            {t('outbox.retry')}
          </Button>
          <Button kind="danger" onClick={onDiscard}>
            {t('outbox.discard')}
          </Button>
        </div>
      )}
    </Card>
  )
}

/** What this person did and the server does not have yet; what it refused waits here for the person to decide. */
export default function Outbox() {
  const { t, i18n } = useTranslation('shell')
  const { me } = useMe()
  const { own, count, isSending } = useOutbox(me ? ownerKeyOf(me) : '')
  const [discarding, setDiscarding] = useState<Shown | null>(null)
  useTitle(t('outbox.title'))
  return (
    <Stack>
      <div className="sp-card-head">
        <h1>{t('outbox.title')}</h1>
        {count.waiting > 0 && (
          <Button icon="refresh" busy={isSending} onClick={() => void probe()}>
            {t('outbox.sendNow')}
          </Button>
        )}
      </div>
      {own.length === 0 && <Empty title={t('outbox.empty')} detail={t('outbox.emptyHint')} />}
      {own.map((command) => (
        <CommandCard key={command.id} command={command} onDiscard={() => setDiscarding(command)} />
      ))}
      {count.ofOthers > 0 && <Notice title={t('outbox.other', { count: count.ofOthers })} />}
      <ConfirmDialog
        open={discarding !== null}
        title={t('outbox.discardTitle')}
        detail={`${discarding ? `${commandWords(i18n, discarding.endpointName)}: ` : ''}${t('outbox.discardHint')}`}
        go={t('outbox.discard')}
        danger
        onClose={() => setDiscarding(null)}
        onGo={() => {
          if (discarding) void discardCommand(discarding)
          setDiscarding(null)
        }}
      />
    </Stack>
  )
}
