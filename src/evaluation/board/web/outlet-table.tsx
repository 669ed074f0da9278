import { Input, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Pill } from '#src/ui/pill.tsx'
import { Empty } from '#src/ui/states.tsx'
import { shareOf, showScore, showShare, useLocalText } from '../../web/words.ts'
import type { Board, BoardOutlet } from '../contract.ts'

const ROWS = 15
const below = (a: number | null, b: number | null) => (a ?? -1) - (b ?? -1)

/** Every outlet with its index and what it keeps of each item; a row opens the outlet. */
export function OutletTable({ board, onOpen }: { board: Board; onOpen: (outletId: string) => void }) {
  const { t } = useTranslation('evaluation')
  const local = useLocalText()
  const [search, setSearch] = useState('')
  // An item that nobody has anything on would be an empty column.
  const known = board.outletLeaves
    .map((leaf, at) => ({ leaf, at }))
    .filter(({ at }) => board.outlets.some((outlet) => (outlet.leaves[at] ?? null) !== null))
  const hidden = board.outletLeaves.length - known.length
  const wanted = search.trim().toLowerCase()
  const shown = board.outlets.filter((outlet) => `${outlet.code} ${outlet.name}`.toLowerCase().includes(wanted))
  return (
    <section className="sp-card" aria-labelledby="outlets">
      <div className="sp-card-head">
        <div>
          <h2 id="outlets">{t('outlets.title')}</h2>
          <p className="sp-soft">
            {t('outlets.hint')} {hidden > 0 && t('outlets.hidden', { count: hidden })}
          </p>
        </div>
        {board.outlets.length > ROWS && (
          <Input.Search
            allowClear
            aria-label={t('outlets.search')}
            placeholder={t('outlets.search')}
            style={{ width: 240, maxWidth: '50%' }}
            maxLength={60}
            onChange={(event) => setSearch(event.target.value)}
          />
        )}
      </div>
      {board.outlets.length === 0 ? (
        <Empty icon="place" title={t('outlets.none')} detail={t('outlets.noneHint')} />
      ) : (
        <Table<BoardOutlet>
          rowKey="id"
          size="small"
          dataSource={shown}
          scroll={{ x: 'max-content' }}
          pagination={shown.length > ROWS ? { pageSize: ROWS, showSizeChanger: false } : false}
          columns={[
            {
              title: t('outlets.outlet'),
              fixed: 'left',
              sorter: (a, b) => a.name.localeCompare(b.name, 'zh-CN'),
              render: (_, row) => (
                <button type="button" className="sp-text-button" onClick={() => onOpen(row.id)}>
                  {row.name}
                  {row.isClosed && <Pill>{t('outlets.closed')}</Pill>}
                </button>
              ),
            },
            {
              title: t('outlets.index'),
              align: 'right',
              defaultSortOrder: 'ascend',
              sorter: (a, b) => below(a.scoreHundredths, b.scoreHundredths),
              render: (_, row) => (
                <strong>{row.scoreHundredths === null ? '—' : showScore(row.scoreHundredths)}</strong>
              ),
            },
            {
              title: t('outlets.known'),
              align: 'right',
              sorter: (a, b) => a.knownHundredths - b.knownHundredths,
              render: (_, row) => showShare(shareOf(row.knownHundredths, row.ofHundredths)),
            },
            ...known.map(({ leaf, at }) => ({
              title: local(leaf.name),
              align: 'center' as const,
              width: 96,
              sorter: (a: BoardOutlet, b: BoardOutlet) => below(a.leaves[at] ?? null, b.leaves[at] ?? null),
              render: (_: unknown, row: BoardOutlet) => <Heat share={row.leaves[at] ?? null} />,
            })),
            { title: t('outlets.checks'), align: 'right', dataIndex: 'checks', sorter: (a, b) => a.checks - b.checks },
            {
              title: t('outlets.late'),
              align: 'right',
              sorter: (a, b) => shareOf(a.backfilled, a.checks) - shareOf(b.backfilled, b.checks),
              render: (_, row) => (row.checks === 0 ? '—' : showShare(shareOf(row.backfilled, row.checks))),
            },
          ]}
        />
      )}
    </section>
  )
}

const STEPS = [5_000, 7_000, 8_000, 9_000, 9_500]

function Heat({ share }: { share: number | null }) {
  const { t } = useTranslation('evaluation')
  if (share === null) return <span className="sp-heat sp-heat-none">{t('outlets.unknown')}</span>
  const step = STEPS.filter((limit) => share >= limit).length
  return <span className={`sp-heat sp-heat-${step}`}>{showShare(share)}</span>
}
