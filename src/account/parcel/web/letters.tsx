import { Checkbox, Select, Space, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useTitle } from '#src/app/shell/use-title.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { Button, buttonClass } from '#src/ui/button.tsx'
import { Stack } from '#src/ui/card.tsx'
import { PagingButtons, usePaging } from '#src/ui/paging.tsx'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import { showAt } from '#src/ui/when.ts'
import { DIRECTIONS, listParcels, type ParcelRow, uploadParcel } from '../contract.ts'
import './letters.css'
import { ParcelSheet } from './parcel-sheet.tsx'
import { TakeParcelNote, TakeParcelZone, useTakeParcel } from './take-parcel.tsx'
import { type Standing, showSize, standingOf, useKindWords } from './words.ts'

const TONES: Record<Standing, Tone> = {
  aside: 'bad',
  unread: 'info',
  read: 'plain',
  file: 'warn',
  waiting: 'info',
  delivered: 'good',
  refused: 'bad',
}

const TRUST_TONES: Record<ParcelRow['trust'], Tone> = {
  own: 'good',
  known: 'good',
  succeeded: 'good',
  first: 'warn',
  unknown: 'bad',
}

/** What crossed between this organisation and others, and the place where a file from outside is taken in. */
export default function Letters() {
  const { t, i18n } = useTranslation('parcel')
  useTitle(t('title'))
  const may = useMay()
  const kindWords = useKindWords()
  const paging = usePaging()
  const taking = useTakeParcel()
  const [direction, setDirection] = useState<ParcelRow['direction']>()
  const [isUnread, setUnread] = useState(false)
  const [opened, setOpened] = useState<string | null>(null)
  const query = { limit: 50, cursor: paging.cursor, direction, unread: isUnread ? ('1' as const) : undefined }
  const parcels = useEndpoint(listParcels, { query }, { keepPrevious: true, follows: ['parcel'] })
  const narrow = (change: () => void) => {
    change()
    paging.start()
  }
  return (
    <Stack>
      <div className="sp-card-head">
        <h1>{t('title')}</h1>
        <Link href="/letters/keys" className={buttonClass()}>
          {t('keysLink')}
        </Link>
      </div>
      <p>{t('intro')}</p>
      {may(uploadParcel) && <TakeParcelZone taking={taking} />}
      <TakeParcelNote taking={taking} onOpen={setOpened} />
      <Space wrap>
        <Select
          allowClear
          style={{ minWidth: 150 }}
          aria-label={t('filter.direction')}
          placeholder={t('filter.all')}
          options={DIRECTIONS.map((value) => ({ value, label: t(`direction.${value}`) }))}
          value={direction}
          onChange={(value) => narrow(() => setDirection(value))}
        />
        <Checkbox checked={isUnread} onChange={(event) => narrow(() => setUnread(event.target.checked))}>
          {t('filter.unread')}
        </Checkbox>
      </Space>
      <FailureNote error={parcels.error} onRetry={() => void parcels.refetch()} />
      <Table<ParcelRow>
        rowKey="id"
        aria-label={t('table')}
        loading={parcels.isPending}
        dataSource={parcels.data?.rows ?? []}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: `${t('empty')} · ${t('emptyHint')}` }}
        columns={[
          {
            title: t('field.kind'),
            render: (_, row) => (
              <>
                <Button kind="quiet" onClick={() => setOpened(row.id)}>
                  <span className={standingOf(row) === 'unread' ? 'parcel-unread' : undefined}>
                    {kindWords(row.kind)}
                  </span>
                </Button>
                <span className="sp-soft">{showSize(row.sizeBytes)}</span>
              </>
            ),
          },
          {
            title: t('field.counterpart'),
            render: (_, row) => (
              <>
                {row.counterpart.name}
                <div className="sp-soft">{t(`direction.${row.direction}`)}</div>
              </>
            ),
          },
          { title: t('field.at'), render: (_, row) => showAt(row.at, i18n.language) },
          { title: t('field.verified'), render: (_, row) => <Verified row={row} /> },
          {
            title: t('field.state'),
            render: (_, row) => <Pill tone={TONES[standingOf(row)]}>{t(`state.${standingOf(row)}`)}</Pill>,
          },
        ]}
      />
      <PagingButtons paging={paging} nextCursor={parcels.data?.nextCursor} />
      {opened && <ParcelSheet key={opened} parcelId={opened} onClose={() => setOpened(null)} />}
    </Stack>
  )
}

function Verified({ row }: { row: ParcelRow }) {
  const { t } = useTranslation('parcel')
  return (
    <>
      <Pill tone={TRUST_TONES[row.trust]} icon={row.trust === 'unknown' ? 'warn' : 'check'}>
        {t(`trust.${row.trust}`)}
      </Pill>
      <div className="sp-soft">
        <code>{row.signer.slice(0, 16)}…</code>
      </div>
    </>
  )
}
