import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#src/ui/button.tsx'
import { RowOf, Stack } from '#src/ui/card.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { TextArea } from '#src/ui/field.tsx'
import { Notice } from '#src/ui/states.tsx'
import type { Leaf } from '../../scheme/contract.ts'
import type { SampleItem } from '../contract/leaf.ts'
import { likelySource } from '../rules/sample.ts'
import { RecordFinder } from './record-finder.tsx'
import { SampleDraw } from './sample-draw.tsx'
import type { Sheet } from './use-sheet.ts'

const MOST_LABEL = 200
const WAYS = ['draw', 'find', 'type'] as const
type Way = (typeof WAYS)[number]

type SampleWaysProps = {
  sheet: Sheet
  leaf: Leaf
  items: readonly SampleItem[]
  isTouched: boolean
  onAdd: (items: readonly SampleItem[]) => void
}

/** How something comes into a sample. The records of an audit's round are of another organisation: there its case sheet brings them. */
export function SampleWays({ sheet, leaf, items, isTouched, onAdd }: SampleWaysProps) {
  const { t } = useTranslation('assessment')
  const [way, setWay] = useState<Way>(items.length === 0 ? 'draw' : 'find')
  if (sheet.detail.kind !== 'self') return <TypeIn items={items} onAdd={onAdd} />
  return (
    <Stack>
      <SegmentedChoice
        label={t('sample.ways')}
        options={WAYS.map((value) => ({ value, label: t(`sample.${value}`) }))}
        value={way}
        onChange={setWay}
      />
      {way !== 'type' && !sheet.isReachable && <Notice tone="warn" title={t('sample.needsNetwork')} />}
      {way === 'draw' && sheet.isReachable && <SampleDraw sheet={sheet} leaf={leaf} isTouched={isTouched} />}
      {way === 'find' && sheet.isReachable && (
        <RecordFinder
          of={likelySource(leaf).of}
          go={t('record.add')}
          whyNot={({ record }) => (items.some((item) => item.record?.id === record.id) ? t('record.added') : null)}
          onChoose={({ record, label }) => onAdd([{ label, record, conforms: null, note: '' }])}
        />
      )}
      {way === 'type' && <TypeIn items={items} onAdd={onAdd} />}
    </Stack>
  )
}

/** Paper has no record: its name is written down, one a line. */
function TypeIn({ items, onAdd }: Pick<SampleWaysProps, 'items' | 'onAdd'>) {
  const { t } = useTranslation('assessment')
  const [text, setText] = useState('')
  const labels = [...new Set(text.split('\n').map((line) => line.trim().slice(0, MOST_LABEL)))].filter(
    (label) => label !== '' && !items.some((item) => item.label === label),
  )
  const add = () => {
    onAdd(labels.map((label) => ({ label, record: null, conforms: null, note: '' })))
    setText('')
  }
  return (
    <>
      <TextArea label={t('sample.add')} hint={t('sample.addHint')} rows={2} value={text} onChange={setText} />
      <RowOf>
        <Button icon="plus" disabled={labels.length === 0} onClick={add}>
          {labels.length === 0 ? t('sample.addNothing') : t('sample.addGo', { count: labels.length })}
        </Button>
      </RowOf>
    </>
  )
}
