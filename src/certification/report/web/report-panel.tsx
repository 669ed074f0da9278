import { useTranslation } from 'react-i18next'
import { addressOf } from '#src/client/address.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { buttonClass } from '#src/ui/button.tsx'
import { Card, Facts, RowOf } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Skeleton } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import { type AuditReport, downloadReport, readReport } from '../contract.ts'
import { ReportForm } from './report-form.tsx'

/** The report of an audit: written by the team until it is handed in, read by everybody at the body, taken along as PDF or Word. */
export function ReportPanel({ auditId }: { auditId: string }) {
  const { t } = useTranslation('decision')
  const read = useEndpoint(readReport, { params: { auditId } }, { follows: ['audit', 'audit_report', 'report_review'] })
  const data = read.data
  return (
    <Card title={t('report.title')} aside={<Downloads auditId={auditId} />}>
      <FailureNote error={read.error} onRetry={() => void read.refetch()} />
      {!data && !read.error && <Skeleton lines={3} />}
      {data?.mayWrite && (
        <ReportForm
          key={`${data.report?.id} ${data.report?.version}`}
          auditId={auditId}
          report={data.report}
          maySubmit={data.maySubmit}
        />
      )}
      {data &&
        !data.mayWrite &&
        (data.report ? <Written report={data.report} /> : <p className="sp-soft">{t('report.none')}</p>)}
    </Card>
  )
}

function Downloads({ auditId }: { auditId: string }) {
  const { t, i18n } = useTranslation('decision')
  const language = i18n.language === 'en' ? 'en' : 'zh-CN'
  return (
    <RowOf>
      {(['pdf', 'docx'] as const).map((form) => (
        <a
          key={form}
          className={buttonClass()}
          download
          href={addressOf(downloadReport.path, { auditId, form }, { language })}
        >
          {form === 'pdf' ? t('report.pdf') : t('report.word')}
        </a>
      ))}
    </RowOf>
  )
}

function Written({ report }: { report: AuditReport }) {
  const { t, i18n } = useTranslation('decision')
  return (
    <>
      <p>
        {report.submittedAt ? (
          <Pill tone="good">
            {t('report.submitted', { name: report.submittedByName, at: showAt(report.submittedAt, i18n.language) })}
          </Pill>
        ) : (
          <Pill tone="warn">{t('report.draft')}</Pill>
        )}
      </p>
      <Facts
        of={[
          [t('report.scope'), report.scope || '–'],
          [t('report.summary'), report.summary || '–'],
          [t('report.strengths'), report.strengths || '–'],
          [t('report.weaknesses'), report.weaknesses || '–'],
          [t('report.recommends'), report.recommends ? t(`kind.${report.recommends}`) : '–'],
          [t('report.recommendsReason'), report.recommendsReason || '–'],
        ]}
      />
    </>
  )
}
