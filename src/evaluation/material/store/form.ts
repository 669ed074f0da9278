import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { assertSaved } from '#src/server/unit-of-work.ts'
import type { ApplicationDraft } from '../contract/application.ts'
import type { LackingConfirmation } from '../contract/dossier.ts'
import { nameOf } from './files.ts'

export type StoredForm = {
  id: string
  draft: ApplicationDraft
  savedAt: string
  savedByName: string
  declaredAt: string | null
  declaredByName: string
  lackingConfirmed: LackingConfirmation | null
  version: number
}

export async function findForm(tx: Tx): Promise<StoredForm | undefined> {
  const row = await tx.sql
    .selectFrom('applicationForm')
    .select(['id', 'draft', 'savedAt', 'savedByName', 'declaredAt', 'declaredByName', 'lackingConfirmed', 'version'])
    .where('orgId', '=', tx.orgId)
    .executeTakeFirst()
  if (!row) return undefined
  const { draft, lackingConfirmed, ...rest } = row
  return {
    ...rest,
    draft: draft as unknown as ApplicationDraft,
    lackingConfirmed: lackingConfirmed as unknown as LackingConfirmation | null,
  }
}

/** The first time; a second one beside it is refused by the database. */
export async function insertForm(tx: WriteTx, id: string, draft: ApplicationDraft): Promise<void> {
  await tx.sql
    .insertInto('applicationForm')
    .values({ orgId: tx.orgId, id, draft: JSON.stringify(draft), savedAt: tx.at, savedByName: nameOf(tx) })
    .execute()
}

/** What was declared is declared no longer. */
export async function saveForm(tx: WriteTx, id: string, version: number, draft: ApplicationDraft): Promise<void> {
  const saved = { draft: JSON.stringify(draft), savedAt: tx.at, savedByName: nameOf(tx) }
  await change(tx, id, version, { ...saved, declaredAt: null, declaredByName: '' })
}

export async function saveDeclared(tx: WriteTx, id: string, version: number): Promise<void> {
  await change(tx, id, version, { declaredAt: tx.at, declaredByName: nameOf(tx) })
}

/** The form itself, and its declaration, stay as they are. */
export async function saveLackingConfirmed(
  tx: WriteTx,
  id: string,
  version: number,
  confirmed: LackingConfirmation,
): Promise<void> {
  await change(tx, id, version, { lackingConfirmed: JSON.stringify(confirmed) })
}

type Change = {
  draft?: string
  savedAt?: string
  savedByName?: string
  declaredAt?: string | null
  declaredByName?: string
  lackingConfirmed?: string
}

async function change(tx: WriteTx, id: string, version: number, set: Change): Promise<void> {
  const saved = await tx.sql
    .updateTable('applicationForm')
    .set({ ...set, version: version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'application_form')
}
