import { Checkbox, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#src/ui/button.tsx'
import { fieldOf, type Target } from '../contract/field.ts'
import type { ColumnMapping } from '../contract/mapping.ts'

type OptionsProps = {
  target: Target
  column: ColumnMapping
  samples: readonly string[]
  onChange: (column: ColumnMapping) => void
}

/** What the text of a column cannot say by itself. */
export function ColumnOptions(props: OptionsProps) {
  const field = fieldOf(props.target, props.column.field)
  switch (field?.type) {
    case 'time':
    case 'day':
      return <TimeOptions {...props} />
    case 'yes_no':
      return <BlankOption {...props} />
    case 'choice':
      return <WordTable {...props} choices={field.choices} />
    case 'mark':
      return <WordTable {...props} choices={['1', '2', '3', '4', '5']} />
    default:
      return null
  }
}

function TimeOptions({ column, onChange }: OptionsProps) {
  const { t } = useTranslation('import')
  const order = column.dateOrder ?? 'ymd'
  return (
    <details>
      <summary>{t('map.datesRead', { order: t(`map.${order}`) })}</summary>
      <span className="imp-options">
        <Select
          aria-label={`${column.header} ${t('map.dateOrder')}`}
          value={order}
          options={(['ymd', 'dmy', 'mdy'] as const).map((value) => ({ value, label: t(`map.${value}`) }))}
          onChange={(next) => onChange({ ...column, dateOrder: next === 'dmy' || next === 'mdy' ? next : undefined })}
        />
        <InputNumber
          aria-label={`${column.header} ${t('map.year')}`}
          placeholder={t('map.year')}
          min={1990}
          max={2200}
          precision={0}
          value={column.year ?? null}
          onChange={(year) => onChange({ ...column, year: year ?? undefined })}
        />
        <Checkbox
          checked={column.serialNumbers ?? false}
          onChange={({ target }) => onChange({ ...column, serialNumbers: target.checked || undefined })}
        >
          {t('map.serialNumbers')}
        </Checkbox>
      </span>
    </details>
  )
}

function BlankOption({ column, onChange }: OptionsProps) {
  const { t } = useTranslation('import')
  return (
    <Select
      className="imp-choice"
      aria-label={`${column.header} ${t('map.blank')}`}
      value={column.blank ?? 'unknown'}
      options={[
        { value: 'unknown' as const, label: `${t('map.blank')} ${t('map.blankUnknown')}` },
        { value: 'no' as const, label: `${t('map.blank')} ${t('map.blankNo')}` },
      ]}
      onChange={(blank) => onChange({ ...column, blank })}
    />
  )
}

/** Texts of the register and what they mean. Marks are written as figures; a text without a meaning is not used. */
function WordTable({ column, samples, choices, onChange }: OptionsProps & { choices: readonly string[] }) {
  const { t } = useTranslation('import')
  const [word, setWord] = useState('')
  const isMark = choices[0] === '1'
  const table = column.values ?? {}
  const words = [...new Set([...Object.keys(table), ...(isMark ? [] : samples)])]
  const put = (text: string, meaning: string) => {
    const { [text]: _, ...rest } = table
    const values = meaning === '' ? rest : { ...rest, [text]: isMark ? Number(meaning) : meaning }
    onChange({ ...column, values })
  }
  return (
    <details>
      <summary>{t('map.words', { count: Object.keys(table).length })}</summary>
      <span className="imp-words">
        {words.map((text) => (
          <WordRow key={text} text={text} meaning={String(table[text] ?? '')} choices={choices} onChange={put} />
        ))}
        <Input
          aria-label={t('map.word')}
          placeholder={t('map.word')}
          maxLength={200}
          value={word}
          onChange={({ target }) => setWord(target.value)}
        />
        <Button
          disabled={word.trim() === ''}
          onClick={() => {
            put(word.trim(), choices[0]!)
            setWord('')
          }}
        >
          {t('map.addWord')}
        </Button>
      </span>
    </details>
  )
}

type WordRowProps = {
  text: string
  meaning: string
  choices: readonly string[]
  onChange: (text: string, meaning: string) => void
}

function WordRow({ text, meaning, choices, onChange }: WordRowProps) {
  const { t } = useTranslation('import')
  return (
    <>
      <span>{text}</span>
      <Select
        popupMatchSelectWidth={false}
        aria-label={`${text} ${t('map.meaning')}`}
        value={meaning}
        options={[
          { value: '', label: t('map.meaningNone') },
          ...choices.map((value) => ({ value, label: t(`choice.${value}` as 'choice.own') })),
        ]}
        onChange={(chosen) => onChange(text, chosen)}
      />
    </>
  )
}
