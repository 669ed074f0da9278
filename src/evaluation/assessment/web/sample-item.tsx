import { type ChangeEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, buttonClass, IconButton } from '#src/ui/button.tsx'
import { RowOf } from '#src/ui/card.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { TextField } from '#src/ui/field.tsx'
import { Icon } from '#src/ui/icon.tsx'
import { shrinkPhoto } from '#src/ui/photo.ts'
import { Pill } from '#src/ui/pill.tsx'
import { toast } from '#src/ui/toast.tsx'
import { MOST_PHOTOS, type SampleItem } from '../contract/leaf.ts'
import { RecordLink } from './record-link.tsx'
import type { Sheet } from './use-sheet.ts'

const MOST_NOTE = 500

type SampleItemProps = {
  sheet: Sheet
  leafId: string
  item: SampleItem
  number: number
  requestId: string | undefined
  isTried: boolean
  onChange: (part: Partial<SampleItem>) => void
  onRemove: () => void
}

/** One thing looked at: what it is, its verdict, what does not conform, and pictures. */
export function SampleItemRow(props: SampleItemProps) {
  const { sheet, leafId, item, number, requestId, isTried, onChange, onRemove } = props
  const { t } = useTranslation('assessment')
  const [isNoting, setNoting] = useState(false)
  const { conforms, note } = item
  const photos = item.photos ?? []
  const fails = conforms === false
  const take = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0]
    event.target.value = ''
    if (!file) return
    const small = await shrinkPhoto(file).catch(() => null)
    if (!small) return toast(t('sample.photoBad'), { bad: true })
    const title = `${item.label} ${t('sample.photoAt', { number: photos.length + 1 })}`
    onChange({ photos: [...photos, await sheet.photograph(leafId, title, small)] })
  }
  return (
    <li>
      <div className="sp-round-item">
        <span className="sp-round-name">
          {number}. <ItemName sheet={sheet} item={item} requestId={requestId} />{' '}
          {conforms === null && <Pill tone="warn">{t('sample.unseen')}</Pill>}
        </span>
        <SegmentedChoice
          label={`${t('sample.verdict')} ${item.label}`}
          options={[
            { value: 'yes', label: t('form.conforms') },
            { value: 'no', label: t('form.fails') },
          ]}
          value={conforms === null ? null : conforms ? 'yes' : 'no'}
          onChange={(value) => onChange({ conforms: value === 'yes' })}
        />
        <IconButton icon="close" label={t('sample.remove', { label: item.label })} onClick={onRemove} />
      </div>
      {(fails || note !== '' || isNoting) && (
        <TextField
          label={t(fails ? 'sample.note' : 'sample.noteSeen')}
          required={fails}
          maxLength={MOST_NOTE}
          value={note}
          onChange={(words) => onChange({ note: words })}
          error={isTried && fails && note.trim() === '' ? t('sample.noteMissing') : undefined}
        />
      )}
      <RowOf>
        <PhotoLinks photos={photos} />
        {photos.length < MOST_PHOTOS && (
          <span className="sp-file">
            <span className={buttonClass({ kind: 'quiet' })} aria-hidden="true">
              <Icon name="camera" size={18} />
              {t('sample.photo')}
            </span>
            <input
              type="file"
              accept="image/*"
              aria-label={`${t('sample.photo')} ${item.label}`}
              onChange={(event) => void take(event)}
            />
          </span>
        )}
        {!fails && note === '' && !isNoting && (
          <Button
            kind="quiet"
            icon="pen"
            aria-label={`${t('sample.addNote')} ${item.label}`}
            onClick={() => setNoting(true)}
          >
            {t('sample.addNote')}
          </Button>
        )}
      </RowOf>
    </li>
  )
}

type ItemNameProps = { sheet: Sheet; item: SampleItem; requestId: string | undefined }

/** The records of an audit's round are of another organisation: here they have no page. */
export function ItemName({ sheet, item, requestId }: ItemNameProps) {
  const { label, record } = item
  if (!record || sheet.detail.kind !== 'self') return label
  return (
    <RecordLink recordType={record.type} recordId={record.id} requestId={requestId}>
      {label}
    </RecordLink>
  )
}

export function PhotoLinks({ photos }: { photos: readonly string[] }) {
  const { t } = useTranslation('assessment')
  return photos.map((sha256, at) => (
    <a key={sha256} href={`/api/files/${sha256}`} target="_blank" rel="noreferrer">
      {t('sample.photoAt', { number: at + 1 })}
    </a>
  ))
}
