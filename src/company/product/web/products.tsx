import { Button, Checkbox, Form, InputNumber, Select, Space, Table, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTitle } from '#src/app/shell/use-title.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { newId } from '#src/shared/id.ts'
import { Card, Stack } from '#src/ui/card.tsx'
import type { QualificationKind } from '../../qualification/contract.ts'
import { addQualificationKind, changeQualificationKind, listQualificationKinds } from '../../qualification/contract.ts'
import { TextField, useLicenceNames } from '../../web/fields.tsx'
import { FormDrawer } from '../../web/form-drawer.tsx'
import { ListHead, Pages, useListing } from '../../web/listing.tsx'
import type { ProductModelRow } from '../contract.ts'
import { addProductModel, changeProductModel, listProductModels } from '../contract.ts'

/** Product models with the licences they need, and the kinds of licences there are. */
export default function Products() {
  const { t } = useTranslation(['company', 'common'])
  useTitle(t('product.title'))
  const may = useMay()
  const listing = useListing()
  const { nameOf } = useLicenceNames()
  const [opened, setOpened] = useState<ProductModelRow | 'new' | null>(null)
  const { search, cursor } = listing
  const models = useEndpoint(
    listProductModels,
    { query: { cursor, search: search || undefined } },
    { keepPrevious: true, follows: ['product_model'] },
  )
  return (
    <Stack>
      <h1>{t('product.title')}</h1>
      <ListHead
        listing={listing}
        add={
          may(addProductModel) && (
            <Button type="primary" onClick={() => setOpened('new')}>
              {t('product.add')}
            </Button>
          )
        }
      />
      <FailureNote error={models.error} onRetry={() => void models.refetch()} />
      <Table<ProductModelRow>
        rowKey="id"
        loading={models.isPending}
        dataSource={models.data?.rows}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: t('field.code'), dataIndex: 'code' },
          { title: t('field.name'), dataIndex: 'name' },
          {
            title: t('product.warrantyMonths'),
            align: 'right',
            render: (_, row) =>
              row.warrantyMonths === null ? '—' : t('product.months', { count: row.warrantyMonths }),
          },
          {
            title: t('product.required'),
            render: (_, row) =>
              row.requiredQualifications.length === 0
                ? t('product.noneRequired')
                : row.requiredQualifications.map((code) => <Tag key={code}>{nameOf(code)}</Tag>),
          },
          {
            title: t('field.actions'),
            render: (_, row) =>
              may(changeProductModel) && (
                <Button size="small" onClick={() => setOpened(row)}>
                  {t('common:action.edit')}
                </Button>
              ),
          },
        ]}
      />
      <Pages listing={listing} nextCursor={models.data?.nextCursor} />
      <LicenceKinds />
      {opened && <ModelForm model={opened === 'new' ? null : opened} onClose={() => setOpened(null)} />}
    </Stack>
  )
}

type ModelFields = {
  code: string
  name: string
  requiredQualifications?: string[]
  warrantyMonths?: number | null
}

function ModelForm({ model, onClose }: { model: ProductModelRow | null; onClose: () => void }) {
  const { t } = useTranslation('company')
  const [id] = useState(newId)
  const { options } = useLicenceNames()
  const adding = useCommand(addProductModel)
  const changing = useCommand(changeProductModel)
  const send = (fields: ModelFields) =>
    model
      ? changing.run({ params: { modelId: model.id }, body: { ...fields, version: model.version } })
      : adding.run({ body: { id, ...fields } })
  return (
    <FormDrawer<ModelFields>
      title={model?.name ?? t('product.add')}
      initial={model ?? { requiredQualifications: [] }}
      send={send}
      busy={adding.busy || changing.busy}
      error={adding.error ?? changing.error}
      onClose={onClose}
    >
      <TextField name="code" label={t('field.code')} required max={60} />
      <TextField name="name" label={t('field.name')} required max={200} />
      <Form.Item name="warrantyMonths" label={t('product.warrantyMonths')}>
        <InputNumber min={0} max={600} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="requiredQualifications" label={t('product.required')}>
        <Select mode="multiple" options={options} showSearch={{ optionFilterProp: 'label' }} />
      </Form.Item>
    </FormDrawer>
  )
}

function LicenceKinds() {
  const { t } = useTranslation(['company', 'common'])
  const may = useMay()
  const [opened, setOpened] = useState<QualificationKind | 'new' | null>(null)
  const kinds = useEndpoint(listQualificationKinds, {}, { follows: ['qualification_kind'] })
  return (
    <Card
      title={t('licence.kinds')}
      aside={may(addQualificationKind) && <Button onClick={() => setOpened('new')}>{t('licence.addKind')}</Button>}
    >
      <Table<QualificationKind>
        rowKey="code"
        size="small"
        loading={kinds.isPending}
        dataSource={kinds.data?.rows}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: t('field.code'), dataIndex: 'code' },
          { title: t('licence.nameZh'), render: (_, kind) => kind.name.zh },
          { title: t('licence.nameEn'), render: (_, kind) => kind.name.en },
          {
            title: t('licence.serviceManager'),
            render: (_, kind) => (kind.serviceManager ? <Tag color="success">{t('licence.counts')}</Tag> : '—'),
          },
          {
            title: t('field.actions'),
            render: (_, kind) =>
              may(changeQualificationKind) && (
                <Space>
                  <Button size="small" onClick={() => setOpened(kind)}>
                    {t('common:action.edit')}
                  </Button>
                </Space>
              ),
          },
        ]}
      />
      {opened && <KindForm kind={opened === 'new' ? null : opened} onClose={() => setOpened(null)} />}
    </Card>
  )
}

type KindFields = { code: string; zh: string; en: string; serviceManager?: boolean }

function KindForm({ kind, onClose }: { kind: QualificationKind | null; onClose: () => void }) {
  const { t } = useTranslation('company')
  const adding = useCommand(addQualificationKind)
  const changing = useCommand(changeQualificationKind)
  const send = ({ code, zh, en, serviceManager }: KindFields) => {
    const body = { name: { zh, en }, serviceManager: serviceManager ?? false }
    return kind ? changing.run({ params: { code: kind.code }, body }) : adding.run({ body: { code, ...body } })
  }
  return (
    <FormDrawer<KindFields>
      title={kind?.name.zh ?? t('licence.addKind')}
      initial={kind ? { code: kind.code, ...kind.name, serviceManager: kind.serviceManager } : {}}
      send={send}
      busy={adding.busy || changing.busy}
      error={adding.error ?? changing.error}
      onClose={onClose}
    >
      {!kind && <TextField name="code" label={t('field.code')} required max={40} hint={t('licence.codeHint')} />}
      <TextField name="zh" label={t('licence.nameZh')} required max={80} />
      <TextField name="en" label={t('licence.nameEn')} required max={80} />
      <Form.Item name="serviceManager" valuePropName="checked">
        <Checkbox>{t('licence.serviceManagerHint')}</Checkbox>
      </Form.Item>
    </FormDrawer>
  )
}
