import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useRouter } from 'wouter'
import { Pill } from '#src/ui/pill.tsx'
import { dayOf, showAt } from '#src/ui/when.ts'
import { Pressing } from '../../web/due.tsx'
import { useNow } from '../../web/use-now.ts'
import { StatePill } from '../../web/words.tsx'
import type { RequestRow } from '../contract/shown.ts'
import type { Caller } from './intake.ts'

/** Whether a product is under warranty on this day, in words. */
export function WarrantyPill({ untilOn }: { untilOn: string | null }) {
  const { t } = useTranslation('request')
  const today = dayOf(new Date(useNow(60_000)).toISOString())
  if (!untilOn) return <Pill>{t('warranty.unknown')}</Pill>
  return untilOn >= today ? (
    <Pill tone="good">{t('warranty.valid', { day: untilOn })}</Pill>
  ) : (
    <Pill tone="warn">{t('warranty.over', { day: untilOn })}</Pill>
  )
}

/** Requests in brief; they open beside, so that what is being entered stays. */
export function RequestsInBrief({
  title,
  rows,
  empty,
}: {
  title: string
  rows: readonly RequestRow[]
  empty?: string
}) {
  const { t, i18n } = useTranslation('request')
  const { base } = useRouter()
  if (rows.length === 0 && !empty) return null
  return (
    <section>
      <h2 className="hot-sub">{title}</h2>
      {rows.length === 0 && <p className="sp-soft">{empty}</p>}
      <ul className="hot-requests">
        {rows.map((row) => (
          <li key={row.id}>
            <a href={`${base}/requests/${row.id}`} target="_blank" rel="noopener">
              {row.number}
            </a>
            <span className="hot-subject">
              {t(`kind.${row.kind}`)} · {row.subject}
            </span>
            <span className="svc-row">
              <StatePill state={row.state} />
              {row.nextDueAt || row.lateClocks > 0 ? (
                <Pressing nextDueAt={row.nextDueAt} lateClocks={row.lateClocks} />
              ) : (
                <span className="sp-soft">{showAt(row.requestedAt, i18n.language, 'short')}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

export function Choices({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <fieldset className="hot-choices">
      <legend className="hot-sub">{legend}</legend>
      {children}
    </fieldset>
  )
}

type PickProps = {
  name: string
  checked: boolean
  onPick: () => void
  title: ReactNode
  detail?: ReactNode
  hotkey?: string
}

export function Pick({ name, checked, onPick, title, detail, hotkey }: PickProps) {
  return (
    <label className="hot-pick">
      <input type="radio" name={name} checked={checked} onChange={onPick} />
      <span className="hot-pick-words">
        <span>{title}</span>
        {detail && <span className="sp-soft">{detail}</span>}
      </span>
      {hotkey && <kbd>{hotkey}</kbd>}
    </label>
  )
}

/** What the chosen customer owns: which of it is meant, and whether it is under warranty. */
export function ProductChoice({
  customer,
  productId,
  onChoose,
}: {
  customer: Caller
  productId: string
  onChoose: (productId: string) => void
}) {
  const { t } = useTranslation('request')
  if (customer.products.length === 0) return <p className="sp-soft">{t('hotline.noProducts')}</p>
  return (
    <Choices legend={t('hotline.products')}>
      {customer.products.map((product) => (
        <Pick
          key={product.id}
          name="product"
          checked={product.id === productId}
          onPick={() => onChoose(product.id)}
          title={product.modelName}
          detail={
            <span className="svc-row">
              {product.serialNumber}
              <WarrantyPill untilOn={product.warrantyUntilOn} />
            </span>
          }
        />
      ))}
      <Pick name="product" checked={productId === ''} onPick={() => onChoose('')} title={t('hotline.noProduct')} />
    </Choices>
  )
}
