import { Checkbox, Input, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, Stack } from '#src/ui/card.tsx'
import { Mapping, type SheetMapping } from '../contract/mapping.ts'
import { type ImportRun, planFileImport } from '../contract/run.ts'
import { emptyMapping, gapsOf, withSheet } from '../rules/mapping-edit.ts'
import { Questions } from './questions.tsx'
import { SheetCard } from './sheet-card.tsx'

/** A person states what the file cannot say. Starts from what its headers suggest, or from what was stated last. */
export function MapColumns({ run, onPlanned }: { run: ImportRun; onPlanned: () => void }) {
  const { t } = useTranslation('import')
  const [mapping, setMapping] = useState<Mapping>(() => run.mapping ?? emptyMapping(run.fileName))
  const planning = useCommand(planFileImport)
  const change = (part: Partial<Mapping>) => setMapping({ ...mapping, ...part })
  const changeSheet = (name: string, sheet: SheetMapping | null) => setMapping(withSheet(mapping, name, sheet))
  const gaps = gapsOf(mapping)
  const isReady = gaps.length === 0 && Mapping.safeParse(mapping).success
  const send = () =>
    planning.run({ params: { importId: run.id }, body: { mapping, version: run.version } }).then(onPlanned, () => {})
  return (
    <Stack>
      <Questions questions={run.look.questions} />
      <Card>
        <div className="imp-form">
          <Field label={t('map.source')} hint={t('map.sourceHint')}>
            <Input maxLength={80} value={mapping.source} onChange={({ target }) => change({ source: target.value })} />
          </Field>
          <Field label={t('map.zone')}>
            <Select showSearch value={mapping.zone} options={ZONES} onChange={(zone) => change({ zone })} />
          </Field>
          <Field label={t('map.unknownMarks')}>
            <Select
              mode="tags"
              value={mapping.unknownMarks}
              onChange={(unknownMarks: string[]) => change({ unknownMarks: unknownMarks.slice(0, 30) })}
            />
          </Field>
          <Field label={t('map.notBeforeOn')} hint={t('map.notBeforeOnHint')}>
            <Input
              type="date"
              required
              value={mapping.notBeforeOn}
              onChange={({ target }) => target.value && change({ notBeforeOn: target.value })}
            />
          </Field>
          <Field label={t('map.onChanged')}>
            <Select
              value={mapping.onChanged}
              options={(['list', 'update'] as const).map((value) => ({ value, label: t(`map.changed_${value}`) }))}
              onChange={(onChanged) => change({ onChanged })}
            />
          </Field>
          <div className="imp-field">
            <Checkbox
              checked={mapping.measureBeforePromises}
              onChange={({ target }) => change({ measureBeforePromises: target.checked })}
            >
              {t('map.measureBeforePromises')}
            </Checkbox>
            <span className="sp-soft">{t('map.measureBeforePromisesHint')}</span>
          </div>
        </div>
      </Card>
      {run.look.sheets.map((sheet) => (
        <SheetCard
          key={sheet.name}
          sheet={sheet}
          mapped={mapping.sheets.find((one) => one.sheet === sheet.name) ?? null}
          gaps={gaps.filter((gap) => gap.sheet === sheet.name)}
          onChange={(mapped) => changeSheet(sheet.name, mapped)}
        />
      ))}
      {mapping.sheets.length === 0 && <p className="sp-soft">{t('map.noSheets')}</p>}
      <FailureNote error={planning.error} />
      <div className="imp-foot">
        <Button kind="primary" disabled={!isReady || planning.busy} onClick={send}>
          {t('step.toPreview')}
        </Button>
      </div>
    </Stack>
  )
}

const ZONES = Intl.supportedValuesOf('timeZone').map((value) => ({ value, label: value }))

function Field({ label, hint, children }: { label: string; hint?: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is given as the child
    <label className="imp-field">
      <span>{label}</span>
      {children}
      {hint && <span className="sp-soft">{hint}</span>}
    </label>
  )
}
