import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { newId } from '#src/shared/id.ts'
import type { NoteSigner } from '#src/shared/signed-note.ts'
import { originOf } from '#src/shared/signed-note.ts'
import { makeSigningKey, signerOf } from '../pack/signing-key.ts'
import type { Tx, WriteTx } from '../unit-of-work.ts'

/** Seals small secrets at rest with the installation's own secret (AES-256-GCM, bound to the organisation). */
export type Sealer = {
  seal(orgId: string, plain: string): Buffer
  /** Throws when the text was sealed by another installation or altered. */
  open(orgId: string, sealed: Buffer): string
}

export function openSealer(installationSecret: string): Sealer {
  const key = createHash('sha256').update(`starproof seal\n${installationSecret}`).digest()
  return {
    seal(orgId, plain) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      cipher.setAAD(Buffer.from(orgId))
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), body])
    },
    open(orgId, sealed) {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
      decipher.setAAD(Buffer.from(orgId))
      decipher.setAuthTag(sealed.subarray(12, 28))
      return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8')
    },
  }
}

export type CurrentSigner = NoteSigner & { validFrom: string }

/** Instants as ISO text with milliseconds, so that the latest is the greatest text. */
export function latestOf(first: string, ...others: (string | null | undefined)[]): string {
  return others.reduce<string>((latest, at) => (at && at > latest ? at : latest), first)
}

/** Locks the growing edge of the organisation's ledger until the end of the transaction, making it at the first call. */
export async function lockLedger(tx: Tx) {
  await sql`insert into ledger_state (org_id, size, frontier) values (${tx.orgId}, 0, '') on conflict do nothing`.execute(
    tx.sql,
  )
  return tx.sql
    .selectFrom('ledgerState')
    .selectAll()
    .where('orgId', '=', tx.orgId)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

/** The key in use, made at the first call. Call it while the ledger is locked, or where the key is known to exist (a checkpoint was signed). */
export async function currentSigner(tx: Tx, sealer: Sealer): Promise<CurrentSigner> {
  const name = originOf(tx.orgId)
  const row = await tx.sql
    .selectFrom('ledgerKey')
    .select(['sealedSeed', 'validFrom'])
    .where('orgId', '=', tx.orgId)
    .where('validUntil', 'is', null)
    .executeTakeFirst()
  if (row) return { ...signerOf(name, sealer.open(tx.orgId, row.sealedSeed)), validFrom: row.validFrom }
  const made = await saveNewKey(tx, sealer, tx.at)
  return { ...signerOf(name, made.seed), validFrom: tx.at }
}

async function saveNewKey(tx: Tx, sealer: Sealer, validFrom: string): Promise<{ seed: string; vkey: string }> {
  const made = makeSigningKey(originOf(tx.orgId))
  const sealedSeed = sealer.seal(tx.orgId, made.seed)
  await tx.sql
    .insertInto('ledgerKey')
    .values({ orgId: tx.orgId, id: newId(), vkey: made.vkey, sealedSeed, validFrom })
    .execute()
  return made
}

export type DatedKey = { vkey: string; validFrom: string; validUntil: string | null }

/**
 * Ends the key in use and begins with a new one at the same instant; checkpoints and packs signed before stay valid by the dates.
 * The ledger is locked meanwhile, so nothing is signed between the two. `retired` is null where no key had been made yet.
 */
export async function rotateKey(tx: WriteTx, sealer: Sealer): Promise<{ retired: string | null; key: DatedKey }> {
  const state = await lockLedger(tx)
  const current = await tx.sql
    .selectFrom('ledgerKey')
    .select(['id', 'vkey', 'validFrom'])
    .where('orgId', '=', tx.orgId)
    .where('validUntil', 'is', null)
    .executeTakeFirst()
  const at = latestOf(tx.at, state.checkpointAt, current?.validFrom)
  if (current) {
    await tx.sql
      .updateTable('ledgerKey')
      .set({ validUntil: at })
      .where('orgId', '=', tx.orgId)
      .where('id', '=', current.id)
      .execute()
  }
  const { vkey } = await saveNewKey(tx, sealer, at)
  return { retired: current?.vkey ?? null, key: { vkey, validFrom: at, validUntil: null } }
}

/** Every key this organisation has signed with, oldest first; public halves only. */
export function listKeys(tx: Tx): Promise<DatedKey[]> {
  return tx.sql
    .selectFrom('ledgerKey')
    .select(['vkey', 'validFrom', 'validUntil'])
    .where('orgId', '=', tx.orgId)
    .orderBy('validFrom')
    .orderBy('validUntil', (order) => order.asc().nullsLast())
    .execute()
}
