import type { Decision } from '#src/shared/decision.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { instantFrom } from '#src/shared/instant.ts'
import type { Channel, MessageState } from './contract.ts'
import { LINK_PLACE } from './contract.ts'

const MINUTE_MS = 60_000
/** Pauses after the first, second, … attempt; after the last attempt there is none. Eight attempts over about 22 hours. */
const PAUSES_MINUTES = [1, 5, 15, 60, 180, 360, 720]

/** What became of one attempt. `error` is a word, with the mail server's reply code where it gave one. */
export type Outcome = { sent: true } | { sent: false; error: string; isPermanent: boolean }

export type Standing = { state: MessageState; nextAttemptAt: string | null; lastError: string | null }

/** How a message stands after its attempt number `attempts` (from 1) that ended at `at`. */
export function afterAttempt(attempts: number, outcome: Outcome, at: string): Standing {
  if (outcome.sent) return { state: 'sent', nextAttemptAt: null, lastError: null }
  const pause = PAUSES_MINUTES[attempts - 1]
  if (outcome.isPermanent || pause === undefined)
    return { state: 'given_up', nextAttemptAt: null, lastError: outcome.error }
  const nextAttemptAt = instantFrom(Date.parse(at) + pause * MINUTE_MS)
  return { state: 'failed', nextAttemptAt, lastError: outcome.error }
}

export type Handled = { state: MessageState; channel: Channel; isErased: boolean }

/** A person's word about a message. What was sent cannot be unsent; an erased one has nothing left to send. */
export function canTake(step: 'retried' | 'given_up' | 'sent', message: Handled | undefined): Decision<null> {
  if (!message) return refuse('not_found', 'not_found')
  const { state, channel, isErased } = message
  if (isErased && step !== 'given_up') return refuse('conflict', 'message_erased')
  if (step === 'retried' && channel === 'sms') return refuse('conflict', 'no_sms_gateway')
  const isWrong = state === 'sent' || (step === 'given_up' && state === 'given_up')
  return isWrong ? refuse('conflict', 'message_state', { state }) : accept(null)
}

/** Enough to tell two recipients apart, too little to write to them. */
export function maskAddress(channel: Channel, to: string): string {
  if (to === '') return ''
  if (channel === 'mail') return to.replace(/^(.)[^@]*/, '$1***')
  return to.length < 8 ? `****${to.slice(-2)}` : `${to.slice(0, 3)}****${to.slice(-4)}`
}

/** The text as it leaves: the link behind the address of this installation. */
export function textToSend(body: string, link: string | null, publicUrl: string): string {
  return link === null ? body : body.replaceAll(LINK_PLACE, () => `${publicUrl}${link}`)
}

const MAIL_ADDRESS = /^[^\s@<>()[\]\\,;:"]{1,64}@[^\s@<>()[\]\\,;:".][^\s@<>()[\]\\,;:"]{0,188}$/

/** Whether a text from a file or form can be the address of a mail; existing ones that look odd are told by telephone instead. */
export function isMailAddress(text: string): boolean {
  return MAIL_ADDRESS.test(text)
}
