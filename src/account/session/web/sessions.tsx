import { Button, Popconfirm, Space, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useTitle } from '#src/app/shell/use-title.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { Stack } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { toast } from '#src/ui/toast.tsx'
import { showAt } from '#src/ui/when.ts'
import type { Session } from '../contract.ts'
import { listSessions, revokeOtherSessions, revokeSession } from '../contract.ts'

/** Where one's own account is signed in. */
export default function Sessions() {
  const { t, i18n } = useTranslation('account')
  useTitle(t('sessions.title'))
  const failureWords = useFailureWords()
  const sessions = useEndpoint(listSessions, {})
  const endingOthers = useCommand(revokeOtherSessions)
  const endOthers = () =>
    endingOthers.run({}).then(
      ({ ended }) => toast(t('sessions.ended', { count: ended })),
      (failure: unknown) => toast(failureWords(failure).title, { bad: true }),
    )
  const hasOthers = sessions.data?.rows.some((row) => !row.current)
  return (
    <Stack>
      <h1>{t('sessions.title')}</h1>
      <p>{t('sessions.intro')}</p>
      <Space wrap>
        <Popconfirm
          title={t('sessions.endOthers')}
          description={t('sessions.endOthersHint')}
          onConfirm={endOthers}
          disabled={!hasOthers}
        >
          <Button danger disabled={!hasOthers} loading={endingOthers.busy}>
            {t('sessions.endOthers')}
          </Button>
        </Popconfirm>
        <Link href="/account/password">{t('password.title')}</Link>
      </Space>
      <FailureNote error={sessions.error} />
      <Table<Session>
        rowKey="id"
        loading={sessions.isPending}
        dataSource={sessions.data?.rows}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          {
            title: t('sessions.device'),
            render: (_, row) => (
              <Space>
                {row.device || t('sessions.unknownDevice')}
                {row.current && <Pill tone="good">{t('sessions.current')}</Pill>}
              </Space>
            ),
          },
          { title: t('sessions.address'), dataIndex: 'address' },
          { title: t('sessions.org'), dataIndex: 'orgName' },
          { title: t('sessions.since'), render: (_, row) => showAt(row.createdAt, i18n.language) },
          { title: t('field.lastUsedAt'), render: (_, row) => showAt(row.lastUsedAt, i18n.language) },
          { title: t('field.actions'), render: (_, row) => !row.current && <End sessionId={row.id} /> },
        ]}
      />
    </Stack>
  )
}

function End({ sessionId }: { sessionId: string }) {
  const { t } = useTranslation('account')
  const failureWords = useFailureWords()
  const ending = useCommand(revokeSession)
  const end = () =>
    ending.run({ params: { sessionId } }).catch((failure: unknown) => toast(failureWords(failure).title, { bad: true }))
  return (
    <Button size="small" danger loading={ending.busy} onClick={end}>
      {t('sessions.end')}
    </Button>
  )
}
