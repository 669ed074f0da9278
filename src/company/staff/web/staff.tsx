import { Alert, Button, Flex, Statistic, Table, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useTitle } from '#src/app/shell/use-title.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { Card, Stack } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { listExpiringQualifications } from '../../qualification/contract.ts'
import { OutletChoice, useLicenceNames } from '../../web/fields.tsx'
import { ClosedToggle, ListHead, Pages, useListing } from '../../web/listing.tsx'
import type { StaffRow } from '../contract.ts'
import { addStaff, listStaff, readManagerRatio } from '../contract.ts'
import { LicenceTag } from './licence-tag.tsx'
import { StaffForm } from './staff-form.tsx'

/** Everybody who works here, with their licences and the 10 % rule. */
export default function Staff() {
  const { t } = useTranslation(['company', 'common'])
  useTitle(t('staff.title'))
  const may = useMay()
  const listing = useListing()
  const { nameOf } = useLicenceNames()
  const [outletId, setOutlet] = useState<string | null>(null)
  const [left, setLeft] = useState(false)
  const [isAdding, setAdding] = useState(false)
  const { search, cursor } = listing
  const staff = useEndpoint(
    listStaff,
    { query: { cursor, search: search || undefined, outletId: outletId ?? undefined, left: left ? 'true' : 'false' } },
    { keepPrevious: true, follows: ['staff', 'qualification', 'outlet'] },
  )
  return (
    <Stack>
      <h1>{t('staff.title')}</h1>
      <Ratio />
      <Expiring />
      <ListHead
        listing={listing}
        hint={t('staff.search')}
        filters={
          <>
            <span style={{ width: 220, display: 'inline-flex' }}>
              <OutletChoice
                label={t('staff.outlet')}
                value={outletId}
                onChange={(id) => {
                  setOutlet(id)
                  listing.restart()
                }}
              />
            </span>
            <ClosedToggle checked={left} onChange={setLeft} words={t('staff.showLeft')} />
          </>
        }
        add={
          may(addStaff) && (
            <Button type="primary" onClick={() => setAdding(true)}>
              {t('staff.add')}
            </Button>
          )
        }
      />
      <FailureNote error={staff.error} onRetry={() => void staff.refetch()} />
      <Table<StaffRow>
        rowKey="id"
        loading={staff.isPending}
        dataSource={staff.data?.rows}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: t('staff.number'), dataIndex: 'number' },
          {
            title: t('staff.name'),
            render: (_, row) => (
              <Flex gap={8}>
                <Link href={`/company/staff/${row.id}`}>{row.name}</Link>
                {row.leftOn && <Tag>{t('staff.leftSince', { day: row.leftOn })}</Tag>}
              </Flex>
            ),
          },
          { title: t('staff.post'), render: (_, row) => row.post || '—' },
          { title: t('staff.outlet'), render: (_, row) => row.outletName || '—' },
          { title: t('staff.department'), render: (_, row) => row.departmentName || '—' },
          {
            title: t('staff.work'),
            render: (_, row) => (
              <>
                {row.managesService && <Tag>{t('staff.managesService')}</Tag>}
                {row.goesOnSite && <Tag>{t('staff.goesOnSite')}</Tag>}
              </>
            ),
          },
          {
            title: t('licence.title'),
            render: (_, row) => (
              <Flex gap={4} wrap style={{ maxWidth: 360 }}>
                {row.qualifications.map((licence) => (
                  <LicenceTag key={licence.id} licence={licence} name={nameOf(licence.kindCode)} />
                ))}
              </Flex>
            ),
          },
          { title: t('field.phone'), render: (_, row) => row.phone || '—' },
        ]}
      />
      <Pages listing={listing} nextCursor={staff.data?.nextCursor} />
      {isAdding && <StaffForm file={null} onClose={() => setAdding(false)} />}
    </Stack>
  )
}

function Ratio() {
  const { t } = useTranslation('company')
  const ratio = useEndpoint(readManagerRatio, {}, { follows: ['staff', 'qualification', 'qualification_kind'] })
  if (!ratio.data) return <FailureNote error={ratio.error} />
  const { managers, base, required, reached } = ratio.data
  return (
    <Card
      title={t('ratio.title')}
      aside={<Pill tone={reached ? 'good' : 'bad'}>{t(reached ? 'ratio.reached' : 'ratio.missed')}</Pill>}
    >
      <Flex gap={40} wrap>
        <Statistic title={t('ratio.managers')} value={managers} />
        <Statistic title={t('ratio.required')} value={required} />
        <Statistic title={t('ratio.base')} value={base} />
      </Flex>
      <p className="sp-soft">{t('ratio.hint')}</p>
    </Card>
  )
}

function Expiring() {
  const { t } = useTranslation('company')
  const { nameOf } = useLicenceNames()
  const soon = useEndpoint(listExpiringQualifications, { query: {} }, { follows: ['qualification', 'staff'] })
  if (!soon.data || soon.data.rows.length === 0) return <FailureNote error={soon.error} />
  const { rows, more } = soon.data
  return (
    <Alert
      type="warning"
      showIcon
      title={t('licence.expiringTitle', { count: rows.length })}
      description={
        <Flex gap={8} wrap>
          {rows.slice(0, 8).map((row) => (
            <Link key={row.id} href={`/company/staff/${row.staffId}`}>
              {t('licence.expiringOne', { name: row.staffName, kind: nameOf(row.kindCode), day: row.expiresOn ?? '' })}
            </Link>
          ))}
          {(more || rows.length > 8) && <span>{t('licence.expiringMore')}</span>}
        </Flex>
      }
    />
  )
}
