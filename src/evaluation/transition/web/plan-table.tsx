import { Form, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { DayField, TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { Button } from '#src/ui/button.tsx'
import { Card } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Empty } from '#src/ui/states.tsx'
import { showOn } from '#src/ui/when.ts'
import { OwnerChoice } from '../../gap/web/choose-plan.tsx'
import type { Leaf } from '../../scheme/contract.ts'
import { showPoints, useLocalText } from '../../web/words.ts'
import { planItem, type Transition, type TransitionItem } from '../contract.ts'
import { FATE_TONES } from './mapping-table.tsx'

type PlanTableProps = { of: Transition; leaves: ReadonlyMap<string, Leaf>; isRunning: boolean }

/** New and changed indicators, who looks after each and until when; done shows by itself once the new round has a finding. */
export function PlanTable({ of, leaves, isRunning }: PlanTableProps) {
  const { t, i18n } = useTranslation('transition')
  const local = useLocalText()
  const canPlan = useMay()(planItem) && isRunning
  const [planned, setPlanned] = useState<TransitionItem | null>(null)
  const done = of.items.filter((item) => item.isDone).length
  return (
    <Card title={t('plan', { done, total: of.items.length })}>
      {of.items.length === 0 ? (
        <Empty title={t('nothingToDo')} />
      ) : (
        <Table<TransitionItem>
          size="small"
          rowKey="leafId"
          dataSource={of.items}
          pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
          scroll={{ x: 640 }}
          columns={[
            {
              title: t('item'),
              render: (_, { leafId, fate, note }) => (
                <>
                  <Pill tone={FATE_TONES[fate]}>{t(`fate.${fate}`)}</Pill> {leafId}{' '}
                  {leaves.has(leafId) && local(leaves.get(leafId)!.name)}
                  {note && <div className="sp-soft">{note}</div>}
                </>
              ),
            },
            { title: t('points'), render: (_, { leafId }) => showPoints(leaves.get(leafId)?.points.hundredths ?? 0) },
            { title: t('owner'), render: (_, { ownerName }) => ownerName || '—' },
            { title: t('due'), render: (_, { dueOn }) => (dueOn ? showOn(dueOn, i18n.language) : '—') },
            {
              title: t('state.title'),
              render: (_, { isDone, isOverdue }) => (
                <Pill tone={isDone ? 'good' : isOverdue ? 'bad' : 'plain'}>
                  {t(isDone ? 'state.done' : isOverdue ? 'state.overdue' : 'state.open')}
                </Pill>
              ),
            },
            ...(canPlan
              ? [
                  {
                    title: t('doing'),
                    render: (_: unknown, item: TransitionItem) => (
                      <Button
                        kind="quiet"
                        aria-label={`${t('planItem')} ${item.leafId}`}
                        onClick={() => setPlanned(item)}
                      >
                        {t('planItem')}
                      </Button>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {planned && <PlanForm transitionId={of.id} item={planned} onClose={() => setPlanned(null)} />}
    </Card>
  )
}

type PlanFields = { ownerId: string; dueOn: string; note?: string }
type PlanFormProps = { transitionId: string; item: TransitionItem; onClose: () => void }

function PlanForm({ transitionId, item, onClose }: PlanFormProps) {
  const { t } = useTranslation('transition')
  const planning = useCommand(planItem)
  const { leafId, version, ownerId, dueOn, note, ownerName } = item
  return (
    <FormDrawer<PlanFields>
      title={`${t('planItem')} ${leafId}`}
      initial={{ note, ...(ownerId ? { ownerId } : {}), ...(dueOn ? { dueOn } : {}) }}
      send={(fields) =>
        planning.run({ params: { transitionId, leafId }, body: { version, ...fields, note: fields.note ?? '' } })
      }
      busy={planning.busy}
      error={planning.error}
      onClose={onClose}
    >
      <Form.Item name="ownerId" label={t('owner')} rules={[{ required: true }]}>
        <OwnerChoice chosenWords={ownerName} />
      </Form.Item>
      <DayField name="dueOn" label={t('due')} required />
      <TextField name="note" label={t('note')} max={500} lines={3} />
    </FormDrawer>
  )
}
