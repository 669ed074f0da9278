import { Button, Cascader, Space, Table, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { useTitle } from '#src/app/shell/use-title.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { Stack } from '#src/ui/card.tsx'
import { placeName } from '../../division/rules.ts'
import { PLACES } from '../../web/fields.tsx'
import { ListHead, Pages, useListing } from '../../web/listing.tsx'
import type { CustomerRow } from '../contract.ts'
import { addCustomer, listCustomers } from '../contract.ts'
import { CustomerForm } from './customer-form.tsx'

/** Customers, found by any two characters. */
export default function Customers() {
  const { t } = useTranslation(['company', 'common'])
  useTitle(t('customer.title'))
  const may = useMay()
  const [, go] = useLocation()
  const listing = useListing()
  const [cityCode, setCity] = useState<string>()
  const [isAdding, setAdding] = useState(false)
  const { search, cursor } = listing
  const customers = useEndpoint(
    listCustomers,
    { query: { cursor, search: search || undefined, cityCode } },
    { keepPrevious: true, follows: ['customer'] },
  )
  return (
    <Stack>
      <h1>{t('customer.title')}</h1>
      <ListHead
        listing={listing}
        hint={t('customer.search')}
        filters={
          <Cascader
            options={PLACES}
            aria-label={t('field.city')}
            placeholder={t('field.city')}
            onChange={(path) => {
              setCity(path?.[1])
              listing.restart()
            }}
          />
        }
        add={
          may(addCustomer) && (
            <Button type="primary" onClick={() => setAdding(true)}>
              {t('customer.add')}
            </Button>
          )
        }
      />
      <FailureNote error={customers.error} onRetry={() => void customers.refetch()} />
      <Table<CustomerRow>
        rowKey="id"
        loading={customers.isPending}
        dataSource={customers.data?.rows}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          {
            title: t('field.name'),
            render: (_, row) => (
              <Space>
                <Link href={`/company/customers/${row.id}`}>{row.erasedAt ? t('customer.erasedName') : row.name}</Link>
                <Tag>{t(`customer.kinds.${row.kind}`)}</Tag>
              </Space>
            ),
          },
          { title: t('customer.number'), render: (_, row) => row.number ?? '—' },
          { title: t('customer.contactName'), render: (_, row) => row.contactName || '—' },
          { title: t('field.phone'), render: (_, row) => row.phone || '—' },
          { title: t('field.city'), render: (_, row) => placeName('', row.cityCode) || '—' },
          { title: t('field.address'), render: (_, row) => row.address || '—' },
        ]}
      />
      <Pages listing={listing} nextCursor={customers.data?.nextCursor} />
      {isAdding && (
        <CustomerForm file={null} onClose={() => setAdding(false)} onAdded={(id) => go(`/company/customers/${id}`)} />
      )}
    </Stack>
  )
}
