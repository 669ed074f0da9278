import { Alert, Checkbox, Form, InputNumber, Select, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import { useCommand } from '#src/client/hooks.ts'
import { TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import type { Indicator, JudgingMode, SchemeEdit } from '../../scheme/contract.ts'
import { showPoints, useLocalText } from '../../web/words.ts'
import { type EditionDetail, editScheme } from '../contract.ts'

type Fields = {
  points: Record<string, number>
  modes: Record<string, JudgingMode>
  wording?: boolean
  rules?: boolean
  from: string
}
type EditPointsProps = { edition: EditionDetail; indicator: Indicator; onClose: () => void }

// Node ids hold dots, which a form would read as a path.
const fieldOf = (leafId: string) => leafId.replaceAll('.', '_')

/** Points and judging modes of all items of an indicator at once, so that they still add up; what stands when it is saved is confirmed. */
export function EditPoints({ edition, indicator, onClose }: EditPointsProps) {
  const { t } = useTranslation('evaluation')
  const local = useLocalText()
  const [form] = Form.useForm<Fields>()
  const editing = useCommand(editScheme)
  const points = Form.useWatch('points', form) as Record<string, number> | undefined
  const sum = indicator.leaves.reduce(
    (total, leaf) => total + Math.round((points?.[fieldOf(leaf.id)] ?? leaf.points.hundredths / 100) * 100),
    0,
  )
  const isBalanced = sum === indicator.points.hundredths
  const send = (fields: Fields) => {
    const edits: SchemeEdit[] = [{ op: 'set_points', nodeId: indicator.id, hundredths: indicator.points.hundredths }]
    if (fields.wording) edits.push({ op: 'set_wording', nodeId: indicator.id, name: indicator.name })
    for (const leaf of indicator.leaves) {
      const mode = fields.modes[fieldOf(leaf.id)] ?? leaf.mode.value
      const hundredths = Math.round((fields.points[fieldOf(leaf.id)] ?? 0) * 100)
      edits.push({ op: 'set_points', nodeId: leaf.id, hundredths }, { op: 'set_mode', leafId: leaf.id, mode })
      if (fields.wording) edits.push({ op: 'set_wording', nodeId: leaf.id, name: leaf.name })
      // Another mode needs another rule: until somebody gives one, a person judges.
      if (fields.rules && mode === leaf.mode.value)
        edits.push({ op: 'set_finding', leafId: leaf.id, finding: leaf.finding })
    }
    return editing.run({
      params: { editionId: edition.id },
      body: { version: edition.version, edits, from: fields.from },
    })
  }
  return (
    <FormDrawer<Fields>
      title={`${indicator.id} ${local(indicator.name)}`}
      form={form}
      wide
      initial={{
        points: Object.fromEntries(indicator.leaves.map((leaf) => [fieldOf(leaf.id), leaf.points.hundredths / 100])),
        modes: Object.fromEntries(indicator.leaves.map((leaf) => [fieldOf(leaf.id), leaf.mode.value])),
      }}
      send={send}
      busy={editing.busy}
      error={editing.error}
      onClose={onClose}
      sendWords={t('scheme.confirmWith')}
    >
      <p>{t('scheme.editHint')}</p>
      {indicator.leaves.map((leaf) => (
        <section key={leaf.id} className="sp-measure sp-edit-leaf" aria-label={local(leaf.name)}>
          <strong>
            {leaf.id} {local(leaf.name)}
          </strong>
          <Space wrap>
            <Form.Item name={['points', fieldOf(leaf.id)]} label={t('scheme.points')} rules={[{ required: true }]}>
              <InputNumber min={0.01} max={100} step={0.5} precision={2} />
            </Form.Item>
            <Form.Item name={['modes', fieldOf(leaf.id)]} label={t('scheme.mode')} rules={[{ required: true }]}>
              <Select
                style={{ width: 360, maxWidth: '80vw' }}
                options={(['judged', 'sampled'] as const).map((value) => ({ value, label: t(`leaf.${value}`) }))}
              />
            </Form.Item>
          </Space>
        </section>
      ))}
      <Alert
        type={isBalanced ? 'success' : 'warning'}
        showIcon
        role="status"
        style={{ marginBottom: 16 }}
        title={t('scheme.sum', { sum: showPoints(sum), expected: showPoints(indicator.points.hundredths) })}
      />
      <Form.Item name="wording" valuePropName="checked" noStyle>
        <Checkbox>{t('scheme.alsoWording')}</Checkbox>
      </Form.Item>
      <br />
      <Form.Item name="rules" valuePropName="checked">
        <Checkbox>{t('scheme.alsoRules')}</Checkbox>
      </Form.Item>
      <TextField name="from" label={t('scheme.from')} hint={t('scheme.fromHint')} required max={300} />
    </FormDrawer>
  )
}
