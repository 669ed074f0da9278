import { sql } from 'kysely'
import type { Tx } from '#src/server/unit-of-work.ts'
import type { DecisionSays } from '../rules/text.ts'

export type DecisionRow = DecisionSays & {
  id: string
  clientId: string
  clientName: string
  auditId: string
  auditNumber: string
  /** The certificate that the audit was about; null for first audits. */
  certificateId: string | null
  kind: string
  decidedAt: string
}

/** Decisions are another feature's: read, never written, here. */
function decisions(tx: Tx) {
  return tx.sql
    .selectFrom('decision as d')
    .innerJoin('client as c', (join) => join.onRef('c.orgId', '=', 'd.orgId').onRef('c.id', '=', 'd.clientId'))
    .innerJoin('audit as a', (join) => join.onRef('a.orgId', '=', 'd.orgId').onRef('a.id', '=', 'd.auditId'))
    .select([
      'd.id',
      'd.clientId',
      'c.name as clientName',
      'd.auditId',
      'a.number as auditNumber',
      'a.certificateId',
      'd.kind',
      'd.scheme',
      'd.levelId',
      'd.stars',
      'd.scope',
      'd.outlets',
      'd.conditions',
      'd.decidedAt',
    ])
    .where('d.orgId', '=', tx.orgId)
}

function asDecision<R extends { outlets: unknown }>(row: R): R & { outlets: DecisionRow['outlets'] } {
  return { ...row, outlets: row.outlets as DecisionRow['outlets'] }
}

export async function findDecision(tx: Tx, id: string): Promise<DecisionRow | undefined> {
  const row = await decisions(tx).where('d.id', '=', id).executeTakeFirst()
  return row && asDecision(row)
}

const MOST_WAITING = 200

/** Favourable decisions that no certificate carries out yet, oldest first. */
export async function listWaitingDecisions(tx: Tx): Promise<DecisionRow[]> {
  const rows = await decisions(tx)
    .where('d.kind', '<>', 'refuse')
    .where(sql<boolean>`not exists (select from certificate x where x.org_id = d.org_id and x.decision_id = d.id)`)
    .where(
      sql<boolean>`not exists (select from certificate_change x where x.org_id = d.org_id and x.decision_id = d.id)`,
    )
    .orderBy('d.decidedAt')
    .limit(MOST_WAITING)
    .execute()
  return rows.map(asDecision)
}

/** The audits that led to a certificate, and those made about it since. */
export async function listAuditsBehind(tx: Tx, certificateId: string): Promise<string[]> {
  const { rows } = await sql<{ auditId: string }>`
    select d.audit_id from certificate c join decision d on d.org_id = c.org_id and d.id = c.decision_id
      where c.org_id = ${tx.orgId} and c.id = ${certificateId}
    union select a.id from audit a where a.org_id = ${tx.orgId} and a.certificate_id = ${certificateId}
    union select d.audit_id from certificate_change x join decision d on d.org_id = x.org_id and d.id = x.decision_id
      where x.org_id = ${tx.orgId} and x.certificate_id = ${certificateId}`.execute(tx.sql)
  return rows.map((row) => row.auditId)
}
