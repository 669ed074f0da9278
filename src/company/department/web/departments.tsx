import { Button, Form, Space, Table, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTitle } from '#src/app/shell/use-title.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { newId } from '#src/shared/id.ts'
import { Stack } from '#src/ui/card.tsx'
import { dayOf } from '#src/ui/when.ts'
import { DayField, StaffChoice, TextField } from '../../web/fields.tsx'
import { FormDrawer } from '../../web/form-drawer.tsx'
import { ClosedToggle, ListHead, Pages, useListing } from '../../web/listing.tsx'
import type { DepartmentRow } from '../contract.ts'
import { addDepartment, changeDepartment, closeDepartment, listDepartments } from '../contract.ts'

type Opened = { kind: 'add' } | { kind: 'change' | 'close'; row: DepartmentRow } | null

/** Departments, who heads them and what they answer for. */
export default function Departments() {
  const { t } = useTranslation(['company', 'common'])
  useTitle(t('department.title'))
  const may = useMay()
  const listing = useListing()
  const [closed, setClosed] = useState(false)
  const [opened, setOpened] = useState<Opened>(null)
  const { search, cursor } = listing
  const departments = useEndpoint(
    listDepartments,
    { query: { cursor, search: search || undefined, closed: closed ? 'true' : 'false' } },
    { keepPrevious: true, follows: ['department', 'staff'] },
  )
  const close = () => setOpened(null)
  return (
    <Stack>
      <h1>{t('department.title')}</h1>
      <ListHead
        listing={listing}
        filters={<ClosedToggle checked={closed} onChange={setClosed} />}
        add={
          may(addDepartment) && (
            <Button type="primary" onClick={() => setOpened({ kind: 'add' })}>
              {t('department.add')}
            </Button>
          )
        }
      />
      <FailureNote error={departments.error} onRetry={() => void departments.refetch()} />
      <Table<DepartmentRow>
        rowKey="id"
        loading={departments.isPending}
        dataSource={departments.data?.rows}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          {
            title: t('field.name'),
            render: (_, row) => (
              <Space>
                {row.name}
                {row.closedOn && <Tag>{t('field.closedSince', { day: row.closedOn })}</Tag>}
              </Space>
            ),
          },
          { title: t('department.head'), render: (_, row) => row.headName || '—' },
          { title: t('department.staffCount'), dataIndex: 'staffCount', align: 'right' },
          {
            title: t('department.duties'),
            render: (_, row) => <div style={{ maxWidth: 480, whiteSpace: 'pre-wrap' }}>{row.duties || '—'}</div>,
          },
          {
            title: t('field.actions'),
            render: (_, row) =>
              may(changeDepartment) &&
              !row.closedOn && (
                <Space>
                  <Button size="small" onClick={() => setOpened({ kind: 'change', row })}>
                    {t('common:action.edit')}
                  </Button>
                  <Button size="small" onClick={() => setOpened({ kind: 'close', row })}>
                    {t('department.close')}
                  </Button>
                </Space>
              ),
          },
        ]}
      />
      <Pages listing={listing} nextCursor={departments.data?.nextCursor} />
      {opened?.kind === 'add' && <AddDepartment onClose={close} />}
      {opened?.kind === 'change' && <ChangeDepartment row={opened.row} onClose={close} />}
      {opened?.kind === 'close' && <CloseDepartment row={opened.row} onClose={close} />}
    </Stack>
  )
}

type Fields = { name: string; duties?: string; headStaffId?: string | null }

function DepartmentFields({ headName = '' }: { headName?: string }) {
  const { t } = useTranslation('company')
  return (
    <>
      <TextField name="name" label={t('field.name')} required />
      <Form.Item name="headStaffId" label={t('department.head')}>
        <StaffChoice chosenWords={headName} />
      </Form.Item>
      <TextField name="duties" label={t('department.duties')} max={2000} lines={6} />
    </>
  )
}

function AddDepartment({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('company')
  const [id] = useState(newId)
  const adding = useCommand(addDepartment)
  return (
    <FormDrawer<Fields>
      title={t('department.add')}
      initial={{}}
      send={(fields) => adding.run({ body: { id, ...fields } })}
      busy={adding.busy}
      error={adding.error}
      onClose={onClose}
    >
      <DepartmentFields />
    </FormDrawer>
  )
}

function ChangeDepartment({ row, onClose }: { row: DepartmentRow; onClose: () => void }) {
  const changing = useCommand(changeDepartment)
  return (
    <FormDrawer<Fields>
      title={row.name}
      initial={{ name: row.name, duties: row.duties, headStaffId: row.headStaffId }}
      send={(fields) => changing.run({ params: { departmentId: row.id }, body: { ...fields, version: row.version } })}
      busy={changing.busy}
      error={changing.error}
      onClose={onClose}
    >
      <DepartmentFields headName={row.headName} />
    </FormDrawer>
  )
}

function CloseDepartment({ row, onClose }: { row: DepartmentRow; onClose: () => void }) {
  const { t } = useTranslation('company')
  const closing = useCommand(closeDepartment)
  return (
    <FormDrawer<{ closedOn: string }>
      title={t('department.closeTitle', { name: row.name })}
      initial={{ closedOn: dayOf(new Date().toISOString()) }}
      send={({ closedOn }) =>
        closing.run({ params: { departmentId: row.id }, body: { closedOn, version: row.version } })
      }
      busy={closing.busy}
      error={closing.error}
      onClose={onClose}
      danger
      sendWords={t('department.close')}
    >
      <p>{t('department.closeHint')}</p>
      <DayField name="closedOn" label={t('field.closedOn')} required />
    </FormDrawer>
  )
}
