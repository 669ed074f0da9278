import type { z } from 'zod'

/** The posts a person can hold in an organisation. One person may hold several. */
export const ROLES = [
  'agent',
  'dispatcher',
  'technician',
  'service_manager',
  'management_representative',
  'general_manager',
  'customer',
  'auditor',
  'certification_officer',
  'certification_decider',
  'administrator',
] as const
export type Role = (typeof ROLES)[number]

/**
 * Who may call an endpoint at all; finer questions ("is it your own work order?") are the feature's `access`.
 * - `public`: anybody. - `link`: anybody who holds the secret in the path (customer's tracking link, invitation).
 * - `signed_in`: any member. - a list: members holding one of these roles.
 */
export type Audience = 'public' | 'link' | 'signed_in' | readonly Role[]

type Shape = z.ZodType

/**
 * An endpoint as a value: server, screens, tests and the OpenAPI document all read the same one.
 * Everything but GET is a command: it changes something and carries a client-minted id in the header `Idempotency-Key`; sent twice, it acts once.
 */
export type Endpoint<
  Params extends Shape = Shape,
  Query extends Shape = Shape,
  Body extends Shape = Shape,
  Answer extends Shape = Shape,
> = {
  /** Unique name, `area.verbNoun`, e.g. `service.createRequest`; also the OpenAPI operationId. */
  name: string
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Fastify path, e.g. `/api/service/requests/:requestId`. */
  path: string
  who: Audience
  /** One line for the API page. */
  summary: string
  params?: Params
  query?: Query
  body?: Body
  answer: Answer
  /** Calls allowed per minute from one address, where the general limit is too generous (sign-in, public forms). */
  perMinute?: number
  /** `stream`: the answer is a file, an event stream or a page; `upload`: the body is the bytes of a file. Absent: JSON both ways. */
  carries?: 'stream' | 'upload'
}

export function endpoint<
  P extends Shape = z.ZodUndefined,
  Q extends Shape = z.ZodUndefined,
  B extends Shape = z.ZodUndefined,
  A extends Shape = Shape,
>(value: Endpoint<P, Q, B, A>): Endpoint<P, Q, B, A> {
  return value
}

/** What the endpoint's action is given, after parsing. */
export type Input<E> =
  E extends Endpoint<infer P, infer Q, infer B, Shape>
    ? { params: z.output<P>; query: z.output<Q>; body: z.output<B> }
    : never

/** What a caller of the endpoint sends, before parsing (defaults may be left out). */
export type Sent<E> =
  E extends Endpoint<infer P, infer Q, infer B, Shape>
    ? { params: z.input<P>; query: z.input<Q>; body: z.input<B> }
    : never

export type Answer<E> = E extends Endpoint<Shape, Shape, Shape, infer A> ? z.output<A> : never
