import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { At, Nothing, RoleName, Roles } from '../contract.ts'

const ADMINISTRATOR = ['administrator'] as const

export const Person = z.object({
  personId: Id,
  name: z.string(),
  userName: z.string(),
  roles: z.array(RoleName),
  joinedAt: At,
  deactivatedAt: At.nullable(),
  lastSignedInAt: At.nullable(),
  /** Signing in is refused until then, after repeated failures. */
  lockedUntil: At.nullable(),
  version: z.number().int(),
})
export type Person = z.output<typeof Person>

export const listPeople = endpoint({
  name: 'account.listPeople',
  method: 'GET',
  path: '/api/account/people',
  who: ADMINISTRATOR,
  summary: 'The people of the organisation and their roles, by user name',
  query: PageQuery.extend({ search: z.string().trim().max(100).optional() }),
  answer: pageOf(Person),
})

const params = z.object({ personId: Id })
const Versioned = z.object({ version: Version })

export const changeRoles = endpoint({
  name: 'account.changeRoles',
  method: 'PUT',
  path: '/api/account/people/:personId/roles',
  who: ADMINISTRATOR,
  summary: 'Give a person other roles; acts at once, also on open sessions',
  params,
  body: Versioned.extend({ roles: Roles }),
  answer: Versioned,
})

export const deactivatePerson = endpoint({
  name: 'account.deactivatePerson',
  method: 'POST',
  path: '/api/account/people/:personId/deactivate',
  who: ADMINISTRATOR,
  summary: 'Close the organisation to a person and end their sessions in it; what they did stays',
  params,
  body: Versioned,
  answer: Versioned,
})

export const reactivatePerson = endpoint({
  name: 'account.reactivatePerson',
  method: 'POST',
  path: '/api/account/people/:personId/reactivate',
  who: ADMINISTRATOR,
  summary: 'Open the organisation to a deactivated person again',
  params,
  body: Versioned,
  answer: Versioned,
})

export const unlockPerson = endpoint({
  name: 'account.unlockPerson',
  method: 'POST',
  path: '/api/account/people/:personId/unlock',
  who: ADMINISTRATOR,
  summary: 'Let a person sign in again who was locked out after repeated failures',
  params,
  answer: Nothing,
})
