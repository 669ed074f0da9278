import { type ChangeEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { buttonClass, IconButton } from './button.tsx'
import { Icon } from './icon.tsx'
import { shrinkPhoto } from './photo.ts'
import { Notice } from './states.tsx'
import './signature-pad.css'

export type Photo = { key: string; content: Blob }

function PhotoShown({ photo, number, onRemove }: { photo: Photo; number: number; onRemove: () => void }) {
  const { t } = useTranslation('common')
  const [address, setAddress] = useState<string>()
  useEffect(() => {
    const made = URL.createObjectURL(photo.content)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [photo.content])
  return (
    <li className="sp-photo">
      {address && <img src={address} alt={t('photo.shown', { number })} />}
      <IconButton icon="close" label={t('photo.remove', { number })} onClick={onRemove} />
    </li>
  )
}

type PhotoPickerProps = {
  label: string
  photos: readonly Photo[]
  onChange: (photos: readonly Photo[]) => void
  max: number
}

/** Photos from the camera or the album, made small on the device before they are kept. */
export function PhotoPicker({ label, photos, onChange, max }: PhotoPickerProps) {
  const { t } = useTranslation('common')
  const [unreadable, setUnreadable] = useState<readonly string[]>([])
  const [isPreparing, setPreparing] = useState(false)
  const take = async (event: ChangeEvent<HTMLInputElement>) => {
    const files = [...(event.target.files ?? [])].slice(0, max - photos.length)
    event.target.value = ''
    setPreparing(true)
    const shrunk = await Promise.allSettled(files.map(shrinkPhoto))
    setPreparing(false)
    setUnreadable(files.filter((_, index) => shrunk[index]!.status === 'rejected').map((file) => file.name))
    const made = shrunk.flatMap((one) =>
      one.status === 'fulfilled' ? [{ key: crypto.randomUUID(), content: one.value }] : [],
    )
    onChange([...photos, ...made])
  }
  const isFull = photos.length >= max || isPreparing
  return (
    <fieldset className="sp-field">
      <legend className="sp-field-label">{label}</legend>
      <span className="sp-field-hint" aria-live="polite">
        {isPreparing ? t('photo.preparing') : t('photo.count', { count: photos.length, max })}
      </span>
      {photos.length > 0 && (
        <ul className="sp-photos">
          {photos.map((photo, index) => (
            <PhotoShown
              key={photo.key}
              photo={photo}
              number={index + 1}
              onRemove={() => onChange(photos.filter((one) => one.key !== photo.key))}
            />
          ))}
        </ul>
      )}
      <div className="sp-row-of">
        <span className="sp-file">
          <span className={buttonClass()} aria-hidden="true">
            <Icon name="camera" />
            {t('photo.take')}
          </span>
          <input
            type="file"
            accept="image/*"
            capture="environment"
            aria-label={t('photo.take')}
            disabled={isFull}
            onChange={(event) => void take(event)}
          />
        </span>
        <span className="sp-file">
          <span className={buttonClass({ kind: 'quiet' })} aria-hidden="true">
            <Icon name="picture" />
            {t('photo.pick')}
          </span>
          <input
            type="file"
            accept="image/*"
            multiple
            aria-label={t('photo.pick')}
            disabled={isFull}
            onChange={(event) => void take(event)}
          />
        </span>
      </div>
      {unreadable.map((name) => (
        <Notice key={name} tone="bad" title={t('photo.unreadable', { name })} />
      ))}
    </fieldset>
  )
}
