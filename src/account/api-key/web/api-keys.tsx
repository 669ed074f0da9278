import { Button, Form, Input, Modal, Popconfirm, Select, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTitle } from '#src/app/shell/use-title.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { newId } from '#src/shared/id.ts'
import { Stack } from '#src/ui/card.tsx'
import { PagingButtons, usePaging } from '#src/ui/paging.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { toast } from '#src/ui/toast.tsx'
import { showAt } from '#src/ui/when.ts'
import { RoleChoice, RoleTags } from '../../web/roles.tsx'
import { ShownOnce } from '../../web/shown-once.tsx'
import type { ApiKey } from '../contract.ts'
import { createApiKey, KEY_ROLES, listApiKeys, revokeApiKey } from '../contract.ts'

/** Keys for other systems. */
export default function ApiKeys() {
  const { t, i18n } = useTranslation(['account', 'common'])
  useTitle(t('keys.title'))
  const paging = usePaging()
  const [isOpen, setOpen] = useState(false)
  const [made, setMade] = useState<{ key: string | null } | null>(null)
  const keys = useEndpoint(
    listApiKeys,
    { query: { limit: 50, cursor: paging.cursor } },
    { keepPrevious: true, follows: ['api_key'] },
  )
  const at = (instant: string | null, none: string) => (instant ? showAt(instant, i18n.language) : none)
  return (
    <Stack>
      <h1>{t('keys.title')}</h1>
      <p>{t('keys.intro')}</p>
      <div>
        <Button type="primary" onClick={() => setOpen(true)}>
          {t('keys.new')}
        </Button>
      </div>
      <FailureNote error={keys.error} />
      <Table<ApiKey>
        rowKey="id"
        loading={keys.isPending}
        dataSource={keys.data?.rows}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: t('keys.name'), dataIndex: 'name' },
          { title: t('keys.hint'), render: (_, key) => <code>{key.hint}…</code> },
          { title: t('field.roles'), render: (_, key) => <RoleTags roles={key.roles} /> },
          { title: t('field.state'), render: (_, key) => <KeyState apiKey={key} readAtMs={keys.dataUpdatedAt} /> },
          { title: t('field.createdAt'), render: (_, key) => showAt(key.createdAt, i18n.language) },
          { title: t('field.expiresAt'), render: (_, key) => at(key.expiresAt, t('field.forever')) },
          { title: t('field.lastUsedAt'), render: (_, key) => at(key.lastUsedAt, t('field.never')) },
          { title: t('field.actions'), render: (_, key) => key.revokedAt === null && <Revoke apiKey={key} /> },
        ]}
      />
      <PagingButtons paging={paging} nextCursor={keys.data?.nextCursor} />
      {isOpen && (
        <MakeKey
          onClose={() => setOpen(false)}
          onMade={(key) => {
            setOpen(false)
            setMade({ key })
          }}
        />
      )}
      <ShownOnce
        open={made !== null}
        title={t('keys.keyTitle')}
        hint={t('keys.keyHint')}
        gone={t('keys.keyGone')}
        secret={made?.key ?? null}
        onClose={() => setMade(null)}
      />
    </Stack>
  )
}

function KeyState({ apiKey, readAtMs }: { apiKey: ApiKey; readAtMs: number }) {
  const { t } = useTranslation('account')
  if (apiKey.revokedAt) return <Pill>{t('keys.revoked')}</Pill>
  const isExpired = apiKey.expiresAt !== null && Date.parse(apiKey.expiresAt) <= readAtMs
  return isExpired ? <Pill tone="warn">{t('keys.expired')}</Pill> : <Pill tone="good">{t('keys.active')}</Pill>
}

function Revoke({ apiKey }: { apiKey: ApiKey }) {
  const { t } = useTranslation('account')
  const failureWords = useFailureWords()
  const revoking = useCommand(revokeApiKey)
  return (
    <Popconfirm
      title={t('keys.revokeTitle', { name: apiKey.name })}
      description={t('keys.revokeHint')}
      okText={t('keys.revoke')}
      okButtonProps={{ danger: true }}
      onConfirm={() =>
        revoking
          .run({ params: { keyId: apiKey.id } })
          .catch((failure: unknown) => toast(failureWords(failure).title, { bad: true }))
      }
    >
      <Button size="small" danger loading={revoking.busy}>
        {t('keys.revoke')}
      </Button>
    </Popconfirm>
  )
}

type Filled = { name: string; roles: ApiKey['roles']; validDays: number }

// The select knows no null: 0 stands for a key without an end.
const VALID_DAYS = [30, 90, 365, 0]

function MakeKey({ onClose, onMade }: { onClose: () => void; onMade: (key: string | null) => void }) {
  const { t } = useTranslation(['account', 'common'])
  const making = useCommand(createApiKey)
  const [id] = useState(newId)
  const [form] = Form.useForm<Filled>()
  const send = ({ name, roles, validDays }: Filled) =>
    making.run({ body: { id, name, roles, validDays: validDays || null } }).then(
      ({ key }) => onMade(key),
      // Shown from `making.error`.
      () => {},
    )
  const missing = { required: true, message: t('common:field.missing') }
  return (
    <Modal
      open
      title={t('keys.new')}
      okText={t('keys.create')}
      confirmLoading={making.busy}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <FailureNote error={making.error} />
      <Form form={form} layout="vertical" initialValues={{ validDays: 365 }} onFinish={send}>
        <Form.Item name="name" label={t('keys.name')} rules={[{ ...missing, whitespace: true }]}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="roles" label={t('field.roles')} rules={[missing]}>
          <RoleChoice of={KEY_ROLES} />
        </Form.Item>
        <Form.Item name="validDays" label={t('keys.validDays')} rules={[{ required: true }]}>
          <Select
            options={VALID_DAYS.map((days) => ({
              value: days,
              label: days ? t('keys.days', { count: days }) : t('field.forever'),
            }))}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}
