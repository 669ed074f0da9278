import { Steps } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { ScreenProps } from '#src/app/shell/screens.ts'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { Stack } from '#src/ui/card.tsx'
import { Failed, Skeleton } from '#src/ui/states.tsx'
import { PageHead } from '../../web/page-head.tsx'
import { type ImportRun, readImport } from '../contract/run.ts'
import './import.css'
import { MapColumns } from './map-columns.tsx'
import { Preview } from './preview.tsx'
import { Result } from './result.tsx'
import { RunStatePill } from './run-state.tsx'
import { Running } from './running.tsx'

const UNDER_WAY = new Set<ImportRun['state']>(['waiting', 'running'])

/** One import from its file to its result: columns, preview, progress, report. */
export default function ImportPage({ params }: ScreenProps) {
  const { t } = useTranslation(['import', 'common'])
  const failureWords = useFailureWords()
  const importId = params.importId!
  const [isUnderWay, setUnderWay] = useState(false)
  const run = useEndpoint(
    readImport,
    { params: { importId } },
    { follows: ['import_run'], ...(isUnderWay ? { refreshEveryMs: 1_000 } : {}) },
  )
  useTitle(run.data?.fileName ?? t('title'))
  const now = run.data ? UNDER_WAY.has(run.data.state) : false
  if (now !== isUnderWay) setUnderWay(now)
  if (run.error && !run.data) {
    const { title, detail } = failureWords(run.error)
    return <Failed title={title} detail={detail} onRetry={() => void run.refetch()} />
  }
  if (!run.data) return <Skeleton lines={8} />
  return (
    <Stack>
      <PageHead
        title={run.data.fileName}
        note={
          <>
            <RunStatePill state={run.data.state} /> <Link href="/imports">{t('step.toList')}</Link>
          </>
        }
      />
      <Body key={run.data.id} run={run.data} />
    </Stack>
  )
}

function Body({ run }: { run: ImportRun }) {
  const { t } = useTranslation('import')
  const [isPreview, setPreview] = useState(run.report !== null)
  const step = run.state !== 'mapping' ? (UNDER_WAY.has(run.state) ? 3 : 4) : isPreview && run.report ? 2 : 1
  const titles = ['upload', 'map', 'preview', 'run', 'result'] as const
  return (
    <Stack>
      <Steps
        size="small"
        current={step}
        responsive={false}
        className="imp-steps"
        {...(run.state === 'failed' ? { status: 'error' as const } : {})}
        items={titles.map((title) => ({ title: t(`step.${title}`) }))}
      />
      {step === 1 && <MapColumns run={run} onPlanned={() => setPreview(true)} />}
      {step === 2 && <Preview run={run} onBack={() => setPreview(false)} />}
      {step === 3 && <Running run={run} />}
      {step === 4 && <Result run={run} />}
    </Stack>
  )
}
