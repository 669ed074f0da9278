import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { assertSaved } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import type { MaterialFile } from '../contract/checklist.ts'
import type { MaterialId } from '../contract/dossier.ts'
import { MOST_FILES } from '../rules/checklist.ts'

const COLUMNS = [
  'id',
  'materialId',
  'name',
  'fileSha256',
  'validUntilOn',
  'addedAt',
  'addedByName',
  'withdrawnAt',
  'withdrawnReason',
  'withdrawnByName',
  'version',
] as const

/** Of every kind of material, the first brought first; the withdrawn ones too. */
export async function listMaterialFiles(tx: Tx): Promise<MaterialFile[]> {
  const rows = await tx.sql
    .selectFrom('materialFile')
    .select(COLUMNS)
    .where('orgId', '=', tx.orgId)
    .orderBy('materialId')
    .orderBy('addedAt')
    .orderBy('id')
    .execute()
  return rows as MaterialFile[]
}

export async function listFilesOf(tx: Tx, materialId: MaterialId): Promise<MaterialFile[]> {
  const rows = await tx.sql
    .selectFrom('materialFile')
    .select(COLUMNS)
    .where('orgId', '=', tx.orgId)
    .where('materialId', '=', materialId)
    .limit(MOST_FILES)
    .execute()
  return rows as MaterialFile[]
}

export async function findMaterialFile(tx: Tx, id: string): Promise<MaterialFile | undefined> {
  const row = await tx.sql
    .selectFrom('materialFile')
    .select(COLUMNS)
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row as MaterialFile | undefined
}

export async function isFileKept(tx: Tx, sha256: string): Promise<boolean> {
  const row = await tx.sql
    .selectFrom('file')
    .select('sha256')
    .where('orgId', '=', tx.orgId)
    .where('sha256', '=', sha256)
    .executeTakeFirst()
  return row !== undefined
}

type NewFile = Pick<MaterialFile, 'id' | 'materialId' | 'name' | 'fileSha256' | 'validUntilOn'>

export async function insertMaterialFile(tx: WriteTx, file: NewFile): Promise<void> {
  const by = { addedAt: tx.at, addedBy: actorRef(tx.actor), addedByName: nameOf(tx) }
  await tx.sql
    .insertInto('materialFile')
    .values({ orgId: tx.orgId, ...file, ...by })
    .execute()
}

export async function saveWithdrawn(tx: WriteTx, id: string, version: number, reason: string): Promise<void> {
  const saved = await tx.sql
    .updateTable('materialFile')
    .set({ withdrawnAt: tx.at, withdrawnReason: reason, withdrawnByName: nameOf(tx), version: version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'material')
}

export function nameOf(tx: Tx): string {
  return 'name' in tx.actor ? tx.actor.name : ''
}
