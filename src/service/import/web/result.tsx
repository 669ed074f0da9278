import { useTranslation } from 'react-i18next'
import { useRefusalWords } from '#src/client/refusal.ts'
import { Stack } from '#src/ui/card.tsx'
import { Notice } from '#src/ui/states.tsx'
import type { ImportRun } from '../contract/run.ts'
import { Problems } from './problems.tsx'
import { ReportView } from './report-view.tsx'

export function Result({ run }: { run: ImportRun }) {
  const { t } = useTranslation('import')
  const refusalWords = useRefusalWords()
  const sum = (key: 'new' | 'unchanged') => run.report?.records.reduce((total, one) => total + (one[key] ?? 0), 0) ?? 0
  const refused = run.report?.sheets.reduce((total, sheet) => total + sheet.rowsRefused, 0) ?? 0
  return (
    <Stack>
      {run.state === 'done' && (
        <Notice tone="good" title={t('result.done', { added: sum('new'), unchanged: sum('unchanged'), refused })} />
      )}
      {run.state === 'failed' && (
        <Notice tone="bad" title={t('result.failed')}>
          {run.failure && refusalWords({ kind: 'invalid', ...run.failure })}
        </Notice>
      )}
      {run.state === 'cancelled' && <Notice tone="warn" title={t('result.cancelled')} />}
      {run.report && (
        <>
          <ReportView report={run.report} />
          <Problems run={run} />
        </>
      )}
    </Stack>
  )
}
