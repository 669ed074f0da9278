import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRefusalWords } from '#src/client/refusal.ts'
import type { Refusal } from '#src/shared/decision.ts'
import { Button } from '#src/ui/button.tsx'
import { RowOf, Stack } from '#src/ui/card.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { TextArea } from '#src/ui/field.tsx'
import { Notice } from '#src/ui/states.tsx'
import { toast } from '#src/ui/toast.tsx'
import { showAt } from '#src/ui/when.ts'
import type { Leaf } from '../../scheme/contract.ts'
import type { AssessmentLeaf, Judgement } from '../contract/leaf.ts'
import { canJudge, countItems } from '../rules/finding.ts'
import { ItemsRead, type RequestIds, SampleItems } from './sample-items.tsx'
import { type Draft, useDraft } from './use-draft.ts'
import type { Sheet } from './use-sheet.ts'

const MOST_WORDS = 500

type FindingFormProps = { sheet: Sheet; leaf: Leaf; row: AssessmentLeaf | undefined; requestIds: RequestIds }

/** What a person finds; read-only where this person does not judge. */
export function FindingForm(props: FindingFormProps) {
  return props.sheet.canWrite ? <Form {...props} /> : <FindingRead {...props} />
}

function FindingRead({ sheet, row, requestIds }: Omit<FindingFormProps, 'leaf'>) {
  const { t } = useTranslation('assessment')
  if (!row || row.kind === 'missing') return <p className="sp-soft">{t('form.nothing')}</p>
  // What the counts say stands above, with its mark.
  if (row.kind === 'computed') return null
  return (
    <section className="sp-why" aria-label={t('form.title')}>
      {row.kind === 'judged' && <strong>{t(row.conforms ? 'form.conforms' : 'form.fails')}</strong>} {row.reason}
      {row.items && <ItemsRead sheet={sheet} items={row.items} requestIds={requestIds} />}
    </section>
  )
}

function Form({ sheet, leaf, row, requestIds }: FindingFormProps) {
  const { t } = useTranslation(['assessment', 'common'])
  const refusalWords = useRefusalWords()
  const { draft, isTouched, change, forget } = useDraft(sheet.detail.id, leaf.id, row)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [isTried, setTried] = useState(false)
  const isSampled = leaf.mode.value === 'sampled'
  const version = row?.version ?? 0
  const proposal = sheet.detail.proposals.find((one) => one.leafId === leaf.id)
  const needsReason = !isSampled && draft.reason.trim() === ''
  const needsVerdict = isSampled ? draft.items.length === 0 : draft.conforms === null
  const save = async () => {
    setTried(true)
    if (needsVerdict || needsReason) return
    const judgement = judgementOf(draft, isSampled)
    const allowed = canJudge(leaf, judgement, proposal)
    setRefusal(allowed.ok ? null : allowed.refusal)
    if (!allowed.ok) return
    await sheet.judge(leaf.id, version, judgement)
    setTried(false)
    forget()
    const left = isSampled ? countItems(draft.items).unseen : 0
    if (left > 0) toast(t('sample.savedPart', { left }))
  }
  const takeBack = async () => {
    await sheet.judge(leaf.id, version, { kind: 'missing', reason: '' })
    forget()
  }
  return (
    <section className="sp-round-form" aria-label={t('form.title')}>
      <Stack>
        {isTouched && row && draft.version !== version && (
          <MeanwhileNote row={row} onTake={forget} onKeep={() => change({ version })}>
            <FindingRead sheet={sheet} row={row} requestIds={requestIds} />
          </MeanwhileNote>
        )}
        {isSampled ? (
          <SampleItems
            sheet={sheet}
            leaf={leaf}
            items={draft.items}
            requestIds={requestIds}
            isTouched={isTouched}
            isTried={isTried}
            onChange={(items) => change({ items })}
          />
        ) : (
          <SegmentedChoice
            label={t('form.title')}
            options={[
              { value: 'yes', label: t('form.conforms'), icon: 'check' },
              { value: 'no', label: t('form.fails'), icon: 'close' },
            ]}
            value={draft.conforms === null ? null : draft.conforms ? 'yes' : 'no'}
            onChange={(value) => change({ conforms: value === 'yes' })}
            error={isTried && needsVerdict ? t('form.verdictMissing') : undefined}
          />
        )}
        <TextArea
          label={t('form.reason')}
          hint={t(isSampled ? 'form.reasonSampledHint' : 'form.reasonHint')}
          required={!isSampled}
          rows={3}
          maxLength={MOST_WORDS}
          value={draft.reason}
          onChange={(reason) => change({ reason })}
          error={isTried && needsReason ? t('form.reasonMissing') : undefined}
        />
        {refusal && <Notice tone="bad" title={refusalWords(refusal)} />}
        <RowOf>
          <Button kind="primary" icon="check" disabled={!isTouched} onClick={() => void save()}>
            {t('common:action.save')}
          </Button>
          {isTouched && (
            <Button kind="quiet" onClick={forget}>
              {t('form.drop')}
            </Button>
          )}
          {row && row.kind !== 'missing' && !isTouched && (
            <Button kind="quiet" icon="undo" onClick={() => void takeBack()}>
              {t('form.takeBack')}
            </Button>
          )}
        </RowOf>
      </Stack>
    </section>
  )
}

function judgementOf({ conforms, reason, items }: Draft, isSampled: boolean): Judgement {
  return isSampled
    ? { kind: 'sampled', items, reason: reason.trim() }
    : { kind: 'judged', conforms: conforms === true, reason: reason.trim() }
}

type MeanwhileProps = { row: AssessmentLeaf; onTake: () => void; onKeep: () => void; children: ReactNode }

/** Somebody saved while this person was writing: both are there, and the person decides. */
function MeanwhileNote({ row, onTake, onKeep, children }: MeanwhileProps) {
  const { t, i18n } = useTranslation('assessment')
  const params = { name: row.judgedByName, at: showAt(row.judgedAt, i18n.language, 'short') }
  return (
    <Notice
      tone="warn"
      title={t('meanwhile.title', params)}
      action={
        <RowOf>
          <Button onClick={onTake}>{t('meanwhile.take')}</Button>
          <Button kind="quiet" onClick={onKeep}>
            {t('meanwhile.keep')}
          </Button>
        </RowOf>
      }
    >
      {children}
    </Notice>
  )
}
