import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '#src/client/address.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { Button } from '#src/ui/button.tsx'
import { RowOf } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { showAt } from '#src/ui/when.ts'
import { type DrawnSample, readDraw } from '../contract/sample.ts'
import { RecordLink } from './record-link.tsx'
import type { Sheet } from './use-sheet.ts'

const SEED_SHOWN = 12

type DrawnSamplesProps = { sheet: Sheet; leafId: string; samples: readonly DrawnSample[] }

/** Every draw of an indicator stays in sight, with what it drew and the means to draw it again. */
export function DrawnSamples({ sheet, leafId, samples }: DrawnSamplesProps) {
  const { t } = useTranslation('assessment')
  if (samples.length === 0) return null
  const items = sheet.leaves.find((row) => row.leafId === leafId)?.items ?? []
  const inSample = new Set(items.flatMap((item) => (item.record ? [item.record.id] : [])))
  return (
    <section aria-label={t('sample.drawn')}>
      <h3>{t('sample.drawn')}</h3>
      <ul className="sp-records">
        {samples.map((sample) => (
          <DrawRow key={sample.id} assessmentId={sheet.detail.id} sample={sample} inSample={inSample} />
        ))}
      </ul>
    </section>
  )
}

type DrawRowProps = { assessmentId: string; sample: DrawnSample; inSample: ReadonlySet<string> }

function DrawRow({ assessmentId, sample, inSample }: DrawRowProps) {
  const { t, i18n } = useTranslation(['assessment', 'request'])
  const [isChecking, setChecking] = useState(false)
  const { drawn, requestKind } = sample
  const gone = drawn.filter(({ record }) => !inSample.has(record.id)).length
  const at = showAt(sample.drawnAt, i18n.language, 'short')
  const kind = requestKind ? ` · ${t(`request:kind.${requestKind}`)}` : ''
  return (
    <li>
      <div className="sp-records-words">
        <span>
          {t('sample.drawnAt', {
            name: sample.drawnByName,
            at,
            population: sample.populationCount,
            count: drawn.length,
          })}
        </span>
        <span className="sp-soft">
          {t(`sample.ofKind.${sample.of}`)}
          {kind} · {t('sample.ruleSize', { size: sample.ruleSize })} ·{' '}
          {t('sample.seed', { seed: sample.seed.slice(0, SEED_SHOWN) })}
        </span>
        {sample.reason && <span>{t('sample.drawnWhy', { reason: sample.reason })}</span>}
        <span>{gone === 0 ? t('sample.taken', { count: drawn.length }) : t('sample.notTaken', { count: gone })}</span>
        <details className="sp-round-history">
          <summary>{t('sample.drawnList', { count: drawn.length })}</summary>
          <ol>
            {drawn.map(({ record, label, detail, requestId }) => (
              <li key={record.id}>
                <RecordLink recordType={record.type} recordId={record.id} requestId={requestId ?? undefined}>
                  {label}
                </RecordLink>{' '}
                <span className="sp-soft">{detail}</span>
              </li>
            ))}
          </ol>
        </details>
        {isChecking ? (
          <DrawnAgain assessmentId={assessmentId} sampleId={sample.id} />
        ) : (
          <RowOf>
            <Button kind="quiet" icon="refresh" onClick={() => setChecking(true)}>
              {t('sample.check')}
            </Button>
          </RowOf>
        )}
      </div>
    </li>
  )
}

const AGAIN_TONES = { same: 'good', population_changed: 'warn', differs: 'bad' } as const

/** Draws again from the records as they were then, and says whether the same comes out. */
function DrawnAgain({ assessmentId, sampleId }: { assessmentId: string; sampleId: string }) {
  const { t } = useTranslation('assessment')
  const params = { assessmentId, sampleId }
  const draw = useEndpoint(readDraw, { params })
  return (
    <RowOf>
      <span aria-live="polite">
        {draw.isPending && t('sample.checking')}
        {draw.data && <Pill tone={AGAIN_TONES[draw.data.again]}>{t(`sample.checked.${draw.data.again}`)}</Pill>}
      </span>
      <FailureNote error={draw.error} onRetry={() => void draw.refetch()} />
      <a href={addressOf(readDraw.path, params, undefined)} download={`sample-${sampleId.slice(0, 8)}.json`}>
        {t('sample.proof')}
      </a>
    </RowOf>
  )
}
