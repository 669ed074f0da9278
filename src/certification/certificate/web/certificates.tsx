import { Button, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { useTitle } from '#src/app/shell/use-title.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { ListHead, Pages, useListing } from '#src/company/web/listing.tsx'
import { newId } from '#src/shared/id.ts'
import { Card, List, ListRow, Stack } from '#src/ui/card.tsx'
import { StarsShown } from '#src/ui/stars.tsx'
import { Empty } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import { StatusPill } from '../../register/portal/standing.tsx'
import * as contract from '../contract/endpoints.ts'

/** The body's certificates with their status today, and the decisions that wait for one. */
export default function Certificates() {
  const { t } = useTranslation('certificate')
  useTitle(t('title'))
  const listing = useListing()
  const list = useEndpoint(
    contract.listCertificates,
    { query: { limit: 50, cursor: listing.cursor, search: listing.search || undefined } },
    { keepPrevious: true, follows: ['certificate'] },
  )
  return (
    <Stack>
      <h1>{t('title')}</h1>
      <Waiting />
      <ListHead listing={listing} hint={t('desk.search')} />
      <FailureNote error={list.error} onRetry={() => void list.refetch()} />
      <Table<contract.CertificateListRow>
        rowKey="id"
        loading={list.isPending}
        dataSource={list.data?.rows}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{
          emptyText: <Empty icon="certification" title={t('desk.empty')} detail={t('desk.emptyHint')} />,
        }}
        columns={[
          { title: t('desk.number'), render: (_, row) => <Link href={`/certificates/${row.id}`}>{row.number}</Link> },
          { title: t('desk.holder'), dataIndex: 'holderName' },
          {
            title: t('desk.stars'),
            render: (_, row) => (row.stars > 0 ? <StarsShown value={row.stars} size={16} /> : t('register.qualified')),
          },
          { title: t('field.issued'), dataIndex: 'issuedOn' },
          { title: t('desk.untilOn'), dataIndex: 'validUntilOn' },
          { title: t('desk.status'), render: (_, row) => <StatusPill status={row.standing.status} /> },
        ]}
      />
      <Pages listing={listing} nextCursor={list.data?.nextCursor} />
    </Stack>
  )
}

/** Decisions that grant or renew are issued from here; those about a certificate lead to it. */
function Waiting() {
  const { t, i18n } = useTranslation('certificate')
  const may = useMay()
  const [, go] = useLocation()
  const waiting = useEndpoint(contract.listWaitingDecisions, {}, { follows: ['decision', 'certificate'] })
  const issuing = useCommand(contract.issueCertificate)
  const [asked, setAsked] = useState<{ decisionId: string; id: string }>()
  const rows = waiting.data?.rows ?? []
  if (rows.length === 0) return <FailureNote error={waiting.error} />
  const issue = (decisionId: string) => {
    // The same id when it is pressed again after a failure: one decision never makes two certificates.
    const body = asked?.decisionId === decisionId ? asked : { decisionId, id: newId() }
    setAsked(body)
    issuing.run({ body }).then(
      ({ id }) => go(`/certificates/${id}`),
      () => {},
    )
  }
  return (
    <Card title={t('desk.waiting')}>
      <FailureNote error={issuing.error} />
      <List label={t('desk.waiting')}>
        {rows.map((row) => (
          <ListRow
            key={row.id}
            title={row.clientName}
            detail={[
              t(`desk.decision.${row.kind as 'grant'}`),
              row.auditNumber,
              showAt(row.decidedAt, i18n.language),
            ].join(' · ')}
            before={row.stars > 0 ? <StarsShown value={row.stars} size={16} /> : undefined}
            after={
              row.kind === 'grant' || row.kind === 'renew' ? (
                may(contract.issueCertificate) && (
                  <Button
                    type="primary"
                    loading={issuing.busy && asked?.decisionId === row.id}
                    onClick={() => issue(row.id)}
                  >
                    {t('desk.issue')}
                  </Button>
                )
              ) : row.certificateId ? (
                <Link href={`/certificates/${row.certificateId}`}>{t('desk.carryOut')}</Link>
              ) : undefined
            }
          />
        ))}
      </List>
    </Card>
  )
}
