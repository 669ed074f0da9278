import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { List, ListRow } from '#src/ui/card.tsx'
import { Dialog } from '#src/ui/dialog.tsx'
import { TextField } from '#src/ui/field.tsx'
import { listRequests } from '../../request/contract/read.ts'
import type { RequestRow } from '../../request/contract/shown.ts'

const SHOWN = 8

/** Finds the request that a customer is called back about. */
export function FindServed({ onFound, onClose }: { onFound: (request: RequestRow) => void; onClose: () => void }) {
  const { t } = useTranslation('request')
  const [search, setSearch] = useState('')
  const asked = search.trim()
  const requests = useEndpoint(
    listRequests,
    { query: { search: asked || undefined, state: asked ? undefined : 'resolved', limit: SHOWN } },
    { follows: ['service_request'], keepPrevious: true },
  )
  const rows = requests.data?.rows ?? []
  return (
    <Dialog open onClose={onClose} title={t('rating.callBack')}>
      <TextField
        label={t('rating.callBackSearch')}
        hint={t('rating.callBackSearchHint')}
        required
        maxLength={60}
        value={search}
        onChange={setSearch}
      />
      <FailureNote error={requests.error} />
      {requests.data && rows.length === 0 && <p className="sp-soft">{t('list.noMatch')}</p>}
      <List>
        {rows.map((row) => (
          <ListRow
            key={row.id}
            title={`${row.number} · ${row.customerName || row.subject}`}
            detail={`${t(`kind.${row.kind}`)} · ${row.subject} · ${t(`state.${row.state}`)}`}
            onPress={() => onFound(row)}
          />
        ))}
      </List>
    </Dialog>
  )
}
