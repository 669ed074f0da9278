import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#src/ui/button.tsx'
import { Dialog } from '#src/ui/dialog.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Notice } from '#src/ui/states.tsx'
import type { OriginalEntry } from '../contract/visit.ts'
import { addressOfPicture, useKeepPictures, useKeptPicture } from './use-originals.ts'

type Props = { auditId: string; files: OriginalEntry['files'] }

/** Photos and signatures that an entry names, small; each opens large. */
export function OriginalPictures({ auditId, files }: Props) {
  const { t } = useTranslation('visit')
  const [large, setLarge] = useState<number | null>(null)
  const held = files.filter((file) => file.sizeBytes !== null)
  const lacking = files.length - held.length
  const shown = large === null ? undefined : held[large]
  if (files.length === 0) return null
  return (
    <>
      {held.length > 0 && (
        <ul className="sp-site-photos">
          {held.map(({ sha256 }, at) => (
            <li key={sha256}>
              <button type="button" className="sp-site-picture" onClick={() => setLarge(at)}>
                <Picture
                  auditId={auditId}
                  sha256={sha256}
                  alt={t('record.picture', { at: at + 1, all: held.length })}
                />
              </button>
            </li>
          ))}
        </ul>
      )}
      {lacking > 0 && (
        <span>
          <Pill tone="warn">{t('record.pictureLacking', { count: lacking })}</Pill>
        </span>
      )}
      {shown && (
        <Dialog
          open
          onClose={() => setLarge(null)}
          title={t('record.picture', { at: (large ?? 0) + 1, all: held.length })}
        >
          <div className="sp-site-large">
            <Picture
              auditId={auditId}
              sha256={shown.sha256}
              alt={t('record.picture', { at: (large ?? 0) + 1, all: held.length })}
            />
          </div>
          <p className="sp-site-hash">SHA-256 {shown.sha256}</p>
        </Dialog>
      )}
    </>
  )
}

function Picture({ auditId, sha256, alt }: { auditId: string; sha256: string; alt: string }) {
  const { t } = useTranslation('visit')
  const [isGone, setGone] = useState(false)
  const address = useKeptPicture(addressOfPicture(auditId, sha256))
  if (isGone) return <span className="sp-soft">{t('record.pictureAway')}</span>
  return <img src={address} alt={alt} loading="lazy" onError={() => setGone(true)} />
}

/** Brings the pictures of the whole sample onto the tablet while there is a network. */
export function KeepPictures({ auditId }: { auditId: string }) {
  const { t, i18n } = useTranslation('visit')
  const [{ have, all, bytes, isKeeping, isPossible }, keep] = useKeepPictures(auditId)
  if (all === 0 || !isPossible) return null
  if (have === all) return <Notice tone="good" title={t('record.picturesKept', { count: all })} />
  const megabytes = Math.max(0.1, bytes / 1_000_000)
  const size = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 }).format(megabytes)
  return (
    <Notice
      title={t('record.picturesAway', { have, all, size })}
      action={
        <Button icon="picture" busy={isKeeping} onClick={() => void keep()}>
          {t('record.picturesKeep')}
        </Button>
      }
    />
  )
}
