import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Instant } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'

export const CHANNELS = ['mail', 'sms'] as const
export type Channel = (typeof CHANNELS)[number]

/** `failed` will be tried again; `given_up` will not, unless a person says so; `held` waits for a person, as nothing here can send it. */
export const MESSAGE_STATES = ['waiting', 'failed', 'held', 'given_up', 'sent'] as const
export type MessageState = (typeof MESSAGE_STATES)[number]

/** Stands in a text for the address of its link. */
export const LINK_PLACE = '{{link}}'

/** Who looks after the outbox. */
export const OUTBOX_KEEPERS = ['service_manager', 'administrator'] as const

export const MessageRow = z.object({
  id: Id,
  channel: z.enum(CHANNELS),
  state: z.enum(MESSAGE_STATES),
  reason: z.string(),
  aboutType: z.string(),
  aboutId: Id,
  /** Masked, e.g. `m***@example.com` or `138****1111`; empty once erased. */
  to: z.string(),
  subject: z.string(),
  createdAt: Instant,
  sentAt: Instant.nullable(),
  attempts: z.number().int(),
  nextAttemptAt: Instant.nullable(),
  /** A word and perhaps the mail server's reply code, e.g. `recipient_refused 550`. */
  lastError: z.string().nullable(),
  isErased: z.boolean(),
  /** Whether the reader may open the text. */
  mayOpen: z.boolean(),
})
export type MessageRow = z.output<typeof MessageRow>

export const listMessages = endpoint({
  name: 'messages.listMessages',
  method: 'GET',
  path: '/api/messages',
  who: OUTBOX_KEEPERS,
  summary: 'Outgoing mails and text messages, newest first',
  query: PageQuery.extend({
    cursor: Id.optional(),
    state: z.enum(MESSAGE_STATES).optional(),
    channel: z.enum(CHANNELS).optional(),
  }),
  answer: pageOf(MessageRow),
})

const params = z.object({ messageId: Id })

/** To be copied and sent by hand. The caller puts `link` behind the address of this installation, in place of `{{link}}`. */
export const readMessage = endpoint({
  name: 'messages.readMessage',
  method: 'GET',
  path: '/api/messages/:messageId',
  who: OUTBOX_KEEPERS,
  summary: 'Address and text of one outgoing message',
  params,
  answer: z.object({ to: z.string(), subject: z.string(), body: z.string(), link: z.string().nullable() }),
})

const Standing = z.object({ state: z.enum(MESSAGE_STATES) })

export const retryMessage = endpoint({
  name: 'messages.retryMessage',
  method: 'POST',
  path: '/api/messages/:messageId/retry',
  who: OUTBOX_KEEPERS,
  summary: 'Try a mail again now, with all its attempts',
  params,
  answer: Standing,
})

export const giveUpMessage = endpoint({
  name: 'messages.giveUpMessage',
  method: 'POST',
  path: '/api/messages/:messageId/give-up',
  who: OUTBOX_KEEPERS,
  summary: 'Send a message no more',
  params,
  answer: Standing,
})

export const markMessageSent = endpoint({
  name: 'messages.markMessageSent',
  method: 'POST',
  path: '/api/messages/:messageId/sent',
  who: OUTBOX_KEEPERS,
  summary: 'Say that a person sent the message by hand',
  params,
  answer: Standing,
})
