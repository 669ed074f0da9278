import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { ScreenProps } from '#src/app/shell/screens.ts'
import { buttonClass } from '#src/ui/button.tsx'
import { RowOf, Stack } from '#src/ui/card.tsx'
import { VisitOfAudit } from './visit-of-audit.tsx'

/** A visit at the desk, with the way to its audit and to the tablet. */
export default function VisitPage({ params }: ScreenProps) {
  const { t } = useTranslation('visit')
  const auditId = params.auditId!
  return (
    <Stack>
      <RowOf>
        <Link href={`/audits/${auditId}`} className={buttonClass({ kind: 'quiet' })}>
          {t('list.audit')}
        </Link>
        <a href={`/phone/visits/${auditId}`} className={buttonClass({ kind: 'quiet' })}>
          {t('list.tablet')}
        </a>
      </RowOf>
      <VisitOfAudit auditId={auditId} />
    </Stack>
  )
}
