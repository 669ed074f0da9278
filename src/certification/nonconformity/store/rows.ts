import { sql } from 'kysely'
import type { NamedFile } from '#src/evaluation/correction/contract.ts'
import { assertSaved, type Tx, type WriteTx } from '#src/server/unit-of-work.ts'
import type { NonconformityGrade, Term } from '../../body-rules/contract/rules.ts'
import type { Finding } from '../contract.ts'
import { dueOf, isSettled, STATE_NAMES, stateOf } from '../rules/course.ts'
import { listRounds, listVerdicts } from './course.ts'

const MOST_OF_AUDIT = 500

function nonconformities(tx: Tx) {
  return tx.sql
    .selectFrom('nonconformity as n')
    .innerJoin('audit as a', (join) => join.onRef('a.orgId', '=', 'n.orgId').onRef('a.id', '=', 'n.auditId'))
    .innerJoin('client as k', (join) => join.onRef('k.orgId', '=', 'n.orgId').onRef('k.id', '=', 'n.clientId'))
    .where('n.orgId', '=', tx.orgId)
    .select([
      'n.id',
      'n.number',
      'n.auditId',
      'a.number as auditNumber',
      'n.clientId',
      'k.name as clientName',
      sql<NonconformityGrade>`n.grade`.as('grade'),
      sql<Term>`n.escalate_after`.as('escalateAfter'),
      'n.blocksDecision',
      'n.clause',
      'n.leafIds',
      'n.statement',
      'n.evidence',
      'n.raisedBy',
      'n.raisedByName',
      'n.raisedOn',
      'n.withdrawnAt',
      'n.withdrawnByName',
      'n.withdrawnReason',
      'n.told',
      'n.version',
    ])
}
type Row = Awaited<ReturnType<ReturnType<typeof nonconformities>['execute']>>[number]
export type StoredNonconformity = Row & {
  course: {
    withdrawnAt: string | null
    rounds: Awaited<ReturnType<typeof listRounds>>
    verdicts: Awaited<ReturnType<typeof listVerdicts>>
  }
}

/** The rows together with the rounds and verdicts from which their state follows. */
async function withCourse(tx: Tx, rows: Row[]): Promise<StoredNonconformity[]> {
  const ids = rows.map((row) => row.id)
  const rounds = await listRounds(tx, ids)
  const verdicts = await listVerdicts(tx, ids)
  return rows.map((row) => ({
    ...row,
    course: {
      withdrawnAt: row.withdrawnAt,
      rounds: rounds.filter((one) => one.nonconformityId === row.id),
      verdicts: verdicts.filter((one) => one.nonconformityId === row.id),
    },
  }))
}

export type NonconformityQuery = {
  limit: number
  cursor?: string | undefined
  auditId?: string | undefined
  clientId?: string | undefined
  open?: '1' | undefined
  overdue?: '1' | undefined
  todayOn: string
}

// The rules' `isSettled` and `isOverdue` as conditions, so that pages can be cut by the database; a test holds them together.
const SETTLED = sql<boolean>`(n.withdrawn_at is not null or exists (select from nonconformity_verdict v
  where v.org_id = n.org_id and v.nonconformity_id = n.id and v.verdict <> 'insufficient'))`
const overdueOn = (day: string) => sql<boolean>`exists (select from nonconformity_round r
  where r.org_id = n.org_id and r.nonconformity_id = n.id and r.settled_at is null
    and coalesce(r.verify_due_on, r.due_on) < ${day}::date)`

export async function listNonconformityRows(tx: Tx, asked: NonconformityQuery): Promise<StoredNonconformity[]> {
  let query = nonconformities(tx).orderBy('n.raisedAt', 'desc').orderBy('n.id', 'desc').limit(asked.limit)
  if (asked.auditId) query = query.where('n.auditId', '=', asked.auditId)
  if (asked.clientId) query = query.where('n.clientId', '=', asked.clientId)
  if (asked.open) query = query.where(sql<boolean>`not ${SETTLED}`)
  if (asked.overdue) query = query.where(overdueOn(asked.todayOn))
  if (asked.cursor)
    query = query.where(
      sql<boolean>`(n.raised_at, n.id) < (select c.raised_at, c.id from nonconformity c where c.org_id = ${tx.orgId} and c.id = ${asked.cursor})`,
    )
  return withCourse(tx, await query.execute())
}

export async function loadNonconformity(tx: Tx, id: string): Promise<StoredNonconformity | undefined> {
  const row = await nonconformities(tx).where('n.id', '=', id).executeTakeFirst()
  return row && (await withCourse(tx, [row]))[0]
}

/** Everything raised in an audit, in the order of their numbers. */
export async function listOfAudit(tx: Tx, auditId: string): Promise<StoredNonconformity[]> {
  const rows = await nonconformities(tx)
    .where('n.auditId', '=', auditId)
    .orderBy('n.raisedAt')
    .orderBy('n.id')
    .limit(MOST_OF_AUDIT)
    .execute()
  return withCourse(tx, rows)
}

