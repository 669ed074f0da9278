import { type Query, type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

export type LiveEvent = { topic: string; recordType: string; recordId: string }
export type LiveStatus = 'connecting' | 'open' | 'waiting'

const EVENTS = '/api/events'
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 30_000
/** A busy day brings many events a second; screens read again at most this often. */
const GATHER_MS = 500

/** Reads one event's data; undefined for what is not one (a keep-alive, another version's event). */
export function readLiveEvent(data: string): LiveEvent | undefined {
  let value: unknown
  try {
    value = JSON.parse(data)
  } catch {
    return undefined
  }
  const event = value as Partial<LiveEvent> | null
  if (typeof event?.topic !== 'string' || typeof event.recordType !== 'string' || typeof event.recordId !== 'string')
    return undefined
  return event as LiveEvent
}

/** Whether an answer may have changed: it was asked about that record, or it follows that type of record; `*` touches all. */
export function isTouched(query: Pick<Query, 'queryKey' | 'meta'>, event: LiveEvent): boolean {
  if (event.recordType === '*') return true
  const [, params] = query.queryKey as [unknown, Record<string, unknown> | undefined]
  if (Object.values(params ?? {}).includes(event.recordId)) return true
  const follows = query.meta?.follows as readonly string[] | undefined
  return follows?.includes(event.recordType) ?? false
}

/** Doubles from one second to half a minute; `chance` (0 to 1) spreads a thousand desks that lost the same server. */
export function reconnectWaitMs(failures: number, chance: number): number {
  const full = Math.min(FIRST_WAIT_MS * 2 ** failures, LONGEST_WAIT_MS)
  return Math.round(full * (0.5 + chance / 2))
}

/** Listens to the server's events until the returned function is called. After a gap every answer is read again, for what was missed. */
function followLive(client: QueryClient, onStatus: (status: LiveStatus) => void): () => void {
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let gathering: ReturnType<typeof setTimeout> | undefined
  let gathered: LiveEvent[] = []
  let failures = 0
  let hadGap = false

  const refresh = () => {
    const events = gathered
    gathered = []
    gathering = undefined
    void client.invalidateQueries({ predicate: (query) => events.some((event) => isTouched(query, event)) })
  }

  const open = () => {
    onStatus(failures === 0 ? 'connecting' : 'waiting')
    source = new EventSource(EVENTS)
    source.onopen = () => {
      failures = 0
      onStatus('open')
      if (hadGap) void client.invalidateQueries()
      hadGap = false
    }
    source.onmessage = (message: MessageEvent<string>) => {
      const event = readLiveEvent(message.data)
      if (!event) return
      gathered.push(event)
      gathering ??= setTimeout(refresh, GATHER_MS)
    }
    source.onerror = () => {
      source?.close()
      hadGap = true
      onStatus('waiting')
      timer = setTimeout(open, reconnectWaitMs(failures, Math.random()))
      failures += 1
    }
  }
  open()
  return () => {
    clearTimeout(timer)
    clearTimeout(gathering)
    source?.close()
  }
}

/** Keeps this app's answers fresh while `on`; the shell calls it once. */
export function useLive(on: boolean): LiveStatus {
  const client = useQueryClient()
  const [status, setStatus] = useState<LiveStatus>('connecting')
  useEffect(() => (on ? followLive(client, setStatus) : undefined), [client, on])
  return status
}
