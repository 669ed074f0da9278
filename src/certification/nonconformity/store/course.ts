import { sql } from 'kysely'
import type { LinkedRecord, NamedFile } from '#src/evaluation/correction/contract.ts'
import type { Sql } from '#src/server/db/database.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import type { VerdictKind, Via } from '../contract.ts'
import type { Telling } from '../rules/course.ts'

export function listRounds(tx: Tx, ids: readonly string[]) {
  return tx.sql
    .selectFrom('nonconformityRound as r')
    .innerJoin('nonconformityNotice as n', (join) =>
      join.onRef('n.orgId', '=', 'r.orgId').onRef('n.id', '=', 'r.noticeId'),
    )
    .where('r.orgId', '=', tx.orgId)
    .where(sql<boolean>`r.nonconformity_id = any(${sql.val(ids)}::uuid[])`)
    .select([
      'r.nonconformityId',
      'r.round',
      sql<Via>`n.via`.as('via'),
      'n.parcelId',
      'r.noticedOn',
      'r.dueOn',
      'r.escalateOn',
      'r.answeredAt',
      'r.verifyDueOn',
      'r.settledAt',
      'r.toldOverdueAt',
      'r.toldAgainAt',
      'r.toldVerifyAt',
    ])
    .orderBy('r.round')
    .execute()
}

export function listVerdicts(tx: Tx, ids: readonly string[]) {
  return tx.sql
    .selectFrom('nonconformityVerdict')
    .where('orgId', '=', tx.orgId)
    .where(sql<boolean>`nonconformity_id = any(${sql.val(ids)}::uuid[])`)
    .select([
      'nonconformityId',
      'round',
      sql<VerdictKind>`verdict`.as('verdict'),
      'reason',
      'byPerson',
      'byName',
      'at',
      'auditId',
    ])
    .orderBy('at')
    .orderBy('id')
    .execute()
}

/** Everybody who judged an answer in this audit: they never review or decide it. */
export async function listVerifiers(tx: Tx, auditId: string): Promise<string[]> {
  const rows = await tx.sql
    .selectFrom('nonconformityVerdict as v')
    .innerJoin('nonconformity as n', (join) =>
      join.onRef('n.orgId', '=', 'v.orgId').onRef('n.id', '=', 'v.nonconformityId'),
    )
    .where('v.orgId', '=', tx.orgId)
    .where('n.auditId', '=', auditId)
    .select('v.byPerson')
    .distinct()
    .execute()
  return rows.map((row) => row.byPerson)
}

export async function insertNotice(
  tx: WriteTx,
  notice: { id: string; auditId: string; via: Via; parcelId: string | null; letterId: string | null },
): Promise<void> {
  await tx.sql
    .insertInto('nonconformityNotice')
    .values({ ...notice, orgId: tx.orgId, at: tx.at, by: actorRef(tx.actor) })
    .execute()
}

/** Whether a letter of this id told this client of nonconformities, addressed to it by name only. */
export async function findNoticeByLetter(tx: Tx, letterId: string): Promise<{ auditId: string } | undefined> {
  return tx.sql
    .selectFrom('nonconformityNotice')
    .select('auditId')
    .where('orgId', '=', tx.orgId)
    .where('letterId', '=', letterId)
    .executeTakeFirst()
}

export type NewRound = {
  nonconformityId: string
  round: number
  noticeId: string
  noticedOn: string
  dueOn: string
  escalateOn: string
}

export async function insertRound(tx: WriteTx, round: NewRound): Promise<void> {
  await tx.sql
    .insertInto('nonconformityRound')
    .values({ ...round, orgId: tx.orgId })
    .execute()
}

export type NewAnswer = {
  id: string
  nonconformityId: string
  round: number
  correction: string
  cause: string
  correctiveAction: string
  answeredByName: string
  answeredOn: string
  via: Via
  parcelId: string | null
  files: readonly NamedFile[]
  records: readonly LinkedRecord[]
}

