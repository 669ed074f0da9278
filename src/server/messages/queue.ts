import { sql } from 'kysely'
import type { Role } from '#src/shared/endpoint.ts'
import { newId } from '#src/shared/id.ts'
import type { Tx, WriteTx } from '../unit-of-work.ts'
import type { Channel } from './contract.ts'

export type NewMessage = {
  /** Cause and recipient: a second message of the same key is not made. */
  dedupKey: string
  channel: Channel
  /** Mail address, or telephone number as dialled. */
  to: string
  /** Empty for text messages. */
  subject: string
  /** `{{link}}` stands for the link. */
  body: string
  /** Path below the address of this installation; forgotten once the message is sent. */
  link: string | null
  about: { type: string; id: string }
  /** `snake_case`; worded in the catalogue `notice` under `reason`. */
  reason: string
  /** Who may open the text in the outbox. */
  readers: readonly Role[]
}

/**
 * Puts a message in the outbox, in the transaction of its cause: it leaves only if that commits. False when the outbox had it already.
 * Mails leave by the sweep; text messages are held until a person sends them by hand, as no gateway is connected.
 */
export async function queueMessage(tx: WriteTx, message: NewMessage): Promise<boolean> {
  const { dedupKey, channel, to: toAddress, subject, body, link, about, reason, readers } = message
  const id = newId()
  const leaves = channel === 'mail'
  const added = await tx.sql
    .insertInto('message')
    .values({
      ...{ orgId: tx.orgId, id, dedupKey, channel, toAddress, subject, body, link, reason, readers: [...readers] },
      ...{ aboutType: about.type, aboutId: about.id, createdAt: tx.at },
      state: leaves ? 'waiting' : 'held',
      nextAttemptAt: leaves ? tx.at : null,
    })
    .onConflict((conflict) => conflict.columns(['orgId', 'dedupKey']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) return false
  const content = { channel, reason, aboutType: about.type, aboutId: about.id }
  tx.record({ recordType: 'message', recordId: id, verb: 'message.queued', content })
  return true
}

/** Forgets address and text of every message about these records, sent or not; what was not sent never leaves. Answers how many there were. */
export async function eraseMessagesAbout(tx: WriteTx, recordIds: readonly string[]): Promise<number> {
  if (recordIds.length === 0) return 0
  const saved = await tx.sql
    .updateTable('message')
    .set({
      ...{ toAddress: '', subject: '', body: '', link: null, erasedAt: tx.at, nextAttemptAt: null },
      state: sql<string>`case state when 'sent' then 'sent' else 'given_up' end`,
    })
    .where('orgId', '=', tx.orgId)
    .where('aboutId', 'in', [...recordIds])
    .where('erasedAt', 'is', null)
    .executeTakeFirst()
  return Number(saved.numUpdatedRows)
}

/** The reason of the newest message about this record among these reasons. */
export async function latestReasonAbout(tx: Tx, recordId: string, reasons: readonly string[]): Promise<string | null> {
  const row = await tx.sql
    .selectFrom('message')
    .select('reason')
    .where('orgId', '=', tx.orgId)
    .where('aboutId', '=', recordId)
    .where('reason', 'in', [...reasons])
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst()
  return row?.reason ?? null
}
