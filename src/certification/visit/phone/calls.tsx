import { useTranslation } from 'react-i18next'
import { useLocalText } from '#src/evaluation/web/words.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, Stack } from '#src/ui/card.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { SelectField, TextArea, TextField } from '#src/ui/field.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { CALL_RESULTS, type ContentOf } from '../contract/entry.ts'
import { ofKind } from '../rules/read.ts'
import { EntryLine, LeafPicker } from './entry-line.tsx'
import { useKept } from './use-kept.ts'
import type { OpenVisit } from './use-visit.ts'

type Result = ContentOf<'call'>['result']
const TONES = { satisfied: 'good', middle: 'warn', bad: 'bad', no_answer: 'plain' } as const
type Draft = { caseId: string; customerName: string; result: Result | null; note: string; leafIds: string[] }
const EMPTY: Draft = { caseId: '', customerName: '', result: null, note: '', leafIds: [] }

/** Customers of the sample are called; what is said is read off, what they answer written down. */
export function Calls({ visit }: { visit: OpenVisit }) {
  const { t } = useTranslation('visit')
  const local = useLocalText()
  const calls = ofKind(visit.now, 'call')
  const numberOf = (caseId: string | null) => visit.cases.find((one) => one.caseId === caseId)?.number ?? ''
  return (
    <div className="sp-site-two">
      <Card title={t('call.script')}>
        <ol className="sp-site-script">
          {visit.kit.callScript.map((line) => (
            <li key={line.id}>{local(line.text)}</li>
          ))}
        </ol>
      </Card>
      <Card title={t('call.title', { count: calls.length })}>
        <Stack>
          <ul className="sp-site-list">
            {calls.map((entry) => (
              <EntryLine
                key={entry.id}
                visit={visit}
                entry={entry}
                title={`${numberOf(entry.content.caseId)} ${entry.content.customerName}`.trim() || t('call.unnamed')}
              >
                <span>
                  <Pill tone={TONES[entry.content.result]}>{t(`call.result.${entry.content.result}`)}</Pill>{' '}
                  {entry.content.note}
                </span>
              </EntryLine>
            ))}
          </ul>
          {visit.canWrite && <CallForm visit={visit} />}
        </Stack>
      </Card>
    </div>
  )
}

function CallForm({ visit }: { visit: OpenVisit }) {
  const { t } = useTranslation('visit')
  const [draft, change, forget] = useKept(`call-${visit.auditId}`, EMPTY)
  const { result } = draft
  const save = async () => {
    if (!result) return
    const { caseId, customerName, note, leafIds } = draft
    const words = { customerName: customerName.trim(), note: note.trim() }
    await visit.write({ content: { kind: 'call', caseId: caseId || null, result, ...words }, leafIds })
    forget()
  }
  return (
    <Stack>
      <SelectField
        label={t('call.case')}
        value={draft.caseId}
        onChange={(caseId) => change({ caseId })}
        options={visit.cases.map((one) => ({ value: one.caseId, label: one.number }))}
      />
      <TextField
        label={t('call.customer')}
        hint={t('call.customerHint')}
        maxLength={100}
        value={draft.customerName}
        onChange={(customerName) => change({ customerName })}
      />
      <SegmentedChoice
        label={t('call.resultLabel')}
        options={CALL_RESULTS.map((value) => ({ value, label: t(`call.result.${value}`) }))}
        value={result}
        onChange={(value) => change({ result: value })}
      />
      <TextArea label={t('note')} rows={3} maxLength={2000} value={draft.note} onChange={(note) => change({ note })} />
      <LeafPicker visit={visit} chosen={draft.leafIds} onChange={(leafIds) => change({ leafIds })} />
      <Button kind="primary" icon="check" disabled={!result} onClick={() => void save()}>
        {t('save')}
      </Button>
    </Stack>
  )
}
