import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Actor } from '#src/shared/actor.ts'
import { hasRole } from '#src/shared/actor.ts'
import type { Decision } from '#src/shared/decision.ts'
import { refuse } from '#src/shared/decision.ts'
import type { Answer, Endpoint, Input } from '#src/shared/endpoint.ts'
import type { Platform } from '../platform.ts'
import type { Tx, WriteTx } from '../unit-of-work.ts'
import { answerRefusal, NotSignedIn, RefusedRequest } from './answers.ts'

// biome-ignore lint/suspicious/noExplicitAny: an endpoint of any shapes; each mount call checks its own.
type AnyEndpoint = Endpoint<any, any, any, any>

/** Finds out who sends a request: by session cookie or API key. Null when nobody is signed in. */
export type Sessions = { actorOf(request: FastifyRequest): Promise<Actor | null> }

/** What an endpoint without sign-in is given: it must itself find the organisation and open the unit of work there. */
export type OpenDoor = {
  platform: Platform
  /** Null for the public, unless the browser happens to be signed in. */
  actor: Actor | null
  /** Asked again, for answers that last: the session may have been revoked meanwhile. */
  actorNow(): Promise<Actor | null>
  request: FastifyRequest
  reply: FastifyReply
  query<T>(actor: Actor, ask: (tx: Tx) => Promise<T>): Promise<T>
  /** `asked` replaces the request as that by which a repeated command is recognised: give it where the request holds a password. */
  command<T>(actor: Actor, act: (tx: WriteTx) => Promise<Decision<T>>, asked?: z.JSONType): Promise<Decision<T>>
}

/** The four ways to put an endpoint on the server. Who may call it is checked before anything of the request is parsed. */
export type Mount = {
  /** A read, in the organisation of the person signed in. */
  query<E extends AnyEndpoint>(endpoint: E, ask: (tx: Tx, input: Input<E>) => Promise<Decision<Answer<E>>>): void
  /** A command, in the organisation of the person signed in: one transaction, carried out once. */
  command<E extends AnyEndpoint>(endpoint: E, act: (tx: WriteTx, input: Input<E>) => Promise<Decision<Answer<E>>>): void
  /** For `public` and `link` endpoints, and those of the session itself. */
  open<E extends AnyEndpoint>(
    endpoint: E,
    answer: (door: OpenDoor, input: Input<E>) => Promise<Decision<Answer<E>>>,
  ): void
  /** For files, event streams and pages (`carries`): the handler writes the reply itself. */
  raw<E extends AnyEndpoint>(endpoint: E, answer: (door: OpenDoor, input: Input<E>) => Promise<unknown>): void
}

export type Routes = (mount: Mount, platform: Platform) => void

/** Every endpoint on the server, in the order mounted: for the OpenAPI document and for the test that walks them all. */
export type Mounted = { endpoints: AnyEndpoint[] }

export function openMount(app: FastifyInstance, platform: Platform, sessions: Sessions): Mount & Mounted {
  const endpoints: AnyEndpoint[] = []

  function add(endpoint: AnyEndpoint, answer: (door: OpenDoor, input: Input<AnyEndpoint>) => Promise<unknown>): void {
    if (endpoints.some((known) => known.name === endpoint.name))
      throw new Error(`endpoint ${endpoint.name} is mounted twice`)
    endpoints.push(endpoint)
    app.route({
      method: endpoint.method,
      url: endpoint.path,
      schema: {
        operationId: endpoint.name,
        summary: endpoint.summary,
        description: audienceText(endpoint),
        tags: [endpoint.name.split('.')[0]!],
        ...(endpoint.params ? { params: endpoint.params } : {}),
        ...(endpoint.query ? { querystring: endpoint.query } : {}),
        ...(endpoint.body && endpoint.carries !== 'upload' ? { body: endpoint.body } : {}),
        ...(endpoint.carries ? {} : { response: { 200: endpoint.answer } }),
      },
      config: endpoint.perMinute ? { rateLimit: { max: endpoint.perMinute, timeWindow: 60_000 } } : {},
      // Before parsing: a stranger learns nothing about shapes, and a missing classification cannot hide behind a 400.
      preValidation: async (request) => {
        const actor = await sessions.actorOf(request)
        request.actor = actor
        admit(endpoint, actor)
        if (endpoint.method !== 'GET') guardCrossSite(request)
      },
      handler: async (request, reply) => {
        const door = openDoor(platform, sessions, endpoint, request, reply)
        return answer(door, { params: request.params, query: request.query, body: request.body } as Input<AnyEndpoint>)
      },
    })
  }

  async function send(reply: FastifyReply, decision: Decision<unknown>): Promise<unknown> {
    return decision.ok ? decision.value : answerRefusal(reply, decision.refusal)
  }

  return {
    endpoints,
    query: (endpoint, ask) =>
      add(endpoint, async (door, input) =>
        send(door.reply, await platform.query(signedIn(door), (tx) => ask(tx, input as never))),
      ),
    command: (endpoint, act) =>
      add(endpoint, async (door, input) =>
        send(door.reply, await door.command(signedIn(door), (tx) => act(tx, input as never))),
      ),
    open: (endpoint, answer) =>
      add(endpoint, async (door, input) => send(door.reply, await answer(door, input as never))),
    raw: (endpoint, answer) => add(endpoint, (door, input) => answer(door, input as never)),
  }
}

function signedIn(door: OpenDoor): Actor {
  if (!door.actor) throw new NotSignedIn()
  return door.actor
}

function admit(endpoint: AnyEndpoint, actor: Actor | null): void {
  if (endpoint.who === 'public' || endpoint.who === 'link') return
  if (!actor) throw new NotSignedIn()
  if (endpoint.who !== 'signed_in' && !hasRole(actor, ...endpoint.who)) {
    throw new RefusedRequest(refuse('forbidden', 'role_needed', { roles: endpoint.who.join(', ') }).refusal)
  }
}

// A page of another site cannot set this header without asking first, and we never allow it to.
function guardCrossSite(request: FastifyRequest): void {
  if (request.headers.authorization) return
  const site = request.headers['sec-fetch-site']
  const ours = site === undefined || site === 'same-origin' || site === 'none'
  if (!ours || request.headers['x-starproof'] !== '1') {
    throw new RefusedRequest(refuse('forbidden', 'cross_site').refusal)
  }
}

const COMMAND_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

function openDoor(
  platform: Platform,
  sessions: Sessions,
  endpoint: AnyEndpoint,
  request: FastifyRequest,
  reply: FastifyReply,
): OpenDoor {
  return {
    platform,
    actor: request.actor ?? null,
    actorNow: () => sessions.actorOf(request),
    request,
    reply,
    query: (actor, ask) => platform.query(actor, ask),
    command: async (actor, act, asked) => {
      const id = request.headers['idempotency-key']
      if (typeof id !== 'string' || !COMMAND_ID.test(id)) return refuse('invalid', 'command_id_missing')
      const input = {
        params: request.params,
        query: request.query,
        body: endpoint.carries === 'upload' ? null : request.body,
      }
      return platform.command(actor, { id, endpoint: endpoint.name, input: asked ?? (input as z.JSONType) }, act)
    },
  }
}

function audienceText(endpoint: AnyEndpoint): string {
  if (typeof endpoint.who === 'string') return `Who: ${endpoint.who.replace('_', ' ')}.`
  return `Who: ${endpoint.who.join(', ')}.`
}
