import { sql } from 'kysely'
import type { Role } from '#src/shared/endpoint.ts'
import type { Sql } from '../db/database.ts'
import type { Tx } from '../unit-of-work.ts'
import type { Channel, MessageState } from './contract.ts'
import type { Standing } from './rules.ts'

/** Organisations with mails whose time has come, at most `limit` of them. */
export async function findDueOrganisations(system: Sql, at: string, limit: number): Promise<string[]> {
  const rows = await system
    .selectFrom('message')
    .select('orgId')
    .distinct()
    .where('state', 'in', ['waiting', 'failed'])
    .where('nextAttemptAt', '<=', at)
    .limit(limit)
    .execute()
  return rows.map((row) => row.orgId)
}

export type ClaimedMail = {
  id: string
  toAddress: string
  subject: string
  body: string
  link: string | null
  reason: string
  aboutType: string
  aboutId: string
  attempts: number
}

/** Takes mails whose time has come for one attempt; until `leaseUntil` nobody else tries them, whatever becomes of this process. */
export async function claimDueMails(tx: Tx, limit: number, leaseUntil: string): Promise<ClaimedMail[]> {
  const { rows } = await sql<ClaimedMail>`
    update message m set attempts = m.attempts + 1, next_attempt_at = ${leaseUntil}
    from (select id from message where org_id = ${tx.orgId} and state in ('waiting', 'failed') and next_attempt_at <= ${tx.at}
      order by next_attempt_at, id limit ${limit} for update skip locked) due
    where m.org_id = ${tx.orgId} and m.id = due.id
    returning m.id, m.to_address, m.subject, m.body, m.link, m.reason, m.about_type, m.about_id, m.attempts`.execute(
    tx.sql,
  )
  return rows
}

/** Holds every mail whose time has come: there is no mail server. */
export async function holdDueMails(tx: Tx): Promise<number> {
  const held = await tx.sql
    .updateTable('message')
    .set({ state: 'held', nextAttemptAt: null })
    .where('orgId', '=', tx.orgId)
    .where('state', 'in', ['waiting', 'failed'])
    .where('nextAttemptAt', '<=', tx.at)
    .executeTakeFirst()
  return Number(held.numUpdatedRows)
}

/** What became of an attempt. Sent is sent, even where a person gave up meanwhile; a failure does not revive what they ended. False when so. */
export async function saveAttempt(tx: Tx, id: string, standing: Standing): Promise<boolean> {
  const isSent = standing.state === 'sent'
  let update = tx.sql
    .updateTable('message')
    .set({ ...standing, ...(isSent ? { sentAt: tx.at, link: null } : {}) })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
  if (!isSent) update = update.where('state', 'in', ['waiting', 'failed'])
  const saved = await update.executeTakeFirst()
  return Boolean(saved.numUpdatedRows)
}

export type StoredMessage = {
  id: string
  channel: Channel
  state: MessageState
  reason: string
  aboutType: string
  aboutId: string
  toAddress: string
  subject: string
  createdAt: string
  sentAt: string | null
  attempts: number
  nextAttemptAt: string | null
  lastError: string | null
  erasedAt: string | null
  readers: Role[]
}

const LISTED = [
  'id',
  'channel',
  'state',
  'reason',
  'aboutType',
  'aboutId',
  'toAddress',
  'subject',
  'createdAt',
  'sentAt',
  'attempts',
  'nextAttemptAt',
  'lastError',
  'erasedAt',
  'readers',
] as const

export type MessageFilter = { limit: number; cursor?: string; state?: MessageState; channel?: Channel }

/** One row more than the limit, newest first. */
export async function listMessageRows(tx: Tx, filter: MessageFilter): Promise<StoredMessage[]> {
  let rows = tx.sql
    .selectFrom('message')
    .select(LISTED)
    .where('orgId', '=', tx.orgId)
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
  if (filter.cursor) rows = rows.where('id', '<', filter.cursor)
  if (filter.state) rows = rows.where('state', '=', filter.state)
  if (filter.channel) rows = rows.where('channel', '=', filter.channel)
  return (await rows.execute()) as StoredMessage[]
}

export type WholeMessage = StoredMessage & { body: string; link: string | null }

export async function findMessage(tx: Tx, id: string): Promise<WholeMessage | undefined> {
  const row = await tx.sql
    .selectFrom('message')
    .select([...LISTED, 'body', 'link'])
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row as WholeMessage | undefined
}

/** Locked until the transaction ends. */
export async function loadMessage(tx: Tx, id: string): Promise<StoredMessage | undefined> {
  const row = await tx.sql
    .selectFrom('message')
    .select(LISTED)
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row as StoredMessage | undefined
}

export type HandledMessage = {
  state: MessageState
  attempts?: number
  nextAttemptAt: string | null
  lastError?: null
  sentAt?: string
  link?: null
}

export async function saveHandled(tx: Tx, id: string, change: HandledMessage): Promise<void> {
  await tx.sql.updateTable('message').set(change).where('orgId', '=', tx.orgId).where('id', '=', id).execute()
}
