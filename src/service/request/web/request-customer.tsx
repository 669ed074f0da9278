import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useMay } from '#src/client/use-may.ts'
import { placeName } from '#src/company/pure-door.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, Facts } from '#src/ui/card.tsx'
import { Notice } from '#src/ui/states.tsx'
import type { RequestDetail } from '../contract/shown.ts'
import { linkCustomer } from '../contract/step.ts'
import { LinkCustomer } from './link-customer.tsx'

/** Whom it is for, what it is about, and how to reach them. */
export function RequestCustomer({ request }: { request: RequestDetail }) {
  const { t } = useTranslation('request')
  const mayCall = useMay()
  const [isLinking, setLinking] = useState(false)
  const place = request.cityCode ? placeName('', request.cityCode) : ''
  const { longitude, latitude, contactPhone } = request
  const isMasked = contactPhone.includes('*') || request.address === '****'
  const mayLink = mayCall(linkCustomer)
  return (
    <Card
      title={t('page.customer')}
      aside={
        mayLink &&
        request.customerId && (
          <Button kind="quiet" onClick={() => setLinking(true)}>
            {t('page.relink')}
          </Button>
        )
      }
    >
      {!request.customerId && (
        <Notice
          title={t('page.unlinked')}
          action={mayLink && <Button onClick={() => setLinking(true)}>{t('page.link')}</Button>}
        >
          {t('page.unlinkedHint')}
        </Notice>
      )}
      <Facts
        of={[
          [
            t('field.customer'),
            request.customerId ? (
              <Link key="customer" href={`/company/customers/${request.customerId}`}>
                {request.customerName}
              </Link>
            ) : (
              request.customerName
            ),
          ],
          [t('field.contactName'), request.contactName],
          [
            t('field.contactPhone'),
            isMasked
              ? contactPhone
              : contactPhone && (
                  <a key="phone" href={`tel:${contactPhone}`}>
                    {contactPhone}
                  </a>
                ),
          ],
          [t('field.address'), [place, request.address].filter(Boolean).join(' ')],
          [
            t('field.position'),
            longitude !== null && latitude !== null ? `${latitude.toFixed(4)}, ${longitude.toFixed(4)}` : null,
          ],
          [t('field.product'), request.productName],
          [t('field.serialNumber'), request.serialNumber],
        ]}
      />
      {isMasked && <p className="sp-soft">{t('page.masked')}</p>}
      {isLinking && <LinkCustomer request={request} onClose={() => setLinking(false)} />}
    </Card>
  )
}
