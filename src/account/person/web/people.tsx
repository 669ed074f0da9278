import { Button, Form, Input, Modal, Popconfirm, Space, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useTitle } from '#src/app/shell/use-title.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import type { Role } from '#src/shared/endpoint.ts'
import { ROLES } from '#src/shared/endpoint.ts'
import { Stack } from '#src/ui/card.tsx'
import { PagingButtons, usePaging } from '#src/ui/paging.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { toast } from '#src/ui/toast.tsx'
import { showAt } from '#src/ui/when.ts'
import { RoleChoice, RoleTags } from '../../web/roles.tsx'
import type { Person } from '../contract.ts'
import { changeRoles, deactivatePerson, listPeople, reactivatePerson, unlockPerson } from '../contract.ts'

/** Who may enter the organisation, and as what. */
export default function People() {
  const { t, i18n } = useTranslation(['account', 'common'])
  useTitle(t('people.title'))
  const paging = usePaging()
  const [search, setSearch] = useState('')
  const [changing, setChanging] = useState<Person | null>(null)
  const people = useEndpoint(
    listPeople,
    { query: { limit: 50, cursor: paging.cursor, search: search || undefined } },
    { keepPrevious: true, follows: ['person'] },
  )
  const at = (instant: string | null) => (instant ? showAt(instant, i18n.language) : t('field.never'))
  return (
    <Stack>
      <h1>{t('people.title')}</h1>
      <p>{t('people.intro')}</p>
      <Space wrap>
        <Input.Search
          allowClear
          aria-label={t('people.search')}
          placeholder={t('people.search')}
          maxLength={100}
          onSearch={(text) => {
            paging.start()
            setSearch(text.trim())
          }}
        />
        <Link href="/account/invitations">{t('people.invite')}</Link>
      </Space>
      <FailureNote error={people.error} />
      <Table<Person>
        rowKey="personId"
        loading={people.isPending}
        dataSource={people.data?.rows}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: t('field.name'), dataIndex: 'name' },
          { title: t('field.userName'), dataIndex: 'userName' },
          { title: t('field.roles'), render: (_, person) => <RoleTags roles={person.roles} /> },
          { title: t('field.state'), render: (_, person) => <StateTag person={person} /> },
          { title: t('people.lastSignedInAt'), render: (_, person) => at(person.lastSignedInAt) },
          { title: t('people.joinedAt'), render: (_, person) => at(person.joinedAt) },
          {
            title: t('field.actions'),
            render: (_, person) => <RowActions person={person} onChangeRoles={() => setChanging(person)} />,
          },
        ]}
      />
      <PagingButtons paging={paging} nextCursor={people.data?.nextCursor} />
      {changing && <ChangeRoles key={changing.personId} person={changing} onClose={() => setChanging(null)} />}
    </Stack>
  )
}

function StateTag({ person }: { person: Person }) {
  const { t, i18n } = useTranslation('account')
  if (person.deactivatedAt) return <Pill>{t('people.deactivated')}</Pill>
  if (person.lockedUntil)
    return <Pill tone="bad">{t('people.locked', { time: showAt(person.lockedUntil, i18n.language, 'time') })}</Pill>
  return <Pill tone="good">{t('people.active')}</Pill>
}

function RowActions({ person, onChangeRoles }: { person: Person; onChangeRoles: () => void }) {
  const { t } = useTranslation(['account', 'common'])
  const failureWords = useFailureWords()
  const deactivating = useCommand(deactivatePerson)
  const reactivating = useCommand(reactivatePerson)
  const unlocking = useCommand(unlockPerson)
  const params = { personId: person.personId }
  const versioned = { params, body: { version: person.version } }
  const tell = (done: Promise<unknown>) =>
    done.then(
      () => toast(t('people.done')),
      (failure: unknown) => toast(failureWords(failure).title, { bad: true }),
    )
  if (person.deactivatedAt)
    return (
      <Button size="small" loading={reactivating.busy} onClick={() => tell(reactivating.run(versioned))}>
        {t('people.reactivate')}
      </Button>
    )
  return (
    <Space wrap>
      <Button size="small" onClick={onChangeRoles}>
        {t('people.changeRoles')}
      </Button>
      {person.lockedUntil && (
        <Button size="small" loading={unlocking.busy} onClick={() => tell(unlocking.run({ params }))}>
          {t('people.unlock')}
        </Button>
      )}
      <Popconfirm
        title={t('people.deactivateTitle', { name: person.name })}
        description={t('people.deactivateHint')}
        okText={t('people.deactivate')}
        okButtonProps={{ danger: true }}
        onConfirm={() => tell(deactivating.run(versioned))}
      >
        <Button size="small" danger loading={deactivating.busy}>
          {t('people.deactivate')}
        </Button>
      </Popconfirm>
    </Space>
  )
}

function ChangeRoles({ person, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useTranslation(['account', 'common'])
  const changing = useCommand(changeRoles)
  const [form] = Form.useForm<{ roles: Role[] }>()
  const save = ({ roles }: { roles: Role[] }) =>
    changing.run({ params: { personId: person.personId }, body: { roles, version: person.version } }).then(
      () => {
        toast(t('people.done'))
        onClose()
      },
      // Shown from `changing.error`.
      () => {},
    )
  return (
    <Modal
      open
      title={t('people.changeRolesOf', { name: person.name })}
      okText={t('common:action.save')}
      confirmLoading={changing.busy}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <FailureNote error={changing.error} />
      <Form form={form} layout="vertical" initialValues={{ roles: person.roles }} onFinish={save}>
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
