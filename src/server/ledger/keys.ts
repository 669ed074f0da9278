import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { newId } from '#src/shared/id.ts'
import type { NoteSigner } from '#src/shared/signed-note.ts'
import { originOf } from '#src/shared/signed-note.ts'
import { makeSigningKey, signerOf } from '../pack/signing-key.ts'
import type { Tx } from '../unit-of-work.ts'

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

/** The key in use, made at the first call. Two processes that make it at once: the second one's transaction fails and is tried again. */
export async function currentSigner(tx: Tx, sealer: Sealer): Promise<NoteSigner> {
  const name = originOf(tx.orgId)
  const row = await tx.sql
    .selectFrom('ledgerKey')
    .select('sealedSeed')
    .where('orgId', '=', tx.orgId)
    .where('validUntil', 'is', null)
    .executeTakeFirst()
  if (row) return signerOf(name, sealer.open(tx.orgId, row.sealedSeed))
  const made = makeSigningKey(name)
  await tx.sql
    .insertInto('ledgerKey')
    .values({
      orgId: tx.orgId,
      id: newId(),
      vkey: made.vkey,
      sealedSeed: sealer.seal(tx.orgId, made.seed),
      validFrom: tx.at,
    })
    .execute()
  return signerOf(name, made.seed)
}

/** Every key this organisation has signed with, oldest first; public halves only. */
export function listKeys(tx: Tx): Promise<{ vkey: string; validFrom: string; validUntil: string | null }[]> {
  return tx.sql
    .selectFrom('ledgerKey')
    .select(['vkey', 'validFrom', 'validUntil'])
    .where('orgId', '=', tx.orgId)
    .orderBy('validFrom')
    .execute()
}
