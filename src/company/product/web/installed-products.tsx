import { Button, Form, Select, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { newId } from '#src/shared/id.ts'
import { Card } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { dayOf } from '#src/ui/when.ts'
import { DayField, TextField } from '../../web/fields.tsx'
import { FormDrawer } from '../../web/form-drawer.tsx'
import type { InstalledProductRow } from '../contract.ts'
import { addInstalledProduct, changeInstalledProduct, listProductModels } from '../contract.ts'

type InstalledProductsProps = { customerId: string; products: InstalledProductRow[]; canChange: boolean }

/** What a customer owns, and until when it is under warranty. */
export function InstalledProducts({ customerId, products, canChange }: InstalledProductsProps) {
  const { t } = useTranslation(['company', 'common'])
  const may = useMay()
  const [opened, setOpened] = useState<InstalledProductRow | 'new' | null>(null)
  const keeps = canChange && may(addInstalledProduct)
  return (
    <Card
      title={t('installed.title')}
      aside={keeps && <Button onClick={() => setOpened('new')}>{t('installed.add')}</Button>}
    >
      <Table<InstalledProductRow>
        rowKey="id"
        size="small"
        dataSource={products}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: t('installed.none') }}
        columns={[
          { title: t('installed.model'), render: (_, row) => row.modelName || '—' },
          { title: t('installed.serialNumber'), render: (_, row) => row.serialNumber || '—' },
          { title: t('installed.boughtOn'), render: (_, row) => row.boughtOn ?? '—' },
          { title: t('installed.installedOn'), render: (_, row) => row.installedOn ?? '—' },
          { title: t('installed.warranty'), render: (_, row) => <WarrantyPill until={row.warrantyUntilOn} /> },
          { title: t('field.address'), render: (_, row) => row.address || t('installed.atCustomer') },
          {
            title: t('field.actions'),
            render: (_, row) =>
              keeps && (
                <Button size="small" onClick={() => setOpened(row)}>
                  {t('common:action.edit')}
                </Button>
              ),
          },
        ]}
      />
      {opened && (
        <ProductForm
          customerId={customerId}
          product={opened === 'new' ? null : opened}
          onClose={() => setOpened(null)}
        />
      )}
    </Card>
  )
}

function WarrantyPill({ until }: { until: string | null }) {
  const { t } = useTranslation('company')
  if (!until) return <Pill>{t('installed.warrantyUnknown')}</Pill>
  const isCovered = until >= dayOf(new Date().toISOString())
  return (
    <Pill tone={isCovered ? 'good' : 'plain'}>
      {t(isCovered ? 'installed.warrantyUntil' : 'installed.warrantyEnded', { day: until })}
    </Pill>
  )
}

type Fields = {
  modelId?: string | null
  modelName?: string
  serialNumber?: string
  boughtOn?: string | null
  installedOn?: string | null
  warrantyUntilOn?: string | null
  address?: string
}

type ProductFormProps = { customerId: string; product: InstalledProductRow | null; onClose: () => void }

function ProductForm({ customerId, product, onClose }: ProductFormProps) {
  const { t } = useTranslation('company')
  const [id] = useState(newId)
  const [search, setSearch] = useState('')
  const [form] = Form.useForm<Fields>()
  const modelId = Form.useWatch('modelId', form)
  const models = useEndpoint(
    listProductModels,
    { query: { limit: 50, search: search || undefined } },
    { keepPrevious: true },
  )
  const adding = useCommand(addInstalledProduct)
  const changing = useCommand(changeInstalledProduct)
  const send = (fields: Fields) =>
    product
      ? changing.run({ params: { productId: product.id }, body: { ...fields, version: product.version } })
      : adding.run({ body: { id, customerId, ...fields } })
  const options = (models.data?.rows ?? []).map((one) => ({ value: one.id, label: `${one.code} ${one.name}` }))
  const chosen = product?.modelId
  if (chosen && !options.some((one) => one.value === chosen)) options.push({ value: chosen, label: product.modelName })
  return (
    <FormDrawer<Fields>
      form={form}
      title={product?.modelName || t('installed.add')}
      initial={product ?? {}}
      send={send}
      busy={adding.busy || changing.busy}
      error={adding.error ?? changing.error}
      onClose={onClose}
    >
      <Form.Item name="modelId" label={t('installed.model')} normalize={(value?: string) => value ?? null}>
        <Select allowClear showSearch={{ filterOption: false, onSearch: setSearch }} options={options} />
      </Form.Item>
      {!modelId && <TextField name="modelName" label={t('installed.modelName')} max={200} />}
      <TextField name="serialNumber" label={t('installed.serialNumber')} max={60} />
      <DayField name="boughtOn" label={t('installed.boughtOn')} />
      <DayField name="installedOn" label={t('installed.installedOn')} />
      <DayField name="warrantyUntilOn" label={t('installed.warranty')} hint={t('installed.warrantyHint')} />
      <TextField name="address" label={t('installed.address')} max={300} />
    </FormDrawer>
  )
}
