import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { RowOf } from '#src/ui/card.tsx'
import { ConfirmDialog } from '#src/ui/dialog.tsx'
import { SelectField, TextArea } from '#src/ui/field.tsx'
import { toast } from '#src/ui/toast.tsx'
import { DecisionKind } from '../../decision/contract.ts'
import { type AuditReport, type ReportWords, submitReport, writeReport } from '../contract.ts'

const TEXTS = [
  ['scope', 1000, 2],
  ['summary', 8000, 5],
  ['strengths', 4000, 3],
  ['weaknesses', 4000, 3],
] as const

type Props = { auditId: string; report: AuditReport | null; maySubmit: boolean }

/** The team's own words; saved as often as they like, handed in once by the leader. */
export function ReportForm({ auditId, report, maySubmit }: Props) {
  const { t } = useTranslation('decision')
  const [words, setWords] = useState<ReportWords>(() => wordsOf(report))
  const [isAsking, setAsking] = useState(false)
  const write = useCommand(writeReport)
  const submit = useCommand(submitReport)
  const isChanged = JSON.stringify(words) !== JSON.stringify(wordsOf(report))
  const save = () => {
    const body = { ...words, id: report?.id ?? newId(), version: report?.version ?? 0 }
    write
      .run({ params: { auditId }, body })
      .then(() => toast(t('report.saved')))
      .catch(() => {})
  }
  return (
    <form
      className="sp-stack"
      aria-label={t('report.title')}
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <p className="sp-soft">{t('report.hint')}</p>
      {TEXTS.map(([name, maxLength, rows]) => (
        <TextArea
          key={name}
          label={t(`report.${name}`)}
          maxLength={maxLength}
          rows={rows}
          value={words[name]}
          onChange={(text) => setWords({ ...words, [name]: text })}
        />
      ))}
      <SelectField
        label={t('report.recommends')}
        options={DecisionKind.options.map((value) => ({ value, label: t(`kind.${value}`) }))}
        value={words.recommends ?? ''}
        onChange={(value) => setWords({ ...words, recommends: DecisionKind.safeParse(value).data ?? null })}
      />
      <TextArea
        label={t('report.recommendsReason')}
        maxLength={2000}
        rows={2}
        value={words.recommendsReason}
        onChange={(text) => setWords({ ...words, recommendsReason: text })}
      />
      <FailureNote error={write.error ?? submit.error} />
      <RowOf>
        <Button type="submit" busy={write.busy}>
          {t('report.save')}
        </Button>
        {maySubmit && (
          <Button kind="primary" disabled={isChanged} onClick={() => setAsking(true)}>
            {t('report.submit')}
          </Button>
        )}
        {maySubmit && isChanged && <span className="sp-soft">{t('report.unsaved')}</span>}
      </RowOf>
      {report && (
        <ConfirmDialog
          open={isAsking}
          title={t('report.submitTitle')}
          detail={t('report.submitHint')}
          go={t('report.submit')}
          busy={submit.busy}
          onClose={() => setAsking(false)}
          onGo={() => {
            submit
              .run({ params: { auditId }, body: { version: report.version } })
              .catch(() => {})
              .finally(() => setAsking(false))
          }}
        />
      )}
    </form>
  )
}

function wordsOf(report: AuditReport | null): ReportWords {
  return {
    scope: report?.scope ?? '',
    summary: report?.summary ?? '',
    strengths: report?.strengths ?? '',
    weaknesses: report?.weaknesses ?? '',
    recommends: report?.recommends ?? null,
    recommendsReason: report?.recommendsReason ?? '',
  }
}
