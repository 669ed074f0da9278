import pg from 'pg'

/** What a live screen hears. `recordType` and `recordId` are `*` when so much changed that everything is to be read again. */
export type LiveEvent = { topic: string; recordType: string; recordId: string }
type Listener = (event: LiveEvent) => void

export type LiveHub = {
  /** Hears of the organisation's changes, from every process on this database. Returns how to stop. */
  listen(orgId: string, listener: Listener): () => void
  close(): Promise<void>
}

export const CHANNEL = 'starproof_live'
const RETRY_MS = 1_000

type Message = { orgId: string; records: { recordType: string; recordId: string; verb: string }[] }

/** Opens one listening connection for this process and keeps it alive: a lost one is opened again, and listeners told to read everything. */
export async function openLiveHub(url: string, onError: (error: Error) => void): Promise<LiveHub> {
  const listeners = new Map<string, Set<Listener>>()
  let client: pg.Client | undefined
  let closed = false

  function tell(orgId: string, events: LiveEvent[]): void {
    for (const listener of listeners.get(orgId) ?? []) for (const event of events) listener(event)
  }

  async function connect(): Promise<void> {
    const next = new pg.Client({ connectionString: url, application_name: 'starproof live' })
    next.on('error', (error) => {
      onError(error)
      // A connection dies with several errors, and is replaced once; one that never came up is its opener's affair.
      if (client !== next) return
      client = undefined
      retry()
    })
    next.on('notification', ({ payload }) => {
      const message = JSON.parse(payload ?? '') as Message
      tell(message.orgId, eventsOf(message))
    })
    await next.connect()
    await next.query(`listen ${CHANNEL}`)
    if (closed) await next.end()
    else client = next
  }

  function retry(): void {
    if (closed) return
    setTimeout(() => {
      connect().then(
        () => {
          for (const orgId of listeners.keys()) tell(orgId, [EVERYTHING])
        },
        (error: Error) => {
          onError(error)
          retry()
        },
      )
    }, RETRY_MS).unref()
  }

  await connect()
  return {
    listen(orgId, listener) {
      const set = listeners.get(orgId) ?? new Set()
      listeners.set(orgId, set.add(listener))
      return () => {
        set.delete(listener)
        if (set.size === 0) listeners.delete(orgId)
      }
    },
    async close() {
      closed = true
      await client?.end()
    },
  }
}

const EVERYTHING: LiveEvent = { topic: '*', recordType: '*', recordId: '*' }

function eventsOf(message: Message): LiveEvent[] {
  if (message.records.length === 0) return [EVERYTHING]
  return message.records.map(({ verb, recordType, recordId }) => ({ topic: verb, recordType, recordId }))
}