export async function insertAnswer(tx: WriteTx, answer: NewAnswer): Promise<void> {
  const { files, records, ...row } = answer
  await tx.sql
    .insertInto('nonconformityAnswer')
    .values({
      ...row,
      records: JSON.stringify(records),
      orgId: tx.orgId,
      receivedAt: tx.at,
      by: actorRef(tx.actor),
    })
    .execute()
  const unique = [...new Map(files.map((file) => [file.sha256, file])).values()]
  if (unique.length === 0) return
  await tx.sql
    .insertInto('nonconformityAnswerFile')
    .values(unique.map((file) => ({ ...file, orgId: tx.orgId, answerId: answer.id })))
    .execute()
}

export async function listAnswers(tx: Tx, nonconformityId: string) {
  const rows = await tx.sql
    .selectFrom('nonconformityAnswer')
    .where('orgId', '=', tx.orgId)
    .where('nonconformityId', '=', nonconformityId)
    .select([
      'id',
      'round',
      'correction',
      'cause',
      'correctiveAction',
      'answeredByName',
      'answeredOn',
      'receivedAt',
      sql<Via>`via`.as('via'),
      'by',
      'parcelId',
      sql<LinkedRecord[]>`records`.as('records'),
    ])
    .orderBy('receivedAt', 'desc')
    .orderBy('id', 'desc')
    .execute()
  const files = await tx.sql
    .selectFrom('nonconformityAnswerFile')
    .where('orgId', '=', tx.orgId)
    .where(sql<boolean>`answer_id = any(${sql.val(rows.map((row) => row.id))}::uuid[])`)
    .select(['answerId', 'sha256', 'name'])
    .orderBy('name')
    .execute()
  return rows.map((row) => ({
    ...row,
    files: files.filter((file) => file.answerId === row.id).map(({ sha256, name }) => ({ sha256, name })),
  }))
}

export async function insertVerdict(
  tx: WriteTx,
  verdict: {
    id: string
    nonconformityId: string
    round: number
    verdict: VerdictKind
    reason: string
    auditId: string | null
    byPerson: string
    byName: string
  },
): Promise<void> {
  await tx.sql
    .insertInto('nonconformityVerdict')
    .values({ ...verdict, orgId: tx.orgId, at: tx.at })
    .execute()
}

export type RoundChange = { answeredAt?: string; verifyDueOn?: string; settledAt?: string }

/** Without a round: all of them. */
export async function saveRound(
  tx: WriteTx,
  nonconformityId: string,
  round: number | undefined,
  change: RoundChange,
): Promise<void> {
  let update = tx.sql
    .updateTable('nonconformityRound')
    .set(change)
    .where('orgId', '=', tx.orgId)
    .where('nonconformityId', '=', nonconformityId)
  if (round !== undefined) update = update.where('round', '=', round)
  await update.execute()
}

const TOLD: Record<Telling, 'toldOverdueAt' | 'toldAgainAt' | 'toldVerifyAt'> = {
  overdue: 'toldOverdueAt',
  again: 'toldAgainAt',
  verify: 'toldVerifyAt',
}

export async function saveTelling(
  tx: WriteTx,
  nonconformityId: string,
  round: number,
  telling: Telling,
): Promise<void> {
  await tx.sql
    .updateTable('nonconformityRound')
    .set({ [TOLD[telling]]: tx.at })
    .where('orgId', '=', tx.orgId)
    .where('nonconformityId', '=', nonconformityId)
    .where('round', '=', round)
    .execute()
}

/** Rounds of any organisation about which somebody may have to be told by this day; the organisation's own day decides. */
export function listRoundsPast(system: Sql, dayOn: string, limit: number) {
  return system
    .selectFrom('nonconformityRound')
    .select(['orgId', 'nonconformityId', 'round'])
    .where('settledAt', 'is', null)
    .where((eb) =>
      eb.or([
        eb.and([
          eb('answeredAt', 'is', null),
          eb('dueOn', '<', dayOn),
          eb('toldOverdueAt', 'is', null),
          eb('toldAgainAt', 'is', null),
        ]),
        eb.and([eb('answeredAt', 'is', null), eb('escalateOn', '<', dayOn), eb('toldAgainAt', 'is', null)]),
        eb.and([eb('verifyDueOn', '<', dayOn), eb('toldVerifyAt', 'is', null)]),
      ]),
    )
    .orderBy('dueOn')
    .limit(limit)
    .execute()
}
