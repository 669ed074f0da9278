import type { FastifyInstance, InjectOptions } from 'fastify'
import type { AccountSessions } from '#src/account/door.ts'
import {
  accountRoutes,
  addPerson,
  createOrganisation,
  hashPassword,
  openSession,
  sessionsOf,
} from '#src/account/door.ts'
import { addressOf } from '#src/client/address.ts'
import type { Database } from '#src/server/db/database.ts'
import { openDatabase } from '#src/server/db/database.ts'
import type { Routes } from '#src/server/http/mount.ts'
import { openHttp } from '#src/server/http/server.ts'
import { openPlatform } from '#src/server/platform.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import type { Decision } from '#src/shared/decision.ts'
import type { Answer, Endpoint } from '#src/shared/endpoint.ts'
import { newId } from '#src/shared/id.ts'
import { cloneDatabase } from './database.ts'
import type { TestOrganisation, TestPerson } from './people.ts'
import { organisations, people, testPassword } from './people.ts'

// biome-ignore lint/suspicious/noExplicitAny: an endpoint of any shapes.
type AnyEndpoint = Endpoint<any, any, any, any>

export type CallInput = {
  params?: Record<string, unknown>
  query?: Record<string, unknown>
  body?: unknown
  /** Absent: a new one, so the command acts. The same again: it must not. */
  commandId?: string
  /** Added to, or (undefined) taken from, the headers a browser of ours sends. */
  headers?: Record<string, string | undefined>
  remoteAddress?: string
}
/** `body` is the endpoint's answer where the status is 200, otherwise `{refusal, issues?}`; compare with toMatchObject. */
export type Called<E> = { status: number; body: Answer<E>; headers: Record<string, unknown> }
export type Caller = { call<E extends AnyEndpoint>(endpoint: E, input?: CallInput): Promise<Called<E>> }

export type TestPlatform = {
  platform: ReturnType<typeof openPlatform>
  app: FastifyInstance
  endpoints: AnyEndpoint[]
  database: Database
  sessions: AccountSessions
  /** Sets the clock, which stands still otherwise. */
  at(instant: string): void
  /** Speaks as this person, signed in; as the holder of a session cookie or of an API key; `null`: as a stranger. */
  as(who: TestPerson | { cookie: string } | { key: string } | null): Caller
  /** A further session of this person, for `as({ cookie })`. */
  openSessionOf(person: TestPerson): Promise<{ cookie: string }>
  /** Prepares what no endpoint of the tested feature makes: one command of the system in that organisation, which must be accepted. */
  arrange<T>(org: TestOrganisation, act: (tx: WriteTx) => Promise<Decision<T>>): Promise<T>
  close(): Promise<void>
}

/** The instant at which every test platform starts: Monday, 16 November 2026, 9:00 in Shanghai. */
export const MONDAY_MORNING = '2026-11-16T01:00:00.000Z'

let hashOnce: Promise<string> | undefined

/** Routes that need more than the platform to be made. */
type RoutesOf = (platform: TestPlatform['platform']) => Promise<Routes[]>

/** A whole platform in this process, on a database of its own with the people of `people.ts`. Give the routes under test; accounts are always there. */
export async function openTestPlatform(
  options: { routes?: Routes[] | RoutesOf; uploadLimitBytes?: number } = {},
): Promise<TestPlatform> {
  const clone = await cloneDatabase()
  const database = openDatabase(clone.url, 8)
  let now = new Date(MONDAY_MORNING)
  const platform = openPlatform(database, () => now)
  const sessions = sessionsOf(database, { now: platform.now, secure: false })
  const given = typeof options.routes === 'function' ? await options.routes(platform) : (options.routes ?? [])
  const routes = [accountRoutes(sessions), ...given]
  const { app, endpoints } = await openHttp({
    platform,
    sessions,
    routes,
    checkAnswers: true,
    ...(options.uploadLimitBytes ? { uploadLimitBytes: options.uploadLimitBytes } : {}),
    perMinute: 1_000_000,
    // Faults of a test are read where it failed.
    logger: { level: 'error' },
  })
  await app.ready()
  await sessions.heard()

  async function arrange<T>(org: TestOrganisation, act: (tx: WriteTx) => Promise<Decision<T>>): Promise<T> {
    const actor = { kind: 'system', orgId: org.orgId, name: 'arrange', roles: [] } as const
    const decision = await platform.command(actor, { id: newId(), endpoint: 'test.arrange', input: newId() }, act)
    if (!decision.ok) throw new Error(`arranging was refused: ${JSON.stringify(decision.refusal)}`)
    return decision.value
  }

  hashOnce ??= hashPassword(testPassword)
  const passwordHash = await hashOnce
  for (const org of organisations) {
    await arrange(org, async (tx) => {
      const founded = await createOrganisation(tx, { slug: org.slug, name: org.name, kind: org.kind })
      for (const one of people.filter((person) => person.org === org)) {
        const { personId, userName, name, roles } = one
        await addPerson(tx, { personId, userName, name, roles, email: `${userName}@${org.slug}.example`, passwordHash })
      }
      return founded
    })
  }

  async function openSessionOf(person: TestPerson): Promise<{ cookie: string }> {
    const whose = { personId: person.personId, orgId: person.org.orgId, device: 'test', address: '' }
    return { cookie: sessions.cookieHeader(await openSession(platform, whose)) }
  }

  // One session per person and day of the clock, so that moving the clock signs nobody out.
  const opened = new Map<string, Promise<{ cookie: string }>>()
  function sessionToday(person: TestPerson): Promise<{ cookie: string }> {
    const key = `${person.personId} ${now.toISOString().slice(0, 10)}`
    const session = opened.get(key) ?? openSessionOf(person)
    opened.set(key, session)
    return session
  }

  function as(who: TestPerson | { cookie: string } | { key: string } | null): Caller {
    return {
      call: async (endpoint, input = {}) => {
        const identity: Record<string, string> = {}
        if (who && 'key' in who) identity.authorization = `Bearer ${who.key}`
        else if (who) identity.cookie = (await ('cookie' in who ? who : sessionToday(who))).cookie
        return send(app, endpoint, identity, input)
      },
    }
  }

  return {
    platform,
    app,
    endpoints,
    database,
    sessions,
    at: (instant) => {
      now = new Date(instant)
    },
    as,
    openSessionOf,
    arrange,
    close: async () => {
      await app.close()
      await sessions.close()
      await database.close()
      await clone.drop()
    },
  }
}

async function send<E extends AnyEndpoint>(
  app: FastifyInstance,
  endpoint: E,
  identity: Record<string, string>,
  input: CallInput,
): Promise<Called<E>> {
  const isRead = endpoint.method === 'GET'
  const headers: Record<string, string | undefined> = {
    ...(isRead ? {} : { 'x-starproof': '1', 'idempotency-key': input.commandId ?? newId() }),
    ...identity,
    ...input.headers,
  }
  const request: InjectOptions = {
    method: endpoint.method,
    url: addressOf(endpoint.path, input.params, input.query),
    headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)),
    ...(input.body === undefined ? {} : { payload: input.body as object }),
    ...(input.remoteAddress ? { remoteAddress: input.remoteAddress } : {}),
  }
  const response = await app.inject(request)
  const isJson = String(response.headers['content-type'] ?? '').startsWith('application/json')
  return {
    status: response.statusCode,
    body: (isJson ? response.json() : response.body) as Answer<E>,
    headers: response.headers,
  }
}
