import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { ListHead, Pages, useListing } from '#src/company/web/listing.tsx'
import { Stack } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Empty, Failed } from '#src/ui/states.tsx'
import { type ClientRow, listClients } from '../contract.ts'

/** Companies that applied or are certified. */
export default function Clients() {
  const { t } = useTranslation('client')
  useTitle(t('client.title'))
  const failureWords = useFailureWords()
  const listing = useListing()
  const query = { limit: 50, cursor: listing.cursor, search: listing.search || undefined }
  const list = useEndpoint(listClients, { query }, { keepPrevious: true, follows: ['client'] })
  const rows = list.data?.rows ?? []
  const isEmpty = list.data && rows.length === 0 && !listing.search
  return (
    <Stack>
      <h1>{t('client.title')}</h1>
      <ListHead listing={listing} hint={t('client.search')} />
      {list.error && <Failed {...failureWords(list.error)} onRetry={() => void list.refetch()} />}
      {isEmpty && <Empty icon="company" title={t('client.empty')} detail={t('client.emptyHint')} />}
      {!isEmpty && !list.error && (
        <Table<ClientRow>
          rowKey="id"
          loading={list.isPending}
          dataSource={rows}
          pagination={false}
          scroll={{ x: 'max-content' }}
          columns={[
            { title: t('form.legalName'), render: (_, row) => <Link href={`/clients/${row.id}`}>{row.name}</Link> },
            { title: t('form.uscc'), dataIndex: 'uscc' },
            { title: t('form.contactName'), render: (_, row) => `${row.contactName} ${row.contactPhone}` },
            {
              title: t('list.via'),
              render: (_, row) => (
                <Pill tone={row.companyOrgId ? 'info' : 'plain'}>
                  {t(row.companyOrgId ? 'client.runsStarproof' : 'client.typed')}
                </Pill>
              ),
            },
          ]}
        />
      )}
      <Pages listing={listing} nextCursor={list.data?.nextCursor} />
    </Stack>
  )
}
