import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { listCustomers, readCustomer } from '#src/company/customer/contract.ts'
import { Button } from '#src/ui/button.tsx'
import { Dialog } from '#src/ui/dialog.tsx'
import { SelectField, TextField } from '#src/ui/field.tsx'
import { toast } from '#src/ui/toast.tsx'
import type { RequestDetail } from '../contract/shown.ts'
import { linkCustomer } from '../contract/step.ts'
import { Choices, Pick } from './caller.tsx'
import './hotline.css'

const SHOWN = 8

/** Says which customer on file made the request, and about which of their products. */
export function LinkCustomer({ request, onClose }: { request: RequestDetail; onClose: () => void }) {
  const { t } = useTranslation(['request', 'common'])
  const [search, setSearch] = useState(request.contactPhone.includes('*') ? request.contactName : request.contactPhone)
  const [customerId, setCustomerId] = useState<string | null>(null)
  const [productId, setProductId] = useState('')
  const linking = useCommand(linkCustomer)
  const isAsked = search.trim().length >= 2
  const customers = useEndpoint(
    listCustomers,
    { query: { search: search.trim(), limit: SHOWN } },
    { enabled: isAsked, keepPrevious: true, follows: ['customer'] },
  )
  const chosen = useEndpoint(
    readCustomer,
    { params: { customerId: customerId ?? 'none' } },
    { enabled: customerId !== null },
  )
  const products = (customerId && chosen.data?.products) || []
  const link = () => {
    if (!customerId) return
    linking
      .run({
        params: { requestId: request.id },
        body: { customerId, productId: productId || null, version: request.version },
      })
      .then(() => {
        toast(t('act.done'))
        onClose()
      })
      .catch(() => {})
  }
  const found = (isAsked && customers.data?.rows) || []
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('page.link')}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button kind="primary" busy={linking.busy} disabled={!customerId} onClick={link}>
            {t('act.linkGo')}
          </Button>
        </>
      }
    >
      <TextField
        label={t('act.findCustomer')}
        hint={t('act.findCustomerHint')}
        required
        maxLength={60}
        value={search}
        onChange={(text) => {
          setSearch(text)
          setCustomerId(null)
        }}
      />
      <FailureNote error={customers.error} />
      {isAsked && customers.data && found.length === 0 && <p className="sp-soft">{t('act.noneFound')}</p>}
      {found.length > 0 && (
        <Choices legend={t('field.customer')}>
          {found.map((one) => (
            <Pick
              key={one.id}
              name="customer"
              checked={one.id === customerId}
              onPick={() => {
                setCustomerId(one.id)
                setProductId('')
              }}
              title={one.name}
              detail={[one.phone, one.address].filter(Boolean).join(' · ')}
            />
          ))}
        </Choices>
      )}
      {products.length > 0 && (
        <SelectField
          label={t('act.chooseProduct')}
          value={productId}
          onChange={setProductId}
          options={products.map((one) => ({ value: one.id, label: `${one.modelName} ${one.serialNumber}`.trim() }))}
        />
      )}
      <FailureNote error={linking.error} />
    </Dialog>
  )
}
