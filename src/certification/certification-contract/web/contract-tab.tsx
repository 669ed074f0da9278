import { useTranslation } from 'react-i18next'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { Stack } from '#src/ui/card.tsx'
import { Empty, Failed, Skeleton } from '#src/ui/states.tsx'
import type { ApplicationDetail } from '../../application/contract.ts'
import { Headcount } from '../../application/web/headcount.tsx'
import { readContract } from '../contract.ts'
import { ContractCard } from './contract-card.tsx'
import { QuoteCard } from './quote-card.tsx'
import { ReckoningShown } from './reckoning.tsx'

/** From the headcount to the signed paper. */
export function ContractTab({ application }: { application: ApplicationDetail }) {
  const { t } = useTranslation('client')
  if (application.contractId) return <Contract contractId={application.contractId} />
  return (
    <Stack>
      <Headcount application={application} />
      {application.state === 'accepted' ? (
        <QuoteCard application={application} />
      ) : (
        <Empty icon="info" title={t('contract.onlyAccepted')} />
      )}
    </Stack>
  )
}

function Contract({ contractId }: { contractId: string }) {
  const failureWords = useFailureWords()
  const contract = useEndpoint(readContract, { params: { contractId } }, { follows: ['contract'] })
  if (contract.error) return <Failed {...failureWords(contract.error)} onRetry={() => void contract.refetch()} />
  if (!contract.data) return <Skeleton lines={8} />
  return (
    <Stack>
      <ContractCard contract={contract.data} />
      <ReckoningShown reckoning={contract.data.reckoning} />
    </Stack>
  )
}
