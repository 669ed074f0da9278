import { Form, Input, InputNumber, Select, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import { useCommand } from '#src/client/hooks.ts'
import { TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { MATERIALS } from '#src/evaluation/material/contract/dossier.ts'
import { editRules, type RulesDetail } from '../contract/endpoints.ts'
import type { NonconformityGrade, PersonDayBand, Term } from '../contract/rules.ts'
import type { Figure } from '../rules/figures.ts'
import { bandLines, choicesOf, type FigureKind, keptNumber, kindOf, readBandLines, shownNumber } from './figure-kind.ts'
import { GradesField } from './grades-field.tsx'

type Fields = { value: unknown; term?: Term; from: string }
type EditFigureProps = { rules: RulesDetail; figure: Figure; name: string; onClose: () => void }

/** One figure of the draft, with where it was read or who decided it. */
export function EditFigure({ rules, figure, name, onClose }: EditFigureProps) {
  const { t } = useTranslation('client')
  const editing = useCommand(editRules)
  const kind = kindOf(figure.path, figure.value)
  const send = ({ value, from }: Fields) =>
    editing.run({
      params: { rulesId: rules.id },
      body: { version: rules.version, edits: [{ path: figure.path, value: keptOf(kind, value) as never }], from },
    })
  return (
    <FormDrawer<Fields>
      title={name}
      initial={{ value: shownOf(kind, figure.value) }}
      send={send}
      busy={editing.busy}
      error={editing.error}
      onClose={onClose}
      wide={kind === 'bands' || kind === 'grades'}
      sendWords={t('rules.confirm')}
    >
      <ValueField kind={kind} path={figure.path} label={name} />
      <TextField name="from" label={t('rules.source')} hint={t('rules.sourceHint')} required max={300} />
    </FormDrawer>
  )
}

function shownOf(kind: FigureKind, value: unknown): unknown {
  if (kind === 'bands') return bandLines(value as PersonDayBand[])
  if (kind === 'dayList') return (value as number[]).map(String)
  return typeof value === 'number' ? shownNumber(kind, value) : value
}

function keptOf(kind: FigureKind, value: unknown): unknown {
  if (kind === 'bands') return readBandLines(value as string)
  if (kind === 'dayList') return (value as string[]).map(Number)
  if (kind === 'grades') return value as NonconformityGrade[]
  return typeof value === 'number' ? keptNumber(kind, value) : value
}

function ValueField({ kind, path, label }: { kind: FigureKind; path: string; label: string }) {
  const { t } = useTranslation(['client', 'material'])
  const rules = [{ required: true }]
  switch (kind) {
    case 'bands':
      return (
        <Form.Item
          name="value"
          label={label}
          extra={t('rules.bandsHint')}
          rules={[
            ...rules,
            {
              validator: (_, text: string) =>
                readBandLines(text) ? Promise.resolve() : Promise.reject(new Error(t('rules.notRead'))),
            },
          ]}
        >
          <Input.TextArea rows={22} style={{ fontFamily: 'monospace' }} />
        </Form.Item>
      )
    case 'grades':
      return <GradesField />
    case 'term':
      return (
        <>
          <Form.Item name={['value', 'days']} label={label} rules={rules}>
            <InputNumber min={0} max={3650} precision={0} />
          </Form.Item>
          <Form.Item name={['value', 'counted']} rules={rules}>
            <Select
              options={(['working', 'calendar'] as const).map((value) => ({
                value,
                label: t(`rules.unitName.${value}`),
              }))}
            />
          </Form.Item>
        </>
      )
    case 'yesNo':
      return (
        <Form.Item name="value" label={label} valuePropName="checked">
          <Switch />
        </Form.Item>
      )
    case 'choice':
      return (
        <Form.Item name="value" label={label} rules={rules}>
          <Select options={choicesOf(path).map((value) => ({ value, label: t(`rules.choice.${value as 'each'}`) }))} />
        </Form.Item>
      )
    case 'materials':
      return (
        <Form.Item name="value" label={label}>
          <Select
            mode="multiple"
            options={MATERIALS.map((value) => ({
              value,
              label: t(`material:material.${value}` as 'material:material.permits'),
            }))}
          />
        </Form.Item>
      )
    case 'dayList':
      return (
        <Form.Item name="value" label={label} rules={[{ type: 'array', defaultField: { pattern: /^\d{1,4}$/ } }]}>
          <Select mode="tags" open={false} suffixIcon={null} />
        </Form.Item>
      )
    case 'text':
      return <TextField name="value" label={label} required max={60} />
    default:
      return (
        <Form.Item name="value" label={label} rules={rules}>
          <InputNumber
            min={0}
            suffix={kind === 'count' ? undefined : t(`rules.unitName.${kind}`)}
            style={{ width: 220 }}
          />
        </Form.Item>
      )
  }
}
