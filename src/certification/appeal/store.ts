import { type SqlBool, sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { assertSaved } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import type { GrievanceStep, Hand } from './contract.ts'

export type StoredGrievance = {
  id: string
  number: string
  kind: 'appeal' | 'complaint'
  clientId: string | null
  clientName: string
  auditId: string | null
  auditNumber: string
  certificateId: string | null
  certificateNumber: string
  blacklistId: string | null
  via: 'desk' | 'public'
  fromName: string
  fromContact: string
  isAnonymous: boolean
  says: string
  wants: string
  toldOn: string | null
  receivedOn: string
  dueOn: string
  version: number
  steps: (GrievanceStep & { personId: string | null })[]
}

const STEPS = sql`(select coalesce(json_agg(json_build_object('id', s.id, 'kind', s.kind, 'personId', s.person_id, 'personName', s.person_name,
    'words', s.words, 'byName', s.by_name, 'at', to_char(s.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by s.at, s.id), '[]')
  from grievance_step s where s.org_id = g.org_id and s.grievance_id = g.id) as steps`

const SELECT = sql`select g.id, g.number, g.kind, g.client_id, coalesce(c.name, '') as client_name, g.audit_id, coalesce(a.number, '') as audit_number,
    g.certificate_id, coalesce(z.number, '') as certificate_number, g.blacklist_id, g.via, g.from_name, g.from_contact, g.is_anonymous, g.says, g.wants,
    g.told_on, g.received_on, g.due_on, g.version, ${STEPS}
  from grievance g left join client c on c.org_id = g.org_id and c.id = g.client_id
    left join audit a on a.org_id = g.org_id and a.id = g.audit_id
    left join certificate z on z.org_id = g.org_id and z.id = g.certificate_id`

// Not rejected, not decided.
const OPEN = sql<SqlBool>`not exists (select from grievance_step s where s.org_id = g.org_id and s.grievance_id = g.id
  and s.kind in ('rejected', 'upheld', 'partly_upheld', 'not_upheld', 'told'))`

type Asked = { limit: number; cursor?: string; isOpen: boolean }

export async function listGrievanceRows(tx: Tx, { limit, cursor, isOpen }: Asked): Promise<StoredGrievance[]> {
  const conditions = [sql`g.org_id = ${tx.orgId}`]
  if (isOpen) conditions.push(OPEN)
  if (cursor)
    conditions.push(
      sql`(g.received_at, g.id) < (select b.received_at, b.id from grievance b where b.org_id = ${tx.orgId} and b.id = ${cursor})`,
    )
  const { rows } = await sql<StoredGrievance>`${SELECT} where ${sql.join(conditions, sql` and `)}
    order by g.received_at desc, g.id desc limit ${limit}`.execute(tx.sql)
  return rows
}

export async function findGrievance(tx: Tx, id: string): Promise<StoredGrievance | undefined> {
  const { rows } = await sql<StoredGrievance>`${SELECT} where g.org_id = ${tx.orgId} and g.id = ${id}`.execute(tx.sql)
  return rows[0]
}

export type NewGrievanceRow = Omit<
  StoredGrievance,
  'clientName' | 'auditNumber' | 'certificateNumber' | 'version' | 'steps'
> & {
  rulesId: string
}

export async function insertGrievance(tx: WriteTx, row: NewGrievanceRow): Promise<void> {
  await tx.sql
    .insertInto('grievance')
    .values({ orgId: tx.orgId, ...row, receivedAt: tx.at })
    .execute()
}

type NewStep = {
  id: string
  kind: GrievanceStep['kind']
  personId?: string
  personName?: string
  words?: string
  byName: string
}

/** One step, and the version counts up: two people never decide at once. */
export async function insertStep(tx: WriteTx, grievanceId: string, version: number, step: NewStep): Promise<void> {
  const saved = await tx.sql
    .updateTable('grievance')
    .set({ version: version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', grievanceId)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'grievance')
  await tx.sql
    .insertInto('grievanceStep')
    .values({ orgId: tx.orgId, grievanceId, ...step, by: actorRef(tx.actor), at: tx.at })
    .execute()
}

type Matter = Pick<StoredGrievance, 'clientId' | 'auditId' | 'certificateId' | 'blacklistId'>

/** In which ways the person had a hand in what is appealed against or complained about: in this audit, or in any of this client's. */
export async function findHands(tx: Tx, matter: Matter, personId: string): Promise<Hand[]> {
  const ref = `person:${personId}`
  const audits = sql`select a.id from audit a where a.org_id = ${tx.orgId} and (a.id = ${matter.auditId}::uuid
    or (${matter.auditId}::uuid is null and a.client_id = ${matter.clientId}::uuid))`
  const certificates = sql`select z.id from certificate z where z.org_id = ${tx.orgId} and (z.id = ${matter.certificateId}::uuid
    or z.client_id = ${matter.clientId}::uuid)`
  const { rows } = await sql<{ hand: Hand }>`
    select 'audit' as hand where exists (select from audit_member m where m.org_id = ${tx.orgId} and m.person_id = ${personId} and m.audit_id in (${audits}))
      or exists (select from visit_entry v where v.org_id = ${tx.orgId} and v.by_person_id = ${personId} and v.audit_id in (${audits}))
    union all select 'decision' where exists (select from report_review r where r.org_id = ${tx.orgId} and r.reviewed_by = ${ref} and r.audit_id in (${audits}))
      or exists (select from decision_vote v join decision_proposal p on p.org_id = v.org_id and p.id = v.proposal_id
        where v.org_id = ${tx.orgId} and v.person_id = ${personId} and p.audit_id in (${audits}))
    union all select 'certificate' where exists (select from certificate_change h where h.org_id = ${tx.orgId} and h.made_by = ${ref} and h.certificate_id in (${certificates}))
    union all select 'blacklist' where exists (select from blacklist_entry b where b.org_id = ${tx.orgId} and b.made_by = ${ref} and b.id = ${matter.blacklistId}::uuid)`.execute(
    tx.sql,
  )
  return rows.map((row) => row.hand)
}

export async function findCertificateByNumber(
  tx: Tx,
  number: string,
): Promise<{ id: string; clientId: string } | undefined> {
  return tx.sql
    .selectFrom('certificate')
    .select(['id', 'clientId'])
    .where('orgId', '=', tx.orgId)
    .where('number', '=', number)
    .executeTakeFirst()
}
