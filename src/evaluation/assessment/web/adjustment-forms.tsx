import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '#src/client/hooks.ts'
import { newId } from '#src/shared/id.ts'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { CheckField, SelectField, TextArea, TextField } from '#src/ui/field.tsx'
import { dayOf } from '#src/ui/when.ts'
import {
  type Adjustment,
  addAdjustment,
  type NewAdjustment,
  rectifyDeduction,
  withdrawAdjustment,
} from '../../adjustment/contract.ts'
import { useLocalText } from '../../web/words.ts'
import { addRoundAdjustment, rectifyRoundDeduction, withdrawRoundAdjustment } from '../contract/round.ts'
import { Ask } from './ask.tsx'
import { type Owned, OwnerFields } from './deduction-owner.tsx'
import type { Sheet } from './use-sheet.ts'

const KINDS = ['special_deduction', 'exclusion', 'bonus'] as const
type Kind = (typeof KINDS)[number]

export function AddAdjustment({ sheet, onClose }: { sheet: Sheet; onClose: () => void }) {
  const { t } = useTranslation('evaluation')
  const local = useLocalText()
  const [id] = useState(newId)
  const [kind, setKind] = useState<Kind>('special_deduction')
  const [about, setAbout] = useState('')
  const [reason, setReason] = useState('')
  const [isClaimed, setClaimed] = useState(false)
  const [owned, setOwned] = useState<Owned>({ ownerId: '', dueOn: '' })
  const toCompany = useCommand(addAdjustment)
  const toRound = useCommand(addRoundAdjustment)
  const { detail, scheme } = sheet
  const isOwn = detail.kind === 'self'
  const body = bodyOf(kind, { id, about, reason: reason.trim(), owned: isOwn ? owned : { dueOn: owned.dueOn } })
  const send = () =>
    detail.kind === 'audit' ? toRound.run({ params: { assessmentId: detail.id }, body }) : toCompany.run({ body })
  const leaves = scheme.groups.flatMap((group) => group.indicators.flatMap((indicator) => indicator.leaves))
  const isOwned = kind !== 'special_deduction' || !isOwn || (owned.ownerId !== '' && owned.dueOn !== '')
  const isReady = reason.trim() !== '' && isOwned && (kind === 'bonus' ? isClaimed : about !== '')
  return (
    <Ask
      title={t('adjustment.add')}
      go={t('adjustment.add')}
      isReady={isReady}
      busy={toCompany.busy || toRound.busy}
      error={toCompany.error ?? toRound.error}
      onGo={send}
      onClose={onClose}
    >
      <SegmentedChoice
        label={t('adjustment.title')}
        options={KINDS.map((value) => ({ value, label: t(`adjustment.kind.${value}`) }))}
        value={kind}
        onChange={(value) => {
          setKind(value)
          setAbout('')
        }}
      />
      {kind === 'exclusion' && (
        <SelectField
          label={t('adjustment.leaf')}
          required
          value={about}
          onChange={setAbout}
          options={leaves.map((leaf) => ({ value: leaf.id, label: `${leaf.id} ${local(leaf.name)}` }))}
        />
      )}
      {kind === 'special_deduction' && (
        <SelectField
          label={t('adjustment.trigger')}
          required
          value={about}
          onChange={setAbout}
          options={scheme.rules.specialDeduction.triggers.map((one) => ({ value: one.id, label: local(one.name) }))}
        />
      )}
      {kind === 'bonus' && <CheckField label={t('adjustment.bonusClaim')} checked={isClaimed} onChange={setClaimed} />}
      {kind === 'special_deduction' && isOwn && <OwnerFields owned={owned} ownerName="" onChange={setOwned} />}
      {kind === 'special_deduction' && !isOwn && (
        <TextField
          label={t('adjustment.dueOn')}
          type="date"
          value={owned.dueOn}
          onChange={(dueOn) => setOwned({ ...owned, dueOn })}
        />
      )}
      <TextArea label={t('adjustment.reason')} required rows={4} maxLength={500} value={reason} onChange={setReason} />
    </Ask>
  )
}

type Filled = { id: string; about: string; reason: string; owned: Partial<Owned> }

function bodyOf(kind: Kind, { id, about, reason, owned }: Filled): NewAdjustment {
  switch (kind) {
    case 'exclusion':
      return { id, kind, leafId: about, reason }
    case 'special_deduction':
      return {
        ...{ id, kind, triggerId: about, reason },
        ...(owned.ownerId ? { ownerId: owned.ownerId } : {}),
        ...(owned.dueOn ? { dueOn: owned.dueOn } : {}),
      }
    case 'bonus':
      return { id, kind, aboveLaw: true, leadsTrade: true, reason }
  }
}

type AboutProps = { sheet: Sheet; one: Adjustment; onClose: () => void }

export function RectifyAdjustment({ sheet, one, onClose }: AboutProps) {
  const { t } = useTranslation('evaluation')
  const [rectifiedOn, setDay] = useState(() => dayOf(new Date().toISOString()))
  const [rectification, setWords] = useState('')
  const ofCompany = useCommand(rectifyDeduction)
  const ofRound = useCommand(rectifyRoundDeduction)
  const body = { version: one.version, rectifiedOn, rectification: rectification.trim() }
  const params = { adjustmentId: one.id }
  const { detail } = sheet
  const send = () =>
    detail.kind === 'audit'
      ? ofRound.run({ params: { ...params, assessmentId: detail.id }, body })
      : ofCompany.run({ params, body })
  return (
    <Ask
      title={t('adjustment.rectify')}
      go={t('adjustment.rectify')}
      isReady={rectifiedOn !== '' && body.rectification !== ''}
      busy={ofCompany.busy || ofRound.busy}
      error={ofCompany.error ?? ofRound.error}
      onGo={send}
      onClose={onClose}
    >
      <p>{one.reason}</p>
      <TextField label={t('adjustment.rectifiedOn')} type="date" required value={rectifiedOn} onChange={setDay} />
      <TextArea
        label={t('adjustment.rectification')}
        required
        rows={4}
        maxLength={500}
        value={rectification}
        onChange={setWords}
      />
    </Ask>
  )
}

export function WithdrawAdjustment({ sheet, one, onClose }: AboutProps) {
  const { t } = useTranslation('evaluation')
  const [reason, setReason] = useState('')
  const ofCompany = useCommand(withdrawAdjustment)
  const ofRound = useCommand(withdrawRoundAdjustment)
  const body = { version: one.version, reason: reason.trim() }
  const params = { adjustmentId: one.id }
  const { detail } = sheet
  const send = () =>
    detail.kind === 'audit'
      ? ofRound.run({ params: { ...params, assessmentId: detail.id }, body })
      : ofCompany.run({ params, body })
  return (
    <Ask
      title={t('adjustment.withdraw')}
      go={t('adjustment.withdraw')}
      isReady={body.reason !== ''}
      busy={ofCompany.busy || ofRound.busy}
      error={ofCompany.error ?? ofRound.error}
      onGo={send}
      onClose={onClose}
    >
      <p>{one.reason}</p>
      <TextArea
        label={t('adjustment.withdrawReason')}
        required
        rows={4}
        maxLength={500}
        value={reason}
        onChange={setReason}
      />
    </Ask>
  )
}
