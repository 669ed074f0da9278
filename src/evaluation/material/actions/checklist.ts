import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { loadCountingDay } from '../../fact/store.ts'
import type { MaterialFile, MaterialLine } from '../contract/checklist.ts'
import type { LackingConfirmation, LackingItem } from '../contract/dossier.ts'
import { canBring, canConfirmLacking, canWithdraw, reckonChecklist } from '../rules/checklist.ts'
import { threeYearsBefore } from '../rules/report/data.ts'
import * as store from '../store/files.ts'
import { findForm, saveLackingConfirmed } from '../store/form.ts'
import { countForChecklist } from '../store/report.ts'
import { readWanted } from './wanted.ts'

type Lines = { todayOn: string; lines: MaterialLine[]; confirmed: LackingConfirmation | null }

export async function readLines(tx: Tx): Promise<Lines> {
  const { todayOn, zone } = await loadCountingDay(tx)
  const span = { fromOn: threeYearsBefore(todayOn), toOn: todayOn, zone }
  const records = await countForChecklist(tx, span)
  const brought = await store.listMaterialFiles(tx)
  const lines = reckonChecklist({ wanted: await readWanted(), brought, records, todayOn })
  return { todayOn, lines, confirmed: (await findForm(tx))?.lackingConfirmed ?? null }
}

type Confirmed = { version: number; reason: string; items: LackingItem[] }

export async function confirmLacking(tx: WriteTx, { version, reason, items }: Confirmed): Promise<Decision<Saved>> {
  const form = await findForm(tx)
  if (!form) return refuse('not_found', 'not_found')
  const allowed = canConfirmLacking((await readLines(tx)).lines, items)
  if (!allowed.ok) return allowed
  const byName = 'name' in tx.actor ? tx.actor.name : ''
  await saveLackingConfirmed(tx, form.id, version, { at: tx.at, byName, reason, items })
  const content = { reason, items }
  tx.record({ recordType: 'application_form', recordId: form.id, verb: 'application_form.lacking_confirmed', content })
  return accept({ id: form.id, version: version + 1 })
}

type Saved = { id: string; version: number }
type NewFile = Pick<MaterialFile, 'id' | 'materialId' | 'name' | 'fileSha256' | 'validUntilOn'>

export async function bringMaterial(tx: WriteTx, file: NewFile): Promise<Decision<Saved>> {
  const { id, ...content } = file
  if (!(await store.isFileKept(tx, file.fileSha256))) return refuse('invalid', 'file_unknown')
  const allowed = canBring(await store.listFilesOf(tx, file.materialId), file.fileSha256)
  if (!allowed.ok) return allowed
  await store.insertMaterialFile(tx, file)
  tx.record({ recordType: 'material', recordId: id, verb: 'material.added', content })
  return accept({ id, version: 1 })
}

export async function withdrawMaterial(
  tx: WriteTx,
  id: string,
  { version, reason }: { version: number; reason: string },
): Promise<Decision<Saved>> {
  const allowed = canWithdraw(await store.findMaterialFile(tx, id))
  if (!allowed.ok) return allowed
  await store.saveWithdrawn(tx, id, version, reason)
  tx.record({ recordType: 'material', recordId: id, verb: 'material.withdrawn', content: { reason } })
  return accept({ id, version: version + 1 })
}
