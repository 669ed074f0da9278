import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { EnclosedFiles } from '#src/evaluation/correction/web/enclosed-files.tsx'
import { useLocalText } from '#src/evaluation/web/words.ts'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { Dialog } from '#src/ui/dialog.tsx'
import { TextArea, TextField } from '#src/ui/field.tsx'
import { toast } from '#src/ui/toast.tsx'
import { changeNonconformity, listGrades, type Nonconformity, raiseNonconformity } from '../contract.ts'
import { LeafPicker } from './leaf-picker.tsx'

type FindingFormProps = {
  auditId: string
  /** Changed instead of raised. */
  of?: Nonconformity
  onClose: () => void
}

/** What was found, by which clause, how grave, and what shows it. No grade is chosen beforehand. */
export function FindingForm({ auditId, of, onClose }: FindingFormProps) {
  const { t } = useTranslation(['correction', 'common'])
  const local = useLocalText()
  const formId = useId()
  const [id] = useState(newId)
  const [gradeId, setGradeId] = useState<string | null>(of?.grade.id ?? null)
  const [clause, setClause] = useState(of?.clause ?? '')
  const [leafIds, setLeafIds] = useState<string[]>(of?.leafIds ?? [])
  const [statement, setStatement] = useState(of?.statement ?? '')
  const [evidence, setEvidence] = useState(of?.evidence ?? '')
  const [files, setFiles] = useState(of?.files ?? [])
  const [isTried, setTried] = useState(false)
  const grades = useEndpoint(listGrades, {})
  const refreshes = ['nonconformity.list', 'nonconformity.read']
  const raising = useCommand(raiseNonconformity, { refreshes })
  const changing = useCommand(changeNonconformity, { refreshes })
  const missing = (text: string) => (isTried && !text.trim() ? t('common:field.missing') : undefined)
  const save = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (gradeId === null || !clause.trim() || !statement.trim() || !evidence.trim()) return
    const body = { gradeId, clause, leafIds, statement, evidence, files }
    const saving = of
      ? changing.run({ params: { nonconformityId: of.id }, body: { ...body, version: of.version } })
      : raising
          .run({ params: { auditId }, body: { ...body, id } })
          .then(({ number }) => toast(t('body.raised', { number })))
    saving.then(onClose).catch(() => {})
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={of ? t('body.change') : t('body.raise')}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            {t('body.cancel')}
          </Button>
          <Button kind="primary" type="submit" form={formId} busy={raising.busy || changing.busy}>
            {t('body.save')}
          </Button>
        </>
      }
    >
      <form id={formId} className="sp-stack" onSubmit={save} noValidate>
        <SegmentedChoice
          label={t('field.grade')}
          options={(grades.data?.grades ?? []).map((grade) => ({ value: grade.id, label: local(grade.name) }))}
          value={gradeId}
          onChange={setGradeId}
          error={isTried && gradeId === null ? t('common:field.missing') : undefined}
        />
        <TextField
          label={t('field.clause')}
          required
          maxLength={60}
          value={clause}
          onChange={setClause}
          error={missing(clause)}
        />
        <LeafPicker auditId={auditId} chosen={leafIds} onChange={setLeafIds} />
        <TextArea
          label={t('field.statement')}
          required
          rows={3}
          maxLength={2000}
          value={statement}
          onChange={setStatement}
          error={missing(statement)}
        />
        <TextArea
          label={t('field.evidence')}
          required
          rows={3}
          maxLength={4000}
          value={evidence}
          onChange={setEvidence}
          error={missing(evidence)}
        />
        <EnclosedFiles label={t('field.files')} files={files} onChange={setFiles} />
        <FailureNote error={grades.error ?? raising.error ?? changing.error} />
      </form>
    </Dialog>
  )
}
