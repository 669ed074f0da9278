import { Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useMay } from '#src/client/use-may.ts'
import { ListHead, Pages, useListing } from '#src/company/web/listing.tsx'
import { Stack } from '#src/ui/card.tsx'
import { Empty, Failed } from '#src/ui/states.tsx'
import '../../web/certification.css'
import { APPLICATION_STATES, type ApplicationState, addApplication, listApplications } from '../contract.ts'
import { ApplicationForm } from './application-form.tsx'
import { ApplicationTable } from './application-table.tsx'

/** Everything that applied, with what is due and what is late. */
export default function Applications() {
  const { t } = useTranslation('client')
  useTitle(t('title'))
  const may = useMay()
  const failureWords = useFailureWords()
  const listing = useListing()
  const [state, setState] = useState<ApplicationState>()
  const [isAdding, setAdding] = useState(false)
  const query = { limit: 50, cursor: listing.cursor, search: listing.search || undefined, state }
  const list = useEndpoint(listApplications, { query }, { keepPrevious: true, follows: ['application', 'client'] })
  const rows = list.data?.rows ?? []
  const isEmpty = list.data && rows.length === 0 && !listing.search && !state
  return (
    <Stack>
      <h1>{t('title')}</h1>
      <ListHead
        listing={listing}
        hint={t('list.search')}
        filters={
          <Select
            allowClear
            style={{ minWidth: 140 }}
            aria-label={t('list.state')}
            placeholder={t('list.allStates')}
            value={state}
            onChange={(chosen) => {
              setState(chosen)
              listing.restart()
            }}
            options={APPLICATION_STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
          />
        }
        add={
          may(addApplication) && (
            <Button type="primary" onClick={() => setAdding(true)}>
              {t('list.add')}
            </Button>
          )
        }
      />
      {list.error && <Failed {...failureWords(list.error)} onRetry={() => void list.refetch()} />}
      {isEmpty && <Empty icon="certification" title={t('list.empty')} detail={t('list.emptyHint')} />}
      {!isEmpty && !list.error && <ApplicationTable rows={rows} busy={list.isPending} />}
      <Pages listing={listing} nextCursor={list.data?.nextCursor} />
      {isAdding && <ApplicationForm onClose={() => setAdding(false)} />}
    </Stack>
  )
}
