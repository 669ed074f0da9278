import { Button, Form, Select, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useMe } from '#src/client/session.ts'
import { useMay } from '#src/client/use-may.ts'
import { DayField, TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { ListHead, Pages, useListing } from '#src/company/web/listing.tsx'
import { newId } from '#src/shared/id.ts'
import { Stack } from '#src/ui/card.tsx'
import { DoingsHead } from '#src/ui/doings-head.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Empty, Notice } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import { REGISTRARS } from '../access.ts'
import * as contract from '../contract.ts'
import { PersonField } from './forms.tsx'

/** What keeps people of the body away from companies: declared by themselves, or for them. */
export function Conflicts() {
  const { t, i18n } = useTranslation('audit')
  const may = useMay()
  const { me } = useMe()
  const listing = useListing()
  const [isDeclaring, setDeclaring] = useState(false)
  const [withdrawn, setWithdrawn] = useState<contract.Conflict | null>(null)
  const list = useEndpoint(
    contract.listConflicts,
    { query: { limit: 50, cursor: listing.cursor } },
    { keepPrevious: true, follows: ['conflict_of_interest'] },
  )
  return (
    <Stack>
      <Notice title={t('auditors.conflicts')}>{t('auditors.conflictHint')}</Notice>
      <ListHead
        add={
          <Button type="primary" onClick={() => setDeclaring(true)}>
            {t('auditors.declare')}
          </Button>
        }
      />
      <FailureNote error={list.error} onRetry={() => void list.refetch()} />
      <Table<contract.Conflict>
        rowKey="id"
        loading={list.isPending}
        dataSource={list.data?.rows}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty title={t('auditors.conflictEmpty')} /> }}
        columns={[
          { title: t('auditors.person'), dataIndex: 'personName' },
          {
            title: t('auditors.company'),
            render: (_, one) => (
              <>
                {one.companyName}
                <div className="sp-soft">{one.uscc}</div>
              </>
            ),
          },
          { title: t('auditors.kindTitle'), render: (_, one) => t(`auditors.kind.${one.kind}`) },
          { title: t('auditors.from'), render: (_, one) => `${one.fromOn} – ${one.untilOn ?? ''}` },
          { title: t('auditors.says'), dataIndex: 'says' },
          { title: t('auditors.declaredAt'), render: (_, one) => showAt(one.declaredAt, i18n.language) },
          {
            title: <DoingsHead />,
            render: (_, one) =>
              one.withdrawnAt !== null ? (
                <Pill>{t('auditors.withdrawn', { reason: one.withdrawnReason })}</Pill>
              ) : (
                may(contract.withdrawConflict) &&
                me?.person.id !== one.personId && (
                  <Button size="small" type="text" onClick={() => setWithdrawn(one)}>
                    {t('auditors.withdraw')}
                  </Button>
                )
              ),
          },
        ]}
      />
      <Pages listing={listing} nextCursor={list.data?.nextCursor} />
      {isDeclaring && <DeclareForm onClose={() => setDeclaring(false)} />}
      {withdrawn && <WithdrawForm one={withdrawn} onClose={() => setWithdrawn(null)} />}
    </Stack>
  )
}

type Fields = {
  personId?: string
  uscc: string
  companyName: string
  kind: contract.ConflictKind
  fromOn: string
  untilOn?: string | null
  says: string
}

function DeclareForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['audit', 'common'])
  const { me } = useMe()
  const [id] = useState(newId)
  const declaring = useCommand(contract.declareConflict)
  const isRegistrar = me?.roles.some((role) => (REGISTRARS as readonly string[]).includes(role))
  return (
    <FormDrawer<Fields>
      title={t('auditors.declare')}
      initial={{ kind: 'worked_for', ...(me ? { personId: me.person.id } : {}) }}
      send={({ personId = me?.person.id ?? '', untilOn = null, ...rest }) =>
        declaring.run({ body: { id, personId, untilOn, ...rest } })
      }
      busy={declaring.busy}
      error={declaring.error}
      onClose={onClose}
    >
      {isRegistrar && <PersonField name="personId" label={t('auditors.person')} />}
      <TextField name="companyName" label={t('auditors.company')} required max={200} />
      <TextField name="uscc" label={t('auditors.uscc')} required max={18} />
      <Form.Item name="kind" label={t('auditors.kindTitle')} rules={[{ required: true }]}>
        <Select
          options={contract.ConflictKind.options.map((value) => ({ value, label: t(`auditors.kind.${value}`) }))}
        />
      </Form.Item>
      <DayField name="fromOn" label={t('auditors.fromOn')} required />
      <DayField name="untilOn" label={t('auditors.untilOn')} />
      <TextField name="says" label={t('auditors.says')} required max={500} lines={3} />
    </FormDrawer>
  )
}

function WithdrawForm({ one, onClose }: { one: contract.Conflict; onClose: () => void }) {
  const { t } = useTranslation('audit')
  const withdrawing = useCommand(contract.withdrawConflict)
  return (
    <FormDrawer<{ reason: string }>
      title={t('auditors.withdraw')}
      initial={{}}
      send={(body) => withdrawing.run({ params: { conflictId: one.id }, body })}
      busy={withdrawing.busy}
      error={withdrawing.error}
      onClose={onClose}
      danger
      sendWords={t('auditors.withdraw')}
    >
      <p>
        {one.personName} · {one.companyName}
      </p>
      <TextField name="reason" label={t('auditors.reason')} required max={500} lines={3} />
    </FormDrawer>
  )
}
