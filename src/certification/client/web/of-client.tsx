import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { List, ListRow, RowOf } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Empty } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import { listApplications } from '../../application/contract.ts'
import { ApplicationTable } from '../../application/web/application-table.tsx'
import { listContracts } from '../../certification-contract/contract.ts'
import { ContractTable } from '../../certification-contract/web/contract-table.tsx'
import { listPacks } from '../../pack-copy/contract.ts'

type OfClient = { clientId: string }
const LIMIT = 100

export function ClientApplications({ clientId }: OfClient) {
  const list = useEndpoint(listApplications, { query: { clientId, limit: LIMIT } }, { follows: ['application'] })
  return (
    <>
      <FailureNote error={list.error} />
      <ApplicationTable rows={list.data?.rows ?? []} withClient={false} busy={list.isPending} />
    </>
  )
}

export function ClientContracts({ clientId }: OfClient) {
  const list = useEndpoint(listContracts, { query: { clientId, limit: LIMIT } }, { follows: ['contract'] })
  return (
    <>
      <FailureNote error={list.error} />
      <ContractTable rows={list.data?.rows ?? []} busy={list.isPending} />
    </>
  )
}

export function ClientPacks({ clientId }: OfClient) {
  const { t, i18n } = useTranslation('client')
  const list = useEndpoint(listPacks, { query: { clientId, limit: LIMIT } }, { follows: ['pack_copy'] })
  const rows = list.data?.rows
  return (
    <>
      <FailureNote error={list.error} />
      {rows?.length === 0 && <Empty icon="shield" title={t('pack.empty')} />}
      <List label={t('tab.packs')}>
        {rows?.map((row) => (
          <ListRow
            key={row.id}
            title={t('pack.received', { at: showAt(row.receivedAt, i18n.language) })}
            detail={`${t('pack.size', { count: row.ledgerSize })} · ${row.casesSha256 ? t('pack.cases', { count: row.caseCount }) : t('pack.noCases')}`}
            after={
              <RowOf>
                {row.unprovenCount > 0 && <Pill tone="warn">{t('pack.unproven', { count: row.unprovenCount })}</Pill>}
                {row.newKey && <Pill tone="warn">{t('pack.newKey', { fingerprint: row.newKey.slice(0, 16) })}</Pill>}
              </RowOf>
            }
          />
        ))}
      </List>
    </>
  )
}
