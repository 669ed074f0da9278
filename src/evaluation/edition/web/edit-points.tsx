import { Alert, Form, InputNumber, Select, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import { useCommand } from '#src/client/hooks.ts'
import { TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import type { Indicator, JudgingMode, SchemeEdit } from '../../scheme/contract.ts'
import { showPoints, useLocalText } from '../../web/words.ts'
import { type EditionDetail, editScheme } from '../contract.ts'

type Fields = { points: Record<string, number>; modes: Record<string, JudgingMode>; from: string }
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
    const edits = indicator.leaves.flatMap((leaf): SchemeEdit[] => [
      { op: 'set_points', nodeId: leaf.id, hundredths: Math.round((fields.points[fieldOf(leaf.id)] ?? 0) * 100) },
      { op: 'set_mode', leafId: leaf.id, mode: fields.modes[fieldOf(leaf.id)] ?? leaf.mode.value },
    ])
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
        <fieldset key={leaf.id} className="sp-measure" style={{ marginBottom: 12 }}>
          <legend>
            {leaf.id} {local(leaf.name)}
          </legend>
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
        </fieldset>
      ))}
      <Alert
        type={isBalanced ? 'success' : 'warning'}
        showIcon
        role="status"
        style={{ marginBottom: 16 }}
        title={t('scheme.sum', { sum: showPoints(sum), expected: showPoints(indicator.points.hundredths) })}
      />
      <TextField name="from" label={t('scheme.from')} hint={t('scheme.fromHint')} required max={300} />
    </FormDrawer>
  )
}
