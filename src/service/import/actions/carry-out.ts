import type { Platform } from '#src/server/platform.ts'
import { readTabular } from '#src/server/tabular/read.ts'
import type { Actor } from '#src/shared/actor.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import type { ImportReport } from '../contract/report.ts'
import { planImport } from '../rules/plan.ts'
import { reportResult } from '../rules/result.ts'
import {
  forgetSeen,
  holdImports,
  loadRun,
  type RunChange,
  replaceProblems,
  saveRun,
  sumBatches,
} from '../store/runs.ts'
import { saveRecords } from './save-records.ts'
import { loadKnown, openSaving } from './saving.ts'

export type Progress = { stage: 'reading' | 'saving' | 'done'; seen: number; planned: number }
export type CarryOutOptions = {
  /** The bytes that were uploaded; read only when it is this import's turn. */
  bytes(sha256: string): Promise<Buffer>
  onProgress?: ((progress: Progress) => void) | undefined
  signal?: AbortSignal | undefined
}

/**
 * Carries out a run that is waiting, or goes on with one that was interrupted: reads the file, plans, saves, reports. Refuses with `import_under_way`
 * while another import of the organisation is at work, with `import_stopped` when it was cancelled or aborted; what a file refuses ends the run as failed.
 */
export async function carryOut(
  platform: Platform,
  orgId: string,
  runId: string,
  options: CarryOutOptions,
): Promise<Decision<ImportReport>> {
  const letGo = await holdImports(platform.database, orgId)
  if (!letGo) return refuse('conflict', 'import_under_way')
  return carryOutAlone(platform, orgId, runId, options).finally(letGo)
}

async function carryOutAlone(
  platform: Platform,
  orgId: string,
  runId: string,
  { bytes, onProgress, signal }: CarryOutOptions,
): Promise<Decision<ImportReport>> {
  const system: Actor = { kind: 'system', orgId, name: 'import', roles: [] }
  const run = await platform.query(system, (tx) => loadRun(tx, runId))
  if (!run) return refuse('not_found', 'not_found')
  if ((run.state !== 'waiting' && run.state !== 'running') || !run.mapping) return refuse('conflict', 'import_stopped')
  const { mapping, startedBy: actor } = run
  const tell = (stage: Progress['stage'], seen: number, planned: number) => onProgress?.({ stage, seen, planned })

  tell('reading', 0, run.recordsPlanned)
  const table = await readTabular(run.fileName, await bytes(run.fileSha256))
  if (!table.ok) return end(platform, actor, runId, { state: 'failed', failure: table.refusal }, table)
  const startedAt = run.startedAt ?? platform.now().toISOString()
  const { known, onFile } = await platform.query(system, (tx) => loadKnown(tx, mapping))
  const plan = planImport(table.value.sheets, mapping, startedAt, known)
  const planned = plan.records.length
  const begun = await change(
    platform,
    actor,
    runId,
    { state: 'running', startedAt, recordsPlanned: planned },
    'started',
  )
  if (!begun.ok) return begun

  const file = { name: run.fileName, sha256: run.fileSha256 }
  const saving = await platform.query(system, (tx) => openSaving(tx, { file, mapping, records: plan.records, onFile }))
  const fates = await saveRecords(platform, plan.records, {
    ...{ runId, actor, saving, signal },
    onProgress: (seen) => tell('saving', seen, planned),
  })
  if (!fates) return refuse('conflict', 'import_stopped')
  const done = await platform.query(system, (tx) => sumBatches(tx, runId))
  const report = reportResult(plan.report, fates, done)
  tell('done', planned, planned)
  return end(platform, actor, runId, { state: 'done', report }, accept(report))
}

type Ended = { state: 'done' | 'failed'; report?: ImportReport; failure?: RunChange['failure'] }

async function end(
  platform: Platform,
  actor: Actor,
  runId: string,
  { state, report, failure }: Ended,
  answer: Decision<ImportReport>,
): Promise<Decision<ImportReport>> {
  const { problems, ...kept } = report ?? { problems: [] }
  const finishedAt = platform.now().toISOString()
  const changed = await change(
    platform,
    actor,
    runId,
    {
      ...{ state, finishedAt },
      ...(report ? { report: kept as RunChange['report'] & object } : {}),
      ...(failure ? { failure: { code: failure.code, params: failure.params } } : {}),
    },
    state === 'done' ? 'finished' : 'failed',
    problems,
  )
  return changed.ok ? answer : changed
}

/** Moves the run on, in the name of the person who started it; refused when it was cancelled meanwhile. */
async function change(
  platform: Platform,
  actor: Actor,
  runId: string,
  next: RunChange,
  verb: 'started' | 'finished' | 'failed',
  problems?: ImportReport['problems'],
): Promise<Decision<null>> {
  const command = { id: newId(), endpoint: `import.${verb}`, input: { runId } }
  return platform.command(actor, command, async (tx) => {
    const run = await loadRun(tx, runId)
    if (!run || (run.state !== 'waiting' && run.state !== 'running')) return refuse('conflict', 'import_stopped')
    await saveRun(tx, run, next)
    if (verb === 'started') await forgetSeen(tx, runId)
    else if (problems) await replaceProblems(tx, runId, problems)
    tx.record({
      recordType: 'import_run',
      recordId: runId,
      verb: `import_run.${verb}`,
      content: {
        file: { name: run.fileName, sha256: run.fileSha256 },
        ...(verb === 'started' ? { mapping: run.mapping } : {}),
        ...(next.report ? { records: next.report.records, sheets: next.report.sheets.map(countsOf) } : {}),
        ...(next.failure ? { failure: next.failure } : {}),
      },
    })
    return accept(null)
  })
}

function countsOf({
  sheet,
  rowsRead,
  rowsUsed,
  rowsRefused,
  rowsIgnored,
  cellsRefused,
}: ImportReport['sheets'][number]) {
  return { sheet, rowsRead, rowsUsed, rowsRefused, rowsIgnored, cellsRefused }
}
