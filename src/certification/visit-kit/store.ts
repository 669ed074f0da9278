import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { parse } from 'yaml'
import type { Scheme } from '#src/evaluation/scheme/contract.ts'
import { assertSaved, type Tx, type WriteTx } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import { VisitKit } from './contract/kit.ts'
import { checkKit } from './rules/kit.ts'

const FILE = fileURLToPath(new URL('../../../standards/visit-kit.yaml', import.meta.url))
const MOST_VERSIONS = 200
let reading: Promise<VisitKit> | undefined

/** The kit that a body starts with. An unsound file is a fault. */
export function readDefaultKit(): Promise<VisitKit> {
  reading ??= readFile(FILE, 'utf8').then((text) => {
    // Its own words stand once at the top and are referred to hundreds of times.
    const { 'x-ours': _, ...rest } = parse(text, { maxAliasCount: -1 }) as Record<string, unknown>
    const checked = checkKit(VisitKit.parse(rest))
    if (!checked.ok) throw new Error(`standards/visit-kit.yaml cannot be used: ${JSON.stringify(checked.refusal)}`)
    return checked.value
  })
  return reading
}

export type StoredKit = {
  id: string
  number: number
  validFromOn: string | null
  madeAt: string
  madeByName: string
  openVisitCount: number
  kit: VisitKit
  version: number
}

function kits(tx: Tx) {
  return tx.sql
    .selectFrom('visitKit as k')
    .select([
      ...(['k.id', 'k.number', 'k.validFromOn', 'k.madeAt', 'k.madeByName', 'k.version'] as const),
      sql<VisitKit>`k.kit`.as('kit'),
      sql<number>`(select count(*)::int from audit_visit v where v.org_id = k.org_id and v.kit_id = k.id and v.finished_at is null)`.as(
        'openVisitCount',
      ),
    ])
    .where('k.orgId', '=', tx.orgId)
}

/** Newest first; a draft, where there is one, is the first. Empty before the body's first visit or draft. */
export async function listStoredKits(tx: Tx): Promise<StoredKit[]> {
  return kits(tx).orderBy('k.number', 'desc').limit(MOST_VERSIONS).execute()
}

/** The version in use on a day; undefined where none was yet. */
export async function findKitOn(tx: Tx, dayOn: string): Promise<StoredKit | undefined> {
  return kits(tx).where('k.validFromOn', '<=', dayOn).orderBy('k.validFromOn', 'desc').limit(1).executeTakeFirst()
}

/** False where another command was first: the version with that number stands already. */
export async function insertKit(
  tx: WriteTx,
  row: { id: string; number: number; validFromOn: string | null; kit: VisitKit },
): Promise<boolean> {
  const inserted = await tx.sql
    .insertInto('visitKit')
    .values({
      ...row,
      orgId: tx.orgId,
      kit: JSON.stringify(row.kit),
      madeAt: tx.at,
      madeBy: actorRef(tx.actor),
      madeByName: 'name' in tx.actor ? tx.actor.name : '',
    })
    .onConflict((conflict) => conflict.columns(['orgId', 'number']).doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

export async function saveKitDraft(
  tx: WriteTx,
  draft: { id: string; version: number },
  change: { kit?: VisitKit; validFromOn?: string },
): Promise<void> {
  const saved = await tx.sql
    .updateTable('visitKit')
    .set({
      ...(change.kit ? { kit: JSON.stringify(change.kit) } : {}),
      ...(change.validFromOn ? { validFromOn: change.validFromOn } : {}),
      madeAt: tx.at,
      madeBy: actorRef(tx.actor),
      madeByName: 'name' in tx.actor ? tx.actor.name : '',
      version: draft.version + 1,
    })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', draft.id)
    .where('version', '=', draft.version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'visit_kit')
}

export async function deleteKitDraft(tx: WriteTx, id: string, version: number): Promise<void> {
  const gone = await tx.sql
    .deleteFrom('visitKit')
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(gone.numDeletedRows, 'visit_kit')
}

/** The newest edition of each scheme that the body has, sealed ones before drafts; the shape is `Scheme`. */
export async function listNewestSchemes(tx: Tx): Promise<Scheme[]> {
  const rows = await tx.sql
    .selectFrom('schemeEdition')
    .distinctOn(sql`scheme->>'id'`)
    .select(sql<Scheme>`scheme`.as('scheme'))
    .where('orgId', '=', tx.orgId)
    .orderBy(sql`scheme->>'id'`)
    .orderBy(sql`seal is null`)
    .orderBy('number', 'desc')
    .limit(50)
    .execute()
  return rows.map(({ scheme }) => scheme)
}
