import type { Sweep } from '#src/server/background.ts'
import type { Platform } from '#src/server/platform.ts'
import { tell } from './actions.ts'
import { beginNotices, findUnheard, readUnheard, saveHeard } from './store.ts'

const LINES_AT_ONCE = 1_000

/**
 * Reads history in the order of the ledger and tells customers and staff what they have to know. Each line is one command with the line's
 * own id: two processes, or one that was killed and comes back, tell it once. What was there before the first look tells nobody anything.
 */
export function noticeSweep(platform: Platform): Sweep {
  return {
    name: 'notices',
    everyMs: 2_000,
    run: async () => {
      let done = 0
      for (const orgId of await findUnheard(platform.database.system)) done += await hear(platform, orgId)
      return done
    },
  }
}

async function hear(platform: Platform, orgId: string): Promise<number> {
  const actor = { kind: 'system', orgId, name: 'notices', roles: [] } as const
  const { fromIndex, toIndex, lines } = await platform.upkeep(orgId, 'notices', async (tx) => {
    await beginNotices(tx)
    return readUnheard(tx, LINES_AT_ONCE)
  })
  for (const line of lines) {
    const command = { id: line.id, endpoint: 'notice.tell', input: { historyId: line.id } }
    await platform.command(actor, command, (tx) => tell(tx, line))
  }
  await platform.upkeep(orgId, 'notices', (tx) => saveHeard(tx, toIndex))
  return toIndex - fromIndex
}
