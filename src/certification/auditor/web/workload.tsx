import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { Stack } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Empty } from '#src/ui/states.tsx'
import { dayOf } from '#src/ui/when.ts'
import { type MonthLoad, readWorkload } from '../contract.ts'

const MONTHS = 6

/** Six months, each auditor one line: booked of available days. */
export function Workload() {
  const { t } = useTranslation('audit')
  const fromMonth = dayOf(new Date().toISOString()).slice(0, 7)
  const load = useEndpoint(readWorkload, { query: { fromMonth, months: MONTHS } }, { follows: ['audit', 'auditor'] })
  const rows = load.data?.rows ?? []
  const months = [...new Set(rows.map((row) => row.month))]
  const people = [...Map.groupBy(rows, (row) => row.personId)].map(([personId, loads]) => ({ personId, loads }))
  return (
    <Stack>
      <FailureNote error={load.error} onRetry={() => void load.refetch()} />
      <Table<{ personId: string; loads: MonthLoad[] }>
        rowKey="personId"
        loading={load.isPending}
        dataSource={people}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty icon="person" title={t('auditors.empty')} /> }}
        columns={[
          { title: t('auditors.person'), render: (_, one) => one.loads[0]!.name },
          ...months.map((month, at) => ({
            title: month,
            key: month,
            render: (_: unknown, one: { loads: MonthLoad[] }) => <Load of={one.loads[at]!} />,
          })),
        ]}
      />
    </Stack>
  )
}

function Load({ of }: { of: MonthLoad }) {
  const { t } = useTranslation('audit')
  const { bookedDays: booked, absentDays, availableDays: available } = of
  const words = t('auditors.load', { booked, available })
  return (
    <>
      {booked > available ? (
        <Pill tone="bad" icon="warn">
          {words} · {t('auditors.over')}
        </Pill>
      ) : (
        words
      )}
      {absentDays > 0 && (
        <div className="sp-soft">
          {t('auditors.absent')} {absentDays}
        </div>
      )}
    </>
  )
}
