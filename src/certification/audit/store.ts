import { type SqlBool, sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { assertSaved } from '#src/server/unit-of-work.ts'
import type { Audit, AuditKind, AuditState, Booking, Duty, NewAudit, TeamMember } from './contract.ts'
import { auditState } from './rules/state.ts'

/** A team has a handful of people; over the years of one audit some more. */
const MOST_MEMBERS = 100

function audits(tx: Tx) {
  return tx.sql
    .selectFrom('audit as a')
    .innerJoin('client as c', (join) => join.onRef('c.orgId', '=', 'a.orgId').onRef('c.id', '=', 'a.clientId'))
    .leftJoin('application as p', (join) => join.onRef('p.orgId', '=', 'a.orgId').onRef('p.id', '=', 'a.applicationId'))
    .leftJoin('auditMember as l', (join) =>
      join
        .onRef('l.orgId', '=', 'a.orgId')
        .onRef('l.auditId', '=', 'a.id')
        .on('l.duty', '=', 'leader')
        .on('l.leftAt', 'is', null),
    )
    .where('a.orgId', '=', tx.orgId)
    .select([
      'a.id',
      'a.number',
      'a.clientId',
      'c.name as clientName',
      'a.applicationId',
      'a.contractId',
      sql<AuditKind>`a.kind`.as('kind'),
      'a.certificateId',
      'a.purpose',
      'a.personDaysTenths',
      'a.plannedFromOn',
      'a.plannedToOn',
      'a.packId',
      'a.assessmentId',
      'a.programmePlace',
      'a.teamSettledAt',
      'a.shortReason',
      'a.openedAt',
      'a.visitedAt',
      'a.reportedAt',
      'a.cancelledAt',
      'a.cancelledReason',
      'a.madeAt',
      // An audit by which the client moves to a new edition is done on that one, whatever was applied for once.
      sql<string>`coalesce((select t.to_scheme_id from holder_transition_plan x join holder_transition t on t.org_id = x.org_id and t.id = x.transition_id
        where x.org_id = a.org_id and x.audit_id = a.id and x.withdrawn_at is null and t.called_off_at is null), p.form->>'schemeId', '')`.as(
        'schemeId',
      ),
      sql<string>`coalesce(p.form->>'scope', '')`.as('scope'),
      sql<string[]>`coalesce(p.form->'productClasses', '[]')`.as('productClasses'),
      sql<string>`coalesce(l.name, '')`.as('leaderName'),
      'a.version',
    ])
}

export type AuditQuery = {
  limit: number
  cursor?: string | undefined
  search?: string | undefined
  state?: AuditState | undefined
  kind?: AuditKind | undefined
  clientId?: string | undefined
  personId?: string | undefined
}

// As `auditState`: the farthest mark reached.
const STATE = sql<string>`case when a.cancelled_at is not null then 'cancelled' when a.reported_at is not null then 'reported'
  when a.visited_at is not null then 'visited' when a.opened_at is not null then 'open'
  when a.team_settled_at is not null then 'staffed' else 'planned' end`

export async function listAudits(tx: Tx, asked: AuditQuery): Promise<Audit[]> {
  let rows = audits(tx).orderBy('a.madeAt', 'desc').orderBy('a.id', 'desc').limit(asked.limit)
  if (asked.kind) rows = rows.where('a.kind', '=', asked.kind)
  if (asked.clientId) rows = rows.where('a.clientId', '=', asked.clientId)
  if (asked.state) rows = rows.where(sql<SqlBool>`${STATE} = ${asked.state}`)
  if (asked.search)
    rows = rows.where(sql<SqlBool>`strpos(lower(a.number || ' ' || c.name), lower(${asked.search})) > 0`)
  if (asked.personId)
    rows = rows.where(
      sql<SqlBool>`exists (select from audit_member m where m.org_id = a.org_id and m.audit_id = a.id and m.person_id = ${asked.personId} and m.left_at is null)`,
    )
  if (asked.cursor)
    rows = rows.where(
      sql<SqlBool>`(a.made_at, a.id) < (select b.made_at, b.id from audit b where b.org_id = ${tx.orgId} and b.id = ${asked.cursor})`,
    )
  return (await rows.execute()).map((row) => ({ ...row, state: auditState(row) }))
}

export async function loadAudit(tx: Tx, id: string): Promise<Audit | undefined> {
  const row = await audits(tx).where('a.id', '=', id).executeTakeFirst()
  return row && { ...row, state: auditState(row) }
}

/** Everybody who takes or ever took part, leaders first; with the days booked. */
export async function loadTeam(tx: Tx, auditId: string): Promise<TeamMember[]> {
  const members = await tx.sql
    .selectFrom('auditMember')
    .where('orgId', '=', tx.orgId)
    .where('auditId', '=', auditId)
    .select(['personId', 'name', 'duty', 'personDaysTenths', 'namedAt', 'leftAt', 'leftReason'])
    .orderBy(sql`left_at is not null`)
    .orderBy(sql`array_position(array['leader','auditor','technical_expert','observer'], duty)`)
    .orderBy('namedAt')
    .limit(MOST_MEMBERS)
    .execute()
  const bookings = await tx.sql
    .selectFrom('auditBooking')
    .where('orgId', '=', tx.orgId)
    .where('auditId', '=', auditId)
    .select(['id', 'personId', 'fromOn', 'toOn'])
    .orderBy('fromOn')
    .execute()
  return members.map((member) => ({
    ...member,
    duty: member.duty as Duty,
    bookings: bookings
      .filter((booking) => booking.personId === member.personId)
      .map(({ id, fromOn, toOn }) => ({ id, fromOn, toOn })),
  }))
}

/** Whether the person takes or ever took part in this audit, in whatever duty: such a person never reviews or decides it. */
export async function takesPart(tx: Tx, auditId: string, personId: string): Promise<boolean> {
  const row = await tx.sql
    .selectFrom('auditMember')
    .where('orgId', '=', tx.orgId)
    .where('auditId', '=', auditId)
    .where('personId', '=', personId)
    .select('personId')
    .executeTakeFirst()
  return row !== undefined
}

/** More audits in a row than any rule of rotation looks at. */
const MOST_FORMER = 30

/** Who led or audited in the earlier audits of this client that began, newest first; special ones are left out. */
export async function listFormerJudges(tx: Tx, audit: Pick<Audit, 'id' | 'clientId'>): Promise<{ judges: string[] }[]> {
  const { rows } = await sql<{ judges: string[] }>`
    select array(select m.person_id::text from audit_member m where m.org_id = a.org_id and m.audit_id = a.id
      and m.left_at is null and m.duty in ('leader', 'auditor')) as judges
    from audit a
    where a.org_id = ${tx.orgId} and a.client_id = ${audit.clientId} and a.id <> ${audit.id} and a.kind <> 'special'
      and a.cancelled_at is null and a.opened_at is not null
      and a.opened_at < coalesce((select b.opened_at from audit b where b.org_id = a.org_id and b.id = ${audit.id}), 'infinity')
    order by a.opened_at desc, a.id desc limit ${MOST_FORMER}`.execute(tx.sql)
  return rows
}

export async function insertAudit(tx: WriteTx, given: NewAudit, number: string): Promise<void> {
  await tx.sql
    .insertInto('audit')
    .values({ orgId: tx.orgId, ...given, number, madeAt: tx.at })
    .execute()
}

export type AuditChange = Partial<{
  personDaysTenths: number
  plannedFromOn: string
  plannedToOn: string
  packId: string | null
  assessmentId: string
  teamSettledAt: string | null
  shortReason: string
  openedAt: string
  visitedAt: string | null
  reportedAt: string
  cancelledAt: string
  cancelledReason: string
}>

export async function saveAudit(tx: WriteTx, id: string, version: number, change: AuditChange): Promise<void> {
  const saved = await tx.sql
    .updateTable('audit')
    .set({ ...change, version: version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'audit')
}

/** Names somebody, or takes somebody back who had left. */
export async function saveMember(
  tx: WriteTx,
  auditId: string,
  member: { personId: string; name: string; duty: Duty; personDaysTenths: number },
): Promise<void> {
  await tx.sql
    .insertInto('auditMember')
    .values({ orgId: tx.orgId, auditId, ...member, namedAt: tx.at })
    .onConflict((conflict) =>
      conflict.columns(['orgId', 'auditId', 'personId']).doUpdateSet({
        duty: member.duty,
        personDaysTenths: member.personDaysTenths,
        leftAt: null,
        leftReason: '',
      }),
    )
    .execute()
}

export async function endMember(tx: WriteTx, auditId: string, personId: string, reason: string): Promise<boolean> {
  await deleteBookings(tx, auditId, personId)
  const saved = await tx.sql
    .updateTable('auditMember')
    .set({ leftAt: tx.at, leftReason: reason })
    .where('orgId', '=', tx.orgId)
    .where('auditId', '=', auditId)
    .where('personId', '=', personId)
    .where('leftAt', 'is', null)
    .executeTakeFirst()
  return saved.numUpdatedRows > 0n
}

export async function replaceBookings(
  tx: WriteTx,
  auditId: string,
  personId: string,
  bookings: readonly Booking[],
): Promise<void> {
  await deleteBookings(tx, auditId, personId)
  if (bookings.length === 0) return
  await tx.sql
    .insertInto('auditBooking')
    .values(bookings.map((booking) => ({ orgId: tx.orgId, auditId, personId, ...booking })))
    .execute()
}

/** Of one member, or of the whole team. */
export async function deleteBookings(tx: WriteTx, auditId: string, personId?: string): Promise<void> {
  let gone = tx.sql.deleteFrom('auditBooking').where('orgId', '=', tx.orgId).where('auditId', '=', auditId)
  if (personId) gone = gone.where('personId', '=', personId)
  await gone.execute()
}
