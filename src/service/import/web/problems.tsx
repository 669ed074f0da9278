import { Select, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '#src/client/address.ts'
import type { AnswerOf } from '#src/client/call.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, RowOf, Stack } from '#src/ui/card.tsx'
import { exportImportProblems, type ImportRun, listImportProblems } from '../contract/run.ts'
import { useProblemWords } from './problem-words.ts'

type Listed = AnswerOf<typeof listImportProblems>['rows'][number]
type Choice = { sheet?: string | undefined; code?: string | undefined; effect?: Listed['effect'] | undefined }

/** Every place that could not be used, to choose among and to take away for repairing the register. */
export function Problems({ run }: { run: ImportRun }) {
  const { t, i18n } = useTranslation(['import', 'common'])
  const words = useProblemWords()
  const [choice, setChoice] = useState<Choice>({})
  const [way, setWay] = useState<readonly string[]>([])
  const params = { importId: run.id }
  const problems = useEndpoint(
    listImportProblems,
    { params, query: { limit: 50, cursor: way.at(-1), ...choice } },
    { keepPrevious: true, follows: ['import_run'] },
  )
  const counts = run.report?.problemCounts ?? []
  if (counts.length === 0) return null
  const choose = (next: Choice) => {
    setWay([])
    setChoice({ ...choice, ...next })
  }
  const fitting = counts.filter(({ sheet }) => !choice.sheet || sheet === choice.sheet)
  const options = (values: string[], word: (value: string) => string) =>
    [...new Set(values)].map((value) => ({ value, label: word(value) }))
  const next = problems.data?.nextCursor
  const language = i18n.language === 'en' ? 'en' : 'zh-CN'
  return (
    <Card
      title={t('problems.title')}
      aside={
        <a
          className="imp-download"
          href={addressOf(exportImportProblems.path, params, { ...choice, language })}
          download
        >
          {t('problems.download')}
        </a>
      }
    >
      <Stack>
        <RowOf>
          <Select
            allowClear
            className="imp-choice"
            aria-label={t('problems.sheet')}
            placeholder={t('problems.sheet')}
            value={choice.sheet}
            onChange={(sheet) => choose({ sheet })}
            options={options(
              counts.map(({ sheet }) => sheet),
              (sheet) => sheet,
            )}
          />
          <Select
            allowClear
            className="imp-choice"
            aria-label={t('problems.effect')}
            placeholder={t('problems.effect')}
            value={choice.effect}
            onChange={(effect) => choose({ effect })}
            options={options(
              fitting.map(({ effect }) => effect),
              (effect) => t(`effect.${effect}` as 'effect.warning'),
            )}
          />
          <Select
            allowClear
            className="imp-choice imp-choice-wide"
            popupMatchSelectWidth={false}
            aria-label={t('problems.reason')}
            placeholder={t('problems.reason')}
            value={choice.code}
            onChange={(code) => choose({ code })}
            options={options(
              fitting.map(({ code }) => code),
              (code) => words({ code, params: fitting.find((one) => one.code === code)?.examples[0]?.params ?? {} }),
            )}
          />
        </RowOf>
        <FailureNote error={problems.error} />
        <Table<Listed>
          rowKey="seq"
          size="small"
          loading={problems.isPending && !problems.error}
          dataSource={problems.data?.rows}
          pagination={false}
          scroll={{ x: 'max-content' }}
          columns={[
            { title: t('problems.sheet'), dataIndex: 'sheet' },
            { title: t('problems.row'), dataIndex: 'row', align: 'right' },
            { title: t('problems.column'), dataIndex: 'column' },
            { title: t('problems.header'), dataIndex: 'header' },
            {
              title: t('problems.cellText'),
              render: (_, { cellText }) => <span className="imp-cell">{cellText}</span>,
            },
            { title: t('problems.effect'), render: (_, { effect }) => t(`effect.${effect}`) },
            {
              title: t('problems.reason'),
              render: (_, problem) => <span className="imp-reason">{words(problem)}</span>,
            },
          ]}
        />
        {run.report!.problemsUnlisted > 0 && (
          <p className="sp-soft">{t('problems.unlisted', { count: run.report!.problemsUnlisted })}</p>
        )}
        {(way.length > 0 || next) && (
          <RowOf>
            <Button disabled={way.length === 0} onClick={() => setWay(way.slice(0, -1))}>
              {t('common:action.previous')}
            </Button>
            <Button disabled={!next} onClick={() => next && setWay([...way, next])}>
              {t('common:action.next')}
            </Button>
          </RowOf>
        )}
      </Stack>
    </Card>
  )
}
