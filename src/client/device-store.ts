import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { QueuedCommand } from './outbox-rules.ts'

interface DeviceSchema extends DBSchema {
  command: { key: number; value: QueuedCommand }
  file: { key: string; value: { hash: string; content: Blob } }
  kept: { key: string; value: unknown }
}

export type DeviceStore = IDBPDatabase<DeviceSchema>

let opening: Promise<DeviceStore> | undefined

/** This device's own database: what waits to be sent, its files, and what was read for use offline. */
export function deviceStore(): Promise<DeviceStore> {
  opening ??= openDB<DeviceSchema>('starproof', 1, {
    upgrade(db) {
      db.createObjectStore('command', { keyPath: 'seq', autoIncrement: true })
      db.createObjectStore('file', { keyPath: 'hash' })
      db.createObjectStore('kept')
    },
    terminated() {
      opening = undefined
    },
  })
  opening.catch(() => {
    opening = undefined
  })
  return opening
}

/** Asks the browser not to clear the database under storage pressure; it may say no, and then the outbox still works. */
export async function keepStorage(): Promise<boolean> {
  return (await navigator.storage?.persist?.()) ?? false
}
