import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import { showAt } from '#src/ui/when.ts'
import type { ContractRow, ContractState } from '../contract.ts'
import { showDays, showYuan } from '../rules/words.ts'

const TONES: Record<ContractState, Tone> = { quoted: 'plain', offered: 'info', signed: 'good', cancelled: 'warn' }

export function ContractPill({ state }: { state: ContractState }) {
  const { t } = useTranslation('client')
  return <Pill tone={TONES[state]}>{t(`contract.states.${state}`)}</Pill>
}

export function ContractTable({ rows, busy }: { rows: readonly ContractRow[]; busy: boolean }) {
  const { t, i18n } = useTranslation('client')
  return (
    <Table<ContractRow>
      rowKey="id"
      loading={busy}
      dataSource={[...rows]}
      pagination={false}
      scroll={{ x: 'max-content' }}
      columns={[
        {
          title: t('contract.number'),
          render: (_, row) => <Link href={`/applications/${row.applicationId}`}>{row.number}</Link>,
        },
        {
          title: t('contract.client'),
          render: (_, row) => <Link href={`/clients/${row.clientId}`}>{row.clientName}</Link>,
        },
        { title: t('contract.state'), render: (_, row) => <ContractPill state={row.state} /> },
        { title: t('contract.days'), align: 'right', render: (_, row) => showDays(row.initialTenths) },
        { title: t('contract.initialFee'), align: 'right', render: (_, row) => showYuan(row.feeFen) },
        { title: t('contract.quotedAt'), render: (_, row) => showAt(row.quotedAt, i18n.language) },
      ]}
    />
  )
}
