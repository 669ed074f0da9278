import { type DehydratedState, dehydrate, hydrate, type QueryClient } from '@tanstack/react-query'
import { deviceStore } from './device-store.ts'
import { forgetPictures } from './kept-pictures.ts'

const KEY = 'reads'
const SAVE_AFTER_MS = 1_000
const KEEP_FOR_MS = 3 * 24 * 3_600_000

type Kept = { savedMs: number; reads: DehydratedState }

/** Puts back what was read before on this device (up to three days old), so that a screen opens without a network. Before rendering. */
export async function restoreReads(client: QueryClient): Promise<void> {
  const db = await deviceStore()
  const kept = (await db.get('kept', KEY)) as Kept | undefined
  if (kept && Date.now() - kept.savedMs < KEEP_FOR_MS) hydrate(client, kept.reads)
}

/** Saves answers to the device a second after they change. */
export function keepReads(client: QueryClient): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const save = async () => {
    const reads = dehydrate(client, {
      // Null is no answer worth keeping: that nobody is signed in may be over in a second.
      shouldDehydrateQuery: (query) => query.state.status === 'success' && query.state.data !== null,
      shouldDehydrateMutation: () => false,
    })
    const db = await deviceStore()
    await db.put('kept', { savedMs: Date.now(), reads } satisfies Kept, KEY)
  }
  client.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' && event.type !== 'removed') return
    clearTimeout(timer)
    timer = setTimeout(() => void save(), SAVE_AFTER_MS)
  })
}

/** Forgets what was read, at sign-out: the next person on this device must not find it. The outbox stays. */
export async function forgetReads(client: QueryClient): Promise<void> {
  client.clear()
  const db = await deviceStore()
  await Promise.all([db.delete('kept', KEY), forgetPictures()])
}
