import { sql } from 'kysely'
import type { Tx } from '#src/server/unit-of-work.ts'
import type { StandardOf } from '../rules/days.ts'
import type { HolderCase } from '../rules/holder.ts'

/** More certificates than any body holds at once in this scheme. */
const MOST = 10_000

type Asked = { id: string; from: StandardOf; to: StandardOf; startOn: string; certificateId?: string | undefined }

/** Certificates that ever were on the old edition and had not run out at the start, by name of the holder, with all that their state is reckoned from. */
export async function listHolderCases(tx: Tx, { id, from, to, startOn, certificateId }: Asked): Promise<HolderCase[]> {
  const isOn = (standard: StandardOf) =>
    sql`e.says -> 'standard' ->> 'schemeId' = ${standard.schemeId} and e.says -> 'standard' ->> 'reference' = ${standard.reference}`
  const isScheme = (json: string) =>
    sql`${sql.raw(json)} ->> 'id' = ${to.schemeId} and ${sql.raw(json)} ->> 'standard' = ${to.reference}`
  const onDay = (column: string) => sql`(${sql.raw(column)} at time zone o.time_zone)::date`
  const { rows } = await sql<HolderCase>`
    with asked as (
      select c.*, a.contract_id as granted_by from certificate c
        join decision d on d.org_id = c.org_id and d.id = c.decision_id
        join audit a on a.org_id = d.org_id and a.id = d.audit_id
      where c.org_id = ${tx.orgId} and c.valid_until_on >= ${startOn}::date
        and (${certificateId ?? null}::uuid is null or c.id = ${certificateId ?? null}::uuid)
        and exists (select from certificate_edition e where e.org_id = c.org_id and e.certificate_id = c.id and ${isOn(from)})
      order by c.holder_name, c.number limit ${sql.lit(MOST)})
    select c.id as certificate_id, c.number, c.client_id, c.holder_name, c.stars, c.valid_from_on, c.valid_until_on,
      least((select min(e.valid_from_on) from certificate_edition e where e.org_id = c.org_id and e.certificate_id = c.id and ${isOn(to)}),
        (select min(r.valid_from_on) from certificate r join certificate_edition e on e.org_id = r.org_id and e.certificate_id = r.id and e.number = 1
          where r.org_id = c.org_id and r.replaces_id = c.id and ${isOn(to)})) as moved_on,
      (select min(r.valid_from_on) from certificate r join certificate_edition e on e.org_id = r.org_id and e.certificate_id = r.id and e.number = 1
        where r.org_id = c.org_id and r.replaces_id = c.id and not (${isOn(to)})) as replaced_on_old_on,
      k.surveillance_tenths, k.recertification_tenths,
      coalesce((select json_agg(json_build_object('kind', x.kind, 'effectiveOn', x.effective_on, 'untilOn', x.until_on, 'madeAt', x.made_at)
        order by x.effective_on, x.made_at) from certificate_change x where x.org_id = c.org_id and x.certificate_id = c.id), '[]') as changes,
      coalesce((select json_agg(json_build_object('id', a.id, 'number', a.number, 'kind', a.kind, 'plannedFromOn', a.planned_from_on,
          'visitedOn', least(case when a.visited_at is not null then a.planned_to_on end, ${onDay('a.visited_at')}),
          'personDaysTenths', a.person_days_tenths, 'openedOn', ${onDay('a.opened_at')}, 'cancelledOn', ${onDay('a.cancelled_at')},
          'isOnNew', coalesce(${isScheme('d.scheme')}, ${isScheme('s.scheme')}, false),
          'decision', case when d.id is not null then json_build_object('kind', d.kind, 'decidedOn', ${onDay('d.decided_at')},
            'isOnNew', ${isScheme('d.scheme')}) end) order by a.made_at)
        from audit a
          left join lateral (select x.* from decision x where x.org_id = a.org_id and x.audit_id = a.id order by x.decided_at desc limit 1) d on true
          left join assessment b on b.org_id = a.org_id and b.id = a.assessment_id
          left join scheme_edition s on s.org_id = b.org_id and s.id = b.edition_id
        where a.org_id = c.org_id and (a.certificate_id = c.id or (a.certificate_id is null and a.contract_id = c.granted_by and a.kind <> 'initial'))), '[]') as audits,
      coalesce((select json_agg(json_build_object('id', p.id, 'auditId', p.audit_id, 'baseTenths', p.base_tenths, 'extraTenths', p.extra_tenths,
          'reason', p.reason, 'plannedByName', p.planned_by_name, 'plannedOn', ${onDay('p.planned_at')}, 'withdrawnOn', ${onDay('p.withdrawn_at')})
          order by p.planned_at, p.id) from holder_transition_plan p
        where p.org_id = c.org_id and p.transition_id = ${id} and p.certificate_id = c.id), '[]') as plans,
      coalesce((select json_agg(json_build_object('step', x.step, 'daysBefore', x.days_before, 'outcome', x.outcome, 'madeOn', x.made_on)
          order by x.made_at, x.id) from holder_transition_act x
        where x.org_id = c.org_id and x.transition_id = ${id} and x.certificate_id = c.id), '[]') as acts
    from asked c join organisation o on o.org_id = c.org_id
      left join contract k on k.org_id = c.org_id and k.id = c.granted_by and k.signed_on is not null and k.cancelled_at is null
    order by c.holder_name, c.number`.execute(tx.sql)
  return rows
}
