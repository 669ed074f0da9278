import { randomBytes } from 'node:crypto'
import { isOlderThan, readTimeStamp, timeStampRequest, tokenOf } from './time-stamp.ts'

/** Thrown where the authority did not answer, refused, or answered something that does not prove this digest; `why` is for the operator. */
export class NoTimeStamp extends Error {
  readonly why: 'unreachable' | 'refused' | 'unreadable' | 'clock'
  constructor(why: NoTimeStamp['why'], cause?: unknown) {
    super(`the time-stamping authority: ${why}`, { cause })
    this.why = why
  }
}

const PATIENCE_MS = 10_000
/** A token with its certificates takes some 6 kB. */
const MOST_BYTES = 64 * 1024

/**
 * Has a digest (SHA-256) stamped by an authority of RFC 3161 and answers its token, proven by ourselves. `url` is the operator's setting, never a user's; still it
 * leads nowhere else: redirects are not followed, and nothing but the token is kept of what comes back. Throws `NoTimeStamp`.
 * A stamp older than `signedAt` is none.
 */
export async function askTimeStamp(
  url: string,
  digest: Uint8Array,
  signedAt: string,
  patienceMs = PATIENCE_MS,
): Promise<Uint8Array> {
  const nonce = randomBytes(16)
  const body = new Uint8Array(timeStampRequest(digest, nonce))
  const { address, headers } = addressOf(url)
  const ask = { method: 'POST', body, headers, redirect: 'error', signal: AbortSignal.timeout(patienceMs) } as const
  const reply = await fetch(address, ask)
    .then((answer) => (answer.ok ? readLimited(answer) : undefined))
    .catch((error: unknown) => {
      throw new NoTimeStamp('unreachable', error)
    })
  const token = reply && tokenOf(reply)
  if (!token) throw new NoTimeStamp('refused')
  const stamp = readTimeStamp(token, digest, nonce)
  if (!stamp) throw new NoTimeStamp('unreadable')
  if (isOlderThan(stamp, signedAt)) throw new NoTimeStamp('clock')
  return new Uint8Array(token)
}

/** A name and password in the address go into a header: fetch takes none in an address. */
function addressOf(url: string): { address: URL; headers: Record<string, string> } {
  const address = new URL(url)
  const { username, password } = address
  const headers = { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' }
  if (!username && !password) return { address, headers }
  const secret = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')
  address.username = ''
  address.password = ''
  return { address, headers: { ...headers, authorization: `Basic ${secret}` } }
}

async function readLimited(answer: Response): Promise<Buffer | undefined> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of answer.body ?? []) {
    length += piece.length
    if (length > MOST_BYTES) return undefined
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
