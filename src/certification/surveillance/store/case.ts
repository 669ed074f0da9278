import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#src/server/unit-of-work.ts'
import type { AuditOf, CertificateCase } from '../rules/case.ts'

/** More certificates than any body holds at once in this scheme. */
const MOST = 10_000

/**
 * Certificates with everything that their deadlines are reckoned from: those that are still valid on `validOn` and neither withdrawn nor
 * cancelled, or the one asked for whatever became of it.
 */
export async function listCases(
  tx: Tx,
  asked: { validOn: string } | { certificateId: string },
): Promise<CertificateCase[]> {
  const { rows } = await sql<CertificateCase>`
    with asked as (
      select c.*, a.contract_id as granted_by from certificate c
        join decision d on d.org_id = c.org_id and d.id = c.decision_id
        join audit a on a.org_id = d.org_id and a.id = d.audit_id
        where c.org_id = ${tx.orgId} and ${whichOnes(asked)} order by c.valid_until_on, c.id limit ${MOST})
    select c.id as certificate_id, c.number, c.client_id, c.holder_name, c.stars, c.issued_on, c.valid_from_on, c.valid_until_on,
      k.id as contract_id, k.surveillance_tenths, k.recertification_tenths,
      exists (select from certificate r where r.org_id = c.org_id and r.replaces_id = c.id) as is_renewed,
      exists (select from application p where p.org_id = c.org_id and p.client_id = c.client_id and p.kind = 'recertification'
        and (p.received_at at time zone o.time_zone)::date > c.issued_on
        and not exists (select from application_step s where s.org_id = p.org_id and s.application_id = p.id
          and s.kind in ('refused', 'withdrawn'))) as has_applied,
      coalesce((select json_agg(json_build_object('kind', x.kind, 'effectiveOn', x.effective_on, 'untilOn', x.until_on, 'madeAt', x.made_at)
        order by x.effective_on, x.made_at) from certificate_change x where x.org_id = c.org_id and x.certificate_id = c.id), '[]') as changes,
      ${auditsOf()} as audits
    from asked c join organisation o on o.org_id = c.org_id
      left join contract k on k.org_id = c.org_id and k.id = c.granted_by
    order by c.valid_until_on, c.id`.execute(tx.sql)
  return rows
}

function whichOnes(asked: { validOn: string } | { certificateId: string }): RawBuilder<boolean> {
  if ('certificateId' in asked) return sql`c.id = ${asked.certificateId}`
  return sql`c.valid_until_on >= ${asked.validOn}::date and not exists (select from certificate_change x where x.org_id = c.org_id
    and x.certificate_id = c.id and x.kind in ('withdraw', 'cancel') and x.effective_on <= ${asked.validOn}::date)`
}

// A visit ends on its last planned day, or when it was said to be over where that is earlier. An audit made from the programme names no
// certificate: it belongs to the one that its contract led to.
function auditsOf(): RawBuilder<AuditOf[]> {
  return sql`coalesce((select json_agg(json_build_object('id', a.id, 'number', a.number, 'kind', a.kind, 'plannedFromOn', a.planned_from_on,
      'visitedOn', least(case when a.visited_at is not null then a.planned_to_on end, (a.visited_at at time zone o.time_zone)::date),
      'isDecided', d.id is not null,
      'isToEnter', coalesce(d.kind <> 'refuse', false)
        and not exists (select from certificate x where x.org_id = a.org_id and x.decision_id = d.id)
        and not exists (select from certificate_change x where x.org_id = a.org_id and x.decision_id = d.id))
      order by a.made_at)
    from audit a left join lateral (select d.id, d.kind from decision d where d.org_id = a.org_id and d.audit_id = a.id
      order by d.decided_at desc limit 1) d on true
    where a.org_id = c.org_id and a.cancelled_at is null and (a.certificate_id = c.id
      or (a.certificate_id is null and a.contract_id = c.granted_by and a.kind <> 'initial'))), '[]')`
}

/** The contract under which recertification is done: the newest signed one that the client applied for since, otherwise that of the certificate. */
export async function findRenewalContract(
  tx: Tx,
  clientId: string,
  issuedOn: string,
): Promise<{ id: string; recertificationTenths: number; initialTenths: number } | undefined> {
  return tx.sql
    .selectFrom('contract as k')
    .innerJoin('application as p', (join) =>
      join.onRef('p.orgId', '=', 'k.orgId').onRef('p.id', '=', 'k.applicationId'),
    )
    .where('k.orgId', '=', tx.orgId)
    .where('k.clientId', '=', clientId)
    .where('p.kind', '=', 'recertification')
    .where('k.cancelledAt', 'is', null)
    .where('k.signedOn', '>', issuedOn)
    .select(['k.id', 'k.recertificationTenths', 'k.initialTenths'])
    .orderBy('k.signedOn', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** The application and the conditions behind a certificate, and the client's company on this or another installation. */
export async function loadGrounds(tx: Tx, certificateId: string) {
  const { rows } = await sql<{
    clientId: string
    applicationId: string | null
    packId: string | null
    staff: unknown
    companyOrgId: string | null
    conditions: string
  }>`
    select c.client_id, p.id as application_id, p.pack_id, p.staff, k.company_org_id,
      coalesce((select d.conditions from decision d join audit a on a.org_id = d.org_id and a.id = d.audit_id
        where d.org_id = c.org_id and (d.id = c.decision_id or a.certificate_id = c.id) order by d.decided_at desc limit 1), '') as conditions
    from certificate c
      join client k on k.org_id = c.org_id and k.id = c.client_id
      join decision d on d.org_id = c.org_id and d.id = c.decision_id
      join audit a on a.org_id = d.org_id and a.id = d.audit_id
      left join application p on p.org_id = a.org_id and p.id = a.application_id
    where c.org_id = ${tx.orgId} and c.id = ${certificateId}`.execute(tx.sql)
  return rows[0]
}
