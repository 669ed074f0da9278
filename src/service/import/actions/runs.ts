import type { Platform } from '#src/server/platform.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import type { Actor } from '#src/shared/actor.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import type { Mapping } from '../contract/mapping.ts'
import type { ImportReport } from '../contract/report.ts'
import type { ImportLook, ImportRun, KeptReport, RunState } from '../contract/run.ts'
import { canCancel, canPlan, canStart } from '../rules/run.ts'
import { countSeen, insertRun, loadRun, type NewRun, type RunRecord, replaceProblems, saveRun } from '../store/runs.ts'

export type UploadedFile = Pick<NewRun, 'id' | 'fileName' | 'fileSha256' | 'sizeBytes'> & {
  look: ImportLook
  mapping: Mapping | null
}

/** Notes a file that was looked into; nothing of it is written yet. */
export async function addRun(tx: WriteTx, uploaded: UploadedFile): Promise<Decision<{ id: string }>> {
  await insertRun(tx, { ...uploaded, startedBy: tx.actor })
  tx.record({
    recordType: 'import_run',
    recordId: uploaded.id,
    verb: 'import_run.uploaded',
    content: { file: { name: uploaded.fileName, sha256: uploaded.fileSha256, sizeBytes: uploaded.sizeBytes } },
  })
  return accept({ id: uploaded.id })
}

/** Notes a file and that it is to be imported at once by this process. */
export async function beginRun(
  platform: Platform,
  actor: Actor,
  uploaded: UploadedFile & { mapping: Mapping },
): Promise<Decision<null>> {
  const command = { id: newId(), endpoint: 'import.begin', input: { runId: uploaded.id } }
  return platform.command(actor, command, async (tx) => {
    await addRun(tx, uploaded)
    await saveRun(tx, { id: uploaded.id, version: 1 }, { state: 'running' })
    return accept(null)
  })
}

async function requireRun(tx: Tx, id: string): Promise<Decision<RunRecord>> {
  const run = await loadRun(tx, id)
  return run ? accept(run) : refuse('not_found', 'not_found')
}

export async function readRun(tx: Tx, id: string): Promise<Decision<ImportRun>> {
  const run = await loadRun(tx, id)
  if (!run) return refuse('not_found', 'not_found')
  const { startedBy: _, startedAt: __, ...shown } = run
  const { orgId: ___, ...row } = shown as typeof shown & { orgId: string }
  return accept({ ...row, recordsSeen: await countSeen(tx, id) })
}

/** Keeps what a person states and what would become of the file. `report` was planned from this very mapping. */
export async function keepPlan(
  tx: WriteTx,
  id: string,
  given: { version: number; mapping: Mapping; report: ImportReport },
): Promise<Decision<{ report: KeptReport; version: number }>> {
  const run = await requireRun(tx, id)
  if (!run.ok) return run
  const allowed = canPlan(run.value.state)
  if (!allowed.ok) return allowed
  const { problems, ...report } = given.report
  const recordsPlanned = report.records.reduce((sum, { planned }) => sum + planned, 0)
  await saveRun(tx, { id, version: given.version }, { mapping: given.mapping, report, recordsPlanned })
  await replaceProblems(tx, id, problems)
  tx.record({ recordType: 'import_run', recordId: id, verb: 'import_run.planned', content: { mapping: given.mapping } })
  return accept({ report, version: given.version + 1 })
}

/** From here on the server carries it out, whether anybody looks on or not. */
export async function startRun(tx: WriteTx, id: string, version: number): Promise<Decision<{ state: RunState }>> {
  const run = await requireRun(tx, id)
  if (!run.ok) return run
  const allowed = canStart(run.value)
  if (!allowed.ok) return allowed
  await saveRun(tx, { id, version }, { state: 'waiting', startedBy: tx.actor, startedAt: tx.at })
  tx.record({ recordType: 'import_run', recordId: id, verb: 'import_run.asked_for', content: {} })
  return accept({ state: 'waiting' as const })
}

export async function cancelRun(tx: WriteTx, id: string): Promise<Decision<{ state: RunState }>> {
  const run = await requireRun(tx, id)
  if (!run.ok) return run
  const allowed = canCancel(run.value.state)
  if (!allowed.ok) return allowed
  await saveRun(tx, run.value, { state: 'cancelled', finishedAt: tx.at })
  tx.record({ recordType: 'import_run', recordId: id, verb: 'import_run.cancelled', content: {} })
  return accept({ state: 'cancelled' as const })
}
