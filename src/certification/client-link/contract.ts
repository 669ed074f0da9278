import { z } from 'zod'
import { NamedFile } from '#src/evaluation/correction/contract.ts'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Sha256 } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { OFFICERS } from '../access.ts'
import { APPLICATION_STATES } from '../application/contract.ts'
import { Answering, STATES } from '../nonconformity/contract.ts'

const Words = (max: number) => z.string().trim().min(1).max(max)

export const ClientLink = z.object({
  id: Id,
  madeAt: z.string(),
  madeByName: z.string(),
  expiresAt: z.string(),
  lastUsedAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
})
export type ClientLink = z.output<typeof ClientLink>

const ofClient = z.object({ clientId: Id })

export const makeClientLink = endpoint({
  name: 'clientLink.make',
  method: 'POST',
  path: '/api/certification/clients/:clientId/links',
  who: OFFICERS,
  summary: 'Make a link by which a client without Starproof sees and answers its own matters; the secret is shown once',
  params: ofClient,
  body: z.strictObject({ id: Id, days: z.int().min(1).max(365).default(90), mail: z.boolean().default(false) }),
  /** The secret is null when this command is repeated, as it is kept nowhere. */
  answer: z.object({ id: Id, expiresAt: z.string(), secret: z.string().nullable(), mailed: z.boolean() }),
})

export const listClientLinks = endpoint({
  name: 'clientLink.list',
  method: 'GET',
  path: '/api/certification/clients/:clientId/links',
  who: OFFICERS,
  summary: 'Links made for a client, newest first',
  params: ofClient,
  query: PageQuery.extend({ cursor: Id.optional() }),
  answer: pageOf(ClientLink),
})

export const revokeClientLink = endpoint({
  name: 'clientLink.revoke',
  method: 'POST',
  path: '/api/certification/clients/:clientId/links/:linkId/revocation',
  who: OFFICERS,
  summary: 'Revoke a client’s link',
  params: ofClient.extend({ linkId: Id }),
  body: z.strictObject({ reason: Words(300) }),
  answer: z.object({ id: Id }),
})

const Secret = z.object({ secret: z.string().min(20).max(100) })

/** How many files one link may bring in. */
export const LINK_FILES_MAX = 60

export const SharedNonconformity = z.object({
  id: Id,
  number: z.string(),
  auditNumber: z.string(),
  grade: z.object({ zh: z.string(), en: z.string() }),
  clause: z.string(),
  statement: z.string(),
  evidence: z.string(),
  raisedOn: Day,
  state: z.enum(STATES),
  dueOn: Day.nullable(),
  isOverdue: z.boolean(),
  /** The body's last words on it. */
  reason: z.string(),
  mayAnswer: z.boolean(),
  files: z.array(NamedFile),
  answers: z.array(
    Answering.pick({ correction: true, cause: true, correctiveAction: true }).extend({
      round: z.int(),
      answeredOn: Day,
      files: z.int(),
    }),
  ),
})
export type SharedNonconformity = z.output<typeof SharedNonconformity>

/** What a client sees by its link: its own applications and what was found, of nobody else anything. */
export const openClientLink = endpoint({
  name: 'clientLink.open',
  method: 'GET',
  path: '/api/portal/clients/:secret',
  who: 'link',
  perMinute: 60,
  summary: 'A client’s own matters at the certification body, for whoever holds its link',
  params: Secret,
  answer: z.object({
    bodyName: z.string(),
    clientName: z.string(),
    expiresAt: z.string(),
    applications: z
      .array(
        z.object({
          number: z.string(),
          kind: z.string(),
          state: z.enum(APPLICATION_STATES),
          receivedAt: z.string(),
          dueOn: Day.nullable(),
          /** What the body asked for, or why it refused. */
          reason: z.string(),
        }),
      )
      .max(20),
    nonconformities: z.array(SharedNonconformity).max(500),
    filesLeft: z.int(),
  }),
})

export const uploadByClientLink = endpoint({
  name: 'clientLink.upload',
  method: 'POST',
  path: '/api/portal/clients/:secret/files',
  who: 'link',
  perMinute: 20,
  carries: 'upload',
  summary: 'Send a photo or document to be enclosed in an answer',
  params: Secret,
  answer: NamedFile,
})

export const downloadByClientLink = endpoint({
  name: 'clientLink.download',
  method: 'GET',
  path: '/api/portal/clients/:secret/files/:sha256',
  who: 'link',
  perMinute: 60,
  carries: 'stream',
  summary: 'A file by which the body shows what it found',
  params: Secret.extend({ sha256: Sha256 }),
  answer: z.string(),
})

export const answerByClientLink = endpoint({
  name: 'clientLink.answer',
  method: 'POST',
  path: '/api/portal/clients/:secret/nonconformities/:nonconformityId/answers',
  who: 'link',
  perMinute: 20,
  summary: 'Answer a nonconformity: correction, cause, corrective action, files sent before',
  params: Secret.extend({ nonconformityId: Id }),
  body: Answering.extend({ files: z.array(Sha256).max(LINK_FILES_MAX).default([]) }),
  answer: z.object({ state: z.enum(STATES) }),
})
