import { useDeskOutbox } from '#src/evaluation/assessment/web/use-desk-outbox.ts'
import Visit from '../phone/visit.tsx'

/** The same page as on the tablet, for who reads it at the desk; what is written here needs a network sooner or later. */
export function VisitOfAudit({ auditId }: { auditId: string }) {
  useDeskOutbox()
  return <Visit params={{ auditId }} />
}
