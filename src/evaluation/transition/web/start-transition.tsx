import { Form, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { newId } from '#src/shared/id.ts'
import { Button, buttonClass } from '#src/ui/button.tsx'
import { Empty, Skeleton } from '#src/ui/states.tsx'
import { type EditionRow, listEditions } from '../../edition/contract.ts'
import { useLocalText } from '../../web/words.ts'
import { startTransition } from '../contract.ts'

/** No transition is under way: why there might be one, and how it begins. */
export function StartTransition() {
  const { t } = useTranslation('transition')
  const may = useMay()
  const [isStarting, setStarting] = useState(false)
  const list = useEndpoint(listEditions, {}, { follows: ['scheme_edition'] })
  if (!list.data) return <Skeleton lines={4} />
  const { rows } = list.data
  const canStart = may(startTransition) && rows.length > 1
  return (
    <>
      <Empty
        icon="forward"
        title={t('none')}
        detail={t(rows.length > 1 ? 'noneHint' : 'oneEdition')}
        action={
          canStart ? (
            <Button kind="primary" onClick={() => setStarting(true)}>
              {t('start')}
            </Button>
          ) : rows.length > 1 ? undefined : (
            <Link className={buttonClass({})} href="/scheme">
              {t('toScheme')}
            </Link>
          )
        }
      />
      {isStarting && <StartForm rows={rows} onClose={() => setStarting(false)} />}
    </>
  )
}

function StartForm({ rows, onClose }: { rows: readonly EditionRow[]; onClose: () => void }) {
  const { t } = useTranslation('transition')
  const local = useLocalText()
  const [id] = useState(newId)
  const starting = useCommand(startTransition)
  const used = rows.find((row) => row.inUse)
  const other = rows.find((row) => !row.inUse)
  const options = rows.map((row) => ({
    value: row.id,
    label: `${row.standard} ${local(row.title)} · ${t('edition', { number: row.number })}`,
  }))
  return (
    <FormDrawer<{ fromEditionId: string; toEditionId: string }>
      title={t('start')}
      initial={{ ...(used ? { fromEditionId: used.id } : {}), ...(other ? { toEditionId: other.id } : {}) }}
      send={(fields) => starting.run({ body: { id, ...fields } })}
      busy={starting.busy}
      error={starting.error}
      onClose={onClose}
      sendWords={t('start')}
    >
      <p>{t('startHint')}</p>
      {(['from', 'to'] as const).map((side) => (
        <Form.Item key={side} name={`${side}EditionId`} label={t(side)} rules={[{ required: true }]}>
          <Select options={options} />
        </Form.Item>
      ))}
    </FormDrawer>
  )
}
