import en from '#src/app/messages/en/notice.json' with { type: 'json' }
import zh from '#src/app/messages/zh-CN/notice.json' with { type: 'json' }
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { fillText } from '#src/shared/fill-text.ts'
import { formatInstant } from '#src/shared/instant.ts'
import type { NonconformityState } from '../nonconformity/contract.ts'
import { type Course, isToTell, lastRound, stateOf } from '../nonconformity/rules/course.ts'
import { LINK_FILES_MAX } from './contract.ts'

export type StoredLink = { orgId: string; id: string; clientId: string; expiresAt: string; revokedAt: string | null }

export function linkExpiry(madeAt: string, days: number): string {
  return new Date(Date.parse(madeAt) + days * 86_400_000).toISOString()
}

/** One answer for a wrong, an expired and a revoked link: whoever guesses learns nothing. */
export function openLink(link: StoredLink | undefined, at: string): Decision<StoredLink> {
  if (!link || link.revokedAt !== null || link.expiresAt <= at) return refuse('not_found', 'link_expired')
  return accept(link)
}

/** As the client was told it: a verdict that was not sent yet is not read here first. */
export function sharedState(course: Course, told: string): NonconformityState {
  if (!isToTell(course, told)) return stateOf(course)
  const word = told.split(':')[0]
  if (word === 'closed' || word === 'withdrawn' || word === 'follow_up') return word
  return lastRound(course)?.answeredAt ? 'answered' : 'open'
}

export function canUpload(uploaded: number): Decision<null> {
  return uploaded < LINK_FILES_MAX ? accept(null) : refuse('conflict', 'link_files_full', { limit: LINK_FILES_MAX })
}

/** The mail that brings a client its link, in the body's language. */
export function linkMail(about: {
  bodyName: string
  clientName: string
  expiresAt: string
  language: 'zh-CN' | 'en'
}): { subject: string; body: string } {
  const { language, bodyName, clientName, expiresAt } = about
  const { subject, body } = (language === 'en' ? en : zh).mail.client_link
  const until = formatInstant(Date.parse(expiresAt), language, 'minute')
  const values = { bodyName, clientName, until, link: '{{link}}' }
  return { subject: fillText(subject, values).slice(0, 200), body: fillText(body, values) }
}
