import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { deviceStore } from '#src/client/device-store.ts'
import { findPlace, type Place } from '#src/service/work-order/phone/place.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, Stack } from '#src/ui/card.tsx'
import { TextArea, TextField } from '#src/ui/field.tsx'
import { type Photo, PhotoPicker } from '#src/ui/photo-picker.tsx'
import { ofKind } from '../rules/read.ts'
import { EntryLine, LeafPicker } from './entry-line.tsx'
import { useKept } from './use-kept.ts'
import { hashOf, type OpenVisit } from './use-visit.ts'

const MOST_AT_ONCE = 10
type Draft = { caption: string; leafIds: string[] }

/** Photos with time, place and hash, and what else was noticed. */
export function Pictures({ visit }: { visit: OpenVisit }) {
  const { t } = useTranslation('visit')
  const photos = ofKind(visit.now, 'photo')
  return (
    <Stack>
      <Card title={t('photo.title', { count: photos.length })}>
        <Stack>
          {visit.canWrite && <TakePhotos visit={visit} />}
          <ul className="sp-site-photos">
            {photos.map((entry) => (
              <EntryLine
                key={entry.id}
                visit={visit}
                entry={entry}
                title={<Shown sha256={entry.content.fileSha256} alt={entry.content.caption || t('photo.untitled')} />}
              >
                <span>{entry.content.caption}</span>
                <span className="sp-site-hash">{entry.content.fileSha256}</span>
                <span className="sp-soft">
                  {entry.content.place
                    ? t('photo.place', {
                        latitude: entry.content.place.latitude.toFixed(5),
                        longitude: entry.content.place.longitude.toFixed(5),
                        metres: entry.content.place.accuracyMetres,
                      })
                    : t('photo.noPlace')}
                </span>
              </EntryLine>
            ))}
          </ul>
        </Stack>
      </Card>
      <Notes visit={visit} />
    </Stack>
  )
}

function TakePhotos({ visit }: { visit: OpenVisit }) {
  const { t } = useTranslation('visit')
  const [draft, change, forget] = useKept<Draft>(`photo-${visit.auditId}`, { caption: '', leafIds: [] })
  const place = useRef<Place | null>(null)
  // Looked for beforehand: a photo is kept at once, and in a cellar there is no fix.
  useEffect(() => {
    void findPlace().then((found) => {
      place.current = found
    })
  }, [])
  const keep = async (photos: readonly Photo[]) => {
    for (const { content } of photos) {
      const file = { content, name: 'photo.jpg' }
      const fileSha256 = await hashOf(file)
      const { caption, leafIds } = draft
      await visit.write({
        content: { kind: 'photo', fileSha256, caption: caption.trim(), aboutId: null, place: place.current },
        leafIds,
        file,
      })
    }
    if (photos.length > 0) forget()
  }
  return (
    <>
      <TextField
        label={t('photo.caption')}
        maxLength={200}
        value={draft.caption}
        onChange={(caption) => change({ caption })}
      />
      <LeafPicker visit={visit} chosen={draft.leafIds} onChange={(leafIds) => change({ leafIds })} />
      <PhotoPicker label={t('photo.take')} photos={[]} max={MOST_AT_ONCE} onChange={(photos) => void keep(photos)} />
    </>
  )
}

/** From the device while it waits there, from the server afterwards. */
function Shown({ sha256, alt }: { sha256: string; alt: string }) {
  const [address, setAddress] = useState(`/api/files/${sha256}`)
  useEffect(() => {
    let made: string | null = null
    let isGone = false
    void deviceStore()
      .then((db) => db.get('file', sha256))
      .then((kept) => {
        if (!kept || isGone) return
        made = URL.createObjectURL(kept.content)
        setAddress(made)
      })
    return () => {
      isGone = true
      if (made) URL.revokeObjectURL(made)
    }
  }, [sha256])
  return <img src={address} alt={alt} loading="lazy" />
}

function Notes({ visit }: { visit: OpenVisit }) {
  const { t } = useTranslation('visit')
  const [draft, change, forget] = useKept(`note-${visit.auditId}`, { text: '', leafIds: [] as string[] })
  const save = async () => {
    await visit.write({ content: { kind: 'note', text: draft.text.trim() }, leafIds: draft.leafIds })
    forget()
  }
  return (
    <Card title={t('notes.title')}>
      <Stack>
        <ul className="sp-site-list">
          {ofKind(visit.now, 'note').map((entry) => (
            <EntryLine key={entry.id} visit={visit} entry={entry} title={entry.content.text} />
          ))}
        </ul>
        {visit.canWrite && (
          <>
            <TextArea
              label={t('notes.text')}
              required
              rows={3}
              maxLength={4000}
              value={draft.text}
              onChange={(text) => change({ text })}
            />
            <LeafPicker visit={visit} chosen={draft.leafIds} onChange={(leafIds) => change({ leafIds })} />
            <Button kind="primary" icon="check" disabled={draft.text.trim() === ''} onClick={() => void save()}>
              {t('save')}
            </Button>
          </>
        )}
      </Stack>
    </Card>
  )
}
