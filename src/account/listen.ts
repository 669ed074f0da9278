import pg from 'pg'
import { SESSION_CHANNEL } from './session/store.ts'

const RECONNECT_AFTER_MS = 1_000

export type Listener = {
  isListening(): boolean
  heard(): Promise<void>
  close(): Promise<void>
}

/** Hears which person or key changed in any process. `onLost` is called when the line breaks: whatever was remembered may be stale. It is opened anew until closed. */
export function listenForChanges(url: string, hear: { onChange(subjectId: string): void; onLost(): void }): Listener {
  let client: pg.Client | undefined
  let isListening = false
  let isClosed = false
  let timer: NodeJS.Timeout | undefined
  const waiting: (() => void)[] = []

  async function connect(): Promise<void> {
    const fresh = new pg.Client({ connectionString: url, application_name: 'starproof sessions', keepAlive: true })
    client = fresh
    fresh.on('notification', (notice) => hear.onChange(notice.payload ?? ''))
    fresh.on('error', () => lose(fresh))
    fresh.on('end', () => lose(fresh))
    await fresh.connect()
    await fresh.query(`listen ${SESSION_CHANNEL}`)
    // What was looked up while nobody listened was not remembered, so nothing is missed from here on.
    isListening = client === fresh
    for (const resolve of waiting.splice(0)) resolve()
  }

  function lose(lost: pg.Client): void {
    if (client !== lost) return
    client = undefined
    isListening = false
    hear.onLost()
    lost.end().catch(() => {})
    if (!isClosed) timer = setTimeout(open, RECONNECT_AFTER_MS)
  }

  function open(): void {
    connect().catch(() => {
      if (client) lose(client)
    })
  }

  open()
  return {
    isListening: () => isListening,
    heard: () => (isListening ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    close: async () => {
      isClosed = true
      clearTimeout(timer)
      const last = client
      client = undefined
      isListening = false
      await last?.end().catch(() => {})
    },
  }
}
