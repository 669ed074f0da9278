import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { statusOn } from '../../certificate/rules/status.ts'
import type { AuditOf, CertificateCase } from './case.ts'

/** Certificates that ended are not surveilled; whoever comes too late for recertification begins anew. One planned audit of a kind at a time. */
export function canAudit(one: CertificateCase, kind: AuditOf['kind'], dayOn: string): Decision<null> {
  const { status } = statusOn(one, one.changes, dayOn)
  if (status === 'withdrawn') return refuse('conflict', 'certificate_ended', { kind: 'withdraw' })
  if (status === 'cancelled') return refuse('conflict', 'certificate_ended', { kind: 'cancel' })
  if (status === 'expired') return refuse('conflict', 'certificate_expired', { validUntilOn: one.validUntilOn })
  if (kind === 'special') return accept(null)
  const planned = one.audits.find((audit) => audit.kind === kind && audit.visitedOn === null)
  return planned ? refuse('conflict', 'audit_already_planned', { number: planned.number }) : accept(null)
}

/** The first row of the programme of this kind that is no audit yet; null where there is none. */
export function freePlace(
  rows: readonly { place: number; kind: string }[],
  kind: string,
  taken: ReadonlySet<number>,
): number | null {
  return rows.find((row) => row.kind === kind && !taken.has(row.place))?.place ?? null
}
