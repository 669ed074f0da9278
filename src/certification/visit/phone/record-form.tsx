import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocalText } from '#src/evaluation/web/words.ts'
import { Button } from '#src/ui/button.tsx'
import { Stack } from '#src/ui/card.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { CheckField, SelectField, TextArea, TextField } from '#src/ui/field.tsx'
import { useKept } from './use-kept.ts'
import type { OpenVisit } from './use-visit.ts'

type Verdict = 'yes' | 'no' | 'none'

/** What one case shows, leaf by leaf. The leaves looked at in the last case are offered again: a sample is looked at for the same things. */
export function RecordForm({ visit, caseId }: { visit: OpenVisit; caseId: string }) {
  const { t } = useTranslation('visit')
  const local = useLocalText()
  const [usual, setUsual] = useKept(`leaves-${visit.auditId}`, { leafIds: [] as string[] })
  const [verdicts, setVerdicts] = useState<Record<string, Verdict>>({})
  const [note, setNote] = useState('')
  const [isExcused, setExcused] = useState(false)
  const [excusedReason, setReason] = useState('')
  const leaves = visit.leaves.filter((leaf) => usual.leafIds.includes(leaf.leafId))
  const given = Object.entries(verdicts).filter(
    ([leafId, verdict]) => verdict !== 'none' && usual.leafIds.includes(leafId),
  )
  const fails = given.some(([, verdict]) => verdict === 'no')
  const isReady = isExcused ? excusedReason.trim() !== '' : given.length > 0 && (!fails || note.trim() !== '')
  const save = async () => {
    await visit.write({
      content: {
        kind: 'record_check',
        caseId,
        verdicts: isExcused ? [] : given.map(([leafId, verdict]) => ({ leafId, conforms: verdict === 'yes' })),
        excusedReason: isExcused ? excusedReason.trim() : '',
        note: note.trim(),
      },
    })
    setVerdicts({})
    setNote('')
    setReason('')
  }
  return (
    <Stack>
      <CheckField label={t('record.excuse')} checked={isExcused} onChange={setExcused} />
      {isExcused ? (
        <TextField label={t('reason')} required maxLength={500} value={excusedReason} onChange={setReason} />
      ) : (
        <>
          <SelectField
            label={t('record.leaf')}
            required
            value=""
            onChange={(leafId) => leafId && setUsual({ leafIds: [...usual.leafIds, leafId] })}
            options={visit.leaves
              .filter((leaf) => leaf.mode === 'sampled' && !usual.leafIds.includes(leaf.leafId))
              .map((leaf) => ({ value: leaf.leafId, label: `${leaf.leafId} ${local(leaf.name)}` }))}
          />
          {leaves.map((leaf) => (
            <SegmentedChoice
              key={leaf.leafId}
              label={`${leaf.leafId} ${local(leaf.name)}`}
              options={[
                { value: 'yes', label: t('record.conforms'), icon: 'check' },
                { value: 'no', label: t('record.fails'), icon: 'close' },
                { value: 'none', label: t('record.notSeen') },
              ]}
              value={verdicts[leaf.leafId] ?? null}
              onChange={(verdict) => setVerdicts({ ...verdicts, [leaf.leafId]: verdict })}
            />
          ))}
        </>
      )}
      <TextArea
        label={t('note')}
        {...(fails ? { hint: t('record.noteHint'), required: true } : {})}
        rows={3}
        maxLength={2000}
        value={note}
        onChange={setNote}
      />
      <Button kind="primary" icon="check" disabled={!isReady} onClick={() => void save()}>
        {t('record.save')}
      </Button>
    </Stack>
  )
}
