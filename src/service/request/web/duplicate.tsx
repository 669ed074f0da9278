import { useTranslation } from 'react-i18next'
import { useRouter } from 'wouter'
import { Notice } from '#src/ui/states.tsx'
import type { Caller } from './intake.ts'

/** Warns before the same matter is written down twice. */
export function Duplicate({ customer, productId }: { customer: Caller | undefined; productId: string }) {
  const { t } = useTranslation('request')
  const { base } = useRouter()
  const open = productId ? customer?.openRequests.find((one) => one.productId === productId) : undefined
  if (!open) return null
  const { number, state, id } = open
  return (
    <Notice
      tone="warn"
      title={t('hotline.duplicate', { number })}
      action={
        <a href={`${base}/requests/${id}`} target="_blank" rel="noopener">
          {t('hotline.openIt', { number })}
        </a>
      }
    >
      {t('hotline.duplicateHint', { state: t(`state.${state}`) })}
    </Notice>
  )
}
