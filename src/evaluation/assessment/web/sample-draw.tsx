import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { RequestKind } from '#src/service/request/contract/words.ts'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { RowOf, Stack } from '#src/ui/card.tsx'
import { SelectField, TextField } from '#src/ui/field.tsx'
import { Notice, Skeleton } from '#src/ui/states.tsx'
import { toast } from '#src/ui/toast.tsx'
import type { Leaf } from '../../scheme/contract.ts'
import { MOST_ITEMS } from '../contract/leaf.ts'
import { drawLeafSample, listLeafSamples, readPopulation, SampledOf } from '../contract/sample.ts'
import { likelySource } from '../rules/sample.ts'
import { DrawnSamples } from './drawn-samples.tsx'
import type { Sheet } from './use-sheet.ts'

const ANY = 'any'

type SampleDrawProps = { sheet: Sheet; leaf: Leaf; isTouched: boolean }

/** The population with its size, what the rule asks of it, the draw, and every draw there was. */
export function SampleDraw({ sheet, leaf, isTouched }: SampleDrawProps) {
  const { t } = useTranslation(['assessment', 'request'])
  const likely = likelySource(leaf)
  const [of, setOf] = useState<SampledOf>(likely.of)
  const [kind, setKind] = useState<string>(likely.requestKind ?? ANY)
  const params = { assessmentId: sheet.detail.id, leafId: leaf.id }
  const samples = useEndpoint(listLeafSamples, { params }, { follows: ['assessment'] })
  const requestKind = of === 'request' && kind !== ANY ? (kind as RequestKind) : null
  const asked = { of, ...(requestKind ? { requestKind } : {}) }
  const population = useEndpoint(
    readPopulation,
    { params: { assessmentId: sheet.detail.id }, query: asked },
    { keepPrevious: true },
  )
  return (
    <Stack>
      <p className="sp-soft">{t('sample.drawHint')}</p>
      <div className="sp-round-days">
        <SelectField
          label={t('sample.of')}
          required
          value={of}
          onChange={(value) => setOf((value || likely.of) as SampledOf)}
          options={SampledOf.options.map((value) => ({ value, label: t(`sample.ofKind.${value}`) }))}
        />
        {of === 'request' && (
          <SelectField
            label={t('sample.requestKind')}
            required
            value={kind}
            onChange={(value) => setKind(value || ANY)}
            options={[
              { value: ANY, label: t('sample.anyKind') },
              ...RequestKind.options.map((value) => ({ value, label: t(`request:kind.${value}`) })),
            ]}
          />
        )}
      </div>
      <FailureNote
        error={population.error ?? samples.error}
        onRetry={() => void (population.error ? population : samples).refetch()}
      />
      {population.isPending || samples.isPending ? (
        <Skeleton lines={2} />
      ) : (
        population.data &&
        samples.data && (
          <DrawForm
            key={`${of} ${kind} ${samples.data.samples.length}`}
            sheet={sheet}
            leaf={leaf}
            whereof={{ of, requestKind }}
            population={population.data}
            isAgain={samples.data.samples.length > 0}
            isTouched={isTouched}
          />
        )
      )}
      {samples.data && <DrawnSamples sheet={sheet} leafId={leaf.id} samples={samples.data.samples} />}
    </Stack>
  )
}

type DrawFormProps = SampleDrawProps & {
  whereof: { of: SampledOf; requestKind: RequestKind | null }
  population: { count: number; ruleSize: number }
  isAgain: boolean
}

function DrawForm({ sheet, leaf, whereof, population, isAgain, isTouched }: DrawFormProps) {
  const { t } = useTranslation('assessment')
  const [id] = useState(newId)
  const { count, ruleSize } = population
  const [size, setSize] = useState(String(ruleSize))
  const [reason, setReason] = useState('')
  const [isTried, setTried] = useState(false)
  const drawing = useCommand(drawLeafSample)
  const most = Math.min(count, MOST_ITEMS)
  const wanted = /^\d+$/.test(size) ? Number(size) : 0
  const isWrong = wanted < ruleSize || wanted > most
  const lacksReason = isAgain && reason.trim() === ''
  const version = sheet.leaves.find((row) => row.leafId === leaf.id)?.version ?? 0
  const draw = () => {
    setTried(true)
    if (isWrong || lacksReason) return
    const params = { assessmentId: sheet.detail.id, leafId: leaf.id }
    const body = { id, version, ...whereof, size: wanted, reason: reason.trim() }
    void drawing.run({ params, body }).then(
      ({ sample }) => toast(t('sample.drawnNow', { count: sample.drawn.length, population: sample.populationCount })),
      () => {},
    )
  }
  if (count === 0) return <Notice tone="warn" title={t('sample.ruleNone')} />
  return (
    <>
      <p>
        <strong>{t('sample.rule', { count, size: ruleSize })}</strong>
      </p>
      <TextField
        label={t('sample.size')}
        hint={t('sample.sizeHint')}
        required
        inputMode="numeric"
        maxLength={3}
        value={size}
        onChange={setSize}
        error={isTried && isWrong ? t('sample.sizeWrong', { least: ruleSize, most }) : undefined}
      />
      {isAgain && (
        <TextField
          label={t('sample.again')}
          hint={t('sample.againHint')}
          required
          maxLength={500}
          value={reason}
          onChange={setReason}
          error={isTried && lacksReason ? t('form.reasonMissing') : undefined}
        />
      )}
      {isTouched && <Notice tone="warn" title={t('sample.saveFirst')} />}
      <FailureNote error={drawing.error} />
      <RowOf>
        <Button kind={isAgain ? 'plain' : 'primary'} busy={drawing.busy} disabled={isTouched} onClick={draw}>
          {t('sample.go', { count: isWrong ? ruleSize : wanted })}
        </Button>
      </RowOf>
    </>
  )
}
