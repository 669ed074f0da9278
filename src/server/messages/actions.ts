import { hasRole } from '#src/shared/actor.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Answer } from '#src/shared/endpoint.ts'
import { cutPage, type Page } from '#src/shared/page.ts'
import type { Tx, WriteTx } from '../unit-of-work.ts'
import type { MessageRow, MessageState, readMessage } from './contract.ts'
import { canTake, maskAddress } from './rules.ts'
import * as store from './store.ts'

/** A page of the outbox; addresses are masked for everybody. */
export async function showMessages(tx: Tx, filter: store.MessageFilter): Promise<Page<MessageRow>> {
  const page = cutPage(await store.listMessageRows(tx, filter), filter.limit, (row) => row.id)
  const rows = page.rows.map(({ toAddress, erasedAt, readers, ...row }) => ({
    ...row,
    to: maskAddress(row.channel, toAddress),
    isErased: erasedAt !== null,
    mayOpen: erasedAt === null && hasRole(tx.actor, ...readers),
  }))
  return { rows, nextCursor: page.nextCursor }
}

/** Address and text, for whoever may read this one. */
export async function openMessage(tx: Tx, id: string): Promise<Decision<Answer<typeof readMessage>>> {
  const message = await store.findMessage(tx, id)
  if (!message) return refuse('not_found', 'not_found')
  if (!hasRole(tx.actor, ...message.readers)) return refuse('forbidden', 'message_private')
  const { toAddress: to, subject, body, link } = message
  return accept({ to, subject, body, link })
}

type Handled = Decision<{ state: MessageState }>

/** A person has a mail tried again, with all its attempts. */
export function retry(tx: WriteTx, id: string): Promise<Handled> {
  return take(tx, id, 'retried', { state: 'waiting', attempts: 0, nextAttemptAt: tx.at, lastError: null })
}

/** A person gives a message up. */
export function giveUp(tx: WriteTx, id: string): Promise<Handled> {
  return take(tx, id, 'given_up', { state: 'given_up', nextAttemptAt: null })
}

/** A person says they sent the message by hand. */
export function markSent(tx: WriteTx, id: string): Promise<Handled> {
  return take(tx, id, 'sent', { state: 'sent', nextAttemptAt: null, sentAt: tx.at, link: null })
}

async function take(
  tx: WriteTx,
  id: string,
  step: 'retried' | 'given_up' | 'sent',
  change: store.HandledMessage,
): Promise<Handled> {
  const message = await store.loadMessage(tx, id)
  const allowed = canTake(step, message && { ...message, isErased: message.erasedAt !== null })
  if (!allowed.ok) return allowed
  await store.saveHandled(tx, id, change)
  const { channel, reason, aboutType, aboutId } = message!
  const content = { channel, reason, aboutType, aboutId, byHand: true }
  tx.record({ recordType: 'message', recordId: id, verb: `message.${step}`, content })
  return accept({ state: change.state })
}
