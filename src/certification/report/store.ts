import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { assertSaved } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import type { AuditReport, ReportWords } from './contract.ts'

export async function findReport(tx: Tx, auditId: string): Promise<AuditReport | undefined> {
  const row = await tx.sql
    .selectFrom('auditReport')
    .select([
      'id',
      'auditId',
      'scope',
      'summary',
      'strengths',
      'weaknesses',
      'recommends',
      'recommendsReason',
      'submittedAt',
      'submittedByName',
      'fileSha256',
      'version',
    ])
    .where('orgId', '=', tx.orgId)
    .where('auditId', '=', auditId)
    .executeTakeFirst()
  return row as AuditReport | undefined
}

export async function insertReport(tx: WriteTx, auditId: string, id: string, words: ReportWords): Promise<void> {
  await tx.sql
    .insertInto('auditReport')
    .values({ orgId: tx.orgId, id, auditId, ...words })
    .execute()
}

export async function saveReport(
  tx: WriteTx,
  id: string,
  version: number,
  change: Partial<ReportWords> & { submittedAt?: string | null; submittedByName?: string; fileSha256?: string | null },
): Promise<void> {
  const by = change.submittedAt ? { submittedBy: actorRef(tx.actor) } : {}
  const saved = await tx.sql
    .updateTable('auditReport')
    .set({ ...change, ...by, version: version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'audit_report')
}

/** A report that was returned is open for writing again; what was handed in stays in history and in its file. */
export async function reopenReport(tx: WriteTx, report: { id: string; version: number }): Promise<void> {
  await saveReport(tx, report.id, report.version, { submittedAt: null, submittedByName: '' })
}
