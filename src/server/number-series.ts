import { sql } from 'kysely'
import type { Database } from './db/database.ts'

// Numbers taken ahead by this process; a restart leaves a gap of at most this many.
const BLOCK = 20

type Block = { next: number; last: number }
type Blocks = Map<string, Promise<Block>>
const blocksOf = new WeakMap<Database, Blocks>()

/** `R26-000123`: prefix, year of `at`, running number. Taken outside the caller's transaction, so commands never wait for each other. */
export async function nextNumber(database: Database, orgId: string, prefix: string, at: string): Promise<string> {
  const series = `${prefix}${at.slice(2, 4)}`
  const key = `${orgId} ${series}`
  const blocks: Blocks = blocksOf.get(database) ?? new Map()
  blocksOf.set(database, blocks)
  for (;;) {
    const asked = blocks.get(key) ?? takeBlock(database, orgId, series)
    blocks.set(key, asked)
    const block = await asked.catch((error) => {
      blocks.delete(key)
      throw error
    })
    if (block.next <= block.last) return `${series}-${String(block.next++).padStart(6, '0')}`
    if (blocks.get(key) === asked) blocks.delete(key)
  }
}

async function takeBlock(database: Database, orgId: string, series: string): Promise<Block> {
  const { rows } = await sql<{ last: number }>`
    insert into number_series as s (org_id, series, last) values (${orgId}, ${series}, ${BLOCK})
    on conflict (org_id, series) do update set last = s.last + ${BLOCK} returning s.last`.execute(database.system)
  const last = rows[0]!.last
  return { next: last - BLOCK + 1, last }
}
