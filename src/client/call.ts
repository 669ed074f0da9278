import type { z } from 'zod'
import type { Endpoint } from '#src/shared/endpoint.ts'
import { newId } from '#src/shared/id.ts'
import { addressOf } from './address.ts'
import { CallOffline, CallRefused, failureOf } from './failure.ts'

/** Only what the endpoint declares: an endpoint without `params` takes none. */
type Part<Name extends string, Shape extends z.ZodType> =
  unknown extends z.input<Shape>
    ? { [name in Name]?: undefined }
    : undefined extends z.input<Shape>
      ? { [name in Name]?: z.input<Shape> }
      : { [name in Name]: z.input<Shape> }

export type ArgsOf<E> =
  E extends Endpoint<infer P, infer Q, infer B, infer _A>
    ? Part<'params', P> & Part<'query', Q> & Part<'body', B>
    : never
export type AnswerOf<E> = E extends Endpoint<infer _P, infer _Q, infer _B, infer A> ? z.output<A> : never

/** For a command: the id under which it acts once, minted where the person acts; left out, a new one is minted. */
export type CallOptions = { commandId?: string; signal?: AbortSignal; timeoutMs?: number }

type Args = { params?: unknown; query?: unknown; body?: unknown }

const TIMEOUT_MS = 20_000
const signedOutListeners = new Set<() => void>()

/** Hears of every answer that says the session has ended; returns the way to stop listening. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener)
  return () => signedOutListeners.delete(listener)
}

/** One request, without an endpoint value: the outbox replays stored commands through it. Throws as `call` does. */
export async function send(
  method: Endpoint['method'],
  address: string,
  body: unknown,
  { commandId, signal, timeoutMs = TIMEOUT_MS }: CallOptions = {},
): Promise<unknown> {
  const isRaw = body instanceof Blob || body instanceof FormData
  const headers: Record<string, string> = { accept: 'application/json', 'x-starproof': '1' }
  if (commandId) headers['idempotency-key'] = commandId
  if (body !== undefined && !isRaw) headers['content-type'] = 'application/json'
  const limit = AbortSignal.timeout(timeoutMs)
  let response: Response
  let text: string
  try {
    response = await fetch(address, {
      method,
      headers,
      body: isRaw ? body : body === undefined ? undefined : JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    })
    text = await response.text()
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new CallOffline(cause)
  }
  const answer = parse(text)
  if (response.ok && answer !== UNREADABLE) return answer
  const failure = failureOf(response.status, answer, response.headers.get('x-request-id') ?? undefined)
  if (failure instanceof CallRefused && failure.refusal.code === 'not_signed_in') {
    for (const listener of signedOutListeners) listener()
  }
  throw failure
}

const UNREADABLE = Symbol('unreadable')

function parse(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return UNREADABLE
  }
}

/**
 * Calls an endpoint and answers its plain JSON. Throws `CallRefused` (4xx), `CallOffline` (nothing came back within 20 s) or `CallFault` (5xx).
 * In development the answer is checked against the endpoint's shape; a mismatch throws, so it is seen before it ships.
 */
export async function call<E extends Endpoint>(
  endpoint: E,
  args: ArgsOf<E>,
  options: CallOptions = {},
): Promise<AnswerOf<E>> {
  const { params, query, body } = args as Args
  const commandId = endpoint.method !== 'GET' ? (options.commandId ?? newId()) : undefined
  const answer = await send(endpoint.method, addressOf(endpoint.path, params, query), body, { ...options, commandId })
  if (import.meta.env.DEV) {
    const checked = endpoint.answer.safeParse(answer)
    if (!checked.success) throw new Error(`${endpoint.name} answered another shape: ${checked.error.message}`)
  }
  return answer as AnswerOf<E>
}
