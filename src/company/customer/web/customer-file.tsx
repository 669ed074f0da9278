import { Alert, Button, Descriptions, Space } from 'antd'
import { use, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { ScreenProps } from '#src/app/shell/screens.ts'
import { useTitle } from '#src/app/shell/use-title.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { Card, Stack } from '#src/ui/card.tsx'
import { Skeleton } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import { placeName } from '../../division/rules.ts'
import { InstalledProducts } from '../../product/web/installed-products.tsx'
import { TextField } from '../../web/fields.tsx'
import { FormDrawer } from '../../web/form-drawer.tsx'
import type { CustomerRow } from '../contract.ts'
import { changeCustomer, eraseCustomer, readCustomer } from '../contract.ts'
import { CustomerForm } from './customer-form.tsx'
import { ServiceHistory } from './service-history.ts'

/** A customer: how to reach them, what they own, what was done for them. */
export default function CustomerFile({ params }: ScreenProps) {
  const { t, i18n } = useTranslation(['company', 'common'])
  const may = useMay()
  const History = use(ServiceHistory)
  const [doing, setDoing] = useState<'change' | 'erase' | null>(null)
  const customer = useEndpoint(
    readCustomer,
    { params: { customerId: params.customerId ?? '' } },
    { follows: ['customer', 'installed_product'] },
  )
  const file = customer.data
  const name = file?.erasedAt ? t('customer.erasedName') : file?.name
  useTitle(name ?? t('customer.title'))
  if (!file) return customer.error ? <FailureNote error={customer.error} /> : <Skeleton lines={8} />
  return (
    <Stack>
      <Link href="/company/customers">← {t('customer.title')}</Link>
      <Space wrap style={{ justifyContent: 'space-between', width: '100%' }}>
        <h1>{name}</h1>
        {!file.erasedAt && (
          <Space>
            {may(changeCustomer) && <Button onClick={() => setDoing('change')}>{t('common:action.edit')}</Button>}
            {may(eraseCustomer) && (
              <Button danger onClick={() => setDoing('erase')}>
                {t('customer.erase')}
              </Button>
            )}
          </Space>
        )}
      </Space>
      {file.erasedAt && (
        <Alert type="info" showIcon title={t('customer.erasedAt', { at: showAt(file.erasedAt, i18n.language) })} />
      )}
      {file.masked && !file.erasedAt && <Alert type="info" showIcon title={t('customer.masked')} />}
      <Card>
        <Descriptions
          column={{ xs: 1, md: 2, xl: 3 }}
          items={[
            { key: 'kind', label: t('customer.kind'), children: t(`customer.kinds.${file.kind}`) },
            { key: 'number', label: t('customer.number'), children: file.number ?? '—' },
            { key: 'contact', label: t('customer.contactName'), children: file.contactName || '—' },
            { key: 'phone', label: t('field.phone'), children: file.phone || '—' },
            { key: 'email', label: t('customer.email'), children: file.email || '—' },
            { key: 'city', label: t('field.city'), children: placeName('', file.cityCode) || '—' },
            { key: 'address', label: t('field.address'), children: file.address || '—' },
            { key: 'since', label: t('customer.createdAt'), children: showAt(file.createdAt, i18n.language, 'day') },
            { key: 'note', label: t('customer.note'), children: file.note || '—' },
          ]}
        />
      </Card>
      <InstalledProducts customerId={file.id} products={file.products} canChange={!file.erasedAt && !file.masked} />
      {History && (
        <Card title={t('customer.history')}>
          <History customerId={file.id} />
        </Card>
      )}
      {doing === 'change' && <CustomerForm file={file} onClose={() => setDoing(null)} />}
      {doing === 'erase' && <EraseForm file={file} onClose={() => setDoing(null)} />}
    </Stack>
  )
}

function EraseForm({ file, onClose }: { file: CustomerRow; onClose: () => void }) {
  const { t } = useTranslation('company')
  const erasing = useCommand(eraseCustomer)
  return (
    <FormDrawer<{ reason: string }>
      title={t('customer.eraseTitle', { name: file.name })}
      initial={{}}
      send={({ reason }) => erasing.run({ params: { customerId: file.id }, body: { reason, version: file.version } })}
      busy={erasing.busy}
      error={erasing.error}
      onClose={onClose}
      danger
      sendWords={t('customer.erase')}
    >
      <Alert type="warning" showIcon title={t('customer.eraseHint')} style={{ marginBottom: 16 }} />
      <TextField name="reason" label={t('field.reason')} required max={200} hint={t('customer.eraseReasonHint')} />
    </FormDrawer>
  )
}
