import { Button, Flex, Select, Statistic, Table, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'wouter'
import { useTitle } from '#src/app/shell/use-title.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { Card, Stack } from '#src/ui/card.tsx'
import { PointMap } from '#src/ui/point-map.tsx'
import { cityOf, PROVINCES, placeName } from '../../division/rules.ts'
import { ClosedToggle, ListHead, Pages, useListing } from '../../web/listing.tsx'
import type { OutletKind, OutletRow } from '../contract.ts'
import { addOutlet, listOutlets, readCoverage } from '../contract.ts'
import { OutletForm } from './outlet-form.tsx'
import { OutletSheet } from './outlet-sheet.tsx'

const KINDS: readonly OutletKind[] = ['own', 'agent', 'franchise']

/** The outlets on a list and a map, and which cities with customers have none. */
export default function Outlets() {
  const { t } = useTranslation(['company', 'common'])
  useTitle(t('outlet.title'))
  const may = useMay()
  const listing = useListing()
  const [kind, setKind] = useState<OutletKind>()
  const [provinceCode, setProvince] = useState<string>()
  const [closed, setClosed] = useState(false)
  const [params] = useSearchParams()
  const [chosen, setChosen] = useState<string | null>(() => params.get('outlet'))
  const [isAdding, setAdding] = useState(false)
  const { search, cursor } = listing
  const query = {
    limit: 100,
    cursor,
    search: search || undefined,
    kind,
    provinceCode,
    closed: closed ? 'true' : 'false',
  }
  const outlets = useEndpoint(listOutlets, { query }, { keepPrevious: true, follows: ['outlet', 'staff'] })
  const rows = outlets.data?.rows ?? []
  const narrow = (change: () => void) => {
    change()
    listing.restart()
  }
  return (
    <Stack>
      <h1>{t('outlet.title')}</h1>
      <Coverage />
      <ListHead
        listing={listing}
        hint={t('outlet.search')}
        filters={
          <>
            <Select
              allowClear
              style={{ minWidth: 120 }}
              aria-label={t('outlet.kind')}
              placeholder={t('outlet.kind')}
              options={KINDS.map((value) => ({ value, label: t(`outlet.kinds.${value}`) }))}
              value={kind}
              onChange={(value) => narrow(() => setKind(value))}
            />
            <Select
              allowClear
              style={{ minWidth: 160 }}
              aria-label={t('field.province')}
              placeholder={t('field.province')}
              showSearch={{ optionFilterProp: 'label' }}
              options={PROVINCES.map(({ code, name }) => ({ value: code, label: name }))}
              value={provinceCode}
              onChange={(value) => narrow(() => setProvince(value))}
            />
            <ClosedToggle checked={closed} onChange={(on) => narrow(() => setClosed(on))} />
          </>
        }
        add={
          may(addOutlet) && (
            <Button type="primary" onClick={() => setAdding(true)}>
              {t('outlet.add')}
            </Button>
          )
        }
      />
      <FailureNote error={outlets.error} onRetry={() => void outlets.refetch()} />
      <OutletMap rows={rows} chosen={chosen} onChoose={setChosen} />
      <Table<OutletRow>
        rowKey="id"
        loading={outlets.isPending}
        dataSource={rows}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: t('field.code'), dataIndex: 'code' },
          {
            title: t('field.name'),
            render: (_, row) => (
              <Button type="link" style={{ paddingInline: 0 }} onClick={() => setChosen(row.id)}>
                {row.name}
              </Button>
            ),
          },
          { title: t('outlet.kind'), render: (_, row) => <Tag>{t(`outlet.kinds.${row.kind}`)}</Tag> },
          { title: t('field.city'), render: (_, row) => placeName(row.provinceCode, row.cityCode) || '—' },
          { title: t('hours.title'), render: (_, row) => <HoursTag row={row} /> },
          { title: t('outlet.staffCount'), dataIndex: 'staffCount', align: 'right' },
          { title: t('field.phone'), render: (_, row) => row.phone || '—' },
        ]}
      />
      <Pages listing={listing} nextCursor={outlets.data?.nextCursor} />
      {chosen && <OutletSheet key={chosen} outletId={chosen} onClose={() => setChosen(null)} />}
      {isAdding && <OutletForm outlet={null} onClose={() => setAdding(false)} />}
    </Stack>
  )
}

function HoursTag({ row }: { row: OutletRow }) {
  const { t } = useTranslation('company')
  if (row.closedOn) return <Tag>{t('field.closedSince', { day: row.closedOn })}</Tag>
  if (row.aroundTheClock) return <Tag color="success">{t('outlet.aroundTheClock')}</Tag>
  return row.hours ? t('outlet.ownHours') : t('outlet.companyHours')
}

/** Where an outlet gives no place of its own, it stands at its city's seat. */
function OutletMap({
  rows,
  chosen,
  onChoose,
}: {
  rows: OutletRow[]
  chosen: string | null
  onChoose: (id: string) => void
}) {
  const { t } = useTranslation('company')
  const points = rows.flatMap((row) => {
    const seat = cityOf(row.cityCode)
    const longitude = row.longitude ?? seat?.longitude
    const latitude = row.latitude ?? seat?.latitude
    if (longitude === undefined || latitude === undefined) return []
    const tone = row.closedOn ? ('warn' as const) : row.aroundTheClock ? ('good' as const) : ('info' as const)
    return [
      {
        key: row.id,
        label: row.name,
        longitude,
        latitude,
        tone,
        shape: row.kind === 'own' ? ('square' as const) : ('dot' as const),
      },
    ]
  })
  if (points.length === 0) return null
  return (
    <Card>
      <PointMap label={t('outlet.map')} points={points} chosen={chosen} onChoose={onChoose} height={360} />
      <p className="sp-soft">{t('outlet.mapLegend')}</p>
    </Card>
  )
}

function Coverage() {
  const { t } = useTranslation('company')
  const coverage = useEndpoint(readCoverage, {}, { follows: ['outlet', 'customer'] })
  if (!coverage.data) return <FailureNote error={coverage.error} />
  const { citiesWithCustomers, covered, coveredAroundTheClock, uncovered } = coverage.data
  return (
    <Card title={t('outlet.coverage')}>
      <Flex gap={40} wrap>
        <Statistic title={t('outlet.covered')} value={`${covered} / ${citiesWithCustomers}`} />
        <Statistic title={t('outlet.coveredAlways')} value={`${coveredAroundTheClock} / ${citiesWithCustomers}`} />
      </Flex>
      {uncovered.length > 0 && (
        <p>
          {t('outlet.uncovered')}{' '}
          {uncovered.slice(0, 12).map(({ cityCode, customers }) => (
            <Tag key={cityCode} color="warning">
              {t('outlet.uncoveredCity', { city: cityOf(cityCode)?.name ?? cityCode, count: customers })}
            </Tag>
          ))}
          {uncovered.length > 12 && t('outlet.uncoveredMore', { count: uncovered.length - 12 })}
        </p>
      )}
    </Card>
  )
}
