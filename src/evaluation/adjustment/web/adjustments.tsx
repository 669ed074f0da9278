import { Alert, Checkbox, Form, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { DayField, TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { RowOf } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { dayOf, showAt } from '#src/ui/when.ts'
import type { Board } from '../../board/contract.ts'
import { readEdition } from '../../edition/contract.ts'
import { useLocalText } from '../../web/words.ts'
import * as contract from '../contract.ts'

type Opened = { kind: 'add' } | { kind: 'rectify' | 'withdraw'; one: contract.Adjustment } | null

/** What people added to the counted findings, and the forms of the representative. */
export function Adjustments({ board }: { board: Board }) {
  const { t } = useTranslation('evaluation')
  const may = useMay()
  const [opened, setOpened] = useState<Opened>(null)
  const list = useEndpoint(contract.listAdjustments, {}, { follows: ['adjustment'] })
  const close = () => setOpened(null)
  return (
    <section className="sp-card" aria-labelledby="adjustments">
      <div className="sp-card-head">
        <h2 id="adjustments">{t('adjustment.title')}</h2>
        {may(contract.addAdjustment) && (
          <Button onClick={() => setOpened({ kind: 'add' })}>{t('adjustment.add')}</Button>
        )}
      </div>
      <p className="sp-soft">{t('adjustment.hint')}</p>
      <FailureNote error={list.error} onRetry={() => void list.refetch()} />
      {list.data?.rows.length === 0 && <p>{t('adjustment.none')}</p>}
      <ul className="sp-records">
        {list.data?.rows.map((one) => (
          <AdjustmentRow key={one.id} board={board} one={one} onOpen={setOpened} />
        ))}
      </ul>
      {opened?.kind === 'add' && <AddAdjustment board={board} onClose={close} />}
      {opened?.kind === 'rectify' && <Rectify one={opened.one} onClose={close} />}
      {opened?.kind === 'withdraw' && <Withdraw one={opened.one} onClose={close} />}
    </section>
  )
}

type RowProps = { board: Board; one: contract.Adjustment; onOpen: (opened: Opened) => void }

function AdjustmentRow({ board, one, onOpen }: RowProps) {
  const { t, i18n } = useTranslation('evaluation')
  const local = useLocalText()
  const may = useMay()
  const leaf = board.groups
    .flatMap((group) => group.indicators.flatMap((indicator) => indicator.leaves))
    .find((candidate) => candidate.id === one.leafId)
  const isOpen = one.withdrawnAt === null
  const tone = one.kind === 'bonus' ? 'good' : one.kind === 'special_deduction' ? 'bad' : 'info'
  return (
    <li className={isOpen ? undefined : 'sp-records-gone'}>
      <Pill tone={tone}>{t(`adjustment.kind.${one.kind}`)}</Pill>
      <div className="sp-records-words">
        <span>
          {leaf && `${leaf.id} ${local(leaf.name)}: `}
          {one.reason}
        </span>
        <span className="sp-soft">
          {t('adjustment.by', { name: one.addedByName, at: showAt(one.addedAt, i18n.language) })}
          {one.rectifiedOn && ` · ${t('adjustment.rectified', { on: one.rectifiedOn })}: ${one.rectification}`}
          {!isOpen && ` · ${t('adjustment.withdrawn', { reason: one.withdrawnReason })}`}
        </span>
        {isOpen && (
          <RowOf>
            {one.kind === 'special_deduction' && one.rectifiedOn === null && (
              <>
                <Pill tone="warn">{t('adjustment.outstanding')}</Pill>
                {may(contract.rectifyDeduction) && (
                  <Button kind="quiet" onClick={() => onOpen({ kind: 'rectify', one })}>
                    {t('adjustment.rectify')}
                  </Button>
                )}
              </>
            )}
            {may(contract.withdrawAdjustment) && (
              <Button kind="quiet" onClick={() => onOpen({ kind: 'withdraw', one })}>
                {t('adjustment.withdraw')}
              </Button>
            )}
          </RowOf>
        )}
      </div>
    </li>
  )
}

type AddFields = {
  kind: contract.Adjustment['kind']
  leafId?: string
  triggerId?: string
  reason: string
  claim?: boolean
}

function AddAdjustment({ board, onClose }: { board: Board; onClose: () => void }) {
  const { t } = useTranslation(['evaluation', 'common'])
  const local = useLocalText()
  const [id] = useState(newId)
  const [form] = Form.useForm<AddFields>()
  const kind = Form.useWatch('kind', form) ?? 'special_deduction'
  const adding = useCommand(contract.addAdjustment)
  const edition = useEndpoint(readEdition, { params: { editionId: board.edition.id } })
  const scheme = edition.data?.scheme
  const leaves = scheme?.groups.flatMap((group) => group.indicators.flatMap((indicator) => indicator.leaves)) ?? []
  const send = (fields: AddFields) => {
    const { reason, leafId = '', triggerId = '' } = fields
    if (fields.kind === 'exclusion') return adding.run({ body: { id, kind: 'exclusion', leafId, reason } })
    if (fields.kind === 'special_deduction')
      return adding.run({ body: { id, kind: 'special_deduction', triggerId, reason } })
    return adding.run({ body: { id, kind: 'bonus', aboveLaw: true, leadsTrade: true, reason } })
  }
  return (
    <FormDrawer<AddFields>
      title={t('adjustment.add')}
      form={form}
      initial={{ kind: 'special_deduction' }}
      send={send}
      busy={adding.busy}
      error={adding.error ?? edition.error}
      onClose={onClose}
    >
      <Alert type="info" showIcon title={t('adjustment.hint')} style={{ marginBottom: 16 }} />
      <Form.Item name="kind" label={t('adjustment.title')} rules={[{ required: true }]}>
        <Select
          options={(['special_deduction', 'exclusion', 'bonus'] as const).map((value) => ({
            value,
            label: t(`adjustment.kind.${value}`),
          }))}
        />
      </Form.Item>
      {kind === 'exclusion' && (
        <Form.Item name="leafId" label={t('adjustment.leaf')} rules={[{ required: true }]}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('common:field.choose')}
            options={leaves.map((leaf) => ({ value: leaf.id, label: `${leaf.id} ${local(leaf.name)}` }))}
          />
        </Form.Item>
      )}
      {kind === 'special_deduction' && (
        <Form.Item name="triggerId" label={t('adjustment.trigger')} rules={[{ required: true }]}>
          <Select
            placeholder={t('common:field.choose')}
            options={scheme?.rules.specialDeduction.triggers.map((one) => ({ value: one.id, label: local(one.name) }))}
          />
        </Form.Item>
      )}
      {kind === 'bonus' && (
        <Form.Item
          name="claim"
          valuePropName="checked"
          rules={[
            {
              validator: (_, value) =>
                value ? Promise.resolve() : Promise.reject(new Error(t('adjustment.bonusBoth'))),
            },
          ]}
        >
          <Checkbox>{t('adjustment.bonusClaim')}</Checkbox>
        </Form.Item>
      )}
      <TextField name="reason" label={t('adjustment.reason')} required max={500} lines={4} />
    </FormDrawer>
  )
}

function Rectify({ one, onClose }: { one: contract.Adjustment; onClose: () => void }) {
  const { t } = useTranslation('evaluation')
  const rectifying = useCommand(contract.rectifyDeduction)
  return (
    <FormDrawer<{ rectifiedOn: string; rectification: string }>
      title={t('adjustment.rectify')}
      initial={{ rectifiedOn: dayOf(new Date().toISOString()) }}
      send={(fields) => rectifying.run({ params: { adjustmentId: one.id }, body: { ...fields, version: one.version } })}
      busy={rectifying.busy}
      error={rectifying.error}
      onClose={onClose}
    >
      <p>{one.reason}</p>
      <DayField name="rectifiedOn" label={t('adjustment.rectifiedOn')} required />
      <TextField name="rectification" label={t('adjustment.rectification')} required max={500} lines={4} />
    </FormDrawer>
  )
}

function Withdraw({ one, onClose }: { one: contract.Adjustment; onClose: () => void }) {
  const { t } = useTranslation('evaluation')
  const withdrawing = useCommand(contract.withdrawAdjustment)
  return (
    <FormDrawer<{ reason: string }>
      title={t('adjustment.withdraw')}
      initial={{}}
      send={(fields) =>
        withdrawing.run({ params: { adjustmentId: one.id }, body: { ...fields, version: one.version } })
      }
      busy={withdrawing.busy}
      error={withdrawing.error}
      onClose={onClose}
      danger
      sendWords={t('adjustment.withdraw')}
    >
      <p>{one.reason}</p>
      <TextField name="reason" label={t('adjustment.withdrawReason')} required max={500} lines={4} />
    </FormDrawer>
  )
}
