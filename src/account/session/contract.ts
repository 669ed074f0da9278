import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Id } from '#src/shared/id.ts'
import { At, Nothing, RoleName } from '../contract.ts'

export const Me = z.object({
  person: z.object({ id: Id, name: z.string(), userName: z.string() }),
  org: z.object({
    id: Id,
    name: z.string(),
    slug: z.string(),
    kind: z.enum(['company', 'certification_body']),
    timeZone: z.string(),
    language: z.string(),
  }),
  roles: z.array(RoleName),
  /** All organisations in which the person is active, for switching. */
  orgs: z.array(z.object({ id: Id, name: z.string() })),
  language: z.string(),
})
export type Me = z.output<typeof Me>

export const me = endpoint({
  name: 'account.me',
  method: 'GET',
  path: '/api/account/me',
  who: 'signed_in',
  summary: 'Who is signed in, where and as what',
  answer: Me,
})

export const switchOrganisation = endpoint({
  name: 'account.switchOrganisation',
  method: 'POST',
  path: '/api/account/switch-organisation',
  who: 'signed_in',
  summary: 'Go on in another of one’s own organisations',
  body: z.object({ orgId: Id }),
  answer: Me,
})

export const Session = z.object({
  id: Id,
  device: z.string(),
  address: z.string(),
  orgName: z.string(),
  createdAt: At,
  lastUsedAt: At,
  expiresAt: At,
  current: z.boolean(),
})
export type Session = z.output<typeof Session>

export const listSessions = endpoint({
  name: 'account.listSessions',
  method: 'GET',
  path: '/api/account/sessions',
  who: 'signed_in',
  summary: 'One’s own sessions, newest first (at most 100)',
  answer: z.object({ rows: z.array(Session) }),
})

export const revokeSession = endpoint({
  name: 'account.revokeSession',
  method: 'DELETE',
  path: '/api/account/sessions/:sessionId',
  who: 'signed_in',
  summary: 'End one of one’s own sessions',
  params: z.object({ sessionId: Id }),
  answer: Nothing,
})

export const revokeOtherSessions = endpoint({
  name: 'account.revokeOtherSessions',
  method: 'POST',
  path: '/api/account/sessions/revoke-others',
  who: 'signed_in',
  summary: 'End all of one’s own sessions but this one',
  answer: z.object({ ended: z.number().int() }),
})
