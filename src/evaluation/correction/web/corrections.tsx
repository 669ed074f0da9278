import { Checkbox, Space, Table } from 'antd'
import { type Key, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useTitle } from '#src/app/shell/use-title.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { Button } from '#src/ui/button.tsx'
import { Stack } from '#src/ui/card.tsx'
import { PagingButtons, usePaging } from '#src/ui/paging.tsx'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import { useLocalText } from '../../web/words.ts'
import { type CorrectionRow, listCorrections, sendCorrections } from '../contract.ts'
import './correction.css'
import { SendDialog } from './send-dialog.tsx'

const TONES: Record<CorrectionRow['state'], Tone> = {
  open: 'warn',
  drafted: 'info',
  answered: 'info',
  accepted: 'good',
  follow_up: 'info',
  withdrawn: 'plain',
}

export function CorrectionPill({ row }: { row: Pick<CorrectionRow, 'state' | 'isOverdue'> }) {
  const { t } = useTranslation('correction')
  return (
    <Space size={4} wrap>
      <Pill tone={TONES[row.state]}>{t(`ownState.${row.state}`)}</Pill>
      {row.isOverdue && <Pill tone="bad">{t('overdue')}</Pill>}
    </Space>
  )
}

/** What certification bodies found here, those due first, and the letter that answers several at once. */
export default function Corrections() {
  const { t } = useTranslation('correction')
  useTitle(t('title'))
  const may = useMay()
  const local = useLocalText()
  const paging = usePaging()
  const [isOpenOnly, setOpenOnly] = useState(false)
  const [chosen, setChosen] = useState<readonly Key[]>([])
  const [isSending, setSending] = useState(false)
  const query = { limit: 50, cursor: paging.cursor, open: isOpenOnly ? ('1' as const) : undefined }
  const read = useEndpoint(listCorrections, { query }, { keepPrevious: true, follows: ['correction'] })
  const rows = read.data?.rows ?? []
  const picked = rows.filter((row) => chosen.includes(row.id))
  return (
    <Stack>
      <div className="sp-card-head">
        <h1>{t('title')}</h1>
        {may(sendCorrections) && (
          <Button kind="primary" disabled={picked.length === 0} onClick={() => setSending(true)}>
            {t('answer.send')}
          </Button>
        )}
      </div>
      <p>{t('intro')}</p>
      <Checkbox
        checked={isOpenOnly}
        onChange={(event) => {
          setOpenOnly(event.target.checked)
          paging.start()
        }}
      >
        {t('onlyOpen')}
      </Checkbox>
      <FailureNote error={read.error} onRetry={() => void read.refetch()} />
      <Table<CorrectionRow>
        rowKey="id"
        aria-label={t('table')}
        loading={read.isPending}
        dataSource={rows}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: `${t('empty')} · ${t('emptyHint')}` }}
        {...(may(sendCorrections)
          ? {
              rowSelection: {
                selectedRowKeys: [...chosen],
                onChange: setChosen,
                getCheckboxProps: (row) => ({
                  disabled: row.state !== 'drafted',
                  'aria-label': `${t('choose')} ${row.number}`,
                }),
              },
            }
          : {})}
        columns={[
          {
            title: t('field.number'),
            render: (_, row) => (
              <>
                <Link href={`/corrections/${row.id}`}>{row.number}</Link>
                <div className="sp-soft">
                  {row.bodyName} · {row.auditNumber}
                </div>
              </>
            ),
          },
          {
            title: t('field.statement'),
            render: (_, row) => (
              <div className="correction-statement">
                {row.statement}
                <div className="sp-soft">
                  {local(row.grade)} · {row.clause}
                </div>
              </div>
            ),
          },
          { title: t('field.dueOn'), render: (_, row) => row.dueOn ?? t('none') },
          { title: t('field.responsible'), render: (_, row) => row.responsible?.name ?? t('none') },
          { title: t('field.state'), render: (_, row) => <CorrectionPill row={row} /> },
        ]}
      />
      <PagingButtons paging={paging} nextCursor={read.data?.nextCursor} />
      {isSending && (
        <SendDialog
          rows={picked}
          onClose={() => setSending(false)}
          onSent={() => {
            setSending(false)
            setChosen([])
          }}
        />
      )}
    </Stack>
  )
}
