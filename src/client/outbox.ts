import type { Endpoint } from '#src/shared/endpoint.ts'
import { newId } from '#src/shared/id.ts'
import { addressOf } from './address.ts'
import { type ArgsOf, send } from './call.ts'
import { deviceStore } from './device-store.ts'
import { CallFault, CallOffline, CallRefused } from './failure.ts'
import {
  afterAttempt,
  askedAgain,
  endsTheRound,
  filesToForget,
  nextReadyInMs,
  nextToSend,
  type Outcome,
  type QueuedCommand,
  type QueuedFile,
  wokenUp,
} from './outbox-rules.ts'

export type OutboxState = {
  commands: readonly QueuedCommand[]
  /** The id of the command under way, if any. */
  sending: string | null
  /** Whether the server answered last time; undefined before the first try. */
  reachable: boolean | undefined
}

const LOCK = 'starproof-outbox'
const PROBE = '/healthz'
const PROBE_EVERY_MS = 15_000
const FILE_TIMEOUT_MS = 120_000

let state: OutboxState = { commands: [], sending: null, reachable: undefined }
let owner: string | null = null
let timer: ReturnType<typeof setTimeout> | undefined
let onArrived: (command: QueuedCommand) => void = () => {}
let sendingRound: Promise<void> | undefined
let askedWhileSending = false
const listeners = new Set<() => void>()
const otherTabs = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(LOCK)

export function readOutbox(): OutboxState {
  return state
}

