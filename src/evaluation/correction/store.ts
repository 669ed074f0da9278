import { sql } from 'kysely'
import { assertSaved, type Tx, type WriteTx } from '#src/server/unit-of-work.ts'
import type { CorrectionAnswer, LinkedRecord, NamedFile, NonconformitiesLetter } from './contract.ts'
import type { Told } from './rules.ts'

const MOST_PEOPLE = 500

function corrections(tx: Tx) {
  return tx.sql
    .selectFrom('correction as c')
    .where('c.orgId', '=', tx.orgId)
    .select([
      'c.id',
      'c.bodyOrgId',
      'c.bodyName',
      'c.nonconformityId',
      'c.auditId',
      'c.auditNumber',
      'c.number',
      sql<{ zh: string; en: string }>`c.grade_name`.as('grade'),
      'c.clause',
      'c.leafIds',
      'c.statement',
      'c.evidence',
      'c.raisedOn',
      sql<Told['state']>`c.state`.as('toldState'),
      'c.round',
      'c.dueOn',
      'c.reason',
      'c.toldAt',
      'c.parcelId',
      'c.letterId',
      'c.responsibleId',
      'c.responsibleName',
      'c.version',
    ])
}
export type StoredCorrection = Awaited<ReturnType<typeof loadCorrection>> & object

/** Those that wait for the company first, by deadline; then the others, newest first. */
export async function listCorrectionRows(
  tx: Tx,
  asked: { limit: number; cursor?: string | undefined; open?: '1' | undefined },
) {
  const place = (c: string) =>
    sql`(case when ${sql.ref(`${c}.state`)} = 'open' then 0 else 1 end,
      coalesce(${sql.ref(`${c}.due_on`)}, '9999-12-31'::date), ${sql.ref(`${c}.id`)})`
  let query = corrections(tx).orderBy(place('c')).limit(asked.limit)
  if (asked.open) query = query.where('c.state', '=', 'open')
  if (asked.cursor)
    query = query.where(
      sql<boolean>`${place('c')} > (select ${place('k')} from correction k where k.org_id = ${tx.orgId} and k.id = ${asked.cursor})`,
    )
  return query.execute()
}

export function loadCorrection(tx: Tx, id: string) {
  return corrections(tx).where('c.id', '=', id).executeTakeFirst()
}

export function findCorrection(tx: Tx, bodyOrgId: string, nonconformityId: string) {
  return corrections(tx)
    .where('c.bodyOrgId', '=', bodyOrgId)
    .where('c.nonconformityId', '=', nonconformityId)
    .executeTakeFirst()
}

export function listCorrectionsOf(tx: Tx, ids: readonly string[]) {
  return corrections(tx)
    .where('c.id', 'in', [...ids])
    .orderBy('c.number')
    .execute()
}

export async function listAnswers(
  tx: Tx,
  correctionIds: readonly string[],
): Promise<(CorrectionAnswer & { correctionId: string })[]> {
  if (correctionIds.length === 0) return []
  return tx.sql
    .selectFrom('correctionAnswer')
    .select([
      'correctionId',
      'round',
      'correction',
      'cause',
      'correctiveAction',
      sql<NamedFile[]>`files`.as('files'),
      sql<LinkedRecord[]>`records`.as('records'),
      'savedAt',
      'savedByName',
      'sentAt',
      'parcelId',
    ])
    .where('orgId', '=', tx.orgId)
    .where('correctionId', 'in', [...correctionIds])
    .orderBy('round', 'desc')
    .execute()
}

export function listCorrectionFiles(tx: Tx, correctionId: string): Promise<NamedFile[]> {
  return tx.sql
    .selectFrom('correctionFile')
    .select(['sha256', 'name'])
    .where('orgId', '=', tx.orgId)
    .where('correctionId', '=', correctionId)
    .orderBy('name')
    .execute()
}

export type ToldBy = {
  bodyOrgId: string
  bodyName: string
  audit: NonconformitiesLetter['audit']
  toldAt: string
  parcelId: string
  letterId: string
}

