import { Drawer } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { addressOf } from '#src/client/address.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useRefusalWords } from '#src/client/refusal.ts'
import { useMay } from '#src/client/use-may.ts'
import { Button, buttonClass } from '#src/ui/button.tsx'
import { Card, Facts, List, ListRow, RowOf, Stack } from '#src/ui/card.tsx'
import { Icon } from '#src/ui/icon.tsx'
import { Notice, Skeleton } from '#src/ui/states.tsx'
import { toast } from '#src/ui/toast.tsx'
import { showAt } from '#src/ui/when.ts'
import {
  deliverParcel,
  downloadEnclosed,
  downloadParcel,
  examineParcel,
  markParcelRead,
  type Parcel,
  readParcel,
} from '../contract.ts'
import { spokenDigits } from '../rules.ts'
import { LetterBody } from './letter-body.tsx'
import { followedOn, pageOf, showSize, standingOf, useKindWords } from './words.ts'

const WIDE = 640

/** One letter or pack: who signed it, what was checked, what is enclosed, where it led. */
export function ParcelSheet({ parcelId, onClose }: { parcelId: string; onClose: () => void }) {
  const { t } = useTranslation('parcel')
  const kindWords = useKindWords()
  const read = useEndpoint(readParcel, { params: { parcelId } }, { follows: ['parcel'] })
  return (
    <Drawer open size={WIDE} onClose={onClose} title={read.data ? kindWords(read.data.kind) : t('title')}>
      <FailureNote error={read.error} onRetry={() => void read.refetch()} />
      {!read.data && !read.error && <Skeleton lines={8} />}
      {read.data && <Shown of={read.data} />}
    </Drawer>
  )
}

function Shown({ of }: { of: Parcel }) {
  const { t, i18n } = useTranslation('parcel')
  const at = (instant: string) => showAt(instant, i18n.language)
  const isIn = of.direction === 'in'
  const facts: [string, ReactNode][] = [
    [isIn ? t('field.from') : t('field.to'), of.counterpart.name],
    [t('field.madeAt'), at(of.madeAt)],
    [isIn ? t('field.receivedAt') : t('field.sentAt'), at(of.at)],
    [t('field.size'), showSize(of.sizeBytes)],
    [t('field.state'), t(`state.${standingOf(of)}`)],
  ]
  return (
    <Stack>
      <Actions of={of} />
      <Facts of={facts} />
      {of.trust === 'unknown' && <Aside of={of} />}
      {of.ledTo && followedOn(of) === null && (
        <Notice
          tone="good"
          title={t('field.ledTo')}
          action={
            <Link href={pageOf(of.ledTo)} className={buttonClass()}>
              {t('openRecord')}
            </Link>
          }
        />
      )}
      {followedOn(of) && (
        <Notice
          tone="good"
          title={t('field.ledTo')}
          action={
            <Link href={followedOn(of)!} className={buttonClass()}>
              {t('progressLink')}
            </Link>
          }
        />
      )}
      <Card title={t('field.verified')} level={3}>
        {of.trust === 'first' && (
          <Notice
            tone="warn"
            title={t('trust.first')}
            action={
              <Link href="/letters/keys" className={buttonClass()}>
                {t('keysLink')}
              </Link>
            }
          >
            {t('firstHint')}
          </Notice>
        )}
        <Facts
          of={[
            [t('field.verified'), t(`trust.${of.trust}`)],
            [
              t('keys.digits'),
              <code key="signer" className="parcel-hash">
                {spokenDigits(of.signer)}
              </code>,
            ],
            [
              t('field.sha256'),
              <code key="sha" className="parcel-hash">
                {of.fileSha256}
              </code>,
            ],
          ]}
        />
        {of.checks.length > 0 && (
          <ul className="parcel-checks" aria-label={t('field.checked')}>
            {of.checks.map((check) => (
              <li key={check}>
                <Icon name="check" size={16} /> {t(`check.${check}`)}
              </li>
            ))}
          </ul>
        )}
      </Card>
      {of.files.length > 0 && (
        <Card title={t('field.files')} level={3}>
          <List label={t('field.files')}>
            {of.files.map((file) => (
              <ListRow
                key={file.sha256}
                title={file.name}
                detail={showSize(file.sizeBytes)}
                after={
                  <a
                    className={buttonClass({ kind: 'quiet' })}
                    href={addressOf(downloadEnclosed.path, { parcelId: of.id, sha256: file.sha256 }, undefined)}
                    download={file.name}
                  >
                    {t('save')}
                  </a>
                }
              />
            ))}
          </List>
        </Card>
      )}
      {of.body !== null && (
        <details>
          <summary>{t('field.words')}</summary>
          <LetterBody value={of.body} />
        </details>
      )}
    </Stack>
  )
}

