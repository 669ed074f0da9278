import { z } from 'zod'
import { ROLES } from '#src/shared/endpoint.ts'

/** Shapes that the features of accounts share. */
export const RoleName = z.enum(ROLES)
export const Roles = z
  .array(RoleName)
  .min(1)
  .max(ROLES.length)
  .refine((roles) => new Set(roles).size === roles.length, 'each role once')
export const PersonName = z.string().trim().min(1).max(100)
/** Letters of any script, digits, dots, dashes. No `@`, so that it is never mistaken for an e-mail address. Kept in lower case. */
export const UserName = z
  .string()
  .trim()
  .min(2)
  .max(40)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u)
  .transform((text) => text.normalize('NFKC').toLowerCase())
export const EmailAddress = z
  .email()
  .max(254)
  .transform((text) => text.toLowerCase())
/** Long enough that length, not odd characters, makes it strong; the upper limit bounds the work of hashing. */
export const NewPassword = z.string().min(10).max(200)
export const GivenPassword = z.string().min(1).max(200)
export const Secret = z.string().regex(/^[\w-]{43}$/)
export const At = z.iso.datetime()
export const Nothing = z.object({})
