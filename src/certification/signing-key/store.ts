import type { Sql } from '#src/server/db/database.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import type { Purpose } from './contract.ts'

export type KeyRow = {
  id: string
  purpose: Purpose
  certificatePem: string
  rootId: string
  sealedSecret: Buffer
  validFrom: string
  validUntil: string | null
  retiredReason: string
}

// A body rotates once a year; this is for ever.
const MOST_KEYS = 500

/** Newest first. */
export async function listKeyRows(tx: Tx): Promise<KeyRow[]> {
  const rows = await tx.sql
    .selectFrom('signingKey')
    .select(['id', 'purpose', 'certificatePem', 'rootId', 'sealedSecret', 'validFrom', 'validUntil', 'retiredReason'])
    .where('orgId', '=', tx.orgId)
    .orderBy('validFrom', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_KEYS)
    .execute()
  return rows.map((row) => ({ ...row, purpose: row.purpose as Purpose }))
}

export async function insertKey(tx: WriteTx, key: Omit<KeyRow, 'validUntil' | 'retiredReason'>): Promise<void> {
  await tx.sql
    .insertInto('signingKey')
    .values({ orgId: tx.orgId, ...key })
    .execute()
}

export async function endKey(tx: WriteTx, id: string, reason: string): Promise<void> {
  await tx.sql
    .updateTable('signingKey')
    .set({ validUntil: tx.at, retiredReason: reason })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('validUntil', 'is', null)
    .execute()
}

export async function loadSlug(tx: Tx): Promise<string> {
  const row = await tx.sql
    .selectFrom('organisation')
    .select('slug')
    .where('orgId', '=', tx.orgId)
    .executeTakeFirstOrThrow()
  return row.slug
}

export type Body = { orgId: string; slug: string; name: string }

/** A certification body of this installation by its short name, before any organisation is known. */
export async function findBody(system: Sql, slug: string): Promise<Body | undefined> {
  return system
    .selectFrom('organisation')
    .select(['orgId', 'slug', 'name'])
    .where('kind', '=', 'certification_body')
    .where('slug', '=', slug)
    .executeTakeFirst()
}
