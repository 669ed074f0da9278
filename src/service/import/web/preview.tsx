import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { Button } from '#src/ui/button.tsx'
import { RowOf, Stack } from '#src/ui/card.tsx'
import { Notice } from '#src/ui/states.tsx'
import { cancelImport, type ImportRun, startImport } from '../contract/run.ts'
import { Problems } from './problems.tsx'
import { ReportView } from './report-view.tsx'

/** What would become of every row. Nothing is written until somebody starts it. */
export function Preview({ run, onBack }: { run: ImportRun; onBack: () => void }) {
  const { t } = useTranslation('import')
  const [, navigate] = useLocation()
  const starting = useCommand(startImport)
  const discarding = useCommand(cancelImport)
  const params = { importId: run.id }
  const isEmpty = run.recordsPlanned === 0
  return (
    <Stack>
      <Notice
        tone={isEmpty ? 'warn' : 'info'}
        title={isEmpty ? t('preview.none') : t('preview.planned', { count: run.recordsPlanned })}
      />
      <FailureNote error={starting.error ?? discarding.error} />
      <RowOf>
        <Button
          kind="primary"
          disabled={isEmpty || starting.busy}
          // Shown from `starting.error`, as below.
          onClick={() => starting.run({ params, body: { version: run.version } }).catch(() => {})}
        >
          {t('step.start')}
        </Button>
        <Button onClick={onBack}>{t('step.back')}</Button>
        <Button
          disabled={discarding.busy}
          onClick={() =>
            discarding.run({ params }).then(
              () => navigate('/imports'),
              () => {},
            )
          }
        >
          {t('step.discard')}
        </Button>
      </RowOf>
      <ReportView report={run.report!} />
      <Problems run={run} />
    </Stack>
  )
}
