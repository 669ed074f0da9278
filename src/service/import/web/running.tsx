import { Progress } from 'antd'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, Stack } from '#src/ui/card.tsx'
import { cancelImport, type ImportRun } from '../contract/run.ts'

export function Running({ run }: { run: ImportRun }) {
  const { t } = useTranslation('import')
  const cancelling = useCommand(cancelImport)
  const { recordsSeen: seen, recordsPlanned: planned } = run
  const words = run.state === 'waiting' ? t('run.waiting') : t('run.progress', { seen, planned })
  return (
    <Card>
      <Stack>
        <div role="status">{words}</div>
        <Progress
          percent={planned > 0 ? Math.floor((seen / planned) * 100) : 0}
          status="active"
          aria-label={t('step.run')}
        />
        <p className="sp-soft">{t('run.mayClose')}</p>
        <FailureNote error={cancelling.error} />
        <div>
          <Button
            disabled={cancelling.busy}
            // Shown from `cancelling.error`.
            onClick={() => cancelling.run({ params: { importId: run.id } }).catch(() => {})}
          >
            {t('step.stop')}
          </Button>
        </div>
      </Stack>
    </Card>
  )
}
