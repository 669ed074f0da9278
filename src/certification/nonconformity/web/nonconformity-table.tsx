import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useLocalText } from '#src/evaluation/web/words.ts'
import type { NonconformityRow } from '../contract.ts'
import { NonconformityPill } from './pill.tsx'

type TableProps = {
  rows: readonly NonconformityRow[]
  isPending: boolean
  /** Inside one audit neither client nor audit is repeated. */
  isOfAudit?: boolean
}

export function NonconformityTable({ rows, isPending, isOfAudit = false }: TableProps) {
  const { t } = useTranslation('correction')
  const local = useLocalText()
  return (
    <Table<NonconformityRow>
      rowKey="id"
      aria-label={t('table')}
      loading={isPending}
      dataSource={[...rows]}
      pagination={false}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: `${t('body.empty')} · ${t('body.emptyHint')}` }}
      columns={[
        {
          title: t('field.number'),
          render: (_, row) => (
            <>
              <Link href={`/nonconformities/${row.id}`}>{row.number}</Link>
              {!isOfAudit && <div className="sp-soft">{row.auditNumber}</div>}
            </>
          ),
        },
        ...(isOfAudit
          ? []
          : [{ title: t('field.client'), render: (_: unknown, row: NonconformityRow) => row.clientName }]),
        {
          title: t('field.statement'),
          render: (_, row) => (
            <div className="correction-statement">
              {row.statement}
              <div className="sp-soft">
                {local(row.grade.name)} · {row.clause} · {row.raisedByName}
              </div>
            </div>
          ),
        },
        { title: t('field.dueOn'), render: (_, row) => row.dueOn ?? t('none') },
        { title: t('field.state'), render: (_, row) => <NonconformityPill row={row} /> },
      ]}
    />
  )
}