export async function saveTold(
  tx: WriteTx,
  id: string,
  item: NonconformitiesLetter['items'][number],
  by: ToldBy,
): Promise<void> {
  const { grade, leafIds, files, id: nonconformityId, ...words } = item
  const { audit, ...told } = by
  const row = { ...words, ...told, leafIds, gradeName: JSON.stringify(grade) }
  await tx.sql
    .insertInto('correction')
    .values({ ...row, orgId: tx.orgId, id, nonconformityId, auditId: audit.id, auditNumber: audit.number })
    .onConflict((conflict) =>
      conflict
        .columns(['orgId', 'id'])
        .doUpdateSet((eb) => ({ ...row, version: sql<number>`${eb.ref('correction.version')} + 1` })),
    )
    .execute()
  if (files.length === 0) return
  await tx.sql
    .insertInto('correctionFile')
    .values(files.map((file) => ({ ...file, orgId: tx.orgId, correctionId: id })))
    .onConflict((conflict) => conflict.columns(['orgId', 'correctionId', 'sha256']).doNothing())
    .execute()
}

export async function saveResponsible(
  tx: WriteTx,
  id: string,
  version: number,
  person: { personId: string; name: string },
): Promise<void> {
  const saved = await tx.sql
    .updateTable('correction')
    .set({ responsibleId: person.personId, responsibleName: person.name, version: version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'correction')
}

export async function saveAnswer(
  tx: WriteTx,
  id: string,
  version: number,
  answer: Pick<CorrectionAnswer, 'round' | 'correction' | 'cause' | 'correctiveAction' | 'files' | 'records'>,
  savedByName: string,
): Promise<void> {
  const saved = await tx.sql
    .updateTable('correction')
    .set({ version: version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'correction')
  const { round, files, records, ...words } = answer
  const row = {
    ...words,
    files: JSON.stringify(files),
    records: JSON.stringify(records),
    savedAt: tx.at,
    savedByName,
  }
  await tx.sql
    .insertInto('correctionAnswer')
    .values({ ...row, orgId: tx.orgId, correctionId: id, round })
    .onConflict((conflict) => conflict.columns(['orgId', 'correctionId', 'round']).doUpdateSet(row))
    .execute()
}

export async function saveSent(tx: WriteTx, correctionId: string, round: number, parcelId: string): Promise<void> {
  const saved = await tx.sql
    .updateTable('correctionAnswer')
    .set({ sentAt: tx.at, parcelId })
    .where('orgId', '=', tx.orgId)
    .where('correctionId', '=', correctionId)
    .where('round', '=', round)
    .where('sentAt', 'is', null)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'correction')
}

/** Members in service, by name. */
export async function listPeople(tx: Tx, personId?: string): Promise<{ personId: string; name: string }[]> {
  let query = tx.sql
    .selectFrom('membership')
    .select(['personId', 'name'])
    .where('orgId', '=', tx.orgId)
    .where('deactivatedAt', 'is', null)
    .orderBy('name')
    .orderBy('personId')
    .limit(MOST_PEOPLE)
  if (personId) query = query.where('personId', '=', personId)
  return query.execute()
}

/** How many of these files are the organisation's own. */
export async function countOwnFiles(tx: Tx, sha256s: readonly string[]): Promise<number> {
  if (sha256s.length === 0) return 0
  const row = await tx.sql
    .selectFrom('file')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('orgId', '=', tx.orgId)
    .where('sha256', 'in', [...sha256s])
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** How many of these records have a history of this organisation. */
export async function countOwnRecords(tx: Tx, records: readonly LinkedRecord[]): Promise<number> {
  if (records.length === 0) return 0
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from unnest(
      ${sql.val(records.map((record) => record.recordType))}::text[],
      ${sql.val(records.map((record) => record.recordId))}::uuid[]
    ) as asked (record_type, record_id)
    where exists (select from history h where h.org_id = ${tx.orgId} and h.record_id = asked.record_id
      and h.record_type = asked.record_type)`.execute(tx.sql)
  return rows[0]!.count
}
