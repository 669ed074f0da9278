import { Checkbox, Form } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import type { Answer } from '#src/shared/endpoint.ts'
import { Button } from '#src/ui/button.tsx'
import { RowOf } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Notice } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import { confirmLacking, type readChecklist } from '../contract/checklist.ts'
import type { LackingItem, MaterialId } from '../contract/dossier.ts'
import { lackingOf, unconfirmed } from '../rules/checklist.ts'

type List = Answer<typeof readChecklist>

/** What the application lacks, and who answered for handing it in all the same; nothing where nothing is lacking. */
export function LackingNotice({ list, formVersion }: { list: List; formVersion: number | null }) {
  const { t, i18n } = useTranslation('material')
  const may = useMay()
  const [isOpen, setOpen] = useState(false)
  const lacking = lackingOf(list.lines)
  if (lacking.length === 0) return null
  const isConfirmed = unconfirmed(list.lines, list.confirmed).length === 0
  const { confirmed } = list
  return (
    <Notice tone={isConfirmed ? 'info' : 'warn'} title={t('lacking.title', { count: lacking.length })}>
      <LackingPills items={lacking} />
      {isConfirmed && confirmed && (
        <span>
          {t('lacking.confirmed', {
            name: confirmed.byName,
            at: showAt(confirmed.at, i18n.language),
            reason: confirmed.reason,
          })}
        </span>
      )}
      {!isConfirmed && <span>{t('lacking.lead')}</span>}
      {!isConfirmed && formVersion !== null && may(confirmLacking) && (
        <RowOf>
          <Button onClick={() => setOpen(true)}>{t('lacking.open')}</Button>
        </RowOf>
      )}
      {isOpen && <ConfirmLacking items={lacking} version={formVersion!} onClose={() => setOpen(false)} />}
    </Notice>
  )
}

export function LackingPills({ items }: { items: readonly LackingItem[] }) {
  const { t } = useTranslation('material')
  return (
    <RowOf>
      {items.map(({ id, state }) => (
        <Pill key={id} tone={state === 'expired' ? 'warn' : 'bad'} icon="warn">
          {`${t(`material.${id as MaterialId}`)} · ${t(`state.${state}`)}`}
        </Pill>
      ))}
    </RowOf>
  )
}

type ConfirmProps = { items: LackingItem[]; version: number; onClose: () => void }

function ConfirmLacking({ items, version, onClose }: ConfirmProps) {
  const { t } = useTranslation('material')
  const confirming = useCommand(confirmLacking)
  return (
    <FormDrawer<{ reason: string; seen: boolean }>
      title={t('lacking.open')}
      initial={{ seen: false }}
      send={({ reason }) => confirming.run({ body: { version, reason, items } })}
      busy={confirming.busy}
      error={confirming.error}
      onClose={onClose}
      sendWords={t('lacking.go')}
    >
      <p>{t('lacking.seen')}</p>
      <LackingPills items={items} />
      <TextField
        name="reason"
        label={t('lacking.reason')}
        hint={t('lacking.reasonHint')}
        required
        max={500}
        lines={4}
      />
      <Form.Item
        name="seen"
        valuePropName="checked"
        rules={[{ validator: async (_, seen) => (seen ? undefined : Promise.reject(new Error(t('lacking.tick')))) }]}
      >
        <Checkbox>{t('lacking.answer')}</Checkbox>
      </Form.Item>
    </FormDrawer>
  )
}
