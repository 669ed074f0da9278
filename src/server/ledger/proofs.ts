import { sql } from 'kysely'
import { consistencyProof, inclusionProof } from '#src/shared/merkle/proof.ts'
import type { NodeSource } from '#src/shared/merkle/tiles.ts'
import { serverHasher } from '../pack/signing-key.ts'
import type { Tx } from '../unit-of-work.ts'

/** The stored hashes of this organisation's ledger, for proofs. */
export function ledgerHashes(tx: Tx): NodeSource {
  return {
    leafHashes: async (start, end) => {
      const { rows } = await sql<{ hashes: Buffer }>`
        select coalesce(string_agg(leaf_hash, ''::bytea order by leaf_index), '') as hashes from ledger_entry
        where org_id = ${tx.orgId} and leaf_index >= ${start} and leaf_index < ${end}`.execute(tx.sql)
      return rows[0]!.hashes
    },
    nodes: async (level, start, end) => {
      const { rows } = await sql<{ hashes: Buffer }>`
        select coalesce(string_agg(hash, ''::bytea order by node_index), '') as hashes from ledger_node
        where org_id = ${tx.orgId} and level = ${level} and node_index >= ${start} and node_index < ${end}`.execute(
        tx.sql,
      )
      return rows[0]!.hashes
    },
  }
}

export type CheckpointRow = { size: number; note: string; madeAt: string }

/** The newest checkpoint; undefined while the ledger is empty. */
export function latestCheckpoint(tx: Tx): Promise<CheckpointRow | undefined> {
  return tx.sql
    .selectFrom('ledgerCheckpoint')
    .select(['size', 'note', 'madeAt'])
    .where('orgId', '=', tx.orgId)
    .orderBy('size', 'desc')
    .executeTakeFirst()
}

/** Audit path of one leaf up to the checkpoint of `size`, as 32-byte hashes, leaf side first. */
export function proveInclusion(tx: Tx, leafIndex: number, size: number): Promise<Uint8Array[]> {
  return inclusionProof(ledgerHashes(tx), leafIndex, size, serverHasher)
}

/** That the ledger at `oldSize` is the beginning of the ledger at `newSize`. */
export function proveConsistency(tx: Tx, oldSize: number, newSize: number): Promise<Uint8Array[]> {
  return consistencyProof(ledgerHashes(tx), oldSize, newSize, serverHasher)
}
