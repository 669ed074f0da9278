import { Drawer } from 'antd'
import type { ReactNode } from 'react'
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
import { showAt } from '#src/ui/when.ts'
import {
  deliverParcel,
  downloadEnclosed,
  downloadParcel,
  markParcelRead,
  type Parcel,
  readParcel,
} from '../contract.ts'
import { LetterBody } from './letter-body.tsx'
import { pageOf, showSize, standingOf, useKindWords } from './words.ts'

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
      {of.ledTo && (
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
      <Card title={t('field.verified')} level={3}>
        {of.trust === 'first' && (
          <Notice tone="warn" title={t('trust.first')}>
            {t('firstHint')}
          </Notice>
        )}
        <Facts
          of={[
            [t('field.verified'), t(`trust.${of.trust}`)],
            [
              t('field.signer'),
              <code key="signer" className="parcel-hash">
                {inGroups(of.signer)}
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
      {of.refusedCode && (
        <Notice tone="bad" title={t('refusedBecause')}>
          {refusalWords({ kind: 'invalid', code: of.refusedCode, params: of.refusedParams ?? {} })}
        </Notice>
      )}
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
        <a className={buttonClass()} href={addressOf(downloadParcel.path, params, undefined)} download>
          {t('download')}
        </a>
      </RowOf>
      <FailureNote error={reading.error ?? delivering.error} />
    </>
  )
}

/** For reading aloud. */
function inGroups(fingerprint: string): string {
  return fingerprint.match(/.{1,8}/g)?.join(' ') ?? fingerprint
}
