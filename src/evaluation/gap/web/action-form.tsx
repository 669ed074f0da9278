import { Form, Input, InputNumber, Select, Space, Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { type Effect, type Gap, type GapAction, saveAction, withdrawAction } from '../contract/action.ts'
import { useGapNames } from './words.ts'

type Fields = {
  name?: string
  note?: string
  yuan: number
  days: number
  isLeftOut: boolean
  needs: string[]
  effects: { on: string; percent: number }[]
}

const written = (effect: Effect) => ({
  on: effect.on === 'leaf' ? `leaf ${effect.leafId}` : `measure ${effect.measureId}`,
  percent: effect.toBasisPoints / 100,
})

function effectFrom({ on, percent }: Fields['effects'][number]): Effect {
  const [kind, id] = on.split(' ') as [string, string]
  const toBasisPoints = Math.round(percent * 100)
  return kind === 'leaf' ? { on: 'leaf', leafId: id, toBasisPoints } : { on: 'measure', measureId: id, toBasisPoints }
}

/** An action of the company's own, or its figures for one of ours. */
export function ActionForm({ gap, action, onClose }: { gap: Gap; action: GapAction | null; onClose: () => void }) {
  const { t } = useTranslation('gap')
  const { local, leafName, measureName } = useGapNames(gap)
  const [ownId] = useState(newId)
  const saving = useCommand(saveAction)
  const isOwn = action === null || action.source === 'own'
  const send = (fields: Fields) =>
    saving.run({
      params: { actionId: action?.id ?? ownId },
      body: {
        version: action?.version ?? null,
        suggestion: isOwn ? null : action.key,
        name: isOwn ? (fields.name ?? '') : '',
        note: fields.note ?? '',
        isLeftOut: fields.isLeftOut,
        costFen: Math.round(fields.yuan * 100),
        days: fields.days,
        effects: fields.effects.map(effectFrom),
        needs: fields.needs,
      },
    })
  const targets = [
    ...gap.basis.leaves.map((leaf) => ({ value: `leaf ${leaf.id}`, label: leafName(leaf.id) })),
    ...gap.basis.scheme.measures.map((measure) => ({
      value: `measure ${measure.id}`,
      label: measureName(measure.id),
    })),
  ]
  return (
    <FormDrawer<Fields>
      title={action ? local(action.name) : t('action.add')}
      initial={{
        name: isOwn && action ? local(action.name) : '',
        note: action?.note ?? '',
        yuan: (action?.costFen ?? 0) / 100,
        days: action?.days ?? 30,
        isLeftOut: action?.isLeftOut ?? false,
        needs: action?.needs ?? [],
        effects: action?.effects.map(written) ?? [],
      }}
      send={send}
      busy={saving.busy}
      error={saving.error}
      onClose={onClose}
      wide
    >
      {isOwn && <TextField name="name" label={t('action.name')} required max={200} />}
      <Space wrap size="large">
        <Form.Item name="yuan" label={t('action.cost')} rules={[{ required: true }]}>
          <InputNumber min={0} max={1_000_000_000} precision={2} style={{ width: 180 }} />
        </Form.Item>
        <Form.Item name="days" label={t('action.days')} rules={[{ required: true }]}>
          <InputNumber min={0} max={3650} precision={0} style={{ width: 120 }} />
        </Form.Item>
      </Space>
      <Effects targets={targets} />
      <Form.Item name="needs" label={t('action.needs')}>
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          options={gap.actions
            .filter((one) => one.key !== action?.key)
            .map((one) => ({ value: one.key, label: local(one.name) }))}
        />
      </Form.Item>
      <TextField name="note" label={t('action.note')} max={500} lines={3} />
      <Form.Item name="isLeftOut" label={t('action.leaveOut')} valuePropName="checked">
        <Switch />
      </Form.Item>
      {action?.id && <Withdraw action={action} id={action.id} isOwn={isOwn} onDone={onClose} />}
    </FormDrawer>
  )
}

function Effects({ targets }: { targets: { value: string; label: string }[] }) {
  const { t } = useTranslation(['gap', 'common'])
  return (
    <Form.List name="effects">
      {(rows, { add, remove }) => (
        <Form.Item label={t('action.effect')} extra={t('action.effectHint')}>
          {rows.map(({ key, name }) => (
            <Space.Compact key={key} block style={{ marginBottom: 8 }}>
              <Form.Item name={[name, 'on']} noStyle rules={[{ required: true }]}>
                <Select
                  aria-label={t('action.effectOn')}
                  placeholder={t('action.effectOn')}
                  showSearch={{ optionFilterProp: 'label' }}
                  options={targets}
                  style={{ width: '100%' }}
                />
              </Form.Item>
              <Form.Item name={[name, 'percent']} noStyle rules={[{ required: true }]}>
                <InputNumber
                  aria-label={t('action.effectTo')}
                  min={0.01}
                  max={100}
                  precision={2}
                  suffix="%"
                  style={{ width: 140 }}
                />
              </Form.Item>
              <Input
                type="button"
                style={{ width: 72 }}
                value={t('common:action.remove')}
                onClick={() => remove(name)}
              />
            </Space.Compact>
          ))}
          <Button onClick={() => add({ percent: 100 })} icon="plus">
            {t('action.addEffect')}
          </Button>
        </Form.Item>
      )}
    </Form.List>
  )
}

type WithdrawProps = { action: GapAction; id: string; isOwn: boolean; onDone: () => void }

function Withdraw({ action, id, isOwn, onDone }: WithdrawProps) {
  const { t } = useTranslation('gap')
  const { i18n } = useTranslation()
  const withdrawing = useCommand(withdrawAction)
  const [asked, ask] = useState(false)
  const words = t(isOwn ? 'action.remove' : 'action.restore')
  const withdraw = () =>
    withdrawing.run({ params: { actionId: id }, body: { version: action.version ?? 1 } }).then(onDone, () => {
      // The failure stands above the button.
    })
  return (
    <>
      <FailureNote error={withdrawing.error} />
      {asked && isOwn && (
        <p>{t('action.removeSure', { name: i18n.language === 'en' ? action.name.en : action.name.zh })}</p>
      )}
      <Button
        kind={asked ? 'danger' : 'plain'}
        busy={withdrawing.busy}
        onClick={() => (asked || !isOwn ? void withdraw() : ask(true))}
      >
        {words}
      </Button>
    </>
  )
}
