import en from '#src/app/messages/en/notice.json' with { type: 'json' }
import zh from '#src/app/messages/zh-CN/notice.json' with { type: 'json' }
import type { Decision } from '#src/shared/decision.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { fillText } from '#src/shared/fill-text.ts'
import { formatInstant } from '#src/shared/instant.ts'
import type { InvitationState } from './contract.ts'
import { INVITATION_DAYS } from './contract.ts'

export type InvitationSteps = { expiresAt: string; withdrawnAt: string | null; acceptedAt: string | null }

export function stateOf(invitation: InvitationSteps, at: string): InvitationState {
  if (invitation.acceptedAt) return 'accepted'
  if (invitation.withdrawnAt) return 'withdrawn'
  return invitation.expiresAt <= at ? 'expired' : 'open'
}

export function invitationEndAt(createdAt: string): string {
  return new Date(Date.parse(createdAt) + INVITATION_DAYS * 86_400_000).toISOString()
}

/** To a holder of the link, a link that never was, that is used and that is over look alike. */
export function mayOpen<T extends InvitationSteps>(invitation: T | undefined, at: string): Decision<T> {
  if (!invitation || stateOf(invitation, at) !== 'open') return refuse('not_found', 'link_expired')
  return accept(invitation)
}

export function mayWithdraw(invitation: InvitationSteps | undefined, at: string): Decision<null> {
  if (!invitation) return refuse('not_found', 'not_found')
  const state = stateOf(invitation, at)
  return state === 'accepted' || state === 'withdrawn' ? refuse('conflict', `invitation_${state}`) : accept(null)
}

export type Inviting = { name: string; language: 'zh-CN' | 'en'; timeZone: string }

/** The mail to the person invited, in the organisation's language. The link is put in when it leaves. */
export function invitationMail(invited: { name: string; expiresAt: string; organisation: Inviting }): {
  subject: string
  body: string
} {
  const { name: company, language, timeZone } = invited.organisation
  const { subject, body } = (language === 'en' ? en : zh).mail.invitation
  const until = formatInstant(Date.parse(invited.expiresAt), language, 'minute', timeZone)
  const values = { name: invited.name, company, until, link: '{{link}}' }
  return { subject: fillText(subject, values).slice(0, 200), body: fillText(body, values) }
}