/** Everything a client was ever told of, newest first. */
export async function listToldOfClient(tx: Tx, clientId: string): Promise<StoredNonconformity[]> {
  const rows = await nonconformities(tx)
    .where('n.clientId', '=', clientId)
    .where('n.told', '<>', '')
    .orderBy('n.raisedAt', 'desc')
    .orderBy('n.id', 'desc')
    .limit(MOST_OF_AUDIT)
    .execute()
  return withCourse(tx, rows)
}

/** What is still to be done in an audit: not closed, not withdrawn, not left for the next audit. */
export async function listOpenNonconformities(tx: Tx, auditId: string): Promise<StoredNonconformity[]> {
  return (await listOfAudit(tx, auditId)).filter((one) => !isSettled(stateOf(one.course)))
}

/** How many nonconformities of a blocking grade are not settled yet: while there is one, no favourable decision can be made. */
export async function countBlockingFindings(tx: Tx, auditId: string): Promise<number> {
  return (await listOpenNonconformities(tx, auditId)).filter((one) => one.blocksDecision).length
}

export async function blocksDecision(tx: Tx, auditId: string): Promise<boolean> {
  return (await countBlockingFindings(tx, auditId)) > 0
}

/** As the audit report tells them; withdrawn ones are left out. */
export async function findReportedFindings(tx: Tx, auditId: string) {
  return (await listOfAudit(tx, auditId))
    .filter((one) => one.withdrawnAt === null)
    .map(({ number, clause, grade, statement, course }) => ({
      number,
      clauses: clause,
      grade: grade.name,
      statement,
      state: STATE_NAMES[stateOf(course)],
      dueOn: dueOf(course) ?? '',
    }))
}

export type NewNonconformity = Omit<Finding, 'gradeId' | 'files'> & {
  id: string
  number: string
  auditId: string
  clientId: string
  rulesId: string
  grade: NonconformityGrade
  escalateAfter: Term
  raisedBy: string
  raisedByName: string
  raisedOn: string
}

export async function insertNonconformity(tx: WriteTx, given: NewNonconformity): Promise<void> {
  const { grade, escalateAfter, ...row } = given
  await tx.sql
    .insertInto('nonconformity')
    .values({ ...row, ...gradeColumns(grade, escalateAfter), orgId: tx.orgId, raisedAt: tx.at })
    .execute()
}

function gradeColumns(grade: NonconformityGrade, escalateAfter: Term) {
  return {
    gradeId: grade.id,
    grade: JSON.stringify(grade),
    blocksDecision: grade.blocksDecision,
    escalateAfter: JSON.stringify(escalateAfter),
  }
}

export type NonconformityChange = Partial<
  Pick<Finding, 'clause' | 'leafIds' | 'statement' | 'evidence'> & {
    rulesId: string
    withdrawnAt: string
    withdrawnByName: string
    withdrawnReason: string
  }
> & { grade?: NonconformityGrade; escalateAfter?: Term }

export async function saveNonconformity(
  tx: WriteTx,
  id: string,
  version: number,
  { grade, escalateAfter, ...change }: NonconformityChange = {},
): Promise<void> {
  const saved = await tx.sql
    .updateTable('nonconformity')
    .set({
      ...change,
      ...(grade && escalateAfter ? gradeColumns(grade, escalateAfter) : {}),
      version: version + 1,
    })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'nonconformity')
}

export async function saveTold(tx: WriteTx, id: string, told: string): Promise<void> {
  await tx.sql.updateTable('nonconformity').set({ told }).where('orgId', '=', tx.orgId).where('id', '=', id).execute()
}

export async function replaceFiles(tx: WriteTx, nonconformityId: string, files: readonly NamedFile[]): Promise<void> {
  await tx.sql
    .deleteFrom('nonconformityFile')
    .where('orgId', '=', tx.orgId)
    .where('nonconformityId', '=', nonconformityId)
    .execute()
  if (files.length === 0) return
  await tx.sql
    .insertInto('nonconformityFile')
    .values(files.map((file) => ({ ...file, orgId: tx.orgId, nonconformityId })))
    .execute()
}

export function listFiles(tx: Tx, ids: readonly string[]): Promise<(NamedFile & { nonconformityId: string })[]> {
  return tx.sql
    .selectFrom('nonconformityFile')
    .select(['nonconformityId', 'sha256', 'name'])
    .where('orgId', '=', tx.orgId)
    .where(sql<boolean>`nonconformity_id = any(${sql.val(ids)}::uuid[])`)
    .orderBy('name')
    .execute()
}

export async function loadLanguage(tx: Tx): Promise<'zh-CN' | 'en'> {
  const row = await tx.sql
    .selectFrom('organisation')
    .select(sql<'zh-CN' | 'en'>`language`.as('language'))
    .where('orgId', '=', tx.orgId)
    .executeTakeFirstOrThrow()
  return row.language
}
