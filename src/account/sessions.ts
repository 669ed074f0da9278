import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Database } from '#src/server/db/database.ts'
import type { Sessions } from '#src/server/http/mount.ts'
import type { Actor } from '#src/shared/actor.ts'
import type { Role } from '#src/shared/endpoint.ts'
import { findKeyActor, saveKeyUse } from './api-key/store.ts'
import { listenForChanges } from './listen.ts'
import { hashSecret } from './secret.ts'
import { isSessionOver, isUseWorthNoting, LONGEST_DAYS } from './session/rules.ts'
import { findSessionActor, saveSessionUse } from './session/store.ts'

export type SessionOptions = {
  now(): Date
  /** True where people reach the product by https: the cookie is then bound to the host and never sent in clear. */
  secure: boolean
}

/** Finds out who sends a request, and carries the session cookie. One per process; `close()` it before the database. */
export type AccountSessions = Sessions & {
  /** The session behind a request of a person; undefined for API keys and strangers. */
  sessionIdOf(request: FastifyRequest): string | undefined
  tokenOf(request: FastifyRequest): string | undefined
  giveCookie(reply: FastifyReply, token: string): void
  takeCookie(reply: FastifyReply): void
  /** Name and value of the `Cookie` header that carries this token. */
  cookieHeader(token: string): string
  /** What was known of this person or key is looked up anew, from the next request on. */
  forget(subjectId: string): void
  /** Resolves when changes made by other processes are heard (until then nothing is remembered). */
  heard(): Promise<void>
  close(): Promise<void>
}

type Sight = {
  /** The person or key whose change makes this stale. */
  subjectId: string
  sessionId?: string
  actor: Actor
  expiresAt: string | null
  lastUsedAt: string | null
  seenAtMs: number
}

// Long enough to spare a busy screen its look-ups; short, should a notice ever be lost.
const REMEMBERED_MS = 15_000
const REMEMBERED_AT_MOST = 10_000
const BEARER = /^Bearer sp_([\w-]{43})$/
const TOKEN = /^[\w-]{43}$/

export function sessionsOf(database: Database, options: SessionOptions): AccountSessions {
  const cookieName = options.secure ? '__Host-starproof_session' : 'starproof_session'
  const cookieOptions = { path: '/', httpOnly: true, sameSite: 'lax', secure: options.secure } as const
  const sights = new Map<string, Sight>()
  const sessionIds = new WeakMap<FastifyRequest, string>()
  // Counts changes heard: a look-up that began before a change must not be remembered after it.
  let changes = 0

  function forget(subjectId: string): void {
    changes++
    for (const [key, sight] of sights) if (sight.subjectId === subjectId) sights.delete(key)
  }
  const listener = listenForChanges(database.url, {
    onChange: forget,
    onLost: () => {
      changes++
      sights.clear()
    },
  })

  function tokenOf(request: FastifyRequest): string | undefined {
    const token = request.cookies[cookieName]
    return token && TOKEN.test(token) ? token : undefined
  }

  async function sightOf(kind: 'session' | 'key', secret: string): Promise<Sight | undefined> {
    const hash = hashSecret(secret)
    const key = `${kind} ${hash.toString('base64url')}`
    const nowMs = options.now().getTime()
    const known = sights.get(key)
    if (known && Math.abs(nowMs - known.seenAtMs) < REMEMBERED_MS) return known
    sights.delete(key)
    const changesBefore = changes
    const sight = await (kind === 'session' ? lookUpSession : lookUpKey)(database, hash, nowMs)
    if (sight && listener.isListening() && changes === changesBefore) {
      if (sights.size >= REMEMBERED_AT_MOST) sights.delete(sights.keys().next().value!)
      sights.set(key, sight)
    }
    return sight
  }

  async function actorOf(request: FastifyRequest): Promise<Actor | null> {
    const at = options.now().toISOString()
    const { authorization } = request.headers
    // A request with a key is never carried by a cookie: the guard against other sites does not look at it.
    const secret = authorization === undefined ? tokenOf(request) : BEARER.exec(authorization)?.[1]
    if (!secret) return null
    const sight = await sightOf(authorization === undefined ? 'session' : 'key', secret)
    if (!sight || isOver(sight, at)) return null
    if (isUseWorthNoting(sight.lastUsedAt, at)) {
      sight.lastUsedAt = at
      await noteUse(database, sight, at)
    }
    if (sight.sessionId) sessionIds.set(request, sight.sessionId)
    return sight.actor
  }

  return {
    actorOf,
    tokenOf,
    forget,
    sessionIdOf: (request) => sessionIds.get(request),
    giveCookie: (reply, token) => {
      reply.setCookie(cookieName, token, { ...cookieOptions, maxAge: LONGEST_DAYS * 86_400 })
    },
    takeCookie: (reply) => {
      reply.clearCookie(cookieName, cookieOptions)
    },
    cookieHeader: (token) => `${cookieName}=${token}`,
    heard: listener.heard,
    close: listener.close,
  }
}

function isOver(sight: Sight, at: string): boolean {
  if (!sight.sessionId) return sight.expiresAt !== null && sight.expiresAt <= at
  return isSessionOver({ expiresAt: sight.expiresAt!, lastUsedAt: sight.lastUsedAt! }, at)
}

function noteUse(database: Database, sight: Sight, at: string): Promise<void> {
  return sight.sessionId
    ? saveSessionUse(database.system, sight.sessionId, at)
    : saveKeyUse(database.system, sight.actor.orgId, sight.subjectId, at)
}

async function lookUpSession(database: Database, hash: Buffer, seenAtMs: number): Promise<Sight | undefined> {
  const row = await findSessionActor(database.system, hash)
  if (!row) return undefined
  const { orgId, personId, name } = row
  return {
    subjectId: personId,
    sessionId: row.id,
    actor: { kind: 'person', orgId, personId, name, roles: row.roles as Role[] },
    expiresAt: row.expiresAt,
    lastUsedAt: row.lastUsedAt,
    seenAtMs,
  }
}

async function lookUpKey(database: Database, hash: Buffer, seenAtMs: number): Promise<Sight | undefined> {
  const row = await findKeyActor(database.system, hash)
  if (!row) return undefined
  return {
    subjectId: row.id,
    actor: { kind: 'key', orgId: row.orgId, keyId: row.id, name: row.name, roles: row.roles as Role[] },
    expiresAt: row.expiresAt,
    lastUsedAt: row.lastUsedAt,
    seenAtMs,
  }
}
