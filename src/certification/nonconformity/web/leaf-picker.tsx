import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { readAssessmentScheme } from '#src/evaluation/assessment/contract/round.ts'
import type { Scheme } from '#src/evaluation/scheme/contract.ts'
import { useLocalText } from '#src/evaluation/web/words.ts'
import { CheckField, TextField } from '#src/ui/field.tsx'
import { Skeleton } from '#src/ui/states.tsx'
import { readAudit } from '../../audit/contract.ts'
import './leaf-picker.css'

type LeafPickerProps = { auditId: string; chosen: readonly string[]; onChange: (leafIds: string[]) => void }

/** The indicators that a nonconformity is about, ticked in the tree of the scheme by which the audit scores. */
export function LeafPicker({ auditId, chosen, onChange }: LeafPickerProps) {
  const { t } = useTranslation('correction')
  const audit = useEndpoint(readAudit, { params: { auditId } })
  const assessmentId = audit.data?.audit.assessmentId ?? null
  const scheme = useEndpoint(
    readAssessmentScheme,
    { params: { assessmentId: assessmentId ?? '' } },
    { enabled: assessmentId !== null },
  )
  const isWaiting = audit.isPending || (assessmentId !== null && scheme.isPending)
  return (
    <fieldset className="sp-field">
      <legend className="sp-field-label">{t('field.leaves')}</legend>
      <FailureNote error={audit.error ?? scheme.error} onRetry={() => void (audit.error ? audit : scheme).refetch()} />
      {isWaiting && <Skeleton lines={3} />}
      {/* The scheme comes with the round of the audit, when it begins. */}
      {audit.data && assessmentId === null && <span className="sp-field-hint">{t('body.leavesLater')}</span>}
      {scheme.data && <Tree scheme={scheme.data.scheme} chosen={chosen} onChange={onChange} />}
      <span className="sp-field-hint" aria-live="polite">
        {chosen.length > 0 && t('body.leavesChosen', { count: chosen.length, ids: chosen.join(', ') })}
      </span>
    </fieldset>
  )
}

type TreeProps = { scheme: Scheme; chosen: readonly string[]; onChange: (leafIds: string[]) => void }

function Tree({ scheme, chosen, onChange }: TreeProps) {
  const { t } = useTranslation('correction')
  const local = useLocalText()
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const words = (node: { id: string; name: { zh: string; en: string } }) => `${node.id} ${local(node.name)}`
  const all = scheme.groups.flatMap((group) => group.indicators)
  const shown = all
    .map((indicator) => ({
      ...indicator,
      leaves: indicator.leaves.filter((leaf) => `${words(indicator)} ${words(leaf)}`.toLowerCase().includes(wanted)),
    }))
    .filter((indicator) => indicator.leaves.length > 0)
  const known = all.flatMap((indicator) => indicator.leaves.map((leaf) => leaf.id))
  const toggle = (leafId: string, isChosen: boolean) => {
    const next = new Set(chosen)
    if (isChosen) next.add(leafId)
    else next.delete(leafId)
    // In the order of the scheme; an indicator that it does not know stays where it was until it is taken out.
    onChange([...known.filter((id) => next.has(id)), ...[...next].filter((id) => !known.includes(id))])
  }
  return (
    <>
      <TextField label={t('body.leavesFind')} maxLength={60} value={search} onChange={setSearch} />
      <div className="sp-leaf-picker">
        {chosen
          .filter((id) => !known.includes(id))
          .map((id) => (
            <CheckField key={id} label={id} checked onChange={(isChosen) => toggle(id, isChosen)} />
          ))}
        {shown.length === 0 && <p className="sp-soft">{t('body.leavesNone')}</p>}
        {shown.map((indicator) => (
          <details
            key={`${indicator.id} ${wanted !== ''}`}
            open={wanted !== '' || indicator.leaves.some((leaf) => chosen.includes(leaf.id))}
          >
            <summary>{words(indicator)}</summary>
            {indicator.leaves.map((leaf) => (
              <CheckField
                key={leaf.id}
                label={words(leaf)}
                checked={chosen.includes(leaf.id)}
                onChange={(isChosen) => toggle(leaf.id, isChosen)}
              />
            ))}
          </details>
        ))}
      </div>
    </>
  )
}
