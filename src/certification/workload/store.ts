import { sql } from 'kysely'
import type { Tx } from '#src/server/unit-of-work.ts'
import type { AuditKind } from '../audit/contract.ts'
import { auditState } from '../audit/rules/state.ts'
import type { CalendarAudit } from './contract.ts'
import type { Stretch } from './rules.ts'

const MOST = 2_000
const MOST_UNDATED = 200

function audits(tx: Tx) {
  return tx.sql
    .selectFrom('audit as a')
    .innerJoin('client as c', (join) => join.onRef('c.orgId', '=', 'a.orgId').onRef('c.id', '=', 'a.clientId'))
    .where('a.orgId', '=', tx.orgId)
    .where('a.cancelledAt', 'is', null)
    .select(['a.id', 'a.number', 'c.name as clientName', sql<AuditKind>`a.kind`.as('kind')])
    .select(['a.plannedFromOn', 'a.plannedToOn', 'a.teamSettledAt', 'a.openedAt', 'a.visitedAt'])
    .select(['a.reportedAt', 'a.cancelledAt'])
    .select(
      sql<
        CalendarAudit['bookings']
      >`coalesce((select json_agg(json_build_object('personId', b.person_id, 'name', m.name,
        'fromOn', b.from_on, 'toOn', b.to_on) order by b.from_on, m.name) from audit_booking b
        join audit_member m on m.org_id = b.org_id and m.audit_id = b.audit_id and m.person_id = b.person_id
        where b.org_id = a.org_id and b.audit_id = a.id), '[]')`.as('bookings'),
    )
}

type Row = Awaited<ReturnType<ReturnType<typeof audits>['execute']>>[number]

function shown(row: Row): CalendarAudit {
  const { id, number, clientName, kind, plannedFromOn, plannedToOn, bookings } = row
  return { id, number, clientName, kind, state: auditState(row), plannedFromOn, plannedToOn, bookings }
}

/** Audits planned or booked on one of these days. */
export async function listAuditsIn(tx: Tx, { fromOn, toOn }: Stretch): Promise<CalendarAudit[]> {
  const rows = await audits(tx)
    .where(
      sql<boolean>`((a.planned_from_on <= ${toOn}::date and coalesce(a.planned_to_on, a.planned_from_on) >= ${fromOn}::date)
        or exists (select from audit_booking b where b.org_id = a.org_id and b.audit_id = a.id
          and b.from_on <= ${toOn}::date and b.to_on >= ${fromOn}::date))`,
    )
    .orderBy('a.plannedFromOn')
    .orderBy('a.number')
    .limit(MOST)
    .execute()
  return rows.map(shown)
}

/** Audits that are to be made and have no date, oldest first. */
export async function listUndated(tx: Tx): Promise<CalendarAudit[]> {
  const rows = await audits(tx)
    .where('a.plannedFromOn', 'is', null)
    .where('a.visitedAt', 'is', null)
    .orderBy('a.madeAt')
    .limit(MOST_UNDATED)
    .execute()
  return rows.map(shown)
}

/** Certificates whose last day lies in these days and that are neither withdrawn nor cancelled. */
export async function listExpiries(tx: Tx, { fromOn, toOn }: Stretch) {
  return tx.sql
    .selectFrom('certificate as c')
    .where('c.orgId', '=', tx.orgId)
    .where('c.validUntilOn', '>=', fromOn)
    .where('c.validUntilOn', '<=', toOn)
    .where(
      sql<boolean>`not exists (select from certificate_change x where x.org_id = c.org_id and x.certificate_id = c.id
        and x.kind in ('withdraw', 'cancel'))`,
    )
    .select(['c.id as certificateId', 'c.number', 'c.holderName', 'c.validUntilOn as on'])
    .orderBy('c.validUntilOn')
    .limit(5_000)
    .execute()
}
