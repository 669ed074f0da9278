import type { FileStore } from '#src/server/files/store.ts'
import { answerRefusal } from '#src/server/http/answers.ts'
import type { OpenDoor, Routes } from '#src/server/http/mount.ts'
import type { Actor } from '#src/shared/actor.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { cutPage } from '#src/shared/page.ts'
import { sourceNameOf } from './actions/import-file.ts'
import { writeProblemBook } from './actions/problem-book.ts'
import { addRun, cancelRun, keepPlan, readRun, startRun } from './actions/runs.ts'
import { loadKnown } from './actions/saving.ts'
import * as contract from './contract/run.ts'
import { askWorker } from './jobs/ask-worker.ts'
import { canPlan } from './rules/run.ts'
import { findTimeZone, listProblems, listRunRows, loadRun } from './store/runs.ts'

export function importRoutes(files: FileStore): Routes {
  return (mount, platform) => {
    mount.open(contract.uploadImport, async (door) => {
      const actor = door.actor as Actor
      const part = await door.request.file()
      if (!part) return refuse('invalid', 'file_missing')
      const kept = await files.keep(actor.orgId, part.file)
      if (!kept.ok) return kept
      if (part.file.truncated) return refuse('invalid', 'file_too_large')
      const name = (part.filename || 'import').slice(-200)
      const zone = await door.query(actor, findTimeZone)
      const path = files.pathOf(actor.orgId, kept.value.sha256)
      const looked = await askWorker<'look'>({ task: 'look', path, name, source: sourceNameOf(name), zone })
      if (!looked.ok) return looked
      const { sha256: fileSha256, sizeBytes } = kept.value
      const run = { id: newId(), fileName: name, fileSha256, sizeBytes, ...looked.value }
      return door.command(actor, (tx) => addRun(tx, run), { file: fileSha256, name })
    })

    mount.query(contract.listImports, async (tx, { query }) => accept(await listRunRows(tx, query.limit, query.cursor)))

    mount.query(contract.readImport, (tx, { params }) => readRun(tx, params.importId))

    mount.open(contract.planFileImport, async (door, { params, body }) => {
      const planned = await planAgain(door, params.importId, body.mapping)
      if (!planned.ok) return planned
      return door.command(door.actor as Actor, (tx) =>
        keepPlan(tx, params.importId, { ...body, report: planned.value }),
      )
    })

    mount.command(contract.startImport, (tx, { params, body }) => startRun(tx, params.importId, body.version))

    mount.command(contract.cancelImport, (tx, { params }) => cancelRun(tx, params.importId))

    mount.query(contract.listImportProblems, async (tx, { params, query }) => {
      if (!(await loadRun(tx, params.importId))) return refuse('not_found', 'not_found')
      const { limit, cursor, ...choice } = query
      const after = cursor === undefined ? {} : { after: Number(cursor) }
      const rows = await listProblems(tx, { ...choice, ...after, runId: params.importId, limit: limit + 1 })
      return accept(cutPage(rows, limit, ({ seq }) => String(seq)))
    })

    mount.raw(contract.exportImportProblems, async ({ actor, reply }, { params, query }) => {
      const person = actor as Actor
      const run = await platform.query(person, (tx) => loadRun(tx, params.importId))
      if (!run) return answerRefusal(reply, refuse('not_found', 'not_found').refusal)
      const { language, ...choice } = query
      const book = writeProblemBook(language, (after) =>
        platform.query(person, (tx) => listProblems(tx, { ...choice, runId: params.importId, after, limit: 2_000 })),
      )
      const name = encodeURIComponent(
        `${sourceNameOf(run.fileName)}-${language === 'en' ? 'problems' : '问题清单'}.xlsx`,
      )
      return reply
        .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
        .header('content-disposition', `attachment; filename*=UTF-8''${name}`)
        .send(book)
    })

    /** The plan is made outside of any transaction: reading a large file takes seconds. */
    async function planAgain(door: OpenDoor, id: string, mapping: Parameters<typeof loadKnown>[1]) {
      const actor = door.actor as Actor
      const asked = await door.query(actor, async (tx): Promise<Decision<Parameters<typeof askWorker<'plan'>>[0]>> => {
        const run = await loadRun(tx, id)
        if (!run) return refuse('not_found', 'not_found')
        const allowed = canPlan(run.state)
        if (!allowed.ok) return allowed
        const { known } = await loadKnown(tx, mapping)
        const path = files.pathOf(actor.orgId, run.fileSha256)
        return accept({ task: 'plan', path, name: run.fileName, mapping, importAt: tx.at, known })
      })
      return asked.ok ? askWorker<'plan'>(asked.value) : asked
    }
  }
}
