import { useTranslation } from 'react-i18next'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { ListHead, Pages, useListing } from '#src/company/web/listing.tsx'
import { Stack } from '#src/ui/card.tsx'
import { Empty, Failed } from '#src/ui/states.tsx'
import { listContracts } from '../contract.ts'
import { ContractTable } from './contract-table.tsx'

/** Quotations and contracts of all clients. */
export default function Contracts() {
  const { t } = useTranslation('client')
  useTitle(t('contract.title'))
  const failureWords = useFailureWords()
  const listing = useListing()
  const query = { limit: 50, cursor: listing.cursor, search: listing.search || undefined }
  const list = useEndpoint(listContracts, { query }, { keepPrevious: true, follows: ['contract'] })
  const rows = list.data?.rows ?? []
  const isEmpty = list.data && rows.length === 0 && !listing.search
  return (
    <Stack>
      <h1>{t('contract.title')}</h1>
      <ListHead listing={listing} hint={t('contract.search')} />
      {list.error && <Failed {...failureWords(list.error)} onRetry={() => void list.refetch()} />}
      {isEmpty && <Empty icon="certification" title={t('contract.empty')} detail={t('contract.emptyHint')} />}
      {!isEmpty && !list.error && <ContractTable rows={rows} busy={list.isPending} />}
      <Pages listing={listing} nextCursor={list.data?.nextCursor} />
    </Stack>
  )
}
