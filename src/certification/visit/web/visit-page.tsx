import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'wouter'
import type { ScreenProps } from '#src/app/shell/screens.ts'
import { useDeskOutbox } from '#src/evaluation/assessment/web/use-desk-outbox.ts'
import { Tabs } from '#src/ui/tabs.tsx'
import { Documents } from '../../document-review/web/documents.tsx'
import Visit from '../phone/visit.tsx'

/** Documents and visit of one audit at the desk. The visit is the same page as on the tablet; written here, it needs a network sooner or later. */
export default function VisitAtDesk({ params }: ScreenProps) {
  const { t } = useTranslation('visit')
  const [address, setAddress] = useSearchParams()
  useDeskOutbox()
  const chosen = address.get('part') === 'documents' ? 'documents' : 'site'
  return (
    <Tabs
      label={t('title')}
      tabs={[
        { key: 'site', label: t('title'), content: () => <Visit params={params} /> },
        { key: 'documents', label: t('documents.title'), content: () => <Documents auditId={params.auditId!} /> },
      ]}
      chosen={chosen}
      onChoose={(part) => setAddress({ part }, { replace: true })}
    />
  )
}
