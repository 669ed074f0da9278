import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '#src/ui/button.tsx'
import { RowOf } from '#src/ui/card.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { TextArea, TextField } from '#src/ui/field.tsx'
import { MOST_ITEMS, type SampleItem } from '../contract/leaf.ts'
import { countItems } from '../rules/finding.ts'

const MOST_LABEL = 200
const MOST_NOTE = 500

type SampleItemsProps = { items: readonly SampleItem[]; isTried: boolean; onChange: (items: SampleItem[]) => void }

/** The sample, one item after the other, each with its verdict; the counts follow. */
export function SampleItems({ items, isTried, onChange }: SampleItemsProps) {
  const { t } = useTranslation('assessment')
  const [text, setText] = useState('')
  const labels = [...new Set(text.split('\n').map((line) => line.trim().slice(0, MOST_LABEL)))].filter(
    (label) => label !== '' && !items.some((item) => item.label === label),
  )
  const add = () => {
    const added = labels.map((label): SampleItem => ({ label, record: null, conforms: true, note: '' }))
    onChange([...items, ...added].slice(0, MOST_ITEMS))
    setText('')
  }
  const replace = (at: number, part: Partial<SampleItem>) =>
    onChange(items.map((item, place) => (place === at ? { ...item, ...part } : item)))
  const counts = countItems(items)
  return (
    <div className="sp-round-sample">
      <h3>{t('sample.title')}</h3>
      <p className={isTried && items.length === 0 ? 'sp-field-error' : 'sp-soft'} aria-live="polite">
        {items.length === 0 ? t('sample.none') : t('form.counts', counts)}
      </p>
      <ol>
        {items.map((item, at) => (
          <li key={item.label}>
            <div className="sp-round-item">
              <span className="sp-round-name">
                {at + 1}. {item.label}
              </span>
              <SegmentedChoice
                label={t('sample.verdict')}
                options={[
                  { value: 'yes', label: t('form.conforms') },
                  { value: 'no', label: t('form.fails') },
                ]}
                value={item.conforms ? 'yes' : 'no'}
                onChange={(value) => replace(at, { conforms: value === 'yes' })}
              />
              <IconButton
                icon="close"
                label={t('sample.remove', { label: item.label })}
                onClick={() => onChange(items.filter((_, place) => place !== at))}
              />
            </div>
            {(!item.conforms || item.note !== '') && (
              <TextField
                label={t('sample.note')}
                required={!item.conforms}
                maxLength={MOST_NOTE}
                value={item.note}
                onChange={(note) => replace(at, { note })}
                error={isTried && !item.conforms && item.note.trim() === '' ? t('sample.noteMissing') : undefined}
              />
            )}
          </li>
        ))}
      </ol>
      <TextArea label={t('sample.add')} hint={t('sample.addHint')} rows={2} value={text} onChange={setText} />
      <RowOf>
        <Button icon="plus" disabled={labels.length === 0 || items.length >= MOST_ITEMS} onClick={add}>
          {labels.length === 0 ? t('sample.addNothing') : t('sample.addGo', { count: labels.length })}
        </Button>
      </RowOf>
    </div>
  )
}

/** A sample as it was looked at. */
export function ItemsRead({ items }: { items: readonly SampleItem[] }) {
  const { t } = useTranslation('assessment')
  return (
    <>
      <p>{t('form.counts', countItems(items))}</p>
      <ul className="sp-round-items">
        {items.map((item) => (
          <li key={item.label}>
            {item.label}: <strong>{t(item.conforms ? 'form.conforms' : 'form.fails')}</strong> {item.note}
          </li>
        ))}
      </ul>
    </>
  )
}
