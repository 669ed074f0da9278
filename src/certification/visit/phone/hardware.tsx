import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocalText } from '#src/evaluation/web/words.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, Stack } from '#src/ui/card.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { SelectField, TextField } from '#src/ui/field.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Empty } from '#src/ui/states.tsx'
import { HARDWARE_SECTIONS, type HardwareItem } from '../../visit-kit/contract/kit.ts'
import { type ContentOf, HARDWARE_VERDICTS } from '../contract/entry.ts'
import { type EntryOf, ofKind } from '../rules/read.ts'
import { EntryLine } from './entry-line.tsx'
import type { OpenVisit } from './use-visit.ts'

const TONES = { conforms: 'good', nonconforming: 'bad', not_applicable: 'plain' } as const

/** Rooms, hotline, tools … of each outlet that is visited. */
export function Hardware({ visit }: { visit: OpenVisit }) {
  const { t } = useTranslation('visit')
  const [outletId, setOutletId] = useState(visit.outlets[0]?.id ?? '')
  const checks = ofKind(visit.now, 'hardware').filter((entry) => entry.content.outletId === outletId)
  if (visit.outlets.length === 0) return <Empty icon="place" title={t('hardware.noOutlets')} />
  const outlet = visit.outlets.find((one) => one.id === outletId)
  return (
    <Stack>
      <SelectField
        label={t('hardware.outlet')}
        required
        value={outletId}
        onChange={setOutletId}
        options={visit.outlets.map((one) => ({ value: one.id, label: `${one.code} ${one.name}` }))}
      />
      {outlet && (
        <p className="sp-soft">
          {outlet.address} · {t('hardware.done', { done: checks.length, all: visit.kit.hardware.length })}
        </p>
      )}
      {outlet &&
        HARDWARE_SECTIONS.map((section) => {
          const items = visit.kit.hardware.filter((item) => item.section === section)
          if (items.length === 0) return null
          return (
            <Card key={section} title={t(`hardware.section.${section}`)}>
              <ul className="sp-site-list">
                {items.map((item) => (
                  <Item
                    key={`${outletId} ${item.id}`}
                    visit={visit}
                    outletId={outletId}
                    item={item}
                    entry={checks.findLast((one) => one.content.itemId === item.id)}
                  />
                ))}
              </ul>
            </Card>
          )
        })}
    </Stack>
  )
}

type ItemProps = {
  visit: OpenVisit
  outletId: string
  item: HardwareItem
  entry: EntryOf<'hardware'> | undefined
}

function Item({ visit, outletId, item, entry }: ItemProps) {
  const { t } = useTranslation('visit')
  const local = useLocalText()
  const [isChanging, setChanging] = useState(false)
  const [verdict, setVerdict] = useState<ContentOf<'hardware'>['verdict'] | null>(null)
  const [note, setNote] = useState('')
  const write = async (given: ContentOf<'hardware'>['verdict'], words: string) => {
    const content = { kind: 'hardware' as const, outletId, itemId: item.id, verdict: given, note: words.trim() }
    await visit.write({ content, replacesId: entry?.id ?? null })
    setChanging(false)
    setVerdict(null)
    setNote('')
  }
  if (entry && !isChanging) {
    const { content } = entry
    return (
      <EntryLine visit={visit} entry={entry} title={local(item.text)} onChange={() => setChanging(true)}>
        <span>
          <Pill tone={TONES[content.verdict]}>{t(`hardware.verdict.${content.verdict}`)}</Pill> {content.note}
        </span>
      </EntryLine>
    )
  }
  return (
    <li className="sp-site-entry">
      <div className="sp-site-words">
        {visit.canWrite ? (
          <SegmentedChoice
            label={local(item.text)}
            options={HARDWARE_VERDICTS.map((value) => ({ value, label: t(`hardware.verdict.${value}`) }))}
            value={verdict}
            onChange={(value) => {
              setVerdict(value)
              // One touch is enough where there is nothing to say.
              if (value !== 'nonconforming') void write(value, note)
            }}
          />
        ) : (
          <strong>{local(item.text)}</strong>
        )}
        {verdict === 'nonconforming' && (
          <>
            <TextField label={t('hardware.found')} required maxLength={1000} value={note} onChange={setNote} />
            <Button kind="primary" disabled={note.trim() === ''} onClick={() => void write('nonconforming', note)}>
              {t('save')}
            </Button>
          </>
        )}
      </div>
    </li>
  )
}
