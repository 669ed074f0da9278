import { Select, Space, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useTitle } from '#src/app/shell/use-title.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import type { Channel, MessageRow, MessageState as RowState } from '#src/server/messages/contract.ts'
import { CHANNELS, listMessages, MESSAGE_STATES } from '#src/server/messages/contract.ts'
import { Stack } from '#src/ui/card.tsx'
import { PagingButtons, usePaging } from '#src/ui/paging.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { showAt } from '#src/ui/when.ts'
import { PageHead } from '../../web/page-head.tsx'
import { MessageActions } from './message-actions.tsx'
import { Switches } from './switches.tsx'

const TONES = { waiting: 'info', failed: 'warn', held: 'warn', given_up: 'bad', sent: 'good' } as const

/** What is sent to customers and staff, and what became of it. */
export default function Outbox() {
  const { t, i18n } = useTranslation(['notice', 'common'])
  useTitle(t('outbox.title'))
  const paging = usePaging()
  const [state, setState] = useState<RowState>()
  const [channel, setChannel] = useState<Channel>()
  const query = { limit: 50, cursor: paging.cursor, state, channel }
  const messages = useEndpoint(listMessages, { query }, { keepPrevious: true, follows: ['message'] })
  const rows = messages.data?.rows
  const count = rows?.length ?? 0
  const narrow = (change: () => void) => {
    change()
    paging.start()
  }
  return (
    <Stack>
      <PageHead
        title={t('outbox.title')}
        note={rows && (messages.data?.nextCursor ? t('outbox.moreThan', { count }) : t('outbox.count', { count }))}
      />
      <p>{t('outbox.intro')}</p>
      <Switches />
      <Space wrap>
        <Select
          allowClear
          style={{ minWidth: 160 }}
          aria-label={t('outbox.field.state')}
          placeholder={t('outbox.allStates')}
          options={MESSAGE_STATES.map((value) => ({ value, label: t(`outbox.state.${value}`) }))}
          value={state}
          onChange={(value) => narrow(() => setState(value))}
        />
        <Select
          allowClear
          style={{ minWidth: 140 }}
          aria-label={t('outbox.field.channel')}
          placeholder={t('outbox.allChannels')}
          options={CHANNELS.map((value) => ({ value, label: t(`outbox.channel.${value}`) }))}
          value={channel}
          onChange={(value) => narrow(() => setChannel(value))}
        />
      </Space>
      <FailureNote error={messages.error} />
      <Table<MessageRow>
        rowKey="id"
        aria-label={t('outbox.table')}
        loading={messages.isPending}
        dataSource={rows}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: `${t('outbox.empty')} · ${t('outbox.emptyHint')}` }}
        columns={[
          { title: t('outbox.field.created'), render: (_, row) => showAt(row.createdAt, i18n.language) },
          { title: t('outbox.field.reason'), render: (_, row) => <About row={row} /> },
          { title: t('outbox.field.channel'), render: (_, row) => t(`outbox.channel.${row.channel}`) },
          { title: t('outbox.field.to'), render: (_, row) => (row.isErased ? t('outbox.erased') : row.to) },
          { title: t('outbox.field.state'), render: (_, row) => <MessageState row={row} /> },
          { title: t('outbox.field.attempts'), dataIndex: 'attempts' },
          { title: t('outbox.field.actions'), render: (_, row) => <MessageActions row={row} /> },
        ]}
      />
      <PagingButtons paging={paging} nextCursor={messages.data?.nextCursor} />
    </Stack>
  )
}

function About({ row }: { row: MessageRow }) {
  const { t, i18n } = useTranslation('notice')
  const isWorded: boolean = i18n.exists(`reason.${row.reason}`, { ns: 'notice' })
  const words = isWorded ? t(`reason.${row.reason}` as 'reason.invitation') : row.reason
  return (
    <>
      {row.aboutType === 'service_request' ? <Link href={`/requests/${row.aboutId}`}>{words}</Link> : words}
      <div className="sp-soft">{row.subject}</div>
    </>
  )
}

/** The state, and under it what a person should know of it. */
function MessageState({ row }: { row: MessageRow }) {
  const { t, i18n } = useTranslation('notice')
  const at = (instant: string) => showAt(instant, i18n.language)
  const [word = '', reply = ''] = row.lastError?.split(' ') ?? []
  const isWorded: boolean = i18n.exists(`outbox.error.${word}`, { ns: 'notice' })
  const error = isWorded ? t(`outbox.error.${word}` as 'outbox.error.other') : t('outbox.error.other')
  return (
    <>
      <Pill tone={TONES[row.state]}>{t(`outbox.state.${row.state}`)}</Pill>
      {row.state === 'held' && <div className="sp-soft">{t(`outbox.held.${row.channel}`)}</div>}
      {row.lastError && row.state !== 'sent' && (
        <div className="sp-soft">
          {error}
          {reply && ` (${reply})`}
        </div>
      )}
      {row.state === 'failed' && row.nextAttemptAt && (
        <div className="sp-soft">{t('outbox.nextAt', { time: at(row.nextAttemptAt) })}</div>
      )}
      {row.sentAt && <div className="sp-soft">{t('outbox.sentAt', { time: at(row.sentAt) })}</div>}
    </>
  )
}
