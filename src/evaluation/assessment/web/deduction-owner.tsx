import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { SelectField, TextField } from '#src/ui/field.tsx'
import { type Adjustment, assignDeduction } from '../../adjustment/contract.ts'
import { listOwners } from '../../gap/contract/plan.ts'
import { Ask } from './ask.tsx'

const SHOWN = 50

export type Owned = { ownerId: string; dueOn: string }

type OwnerFieldsProps = { owned: Owned; ownerName: string; onChange: (owned: Owned) => void }

/** Who rectifies a deduction of the company, and until when; the search narrows the people. */
export function OwnerFields({ owned, ownerName, onChange }: OwnerFieldsProps) {
  const { t } = useTranslation(['evaluation', 'common'])
  const [search, setSearch] = useState('')
  const asked = { limit: SHOWN, search: search.trim() || undefined }
  const people = useEndpoint(listOwners, { query: asked }, { keepPrevious: true })
  const [isLong, setLong] = useState(false)
  if (people.data?.nextCursor && !isLong) setLong(true)
  const options = (people.data?.rows ?? []).map((one) => ({ value: one.personId, label: one.name }))
  const isHere = owned.ownerId === '' || options.some((one) => one.value === owned.ownerId)
  return (
    <>
      <FailureNote error={people.error} onRetry={() => void people.refetch()} />
      {isLong && <TextField label={t('common:action.search')} maxLength={100} value={search} onChange={setSearch} />}
      <div className="sp-round-days">
        <SelectField
          label={t('adjustment.owner')}
          required
          value={owned.ownerId}
          onChange={(ownerId) => onChange({ ...owned, ownerId })}
          options={isHere ? options : [{ value: owned.ownerId, label: ownerName }, ...options]}
        />
        <TextField
          label={t('adjustment.dueOn')}
          type="date"
          required
          value={owned.dueOn}
          onChange={(dueOn) => onChange({ ...owned, dueOn })}
        />
      </div>
    </>
  )
}

/** Another owner or due day of a standing deduction. */
export function AssignDeduction({ one, onClose }: { one: Adjustment; onClose: () => void }) {
  const { t } = useTranslation('evaluation')
  const [owned, setOwned] = useState<Owned>({ ownerId: one.ownerId ?? '', dueOn: one.dueOn ?? '' })
  const assigning = useCommand(assignDeduction)
  const isSame = owned.ownerId === one.ownerId && owned.dueOn === one.dueOn
  return (
    <Ask
      title={t('adjustment.assign')}
      go={t('adjustment.assign')}
      isReady={owned.ownerId !== '' && owned.dueOn !== '' && !isSame}
      busy={assigning.busy}
      error={assigning.error}
      onGo={() => assigning.run({ params: { adjustmentId: one.id }, body: { version: one.version, ...owned } })}
      onClose={onClose}
    >
      <p>{one.reason}</p>
      <OwnerFields owned={owned} ownerName={one.ownerName} onChange={setOwned} />
    </Ask>
  )
}