export function watchOutbox(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function show(change: Partial<OutboxState>): void {
  state = { ...state, ...change }
  for (const listener of listeners) listener()
}

async function reload(): Promise<void> {
  const db = await deviceStore()
  show({ commands: await db.getAll('command') })
}

async function changed(): Promise<void> {
  await reload()
  otherTabs?.postMessage('changed')
}

async function hashOf(content: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await content.arrayBuffer())
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The hash under which a file will be known to the server (SHA-256, hex), for naming it in a command's body. */
export async function describeFile(content: Blob, name: string): Promise<QueuedFile> {
  return { hash: await hashOf(content), mediaType: content.type, name, byteCount: content.size }
}

export type Doing<E extends Endpoint> = {
  args: ArgsOf<E>
  /** Orders commands strictly; usually the work order's id. */
  lane: string
  /** UTC instant of the deed, by this device. */
  occurredAt: string
  files?: readonly { content: Blob; name: string }[]
  /** Minted if left out. */
  commandId?: string
}

/**
 * Keeps a command on the device and sends it when it can; resolves once it is safely stored, not when it has arrived.
 * The same `commandId` twice is stored once. Throws when nobody is signed in or the device's storage is full.
 */
export async function enqueue<E extends Endpoint>(endpoint: E, doing: Doing<E>): Promise<string> {
  if (!owner) throw new Error('The outbox has no owner yet: start it with the person signed in')
  const id = doing.commandId ?? newId()
  const { params, query, body } = doing.args as { params?: unknown; query?: unknown; body?: unknown }
  const files = await Promise.all((doing.files ?? []).map((file) => describeFile(file.content, file.name)))
  const command: Omit<QueuedCommand, 'seq'> = {
    id,
    owner,
    lane: doing.lane,
    endpointName: endpoint.name,
    method: endpoint.method,
    address: addressOf(endpoint.path, params, query),
    body,
    occurredAt: doing.occurredAt,
    files,
    state: 'waiting',
    attempts: 0,
    nextAttemptMs: 0,
  }
  const db = await deviceStore()
  const change = db.transaction(['command', 'file'], 'readwrite', { durability: 'strict' })
  const known = await change.objectStore('command').getAll()
  if (!known.some((one) => one.id === id)) {
    for (const [index, file] of (doing.files ?? []).entries()) {
      await change.objectStore('file').put({ hash: files[index]!.hash, content: file.content })
    }
    await change.objectStore('command').add(command as QueuedCommand)
  }
  await change.done
  await changed()
  void sendNow()
  return id
}

async function attempt(command: QueuedCommand): Promise<Outcome> {
  const db = await deviceStore()
  try {
    for (const file of command.files) {
      const stored = await db.get('file', file.hash)
      if (!stored)
        return { kind: 'refused', refusal: { kind: 'not_found', code: 'file_lost', params: { name: file.name } } }
      const form = new FormData()
      form.append('file', stored.content, file.name)
      // Known by its content, a file sent twice is one file: the command's own id stays for the command.
      await send('POST', '/api/files', form, { commandId: newId(), timeoutMs: FILE_TIMEOUT_MS })
    }
    await send(command.method, command.address, command.body, { commandId: command.id })
    return { kind: 'done' }
  } catch (failure) {
    if (failure instanceof CallOffline) return { kind: 'offline' }
    if (failure instanceof CallFault) return { kind: 'fault' }
    if (failure instanceof CallRefused) {
      if (failure.refusal.code === 'not_signed_in') return { kind: 'signed_out' }
      if (failure.status === 429) return { kind: 'too_busy' }
      return { kind: 'refused', refusal: failure.refusal }
    }
    // A fault of this device must neither lose the command nor spin: it is reported, and tried later.
    reportError(failure)
    return { kind: 'fault' }
  }
}

async function sendRound(): Promise<void> {
  const db = await deviceStore()
  for (;;) {
    await reload()
    const command = owner ? nextToSend(state.commands, owner, Date.now()) : undefined
    if (!command) return
    show({ sending: command.id })
    const outcome = await attempt(command)
    const after = afterAttempt(command, outcome, Date.now(), Math.random())
    const change = db.transaction(['command', 'file'], 'readwrite', { durability: 'strict' })
    const current = await change.objectStore('command').get(command.seq)
    if (after && current) await change.objectStore('command').put(after)
    if (!after) {
      await change.objectStore('command').delete(command.seq)
      const rest = await change.objectStore('command').getAll()
      for (const hash of filesToForget(await change.objectStore('file').getAllKeys(), rest)) {
        await change.objectStore('file').delete(hash)
      }
    }
    await change.done
    show({ sending: null, reachable: outcome.kind !== 'offline' })
    await changed()
    if (outcome.kind === 'done') onArrived(command)
    if (endsTheRound(outcome)) return
  }
}

/** Sends what is ready, unless another tab is at it. Safe to call at any time, as often as one likes. */
function sendNow(): Promise<void> {
  askedWhileSending = sendingRound !== undefined
  sendingRound ??= navigator.locks
    .request(LOCK, { ifAvailable: true }, async (lock) => {
      if (lock) await sendRound()
    })
    .finally(() => {
      sendingRound = undefined
      show({ sending: null })
      if (askedWhileSending) void sendNow()
      else planNext()
    })
  return sendingRound
}

function planNext(): void {
  clearTimeout(timer)
  if (!owner) return
  const readyInMs = nextReadyInMs(state.commands, owner, Date.now())
  if (state.reachable === false) timer = setTimeout(() => void probe(), PROBE_EVERY_MS)
  else if (readyInMs !== undefined) timer = setTimeout(() => void sendNow(), Math.max(1_000, readyInMs))
}

/** Asks whether the server answers, since `navigator.onLine` only knows of a cable; if it does, everything waiting goes at once. */
export async function probe(): Promise<boolean> {
  const reachable = await fetch(PROBE, { cache: 'no-store', signal: AbortSignal.timeout(5_000) }).then(
    (answer) => answer.ok,
    () => false,
  )
  const isBack = reachable && state.reachable === false
  show({ reachable })
  if (isBack && owner) {
    const db = await deviceStore()
    for (const command of wokenUp(await db.getAll('command'), owner)) await db.put('command', command)
  }
  if (reachable) await sendNow()
  else planNext()
  return reachable
}

/** A person sends a refused or waiting command again. */
export async function retryCommand(command: QueuedCommand): Promise<void> {
  const db = await deviceStore()
  await db.put('command', askedAgain(command))
  await changed()
  await sendNow()
}

/** A person gives a command up, after having been asked; it is gone. What stood behind it in its lane goes on. */
export async function discardCommand(command: QueuedCommand): Promise<void> {
  const db = await deviceStore()
  await db.delete('command', command.seq)
  await changed()
  await sendNow()
}

const wake = () => void probe()
const wakeWhenSeen = () => {
  if (document.visibilityState === 'visible') void probe()
}

/**
 * Starts sending for this person; `arrived` hears of each command the server has taken. Returns the way to stop (sign-out).
 * `ownerKey` names person and organisation: on a shared phone nobody sends another's work.
 */
export function startOutbox(ownerKey: string, arrived: (command: QueuedCommand) => void): () => void {
  owner = ownerKey
  onArrived = arrived
  window.addEventListener('online', wake)
  window.addEventListener('offline', wake)
  document.addEventListener('visibilitychange', wakeWhenSeen)
  if (otherTabs) otherTabs.onmessage = () => void reload()
  void reload().then(probe)
  return () => {
    owner = null
    clearTimeout(timer)
    window.removeEventListener('online', wake)
    window.removeEventListener('offline', wake)
    document.removeEventListener('visibilitychange', wakeWhenSeen)
    if (otherTabs) otherTabs.onmessage = null
  }
}