/** Why nothing was done with it, and the way to have it judged again. */
function Aside({ of }: { of: Parcel }) {
  const { t } = useTranslation('parcel')
  const may = useMay()
  const refusalWords = useRefusalWords()
  const examining = useCommand(examineParcel)
  const [isStill, setStill] = useState(false)
  const examine = () =>
    examining
      .run({ params: { parcelId: of.id } })
      .then(({ trust }) => (trust === 'unknown' ? setStill(true) : toast(t('nowTaken'))))
      .catch(() => {})
  return (
    <>
      <Notice
        tone="bad"
        title={refusalWords({ kind: 'conflict', code: of.refusedCode!, params: of.refusedParams ?? {} })}
      >
        {t('asideHint')}
      </Notice>
      <RowOf>
        <Link href="/letters/keys" className={buttonClass({ kind: 'primary' })}>
          {t('keysLink')}
        </Link>
        {may(examineParcel) && (
          <Button busy={examining.busy} onClick={() => void examine()}>
            {t('examine')}
          </Button>
        )}
      </RowOf>
      <p className="sp-soft">{t('examineHint')}</p>
      {isStill && <Notice tone="warn" title={t('stillAside')} />}
      <FailureNote error={examining.error} />
    </>
  )
}

function Actions({ of }: { of: Parcel }) {
  const { t } = useTranslation('parcel')
  const may = useMay()
  const refusalWords = useRefusalWords()
  const reading = useCommand(markParcelRead)
  const delivering = useCommand(deliverParcel)
  const params = { parcelId: of.id }
  const standing = standingOf(of)
  const canDeliver = standing === 'file' && of.recipientIsHere && may(deliverParcel)
  return (
    <>
      {of.refusedCode && of.direction === 'out' && (
        <Notice tone="bad" title={t('refusedBecause')}>
          {refusalWords({ kind: 'invalid', code: of.refusedCode, params: of.refusedParams ?? {} })}
        </Notice>
      )}
      {standing === 'file' && !of.recipientIsHere && <Carry of={of} />}
      {canDeliver && <p className="sp-soft">{t('deliverHint')}</p>}
      <RowOf>
        {standing === 'unread' && (
          <Button kind="primary" busy={reading.busy} onClick={() => void reading.run({ params }).catch(() => {})}>
            {t('markRead')}
          </Button>
        )}
        {canDeliver && (
          <Button kind="primary" busy={delivering.busy} onClick={() => void delivering.run({ params }).catch(() => {})}>
            {t('deliver')}
          </Button>
        )}
        <a
          className={buttonClass({ kind: standing === 'file' && !canDeliver ? 'primary' : 'plain' })}
          href={addressOf(downloadParcel.path, params, undefined)}
          download
        >
          {t('download')}
        </a>
      </RowOf>
      <FailureNote error={reading.error ?? delivering.error} />
    </>
  )
}

/** For a recipient elsewhere: what to do with the file, and a mail begun with the words for it. */
function Carry({ of }: { of: Parcel }) {
  const { t } = useTranslation('parcel')
  const kindWords = useKindWords()
  const words = { kind: kindWords(of.kind), name: of.counterpart.name }
  const mail = `mailto:?subject=${encodeURIComponent(t('mailSubject', words))}&body=${encodeURIComponent(t('mailBody', words))}`
  return (
    <Notice
      title={t('carryTitle')}
      action={
        <a className={buttonClass()} href={mail}>
          {t('mail')}
        </a>
      }
    >
      {t('carryHint')}
    </Notice>
  )
}
