import { Button, Table, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { placeName } from '#src/company/division/rules.ts'
import { ClosedToggle, ListHead, Pages, useListing } from '#src/company/web/listing.tsx'
import { Stack } from '#src/ui/card.tsx'
import { DoingsHead } from '#src/ui/doings-head.tsx'
import { Empty } from '#src/ui/states.tsx'
import { dayOf } from '#src/ui/when.ts'
import * as contract from '../contract.ts'
import { AuditorSheet } from './auditor-sheet.tsx'
import { AuditorForm } from './forms.tsx'

/** The register, each line opening the whole file of an auditor. */
export function Register() {
  const { t } = useTranslation('audit')
  const may = useMay()
  const listing = useListing()
  const [ended, setEnded] = useState(false)
  const [isEntering, setEntering] = useState(false)
  const [chosen, setChosen] = useState<string | null>(null)
  const list = useEndpoint(
    contract.listAuditors,
    { query: { limit: 100, cursor: listing.cursor, ended: ended ? 'true' : 'false' } },
    { keepPrevious: true, follows: ['auditor'] },
  )
  const rows = list.data?.rows ?? []
  const one = rows.find((row) => row.personId === chosen)
  return (
    <Stack>
      <ListHead
        filters={<ClosedToggle checked={ended} onChange={setEnded} words={t('auditors.showEnded')} />}
        add={
          may(contract.enterAuditor) && (
            <Button type="primary" onClick={() => setEntering(true)}>
              {t('auditors.enter')}
            </Button>
          )
        }
      />
      <FailureNote error={list.error} onRetry={() => void list.refetch()} />
      <Table<contract.AuditorRow>
        rowKey="personId"
        loading={list.isPending}
        dataSource={rows}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty icon="person" title={t('auditors.empty')} /> }}
        columns={[
          {
            title: t('auditors.person'),
            render: (_, row) => (
              <Button type="link" style={{ paddingInline: 0 }} onClick={() => setChosen(row.personId)}>
                {row.name}
              </Button>
            ),
          },
          {
            title: t('auditors.home'),
            render: (_, row) => placeName(row.homeCityCode.slice(0, 2), row.homeCityCode) || '—',
          },
          { title: t('auditors.languages'), render: (_, row) => <Languages of={row.languages} /> },
          { title: t('auditors.daysPerMonth'), dataIndex: 'daysPerMonth', align: 'right' },
          { title: t('auditors.competences'), render: (_, row) => <Competences of={row.competences} /> },
          {
            title: t('auditors.absences'),
            render: (_, row) => row.absences.map((away) => `${away.fromOn}–${away.toOn}`).join(', ') || '—',
          },
          {
            title: <DoingsHead />,
            render: (_, row) => row.endedOn && <Tag color="warning">{t('auditors.ended')}</Tag>,
          },
        ]}
      />
      <Pages listing={listing} nextCursor={list.data?.nextCursor} />
      {isEntering && <AuditorForm auditor={null} onClose={() => setEntering(false)} />}
      {one && <AuditorSheet auditor={one} onClose={() => setChosen(null)} />}
    </Stack>
  )
}

function Languages({ of }: { of: readonly string[] }) {
  const { t } = useTranslation('audit')
  const names = of.map((one) => t(`auditors.language.${one as (typeof contract.LANGUAGES)[number]}`))
  return names.length === 0 ? '—' : names.join(', ')
}

function Competences({ of }: { of: readonly contract.Competence[] }) {
  const { t } = useTranslation('audit')
  const today = dayOf(new Date().toISOString())
  const valid = of.filter((one) => one.withdrawnAt === null && (one.validUntilOn === null || one.validUntilOn >= today))
  if (valid.length === 0) return '—'
  return valid.map((one) => (
    <Tag key={one.id}>
      {one.schemeId} · {one.productClass || t('auditors.allClasses')}
    </Tag>
  ))
}
