import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { Button } from '#src/ui/button.tsx'
import { Stack } from '#src/ui/card.tsx'
import { SelectField, TextField } from '#src/ui/field.tsx'
import { Skeleton } from '#src/ui/states.tsx'
import { showOn } from '#src/ui/when.ts'
import type { MaterialId } from '../../material/contract/dossier.ts'
import { findRecords, type LookedUp, type RecordFound, SampledOf } from '../contract/sample.ts'

const SHOWN = 10

type RecordFinderProps = {
  /** What is looked up to begin with. */
  of: LookedUp
  /** True: nothing else is looked up. */
  isFixed?: boolean
  go: string
  onChoose: (found: RecordFound) => void
  /** Why a record cannot be chosen (again); null where it can. */
  whyNot: (found: RecordFound) => string | null
}

/** Looks records up by number, code, name or day. */
export function RecordFinder({ of: firstOf, isFixed = false, go, onChoose, whyNot }: RecordFinderProps) {
  const { t, i18n } = useTranslation(['assessment', 'material'])
  const [of, setOf] = useState<LookedUp>(firstOf)
  const [search, setSearch] = useState('')
  const found = useEndpoint(findRecords, { query: { of, search, limit: SHOWN } }, { keepPrevious: true })
  const detailOf = (one: RecordFound) =>
    of === 'material' ? t(`material:material.${one.detail as MaterialId}`) : one.detail
  return (
    <Stack>
      <div className="sp-round-days">
        {!isFixed && (
          <SelectField
            label={t('record.of')}
            required
            value={of}
            onChange={(value) => setOf((value || firstOf) as LookedUp)}
            options={SampledOf.options.map((value) => ({ value, label: t(`sample.ofKind.${value}`) }))}
          />
        )}
        <TextField
          label={t('record.search')}
          hint={t('record.hint')}
          required
          maxLength={60}
          value={search}
          onChange={setSearch}
        />
      </div>
      <FailureNote error={found.error} onRetry={() => void found.refetch()} />
      {found.isPending && <Skeleton lines={3} />}
      {found.data?.rows.length === 0 && (
        <p className="sp-soft">{t(of === 'material' && search === '' ? 'record.noMaterial' : 'record.none')}</p>
      )}
      <ul className="sp-round-found" aria-live="polite">
        {found.data?.rows.map((one) => {
          const reason = whyNot(one)
          return (
            <li key={one.record.id}>
              <span className="sp-round-name">
                {one.label} <span className="sp-soft">{detailOf(one)}</span>
                {one.onDay && <span className="sp-soft"> {showOn(one.onDay, i18n.language)}</span>}
              </span>
              {reason ? (
                <span className="sp-soft">{reason}</span>
              ) : (
                <Button kind="quiet" icon="plus" aria-label={`${go} ${one.label}`} onClick={() => onChoose(one)}>
                  {go}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      {found.data?.isCut && <p className="sp-soft">{t('record.more')}</p>}
    </Stack>
  )
}
