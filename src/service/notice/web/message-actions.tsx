import { Button, Modal, Popconfirm, Space, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { type Command, useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import type { MessageRow } from '#src/server/messages/contract.ts'
import { giveUpMessage, LINK_PLACE, markMessageSent, readMessage, retryMessage } from '#src/server/messages/contract.ts'
import { Skeleton } from '#src/ui/states.tsx'
import { toast } from '#src/ui/toast.tsx'

type Handling = Command<typeof retryMessage> | Command<typeof giveUpMessage> | Command<typeof markMessageSent>

/** What a person may do about one message. */
export function MessageActions({ row }: { row: MessageRow }) {
  const { t } = useTranslation('notice')
  const failureWords = useFailureWords()
  const retrying = useCommand(retryMessage)
  const giving = useCommand(giveUpMessage)
  const marking = useCommand(markMessageSent)
  const [isOpen, setOpen] = useState(false)
  const take = (command: Handling) =>
    command.run({ params: { messageId: row.id } }).then(
      () => toast(t('outbox.done')),
      (failure: unknown) => toast(failureWords(failure).title, { bad: true }),
    )
  const isUnsent = row.state !== 'sent' && !row.isErased
  return (
    <Space wrap>
      {row.mayOpen && (
        <Button size="small" onClick={() => setOpen(true)}>
          {t('outbox.open')}
        </Button>
      )}
      {isUnsent && row.channel === 'mail' && row.state !== 'waiting' && (
        <Button size="small" loading={retrying.busy} onClick={() => take(retrying)}>
          {t('outbox.retry')}
        </Button>
      )}
      {isUnsent && (
        <Button size="small" loading={marking.busy} onClick={() => take(marking)}>
          {t('outbox.markSent')}
        </Button>
      )}
      {isUnsent && row.state !== 'given_up' && (
        <Popconfirm
          title={t('outbox.giveUpTitle')}
          description={row.channel === 'mail' ? t('outbox.giveUpHint') : undefined}
          okText={t('outbox.giveUp')}
          onConfirm={() => take(giving)}
        >
          <Button size="small" danger loading={giving.busy}>
            {t('outbox.giveUp')}
          </Button>
        </Popconfirm>
      )}
      {isOpen && <MessageText messageId={row.id} onClose={() => setOpen(false)} />}
    </Space>
  )
}

function MessageText({ messageId, onClose }: { messageId: string; onClose: () => void }) {
  const { t } = useTranslation(['notice', 'common'])
  const message = useEndpoint(readMessage, { params: { messageId } })
  const { to, subject, body, link } = message.data ?? { to: '', subject: '', body: '', link: null }
  const text = body.replaceAll(LINK_PLACE, () => (link === null ? t('outbox.linkGone') : `${location.origin}${link}`))
  return (
    <Modal
      open
      title={t('outbox.openTitle')}
      okText={t('common:action.close')}
      cancelButtonProps={{ style: { display: 'none' } }}
      onOk={onClose}
      onCancel={onClose}
    >
      <FailureNote error={message.error} />
      {message.isPending && <Skeleton lines={4} />}
      {message.data && (
        <>
          <Typography.Paragraph copyable={{ text: to, tooltips: t('outbox.copyTo') }}>{to}</Typography.Paragraph>
          {subject && <Typography.Paragraph strong>{subject}</Typography.Paragraph>}
          <Typography.Paragraph copyable={{ text, tooltips: t('outbox.copy') }} style={{ whiteSpace: 'pre-wrap' }}>
            {text}
          </Typography.Paragraph>
        </>
      )}
    </Modal>
  )
}
