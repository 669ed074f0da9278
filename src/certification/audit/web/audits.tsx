import { Button, Select, Switch, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useTitle } from '#src/app/shell/use-title.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { ListHead, Pages, useListing } from '#src/company/web/listing.tsx'
import { Stack } from '#src/ui/card.tsx'
import { Empty } from '#src/ui/states.tsx'
import { Tabs } from '#src/ui/tabs.tsx'
import { Programmes } from '../../programme/web/programmes.tsx'
import * as contract from '../contract.ts'
import { SpecialAuditForm } from './forms.tsx'
import { AuditStatePill, showDays } from './words.tsx'

type Shown = 'list' | 'programme'

/** All audits of the body, and the three-year programmes they come from. */
export default function Audits() {
  const { t } = useTranslation('audit')
  useTitle(t('title'))
  const [shown, setShown] = useState<Shown>('list')
  return (
    <Stack>
      <h1>{t('title')}</h1>
      <Tabs<Shown>
        label={t('title')}
        chosen={shown}
        onChoose={setShown}
        tabs={[
          { key: 'list', label: t('list'), content: () => <AuditList /> },
          { key: 'programme', label: t('programmes.title'), content: () => <Programmes /> },
        ]}
      />
    </Stack>
  )
}

function AuditList() {
  const { t } = useTranslation('audit')
  const may = useMay()
  const listing = useListing()
  const [state, setState] = useState<contract.AuditState>()
  const [mine, setMine] = useState(false)
  const [isMaking, setMaking] = useState(false)
  const list = useEndpoint(
    contract.listAudits,
    {
      query: {
        ...{ limit: 50, cursor: listing.cursor, search: listing.search || undefined },
        ...{ state, mine: mine ? 'true' : 'false' },
      },
    },
    { keepPrevious: true, follows: ['audit'] },
  )
  const narrow = (change: () => void) => {
    change()
    listing.restart()
  }
  return (
    <Stack>
      <ListHead
        listing={listing}
        hint={t('search')}
        filters={
          <>
            <Select
              allowClear
              style={{ minWidth: 140 }}
              aria-label={t('stateTitle')}
              placeholder={t('stateTitle')}
              value={state}
              onChange={(value) => narrow(() => setState(value))}
              options={contract.AuditState.options.map((value) => ({ value, label: t(`state.${value}`) }))}
            />
            <Switch size="small" checked={mine} aria-label={t('mine')} onChange={(on) => narrow(() => setMine(on))} />
            {t('mine')}
          </>
        }
        add={may(contract.createAudit) && <Button onClick={() => setMaking(true)}>{t('special')}</Button>}
      />
      <FailureNote error={list.error} onRetry={() => void list.refetch()} />
      <Table<contract.Audit>
        rowKey="id"
        loading={list.isPending}
        dataSource={list.data?.rows}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty icon="day" title={t('empty')} detail={t('emptyHint')} /> }}
        columns={[
          { title: t('number'), render: (_, row) => <Link href={`/audits/${row.id}`}>{row.number}</Link> },
          { title: t('client'), dataIndex: 'clientName' },
          { title: t('stateTitle'), render: (_, row) => <AuditStatePill state={row.state} /> },
          { title: t('kindTitle'), render: (_, row) => t(`kind.${row.kind}`) },
          { title: t('dates'), render: (_, row) => datesOf(row) ?? t('notPlanned') },
          { title: t('leader'), render: (_, row) => row.leaderName || '—' },
          { title: t('days'), align: 'right', render: (_, row) => showDays(row.personDaysTenths) },
        ]}
      />
      <Pages listing={listing} nextCursor={list.data?.nextCursor} />
      {isMaking && <SpecialAuditForm onClose={() => setMaking(false)} />}
    </Stack>
  )
}

function datesOf({ plannedFromOn, plannedToOn }: contract.Audit): string | null {
  if (plannedFromOn === null) return null
  return plannedFromOn === plannedToOn ? plannedFromOn : `${plannedFromOn} – ${plannedToOn}`
}
