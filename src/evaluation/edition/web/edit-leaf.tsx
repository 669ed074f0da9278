import { Form, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useCommand } from '#src/client/hooks.ts'
import { TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import type { FindingRule, Leaf, Provenance, SchemeEdit } from '../../scheme/contract.ts'
import { decidingMeasures } from '../../scheme/rules/tree.ts'
import { readLines, writeLines } from '../../scheme/rules/workbook-sheets.ts'
import { useLocalText } from '../../web/words.ts'
import { type EditionDetail, editScheme } from '../contract.ts'

type Figures = { minimumSample?: number; percent?: number; atLeast?: number }
type Fields = {
  nameZh: string
  nameEn: string
  asksZh: string
  asksEn: string
  wantedZh: string
  wantedEn: string
  decide: FindingRule['decide']
  decides?: string[]
  supports?: string[]
  figures?: Record<string, Figures>
  minimumSample?: number
  from: string
}
type EditLeafProps = { edition: EditionDetail; leaf: Leaf; onClose: () => void }

// Replaced by the confirmation of whoever saves.
const ASKED: Provenance = { kind: 'default', confidence: 'none' }

/** Words, wanted evidence and measures of one item; what stands when it is saved is confirmed from the source that is given. */
export function EditLeaf({ edition, leaf, onClose }: EditLeafProps) {
  const { t } = useTranslation('evaluation')
  const [form] = Form.useForm<Fields>()
  const editing = useCommand(editScheme)
  const paired = (en: string) =>
    readLines(en ?? '').length === readLines(form.getFieldValue('wantedZh') ?? '').length
      ? Promise.resolve()
      : Promise.reject(new Error(t('edit.wantedPaired')))
  const send = ({ from, ...fields }: Fields) =>
    editing.run({
      params: { editionId: edition.id },
      body: { version: edition.version, edits: editsOf(leaf, fields), from },
    })
  return (
    <FormDrawer<Fields>
      title={`${leaf.id} ${t('edit.title')}`}
      form={form}
      wide
      initial={fieldsOf(leaf)}
      send={send}
      busy={editing.busy}
      error={editing.error}
      onClose={onClose}
      sendWords={t('edit.send')}
    >
      <TextField name="nameZh" label={t('edit.nameZh')} required max={300} />
      <TextField name="nameEn" label={t('edit.nameEn')} required max={600} />
      <TextField name="asksZh" label={t('edit.asksZh')} required max={300} lines={2} />
      <TextField name="asksEn" label={t('edit.asksEn')} required max={600} lines={2} />
      <TextField name="wantedZh" label={t('edit.wantedZh')} hint={t('edit.wantedHint')} max={6000} lines={3} />
      <Form.Item
        name="wantedEn"
        label={t('edit.wantedEn')}
        extra={t('edit.wantedHint')}
        dependencies={['wantedZh']}
        rules={[{ validator: (_, value: string) => paired(value) }]}
      >
        <Input.TextArea rows={3} maxLength={12_000} showCount />
      </Form.Item>
      <Measures edition={edition} leaf={leaf} />
      <TextField name="from" label={t('scheme.from')} hint={t('scheme.fromHint')} required max={300} />
    </FormDrawer>
  )
}

function Measures({ edition, leaf }: { edition: EditionDetail; leaf: Leaf }) {
  const { t } = useTranslation('evaluation')
  const local = useLocalText()
  const form = Form.useFormInstance<Fields>()
  const decide = Form.useWatch('decide', form) ?? leaf.finding.decide
  const decides = Form.useWatch('decides', form) ?? decidingMeasures(leaf.finding)
  const rules: FindingRule['decide'][] =
    leaf.mode.value === 'judged' ? ['by_person', 'every'] : ['by_person', 'worst', 'pooled']
  const options = edition.scheme.measures.map(({ id, name }) => ({ value: id, label: local(name) }))
  const nameOf = (id: string) => options.find((one) => one.value === id)?.label ?? id
  const figure = (name: (string | number)[] | string, label: string, max: number, min = 1) => (
    <Form.Item name={name} label={label} rules={[{ required: true }]}>
      <InputNumber min={min} max={max} precision={max === 100 ? 2 : 0} />
    </Form.Item>
  )
  return (
    <>
      <Form.Item name="decide" label={t('edit.decide')} rules={[{ required: true }]}>
        <Select options={rules.map((value) => ({ value, label: t(`edit.rule.${value}`) }))} />
      </Form.Item>
      {decide !== 'by_person' && (
        <Form.Item
          name="decides"
          label={t('edit.decides')}
          rules={[{ required: true, type: 'array', min: 1, max: 10 }]}
        >
          <Select mode="multiple" optionFilterProp="label" options={options} />
        </Form.Item>
      )}
      {decide === 'pooled' && figure('minimumSample', t('edit.minimumSample'), 10_000)}
      {(decide === 'every' || decide === 'worst') &&
        decides.map((id) => (
          <section key={id} className="sp-measure sp-edit-leaf" aria-label={nameOf(id)}>
            <strong>{nameOf(id)}</strong>
            <div className="sp-row">
              {figure(['figures', id, 'minimumSample'], t('edit.minimumSample'), 10_000)}
              {decide === 'every' && figure(['figures', id, 'percent'], t('edit.share'), 100, 0.01)}
              {decide === 'every' && figure(['figures', id, 'atLeast'], t('edit.atLeast'), 1_000, 0)}
            </div>
          </section>
        ))}
      <Form.Item name="supports" label={t('edit.supports')}>
        <Select
          mode="multiple"
          optionFilterProp="label"
          options={options.filter(({ value }) => decide === 'by_person' || !decides.includes(value))}
        />
      </Form.Item>
    </>
  )
}

function fieldsOf({ name, asks, wanted, finding }: Leaf): Partial<Fields> {
  const figures: Record<string, Figures> = {}
  if (finding.decide === 'every')
    for (const { measure, minimumSample, share, atLeast } of finding.conditions)
      figures[measure] = { minimumSample, percent: share.basisPoints / 100, atLeast: atLeast.count }
  if (finding.decide === 'worst')
    for (const { measure, minimumSample } of finding.inputs) figures[measure] = { minimumSample }
  return {
    ...{ nameZh: name.zh, nameEn: name.en, asksZh: asks.zh, asksEn: asks.en, figures },
    wantedZh: writeLines(wanted.map((one) => one.zh)),
    wantedEn: writeLines(wanted.map((one) => one.en)),
    decide: finding.decide,
    decides: decidingMeasures(finding),
    supports: finding.supports,
    ...(finding.decide === 'pooled' ? { minimumSample: finding.minimumSample } : {}),
  }
}

function editsOf(leaf: Leaf, fields: Omit<Fields, 'from'>): SchemeEdit[] {
  const en = readLines(fields.wantedEn ?? '')
  return [
    {
      op: 'set_wording',
      nodeId: leaf.id,
      name: { zh: fields.nameZh, en: fields.nameEn },
      asks: { zh: fields.asksZh, en: fields.asksEn },
      wanted: readLines(fields.wantedZh ?? '').map((zh, at) => ({ zh, en: en[at] ?? '' })),
    },
    { op: 'set_finding', leafId: leaf.id, finding: findingOf(fields) },
  ]
}

function findingOf({
  decide,
  decides = [],
  supports = [],
  figures = {},
  minimumSample = 1,
}: Omit<Fields, 'from'>): FindingRule {
  const others = supports.filter((id) => decide === 'by_person' || !decides.includes(id))
  const rule = { supports: others, provenance: ASKED }
  if (decide === 'by_person') return { decide, ...rule }
  if (decide === 'pooled') return { decide, measures: decides, minimumSample, ...rule }
  const sampleOf = (measure: string) => ({ measure, minimumSample: figures[measure]?.minimumSample ?? 1 })
  if (decide === 'worst') return { decide, inputs: decides.map(sampleOf), ...rule }
  const conditions = decides.map((measure) => ({
    ...sampleOf(measure),
    share: { basisPoints: Math.round((figures[measure]?.percent ?? 100) * 100), provenance: ASKED },
    atLeast: { count: figures[measure]?.atLeast ?? 0, provenance: ASKED },
  }))
  return { decide, conditions, ...rule }
}
