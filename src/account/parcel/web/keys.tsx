import { Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useTitle } from '#src/app/shell/use-title.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { Button, buttonClass } from '#src/ui/button.tsx'
import { Card, List, ListRow, Stack } from '#src/ui/card.tsx'
import { DoingsHead } from '#src/ui/doings-head.tsx'
import { PagingButtons, usePaging } from '#src/ui/paging.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Empty, Notice, Skeleton } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import * as contract from '../contract.ts'
import { spokenDigits } from '../rules.ts'
import { ConfirmKeyDialog, ResetKeysDialog } from './key-forms.tsx'
import './letters.css'
import { ParcelSheet } from './parcel-sheet.tsx'
import { useKindWords } from './words.ts'

/** By which keys other organisations are known here, who compared them, and what was written under others. */
export default function CounterpartKeys() {
  const { t } = useTranslation('parcel')
  useTitle(t('keys.title'))
  const paging = usePaging()
  const query = { limit: 20, cursor: paging.cursor }
  const read = useEndpoint(
    contract.listCounterparts,
    { query },
    { keepPrevious: true, follows: ['parcel', 'counterpart'] },
  )
  return (
    <Stack>
      <div className="sp-card-head">
        <h1>{t('keys.title')}</h1>
        <Link href="/letters" className={buttonClass()}>
          {t('lettersLink')}
        </Link>
      </div>
      <p>{t('keys.intro')}</p>
      <OwnKey />
      <FailureNote error={read.error} onRetry={() => void read.refetch()} />
      {read.isPending && <Skeleton lines={6} />}
      {read.data?.rows.length === 0 && <Empty icon="shield" title={t('keys.empty')} detail={t('keys.emptyHint')} />}
      {read.data?.rows.map((one) => (
        <CounterpartCard key={one.orgId} of={one} />
      ))}
      <PagingButtons paging={paging} nextCursor={read.data?.nextCursor} />
    </Stack>
  )
}

function OwnKey() {
  const { t, i18n } = useTranslation('parcel')
  const read = useEndpoint(contract.readOwnKey, {}, { follows: ['parcel'] })
  if (!read.data) return null
  const { key } = read.data
  return (
    <Card title={t('keys.own')}>
      {key === null ? (
        <p>{t('keys.ownNone')}</p>
      ) : (
        <>
          <p>
            <code className="parcel-digits">{spokenDigits(key.fingerprint)}</code>
          </p>
          <p className="sp-soft">
            {t('keys.ownHint')} {t('keys.ownSince', { at: showAt(key.validFrom, i18n.language, 'day') })}
          </p>
        </>
      )}
    </Card>
  )
}

function CounterpartCard({ of }: { of: contract.Counterpart }) {
  const { t, i18n } = useTranslation('parcel')
  const may = useMay()
  const kindWords = useKindWords()
  const [confirming, setConfirming] = useState<contract.CounterpartKey | null>(null)
  const [isResetting, setResetting] = useState(false)
  const [opened, setOpened] = useState<string | null>(null)
  const standing = of.keys.filter((key) => key.reset === null)
  return (
    <Card
      title={of.name}
      aside={
        standing.length > 0 &&
        may(contract.resetKeys) && (
          <Button kind="quiet" onClick={() => setResetting(true)}>
            {t('keys.resetGo')}
          </Button>
        )
      }
    >
      <Table<contract.CounterpartKey>
        rowKey="fingerprint"
        size="small"
        aria-label={`${of.name} ${t('keys.title')}`}
        dataSource={of.keys}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          {
            title: t('keys.digits'),
            render: (_, key) => (
              <code className="parcel-digits" title={key.fingerprint}>
                {spokenDigits(key.fingerprint)}
              </code>
            ),
          },
          {
            title: t('keys.firstSeen'),
            render: (_, key) => (
              <Button kind="quiet" onClick={() => setOpened(key.firstSeen.parcelId)}>
                {t('keys.seenIn', {
                  kind: kindWords(key.firstSeen.kind),
                  at: showAt(key.firstSeen.at, i18n.language, 'day'),
                })}
              </Button>
            ),
          },
          { title: t('keys.state'), render: (_, key) => <KeyState of={key} /> },
          {
            title: <DoingsHead />,
            render: (_, key) =>
              key.confirmed === null &&
              key.validUntil === null &&
              may(contract.confirmKey) && <Button onClick={() => setConfirming(key)}>{t('keys.confirm')}</Button>,
          },
        ]}
      />
      {of.aside.length > 0 && (
        <Notice tone="bad" title={t('keys.asideTitle', { count: of.aside.length })}>
          <p>{t('keys.asideHint')}</p>
          <List label={t('keys.asideTitle', { count: of.aside.length })}>
            {of.aside.map((one) => (
              <ListRow
                key={one.parcelId}
                onPress={() => setOpened(one.parcelId)}
                title={t('keys.asideOne', {
                  kind: kindWords(one.kind),
                  at: showAt(one.at, i18n.language),
                  digits: spokenDigits(one.signer),
                })}
              />
            ))}
          </List>
        </Notice>
      )}
      {confirming && <ConfirmKeyDialog of={of} signer={confirming} onClose={() => setConfirming(null)} />}
      {isResetting && <ResetKeysDialog of={of} onClose={() => setResetting(false)} />}
      {opened && <ParcelSheet key={opened} parcelId={opened} onClose={() => setOpened(null)} />}
    </Card>
  )
}

function KeyState({ of: { confirmed, reset, validUntil } }: { of: contract.CounterpartKey }) {
  const { t, i18n } = useTranslation('parcel')
  const day = (at: string) => showAt(at, i18n.language, 'day')
  if (reset)
    return (
      <>
        <Pill tone="bad">{t('keys.reset')}</Pill>
        <div className="sp-soft">
          {t('keys.resetDetail', { name: reset.byName, at: day(reset.at), reason: reset.reason })}
        </div>
      </>
    )
  return (
    <>
      {validUntil !== null && <Pill>{t('keys.retired')}</Pill>}
      {validUntil !== null && <div className="sp-soft">{t('keys.retiredDetail', { at: day(validUntil) })}</div>}
      {confirmed ? (
        <>
          <Pill tone="good" icon="check">
            {t('keys.confirmed')}
          </Pill>
          <div className="sp-soft">
            {t('keys.confirmedDetail', { name: confirmed.byName, at: day(confirmed.at), how: confirmed.how })}
          </div>
        </>
      ) : (
        validUntil === null && (
          <Pill tone="warn" icon="warn">
            {t('keys.unconfirmed')}
          </Pill>
        )
      )}
    </>
  )
}
