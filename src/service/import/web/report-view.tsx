import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { Card, Stack } from '#src/ui/card.tsx'
import type { ProblemCount, RecordCount, SheetReport } from '../contract/report.ts'
import type { KeptReport } from '../contract/run.ts'
import { useProblemWords } from './problem-words.ts'

const BARE = { pagination: false, size: 'small', scroll: { x: 'max-content' } } as const

/** What was read, used, tidied and left out, without flattery: refused first by reason, each with its number and examples. */
export function ReportView({ report }: { report: KeptReport }) {
  const { t } = useTranslation('import')
  const { backfilled, clocks } = report
  const isSaved = report.stage === 'saved'
  const figures = isSaved
    ? (['planned', 'new', 'unchanged', 'changed', 'updated', 'refused'] as const)
    : (['planned'] as const)
  return (
    <Stack>
      <div className="imp-pair">
        <Card title={t('result.records')}>
          <Table<RecordCount>
            {...BARE}
            rowKey="kind"
            dataSource={report.records}
            columns={[
              { title: t('result.kind'), render: (_, { kind }) => t(`kind.${kind}` as 'kind.outlet') },
              ...figures.map((figure) => ({
                title: t(`result.${figure}`),
                align: 'right' as const,
                render: (_: unknown, record: RecordCount) => record[figure] ?? '—',
              })),
            ]}
          />
          {backfilled.records > 0 && (
            <p className="sp-soft">
              {t('result.backfilled', {
                count: backfilled.records,
                from: backfilled.oldestOn ?? '',
                to: backfilled.newestOn ?? '',
              })}
            </p>
          )}
          {clocks && clocks.measured > 0 && (
            <p className="sp-soft">
              {t('result.clocks', { measured: clocks.measured })}{' '}
              {clocks.beforePromise > 0 && t('result.beforePromise', { count: clocks.beforePromise })}{' '}
              {clocks.unknown > 0 && t('result.clocksUnknown', { count: clocks.unknown })}
            </p>
          )}
        </Card>
        <Reasons counts={report.problemCounts} />
      </div>
      <Card title={t('result.sheets')}>
        <Table<SheetReport>
          {...BARE}
          rowKey="sheet"
          dataSource={report.sheets}
          columns={[
            { title: t('map.sheet'), dataIndex: 'sheet' },
            { title: t('map.target'), render: (_, { target }) => target && t(`target.${target}`) },
            ...(['rowsRead', 'rowsUsed', 'rowsRefused', 'rowsIgnored', 'cellsRefused', 'warnings'] as const).map(
              (figure) => ({ title: t(`result.${figure}`), dataIndex: figure, align: 'right' as const }),
            ),
            {
              title: t('result.ignoredColumns'),
              render: (_, { ignoredColumns }) => (
                <span className="imp-cell">{ignoredColumns.map(({ header }) => header).join(' · ') || '—'}</span>
              ),
            },
          ]}
        />
        {report.ignoredSheets.length > 0 && (
          <p className="sp-soft">
            {t('result.ignoredSheets')}
            {': '}
            {report.ignoredSheets
              .map(({ sheet, code }) => `${sheet} (${t(`note.${code}` as 'note.formulas', { count: 0 })})`)
              .join(' · ')}
          </p>
        )}
      </Card>
      {report.normalised.length > 0 && <Tidied report={report} />}
    </Stack>
  )
}

const WEIGHT = ['sheet_refused', 'row_refused', 'cell_refused', 'warning', 'row_ignored']

function Reasons({ counts }: { counts: readonly ProblemCount[] }) {
  const { t } = useTranslation('import')
  const words = useProblemWords()
  const ordered = counts.toSorted((a, b) => WEIGHT.indexOf(a.effect) - WEIGHT.indexOf(b.effect) || b.count - a.count)
  const example = ({ row, cellText }: ProblemCount['examples'][number]) =>
    cellText
      ? t('result.exampleRow', { row: row ?? '', text: cellText })
      : t('result.exampleRowPlain', { row: row ?? '' })
  return (
    <Card title={t('result.reasons')}>
      {ordered.length === 0 ? (
        <p>{t('result.noReasons')}</p>
      ) : (
        <ul className="imp-reasons">
          {ordered.map((one) => (
            <li key={`${one.sheet} ${one.effect} ${one.code}`}>
              <span className={`imp-effect imp-${one.effect}`}>{t('result.count', { count: one.count })}</span>
              <span>
                <strong>
                  {one.sheet} · {t(`effect.${one.effect}`)}
                </strong>{' '}
                {words({ code: one.code, params: one.examples[0]?.params ?? {} })}
                <span className="sp-soft">
                  {' '}
                  {t('result.examples', { examples: one.examples.map(example).join(' · ') })}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function Tidied({ report }: { report: KeptReport }) {
  const { t } = useTranslation('import')
  return (
    <details className="sp-card">
      <summary>{t('result.normalised')}</summary>
      <ul className="imp-reasons">
        {report.normalised.map((one) => (
          <li key={`${one.sheet} ${one.column} ${one.code}`}>
            <span className="imp-effect">{t('result.count', { count: one.count })}</span>
            <span>
              <strong>
                {one.sheet} · {one.header}
              </strong>{' '}
              {t(`tidied.${one.code}` as 'tidied.full_width')}
              <span className="sp-soft">
                {' '}
                {one.examples.map(({ from, to }) => t('result.tidiedFrom', { from, to })).join(' · ')}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
