import { useTranslation } from 'react-i18next'
import { Stack } from '#src/ui/card.tsx'
import type { Leaf } from '../../scheme/contract.ts'
import { amountOf, gotFrom, verdictOf } from '../../score/rules/leaf.ts'
import { showPoints } from '../../web/words.ts'
import { MOST_ITEMS, type SampleItem } from '../contract/leaf.ts'
import { countItems, findingOf } from '../rules/finding.ts'
import { ItemName, PhotoLinks, SampleItemRow } from './sample-item.tsx'
import { SampleWays } from './sample-ways.tsx'
import type { Sheet } from './use-sheet.ts'

export type RequestIds = Readonly<Record<string, string>>

type SampleItemsProps = {
  sheet: Sheet
  leaf: Leaf
  items: readonly SampleItem[]
  requestIds: RequestIds
  /** Something is being filled in that is not saved. */
  isTouched: boolean
  isTried: boolean
  onChange: (items: SampleItem[]) => void
}

/** The sample, one item after the other, each with its verdict; counts and points follow. */
export function SampleItems({ sheet, leaf, items, requestIds, isTouched, isTried, onChange }: SampleItemsProps) {
  const { t } = useTranslation('assessment')
  const replace = (at: number, part: Partial<SampleItem>) =>
    onChange(items.map((item, place) => (place === at ? { ...item, ...part } : item)))
  const add = (added: readonly SampleItem[]) => onChange([...items, ...added].slice(0, MOST_ITEMS))
  return (
    <Stack>
      <div className="sp-round-sample">
        <h3>{t('sample.title')}</h3>
        {items.length === 0 ? (
          <p className={isTried ? 'sp-field-error' : 'sp-soft'}>{t('sample.none')}</p>
        ) : (
          <Progress leaf={leaf} items={items} />
        )}
        <ol>
          {items.map((item, at) => (
            <SampleItemRow
              key={item.record?.id ?? item.label}
              sheet={sheet}
              leafId={leaf.id}
              item={item}
              number={at + 1}
              requestId={item.record ? requestIds[item.record.id] : undefined}
              isTried={isTried}
              onChange={(part) => replace(at, part)}
              onRemove={() => onChange(items.filter((_, place) => place !== at))}
            />
          ))}
        </ol>
      </div>
      {items.length < MOST_ITEMS && (
        <SampleWays sheet={sheet} leaf={leaf} items={items} isTouched={isTouched} onAdd={add} />
      )}
    </Stack>
  )
}

/** How far it is, and what it gives as it stands. */
function Progress({ leaf, items }: { leaf: Leaf; items: readonly SampleItem[] }) {
  const { t } = useTranslation('assessment')
  const { sampled, nonconforming, unseen } = countItems(items)
  const verdict = verdictOf(
    findingOf({ leafId: leaf.id, kind: 'sampled', conforms: null, reason: '', items: [...items], accepted: null }),
  )
  return (
    <div className="sp-round-progress" aria-live="polite">
      <meter min={0} max={items.length} value={sampled} aria-label={t('sample.title')} />
      <span>{t('sample.progress', { done: sampled, all: items.length, nonconforming })}</span>{' '}
      {verdict && (
        <strong>
          {t('sample.points', {
            got: showPoints(amountOf(gotFrom(leaf.points.hundredths, verdict)).hundredths),
            of: showPoints(leaf.points.hundredths),
          })}
        </strong>
      )}
      {unseen > 0 && <span className="sp-soft">{t('sample.pending')}</span>}
    </div>
  )
}

type ItemsReadProps = { sheet: Sheet; items: readonly SampleItem[]; requestIds: RequestIds }

/** A sample as it was looked at. */
export function ItemsRead({ sheet, items, requestIds }: ItemsReadProps) {
  const { t } = useTranslation('assessment')
  const { unseen, ...counts } = countItems(items)
  const verdictOfItem = ({ conforms }: SampleItem) =>
    conforms === null ? t('sample.unseen') : t(conforms ? 'form.conforms' : 'form.fails')
  return (
    <>
      <p>{unseen > 0 ? t('form.countsPart', { ...counts, unseen }) : t('form.counts', counts)}</p>
      <ul className="sp-round-items">
        {items.map((item) => (
          <li key={item.record?.id ?? item.label}>
            <ItemName sheet={sheet} item={item} requestId={item.record ? requestIds[item.record.id] : undefined} />:{' '}
            <strong>{verdictOfItem(item)}</strong> {item.note} <PhotoLinks photos={item.photos ?? []} />
          </li>
        ))}
      </ul>
    </>
  )
}
