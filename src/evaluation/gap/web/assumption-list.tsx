import { Form, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { showAt } from '#src/ui/when.ts'
import { assumeLeaf, type Gap, withdrawAssumption } from '../contract/action.ts'
import { useGapNames } from './words.ts'

/** Missing leaves that somebody takes for granted, with name and reason. */
export function AssumptionList({ gap }: { gap: Gap }) {
  const { t, i18n } = useTranslation('gap')
  const may = useMay()
  const { leafName } = useGapNames(gap)
  const [adding, add] = useState(false)
  const withdrawing = useCommand(withdrawAssumption)
  return (
    <section className="sp-card" aria-labelledby="gap-assumed">
      <div className="sp-card-head">
        <div>
          <h2 id="gap-assumed">{t('assume.title')}</h2>
          <p className="sp-soft">{t('assume.hint')}</p>
        </div>
        {may(assumeLeaf) && <Button onClick={() => add(true)}>{t('assume.add')}</Button>}
      </div>
      <FailureNote error={withdrawing.error} />
      {gap.assumptions.length === 0 && <p className="sp-soft">{t('assume.none')}</p>}
      <ul className="sp-records">
        {gap.assumptions.map((one) => (
          <li key={one.id}>
            <div className="sp-records-words">
              <span>
                {leafName(one.leafId)}: {one.reason}
              </span>
              <span className="sp-soft">
                {t('assume.by', { name: one.madeByName, at: showAt(one.madeAt, i18n.language) })}
              </span>
            </div>
            {may(withdrawAssumption) && (
              <Button
                kind="quiet"
                busy={withdrawing.busy}
                onClick={() =>
                  // What went wrong is shown above.
                  withdrawing.run({ params: { assumptionId: one.id }, body: { version: one.version } }).catch(() => {})
                }
              >
                {t('assume.withdraw')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {adding && <Assume gap={gap} onClose={() => add(false)} />}
    </section>
  )
}

function Assume({ gap, onClose }: { gap: Gap; onClose: () => void }) {
  const { t } = useTranslation(['gap', 'common'])
  const { leafName } = useGapNames(gap)
  const [id] = useState(newId)
  const assuming = useCommand(assumeLeaf)
  const assumed = new Set(gap.assumptions.map((one) => one.leafId))
  const missing = gap.basis.leaves.filter((leaf) => leaf.state === 'missing' && !assumed.has(leaf.id))
  return (
    <FormDrawer<{ leafId: string; reason: string }>
      title={t('assume.add')}
      initial={{}}
      send={(fields) => assuming.run({ body: { id, ...fields } })}
      busy={assuming.busy}
      error={assuming.error}
      onClose={onClose}
    >
      <p>{t('assume.hint')}</p>
      <Form.Item name="leafId" label={t('assume.leaf')} rules={[{ required: true }]}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('common:field.choose')}
          options={missing.map((leaf) => ({ value: leaf.id, label: leafName(leaf.id) }))}
        />
      </Form.Item>
      <TextField name="reason" label={t('assume.reason')} required max={500} lines={3} />
    </FormDrawer>
  )
}
