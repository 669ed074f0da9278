import { z } from 'zod'
import { endpoint, ROLES } from '#src/shared/endpoint.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { At, Nothing, PersonName } from '../contract.ts'

const ADMINISTRATOR = ['administrator'] as const

/** Roles a program may hold. Not administrator: people, roles and keys are changed by people with a name. */
export const KEY_ROLES = ROLES.filter((role) => role !== 'administrator' && role !== 'customer')
const KeyRole = z.enum(KEY_ROLES)

export const createApiKey = endpoint({
  name: 'account.createApiKey',
  method: 'POST',
  path: '/api/account/api-keys',
  who: ADMINISTRATOR,
  summary: 'Make a key for a program; it is shown once',
  body: z.object({
    id: Id,
    name: PersonName,
    roles: z
      .array(KeyRole)
      .min(1)
      .max(KEY_ROLES.length)
      .refine((roles) => new Set(roles).size === roles.length, 'each role once'),
    /** Days until it expires; null for a key that holds until revoked. */
    validDays: z.number().int().min(1).max(3650).nullable().default(365),
  }),
  answer: z.object({
    id: Id,
    expiresAt: At.nullable(),
    /** To send as `Authorization: Bearer …`; null when this command is repeated, as the key is kept nowhere. */
    key: z.string().nullable(),
  }),
})

export const ApiKey = z.object({
  id: Id,
  name: z.string(),
  roles: z.array(KeyRole),
  /** The key’s first characters, by which its owner recognises it. */
  hint: z.string(),
  createdAt: At,
  expiresAt: At.nullable(),
  lastUsedAt: At.nullable(),
  revokedAt: At.nullable(),
})
export type ApiKey = z.output<typeof ApiKey>

export const listApiKeys = endpoint({
  name: 'account.listApiKeys',
  method: 'GET',
  path: '/api/account/api-keys',
  who: ADMINISTRATOR,
  summary: 'Keys for programs, newest first',
  query: PageQuery,
  answer: pageOf(ApiKey),
})

export const revokeApiKey = endpoint({
  name: 'account.revokeApiKey',
  method: 'POST',
  path: '/api/account/api-keys/:keyId/revoke',
  who: ADMINISTRATOR,
  summary: 'Make a key worthless, at once',
  params: z.object({ keyId: Id }),
  answer: Nothing,
})
