import { sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { assertSaved } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import type { Absence, AuditorRow, Competence, Conflict, NewAuditor, NewCompetence, NewConflict } from './contract.ts'

/** A body has some dozens of auditors; a register beyond this is no register. */
const MOST = 1000

function auditors(tx: Tx) {
  return tx.sql
    .selectFrom('auditor as a')
    .innerJoin('membership as m', (join) =>
      join.onRef('m.orgId', '=', 'a.orgId').onRef('m.personId', '=', 'a.personId'),
    )
    .where('a.orgId', '=', tx.orgId)
    .select([
      'a.personId',
      'm.name',
      'a.homeCityCode',
      sql<string[]>`a.languages`.as('languages'),
      'a.daysPerMonth',
      'a.endedOn',
      'a.version',
    ])
}

export async function listAuditors(
  tx: Tx,
  asked: { limit: number; cursor?: string | undefined; ended: boolean },
): Promise<AuditorRow[]> {
  let rows = auditors(tx).orderBy('m.name').orderBy('a.personId').limit(asked.limit)
  if (!asked.ended) rows = rows.where('a.endedOn', 'is', null)
  if (asked.cursor)
    rows = rows.where(
      sql<boolean>`(m.name, a.person_id) > (select c.name, c.person_id from membership c where c.org_id = ${tx.orgId} and c.person_id = ${asked.cursor})`,
    )
  return withDetails(tx, await rows.execute())
}

export async function loadAuditor(tx: Tx, personId: string): Promise<AuditorRow | undefined> {
  return (await loadAuditors(tx, [personId]))[0]
}

export async function loadAuditors(tx: Tx, personIds: readonly string[]): Promise<AuditorRow[]> {
  if (personIds.length === 0) return []
  return withDetails(
    tx,
    await auditors(tx)
      .where('a.personId', 'in', [...personIds])
      .execute(),
  )
}

async function withDetails(tx: Tx, rows: Omit<AuditorRow, 'competences' | 'absences'>[]): Promise<AuditorRow[]> {
  const personIds = rows.map((row) => row.personId)
  if (personIds.length === 0) return []
  const competences = await tx.sql
    .selectFrom('auditorCompetence')
    .where('orgId', '=', tx.orgId)
    .where('personId', 'in', personIds)
    .select([
      'id',
      'personId',
      'schemeId',
      'productClass',
      'validFromOn',
      'validUntilOn',
      'evidence',
      'fileSha256',
      'withdrawnAt',
      'withdrawnReason',
    ])
    .orderBy('schemeId')
    .orderBy('productClass')
    .orderBy('validFromOn')
    .limit(MOST * 20)
    .execute()
  const absences = await tx.sql
    .selectFrom('auditorAbsence')
    .where('orgId', '=', tx.orgId)
    .where('personId', 'in', personIds)
    .select(['id', 'personId', 'fromOn', 'toOn', 'reason'])
    .orderBy('fromOn')
    .limit(MOST * 20)
    .execute()
  const strip = <T extends { personId: string }>(of: T[], personId: string) =>
    of.filter((one) => one.personId === personId).map(({ personId: _, ...rest }) => rest)
  return rows.map((row) => ({
    ...row,
    competences: strip(competences, row.personId) as Competence[],
    absences: strip(absences, row.personId) as Absence[],
  }))
}

/** People of the body in service, by name. */
export async function listStaffOfBody(tx: Tx): Promise<{ personId: string; name: string }[]> {
  return tx.sql
    .selectFrom('membership')
    .where('orgId', '=', tx.orgId)
    .where('deactivatedAt', 'is', null)
    .select(['personId', 'name'])
    .orderBy('name')
    .orderBy('personId')
    .limit(MOST)
    .execute()
}

export async function insertAuditor(tx: WriteTx, given: NewAuditor): Promise<void> {
  const { personId, homeCityCode, languages, daysPerMonth } = given
  await tx.sql
    .insertInto('auditor')
    .values({
      orgId: tx.orgId,
      personId,
      homeCityCode,
      languages: JSON.stringify(languages),
      daysPerMonth,
      enteredAt: tx.at,
    })
    .execute()
}

export async function saveAuditor(
  tx: WriteTx,
  personId: string,
  version: number,
  change: { homeCityCode: string; languages: string[]; daysPerMonth: number; endedOn: string | null } | null,
): Promise<void> {
  const saved = await tx.sql
    .updateTable('auditor')
    .set({ ...(change ? { ...change, languages: JSON.stringify(change.languages) } : {}), version: version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('personId', '=', personId)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'auditor')
}

export async function insertCompetence(tx: WriteTx, personId: string, given: NewCompetence): Promise<void> {
  await tx.sql
    .insertInto('auditorCompetence')
    .values({ orgId: tx.orgId, personId, addedAt: tx.at, ...given })
    .execute()
}

export async function endCompetence(tx: WriteTx, personId: string, id: string, reason: string): Promise<boolean> {
  const saved = await tx.sql
    .updateTable('auditorCompetence')
    .set({ withdrawnAt: tx.at, withdrawnReason: reason })
    .where('orgId', '=', tx.orgId)
    .where('personId', '=', personId)
    .where('id', '=', id)
    .where('withdrawnAt', 'is', null)
    .executeTakeFirst()
  return saved.numUpdatedRows > 0n
}

export async function replaceAbsences(tx: WriteTx, personId: string, absences: readonly Absence[]): Promise<void> {
  await tx.sql.deleteFrom('auditorAbsence').where('orgId', '=', tx.orgId).where('personId', '=', personId).execute()
  if (absences.length === 0) return
  await tx.sql
    .insertInto('auditorAbsence')
    .values(absences.map(({ id, fromOn, toOn, reason }) => ({ orgId: tx.orgId, personId, id, fromOn, toOn, reason })))
    .execute()
}

function conflicts(tx: Tx) {
  return tx.sql
    .selectFrom('conflictOfInterest as c')
    .innerJoin('membership as m', (join) =>
      join.onRef('m.orgId', '=', 'c.orgId').onRef('m.personId', '=', 'c.personId'),
    )
    .where('c.orgId', '=', tx.orgId)
    .select([
      'c.id',
      'c.personId',
      'm.name as personName',
      'c.uscc',
      'c.companyName',
      sql<Conflict['kind']>`c.kind`.as('kind'),
      'c.fromOn',
      'c.untilOn',
      'c.says',
      'c.declaredAt',
      'c.withdrawnAt',
      'c.withdrawnReason',
    ])
}

export async function listConflicts(
  tx: Tx,
  asked: { limit: number; cursor?: string | undefined; personId?: string | undefined },
): Promise<Conflict[]> {
  let rows = conflicts(tx).orderBy('c.declaredAt', 'desc').orderBy('c.id', 'desc').limit(asked.limit)
  if (asked.personId) rows = rows.where('c.personId', '=', asked.personId)
  if (asked.cursor)
    rows = rows.where(
      sql<boolean>`(c.declared_at, c.id) < (select b.declared_at, b.id from conflict_of_interest b where b.org_id = ${tx.orgId} and b.id = ${asked.cursor})`,
    )
  return rows.execute()
}

export async function loadConflict(tx: Tx, id: string): Promise<Conflict | undefined> {
  return conflicts(tx).where('c.id', '=', id).executeTakeFirst()
}

/** What these people declared about the client, withdrawn declarations too. */
export async function loadConflictsAbout(tx: Tx, clientId: string, personIds: readonly string[]): Promise<Conflict[]> {
  if (personIds.length === 0) return []
  return conflicts(tx)
    .innerJoin('client as k', (join) => join.onRef('k.orgId', '=', 'c.orgId').onRef('k.uscc', '=', 'c.uscc'))
    .where('k.id', '=', clientId)
    .where('c.personId', 'in', [...personIds])
    .limit(MOST)
    .execute()
}

export async function insertConflict(tx: WriteTx, given: NewConflict): Promise<void> {
  await tx.sql
    .insertInto('conflictOfInterest')
    .values({ orgId: tx.orgId, ...given, declaredBy: actorRef(tx.actor), declaredAt: tx.at })
    .execute()
}

export async function endConflict(tx: WriteTx, id: string, reason: string): Promise<boolean> {
  const saved = await tx.sql
    .updateTable('conflictOfInterest')
    .set({ withdrawnAt: tx.at, withdrawnReason: reason })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('withdrawnAt', 'is', null)
    .executeTakeFirst()
  return saved.numUpdatedRows > 0n
}

/** Days booked on audits that are not called off, of everybody, that touch the stretch. */
export async function listBookings(
  tx: Tx,
  stretch: { fromOn: string; toOn: string },
): Promise<{ personId: string; auditId: string; number: string; fromOn: string; toOn: string }[]> {
  return tx.sql
    .selectFrom('auditBooking as b')
    .innerJoin('audit as a', (join) => join.onRef('a.orgId', '=', 'b.orgId').onRef('a.id', '=', 'b.auditId'))
    .where('b.orgId', '=', tx.orgId)
    .where('b.fromOn', '<=', stretch.toOn)
    .where('b.toOn', '>=', stretch.fromOn)
    .select(['b.personId', 'b.auditId', 'a.number', 'b.fromOn', 'b.toOn'])
    .orderBy('b.fromOn')
    .limit(20_000)
    .execute()
}
