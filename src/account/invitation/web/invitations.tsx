import { Button, Form, Input, Modal, Popconfirm, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTitle } from '#src/app/shell/use-title.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import type { Role } from '#src/shared/endpoint.ts'
import { ROLES } from '#src/shared/endpoint.ts'
import { newId } from '#src/shared/id.ts'
import { Stack } from '#src/ui/card.tsx'
import { PagingButtons, usePaging } from '#src/ui/paging.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { toast } from '#src/ui/toast.tsx'
import { showAt } from '#src/ui/when.ts'
import { RoleChoice, RoleTags } from '../../web/roles.tsx'
import { ShownOnce } from '../../web/shown-once.tsx'
import type { Invitation } from '../contract.ts'
import { createInvitation, listInvitations, withdrawInvitation } from '../contract.ts'

const TONES = { open: 'info', accepted: 'good', withdrawn: 'plain', expired: 'warn' } as const

type Made = { name: string; path: string | null }

/** Links that let new colleagues in. */
export default function Invitations() {
  const { t, i18n } = useTranslation(['account', 'common'])
  useTitle(t('invitations.title'))
  const paging = usePaging()
  const [isOpen, setOpen] = useState(false)
  const [made, setMade] = useState<Made | null>(null)
  const invitations = useEndpoint(
    listInvitations,
    { query: { limit: 50, cursor: paging.cursor } },
    { keepPrevious: true, follows: ['invitation'] },
  )
  return (
    <Stack>
      <h1>{t('invitations.title')}</h1>
      <p>{t('invitations.intro')}</p>
      <div>
        <Button type="primary" onClick={() => setOpen(true)}>
          {t('invitations.new')}
        </Button>
      </div>
      <FailureNote error={invitations.error} />
      <Table<Invitation>
        rowKey="id"
        loading={invitations.isPending}
        dataSource={invitations.data?.rows}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: t('field.name'), dataIndex: 'name' },
          { title: t('field.email'), dataIndex: 'email' },
          { title: t('field.phone'), dataIndex: 'phone' },
          { title: t('field.roles'), render: (_, row) => <RoleTags roles={row.roles} /> },
          {
            title: t('field.state'),
            render: (_, row) => <Pill tone={TONES[row.state]}>{t(`invitations.state.${row.state}`)}</Pill>,
          },
          { title: t('field.expiresAt'), render: (_, row) => showAt(row.expiresAt, i18n.language) },
          { title: t('field.actions'), render: (_, row) => row.state === 'open' && <Withdraw invitation={row} /> },
        ]}
      />
      <PagingButtons paging={paging} nextCursor={invitations.data?.nextCursor} />
      {isOpen && (
        <Invite
          onClose={() => setOpen(false)}
          onMade={(done) => {
            setOpen(false)
            setMade(done)
          }}
        />
      )}
      <ShownOnce
        open={made !== null}
        title={t('invitations.linkTitle')}
        hint={t('invitations.linkHint', { name: made?.name ?? '' })}
        gone={t('invitations.linkGone')}
        secret={made?.path ? `${location.origin}${made.path}` : null}
        onClose={() => setMade(null)}
      />
    </Stack>
  )
}

function Withdraw({ invitation }: { invitation: Invitation }) {
  const { t } = useTranslation('account')
  const failureWords = useFailureWords()
  const withdrawing = useCommand(withdrawInvitation)
  return (
    <Popconfirm
      title={t('invitations.withdrawTitle', { name: invitation.name })}
      description={t('invitations.withdrawHint')}
      okText={t('invitations.withdraw')}
      okButtonProps={{ danger: true }}
      onConfirm={() =>
        withdrawing
          .run({ params: { invitationId: invitation.id } })
          .catch((failure: unknown) => toast(failureWords(failure).title, { bad: true }))
      }
    >
      <Button size="small" danger loading={withdrawing.busy}>
        {t('invitations.withdraw')}
      </Button>
    </Popconfirm>
  )
}

type Filled = { name: string; email?: string; phone?: string; roles: Role[] }

function Invite({ onClose, onMade }: { onClose: () => void; onMade: (made: Made) => void }) {
  const { t } = useTranslation(['account', 'common'])
  const inviting = useCommand(createInvitation)
  const [id] = useState(newId)
  const [form] = Form.useForm<Filled>()
  const send = ({ name, email, phone, roles }: Filled) =>
    inviting.run({ body: { id, name, email: email?.trim() || null, phone: phone?.trim() || null, roles } }).then(
      ({ path }) => onMade({ name, path }),
      // Shown from `inviting.error`.
      () => {},
    )
  return (
    <Modal
      open
      title={t('invitations.new')}
      okText={t('invitations.create')}
      confirmLoading={inviting.busy}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <FailureNote error={inviting.error} />
      <Form form={form} layout="vertical" onFinish={send}>
        <Form.Item
          name="name"
          label={t('field.name')}
          rules={[{ required: true, whitespace: true, message: t('common:field.missing') }]}
        >
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item
          name="email"
          label={t('field.email')}
          extra={t('invitations.contactHint')}
          dependencies={['phone']}
          rules={[
            { type: 'email' },
            ({ getFieldValue }) => ({
              validator: (_, email?: string) =>
                email || getFieldValue('phone')
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('invitations.contactMissing'))),
            }),
          ]}
        >
          <Input maxLength={254} />
        </Form.Item>
        <Form.Item name="phone" label={t('field.phone')}>
          <Input maxLength={40} inputMode="tel" />
        </Form.Item>
        <Form.Item
          name="roles"
          label={t('field.roles')}
          rules={[{ required: true, message: t('common:field.missing') }]}
        >
          <RoleChoice of={ROLES} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
