import { sql } from 'kysely'
import type { OutletEntry, StaffEntry } from '#src/evaluation/material/contract/dossier.ts'
import { assertSaved, type Tx, type WriteTx } from '#src/server/unit-of-work.ts'
import { cutPage, type Page } from '#src/shared/page.ts'
import type { VisitKit } from '../../visit-kit/contract/kit.ts'
import type { VisitRow } from '../contract/visit.ts'

export type AuditMaterial = {
  planItemCount: number
  contractSignedOn: string | null
  outlets: OutletEntry[]
  staff: StaffEntry[]
  /** Shape: AssessmentExport; as the client's pack has it. */
  ownAssessment: unknown
}

/** What stands around an audit: its plan, the contract's signing, and what the client stated. */
export async function loadMaterial(tx: Tx, auditId: string): Promise<AuditMaterial> {
  const { rows } = await sql<AuditMaterial>`
    select coalesce((select jsonb_array_length(p.items) from audit_plan p where p.org_id = a.org_id and p.audit_id = a.id), 0) as plan_item_count,
      (select k.signed_on from contract k where k.org_id = a.org_id and k.id = a.contract_id and k.cancelled_at is null) as contract_signed_on,
      coalesce(f.outlets, '[]') as outlets, coalesce(f.staff, '[]') as staff, f.own_assessment
    from audit a
    left join application f on f.org_id = a.org_id and f.id = a.application_id
    where a.org_id = ${tx.orgId} and a.id = ${auditId}`.execute(tx.sql)
  return rows[0]!
}

export type StoredVisit = {
  auditId: string
  kitId: string
  kit: VisitKit
  assessmentId: string
  openedAt: string
  openedBy: string
  openedByName: string
  finishedAt: string | null
  finishedByName: string
  version: number
}

export async function findVisit(tx: Tx, auditId: string): Promise<StoredVisit | undefined> {
  const row = await tx.sql
    .selectFrom('auditVisit as v')
    .innerJoin('visitKit as k', (join) => join.onRef('k.orgId', '=', 'v.orgId').onRef('k.id', '=', 'v.kitId'))
    .select([
      'v.auditId',
      'v.kitId',
      'k.kit',
      'v.assessmentId',
      'v.openedAt',
      'v.openedBy',
      'v.openedByName',
      'v.finishedAt',
      'v.finishedByName',
      'v.version',
    ])
    .where('v.orgId', '=', tx.orgId)
    .where('v.auditId', '=', auditId)
    .executeTakeFirst()
  return row && { ...row, kit: row.kit as unknown as VisitKit }
}

/** As `findVisit`; what is written beside it waits until this transaction ends, so that nothing slips in behind a finished visit. */
export async function holdVisit(
  tx: WriteTx,
  auditId: string,
  how: 'to write' | 'to finish',
): Promise<StoredVisit | undefined> {
  const lock = how === 'to write' ? sql`for share` : sql`for no key update`
  await sql`select 1 from audit_visit where org_id = ${tx.orgId} and audit_id = ${auditId} ${lock}`.execute(tx.sql)
  return findVisit(tx, auditId)
}

export async function insertVisit(
  tx: WriteTx,
  visit: { auditId: string; kitId: string; assessmentId: string; byPersonId: string; byName: string },
): Promise<void> {
  await tx.sql
    .insertInto('auditVisit')
    .values({
      orgId: tx.orgId,
      auditId: visit.auditId,
      kitId: visit.kitId,
      assessmentId: visit.assessmentId,
      openedAt: tx.at,
      openedBy: visit.byPersonId,
      openedByName: visit.byName,
    })
    .execute()
}

/** `finished` null: taken up again. */
export async function saveFinished(
  tx: WriteTx,
  auditId: string,
  version: number,
  finished: { at: string; byPersonId: string; byName: string } | null,
): Promise<void> {
  const saved = await tx.sql
    .updateTable('auditVisit')
    .set({
      finishedAt: finished?.at ?? null,
      finishedBy: finished?.byPersonId ?? null,
      finishedByName: finished?.byName ?? '',
      version: version + 1,
    })
    .where('orgId', '=', tx.orgId)
    .where('auditId', '=', auditId)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'visit')
}

export type VisitFilter = { limit: number; cursor?: string; ofPersonId?: string }

/** Visits not finished first, the soonest planned on top; those without days last. */
export async function listVisitRows(tx: Tx, filter: VisitFilter): Promise<Page<VisitRow>> {
  const place = sql<string>`(v.finished_at is not null)::int || coalesce(a.planned_from_on::text, '9999-12-31') || a.id`
  const conditions = [sql`a.org_id = ${tx.orgId}`, sql`a.cancelled_at is null`]
  if (filter.cursor) conditions.push(sql`${place} > ${filter.cursor}`)
  if (filter.ofPersonId)
    conditions.push(sql`exists (select from audit_member m where m.org_id = a.org_id and m.audit_id = a.id
      and m.person_id = ${filter.ofPersonId} and m.left_at is null)`)
  const { rows } = await sql<VisitRow & { place: string }>`
    select a.id as audit_id, a.number, c.name as client_name, a.kind, a.planned_from_on, a.planned_to_on,
      v.opened_at, v.finished_at, ${place} as place,
      (select count(*)::int from visit_entry e where e.org_id = a.org_id and e.audit_id = a.id) as entry_count
    from audit a
    join client c on c.org_id = a.org_id and c.id = a.client_id
    left join audit_visit v on v.org_id = a.org_id and v.audit_id = a.id
    where ${sql.join(conditions, sql` and `)}
    order by place limit ${filter.limit + 1}`.execute(tx.sql)
  const page = cutPage(rows, filter.limit, (row) => row.place)
  return { ...page, rows: page.rows.map(({ place: _, ...row }) => row) }
}

export type PersonInvolved = { personId: string; name: string; part: 'visit' | 'document_review' }

/** Everybody who opened, wrote in or ended the visit, or judged documents of the audit: none of them may review or decide it. */
export async function peopleOfVisit(tx: Tx, auditId: string): Promise<PersonInvolved[]> {
  const { rows } = await sql<PersonInvolved>`
    select distinct on (person_id, part) person_id, name, part from (
      select by_person_id as person_id, by_name as name, 'visit' as part from visit_entry
        where org_id = ${tx.orgId} and audit_id = ${auditId}
      union all
      select p.person_id, p.name, 'visit' from audit_visit v,
        lateral (values (v.opened_by, v.opened_by_name), (v.finished_by, v.finished_by_name)) as p (person_id, name)
        where v.org_id = ${tx.orgId} and v.audit_id = ${auditId}
      union all
      select p.person_id, p.name, 'document_review' from document_review r,
        lateral (values (r.opened_by, r.opened_by_name), (r.closed_by, r.closed_by_name)) as p (person_id, name)
        where r.org_id = ${tx.orgId} and r.audit_id = ${auditId}
      union all
      select i.judged_by, i.judged_by_name, 'document_review' from document_review_item i
        join document_review r on r.org_id = i.org_id and r.id = i.review_id
        where i.org_id = ${tx.orgId} and r.audit_id = ${auditId}
    ) as involved
    where person_id is not null order by person_id, part, name`.execute(tx.sql)
  return rows
}
