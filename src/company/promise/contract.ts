import { z } from 'zod'
import { PromiseRule, PromiseScope } from '#src/shared/clock/promise-rule.ts'
import { endpoint } from '#src/shared/endpoint.ts'
import { Instant, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { LocalWords } from '../contract.ts'

export const PromiseCode = z.string().regex(/^[a-z0-9_]{2,40}$/)

const Word = z.string().regex(/^[a-z][a-z0-9_.]{0,63}$/)

/** What people propose; id, version and the instant come from the command. The whole is then read as a `PromiseRule`. */
export const PromiseTerms = z.object({
  name: LocalWords,
  startsOn: z.array(Word).min(1).max(40),
  stopsOn: z.array(Word).min(1).max(40),
  voidedBy: z.array(Word).max(40).default([]),
  earlyStopCounts: z.boolean().default(false),
  limitMinutes: z.number().int().min(1).max(2_628_000).optional(),
  limitWorkingDays: z.number().int().min(1).max(1_250).optional(),
  calendarMode: z.enum(['outlet_hours', 'company_hours', 'around_the_clock']),
  pauseReasons: z.array(Word).max(40).default([]),
  appliesTo: PromiseScope.default({}),
})
export type PromiseTerms = z.output<typeof PromiseTerms>

export const NewPromise = z.object({
  id: Id,
  code: PromiseCode,
  terms: PromiseTerms,
  /** From when it holds; absent: from now. Never in the past. */
  inForceAt: Instant.nullish(),
})
export type NewPromise = z.output<typeof NewPromise>

export const PromiseVersion = z.object({
  version: Version,
  rule: PromiseRule,
  inForceAt: Instant,
  changedAt: Instant,
  changedBy: z.string(),
})
export type PromiseVersion = z.output<typeof PromiseVersion>

export const PromiseState = z.enum(['planned', 'in_force', 'withdrawn'])

export const PromiseRow = z.object({
  id: Id,
  code: PromiseCode,
  state: PromiseState,
  /** The version in force now; null when planned or withdrawn. */
  versionInForce: z.number().int().nullable(),
  withdrawnAt: Instant.nullable(),
  /** Newest first. */
  versions: z.array(PromiseVersion),
})
export type PromiseRow = z.output<typeof PromiseRow>

const STEERS = ['management_representative', 'general_manager'] as const
const AboutPromise = z.object({ promiseId: Id })

export const listPromises = endpoint({
  name: 'company.listPromises',
  method: 'GET',
  path: '/api/company/promises',
  who: 'signed_in',
  summary: 'What the company promises, with every version',
  query: z.object({ withdrawn: z.stringbool().default(false) }),
  answer: z.object({ rows: z.array(PromiseRow).max(200) }),
})

export const makePromise = endpoint({
  name: 'company.makePromise',
  method: 'POST',
  path: '/api/company/promises',
  who: STEERS,
  summary: 'Make a new promise',
  body: NewPromise,
  answer: z.object({ id: Id, version: Version }),
})

/** The version sent is the newest the reader saw. Clocks that run keep the version they started under. */
export const changePromise = endpoint({
  name: 'company.changePromise',
  method: 'POST',
  path: '/api/company/promises/:promiseId/versions',
  who: STEERS,
  summary: 'Put a new version of a promise in force from an instant',
  params: AboutPromise,
  body: z.object({ version: Version, terms: PromiseTerms, inForceAt: Instant.nullish() }),
  answer: z.object({ id: Id, version: Version }),
})

export const withdrawPromise = endpoint({
  name: 'company.withdrawPromise',
  method: 'POST',
  path: '/api/company/promises/:promiseId/withdrawal',
  who: STEERS,
  summary: 'Withdraw a promise from an instant; clocks that run then keep it',
  params: AboutPromise,
  body: z.object({ version: Version, withdrawnAt: Instant.nullish() }),
  answer: z.object({ id: Id }),
})
