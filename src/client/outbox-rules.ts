import type { Refusal } from '#src/shared/decision.ts'

/** A file that a command needs on the server first; its content waits beside the outbox under this hash. */
export type QueuedFile = { hash: string; mediaType: string; name: string; byteCount: number }

/** One thing a person did, kept on the device until the server has it. */
export type QueuedCommand = {
  /** The command id: the server acts once under it. */
  id: string
  /** Order of doing on this device; given by the store. */
  seq: number
  /** Whose it is: it goes out only while this person of this organisation is signed in. */
  owner: string
  /** Commands of one lane (a work order's id) go out strictly one after the other. */
  lane: string
  endpointName: string
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  address: string
  body: unknown
  /** When the person did it, by this device's clock, as UTC. */
  occurredAt: string
  files: QueuedFile[]
  state: 'waiting' | 'refused'
  attempts: number
  /** Not before this time, in milliseconds since 1970. */
  nextAttemptMs: number
  refusal?: Refusal
}

/** What became of one attempt. `too_busy` is a refusal that time heals (429). */
export type Outcome =
  | { kind: 'done' }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'offline' }
  | { kind: 'signed_out' }
  | { kind: 'fault' }
  | { kind: 'too_busy' }

const FIRST_WAIT_MS = 2_000
const LONGEST_WAIT_MS = 300_000

/** 2 s, 4 s, 8 s … 5 min, shortened by up to half by `chance` (0 to 1), so that phones leaving one tunnel do not arrive at once. */
export function backOffMs(attempts: number, chance: number): number {
  const full = Math.min(FIRST_WAIT_MS * 2 ** Math.max(0, attempts - 1), LONGEST_WAIT_MS)
  return Math.round(full * (1 - chance / 2))
}

function byOrder(a: QueuedCommand, b: QueuedCommand): number {
  return a.seq - b.seq
}

/** The first command of each lane: only these may go out. */
function heads(commands: readonly QueuedCommand[]): QueuedCommand[] {
  const first = new Map<string, QueuedCommand>()
  for (const command of [...commands].sort(byOrder)) {
    const lane = `${command.owner} ${command.lane}`
    if (!first.has(lane)) first.set(lane, command)
  }
  return [...first.values()]
}

/** The command to send now, oldest first: head of its lane, not refused, its waiting time over, and this person's own. */
export function nextToSend(
  commands: readonly QueuedCommand[],
  owner: string,
  nowMs: number,
): QueuedCommand | undefined {
  return heads(commands).find((one) => one.owner === owner && one.state === 'waiting' && one.nextAttemptMs <= nowMs)
}

/** How long until a command becomes ready; 0 if one is, undefined if none will by waiting. */
export function nextReadyInMs(commands: readonly QueuedCommand[], owner: string, nowMs: number): number | undefined {
  const waits = heads(commands)
    .filter((one) => one.owner === owner && one.state === 'waiting')
    .map((one) => Math.max(0, one.nextAttemptMs - nowMs))
  return waits.length === 0 ? undefined : Math.min(...waits)
}

/** The command after an attempt; undefined when it has arrived and leaves the outbox. Offline and signed out do not count as attempts. */
export function afterAttempt(
  command: QueuedCommand,
  outcome: Outcome,
  nowMs: number,
  chance: number,
): QueuedCommand | undefined {
  switch (outcome.kind) {
    case 'done':
      return undefined
    case 'refused':
      return { ...command, state: 'refused', refusal: outcome.refusal, attempts: command.attempts + 1 }
    case 'offline':
    case 'signed_out':
      return command
    case 'fault':
    case 'too_busy': {
      const attempts = command.attempts + 1
      return { ...command, attempts, nextAttemptMs: nowMs + backOffMs(attempts, chance) }
    }
  }
}

/** Whether the sender should stop for now: nothing else would fare better. */
export function endsTheRound(outcome: Outcome): boolean {
  return outcome.kind === 'offline' || outcome.kind === 'signed_out'
}

/** A person asks to send it again, now: what was refused may be allowed since. Same id, so it still acts once. */
export function askedAgain(command: QueuedCommand): QueuedCommand {
  return { ...command, state: 'waiting', refusal: undefined, nextAttemptMs: 0 }
}

/** The server is back: everything of this person that waits may go at once. */
export function wokenUp(commands: readonly QueuedCommand[], owner: string): QueuedCommand[] {
  return commands
    .filter((one) => one.owner === owner && one.state === 'waiting' && one.nextAttemptMs > 0)
    .map((one) => ({ ...one, nextAttemptMs: 0 }))
}

/** What a person reads beside a command. `held`: an earlier one of its lane has not arrived. */
export type Standing = 'waiting' | 'held' | 'refused'

export function standingOf(command: QueuedCommand, commands: readonly QueuedCommand[]): Standing {
  if (command.state === 'refused') return 'refused'
  const isHeld = commands.some(
    (one) => one.owner === command.owner && one.lane === command.lane && one.seq < command.seq,
  )
  return isHeld ? 'held' : 'waiting'
}

export type OutboxCount = { waiting: number; refused: number; ofOthers: number }

export function countOutbox(commands: readonly QueuedCommand[], owner: string): OutboxCount {
  const own = commands.filter((one) => one.owner === owner)
  const refused = own.filter((one) => one.state === 'refused').length
  return { waiting: own.length - refused, refused, ofOthers: commands.length - own.length }
}

/** Stored files that no command needs any more. */
export function filesToForget(stored: readonly string[], commands: readonly QueuedCommand[]): string[] {
  const needed = new Set(commands.flatMap((one) => one.files.map((file) => file.hash)))
  return stored.filter((hash) => !needed.has(hash))
}
