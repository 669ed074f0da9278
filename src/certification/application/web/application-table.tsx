import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { showAt } from '#src/ui/when.ts'
import type { ApplicationRow } from '../contract.ts'
import { DueWords, StatePill } from './state-pill.tsx'

/** Applications as rows; `withClient` false where they are all of one. */
export function ApplicationTable({
  rows,
  withClient = true,
  busy,
}: {
  rows: readonly ApplicationRow[]
  withClient?: boolean
  busy: boolean
}) {
  const { t, i18n } = useTranslation('client')
  return (
    <Table<ApplicationRow>
      rowKey="id"
      loading={busy}
      dataSource={[...rows]}
      pagination={false}
      scroll={{ x: 'max-content' }}
      columns={[
        {
          title: t('list.number'),
          render: (_, row) => <Link href={`/applications/${row.id}`}>{row.number}</Link>,
        },
        ...(withClient
          ? [
              {
                title: t('list.client'),
                render: (_: unknown, row: ApplicationRow) => (
                  <Link href={`/clients/${row.clientId}`}>{row.clientName}</Link>
                ),
              },
            ]
          : []),
        { title: t('list.kind'), render: (_, row) => t(`kind.${row.kind}`) },
        { title: t('list.via'), render: (_, row) => t(`via.${row.via}`) },
        { title: t('list.received'), render: (_, row) => showAt(row.receivedAt, i18n.language) },
        { title: t('list.state'), render: (_, row) => <StatePill state={row.state} /> },
        { title: t('list.due'), render: (_, row) => <DueWords dueOn={row.dueOn} lateDays={row.lateDays} /> },
      ]}
    />
  )
}
