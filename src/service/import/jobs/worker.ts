import { readFile } from 'node:fs/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { openDatabase } from '#src/server/db/database.ts'
import { openPlatform } from '#src/server/platform.ts'
import { readTabular } from '#src/server/tabular/read.ts'
import { accept } from '#src/shared/decision.ts'
import { carryOut } from '../actions/carry-out.ts'
import { lookInto } from '../rules/look.ts'
import { planImport } from '../rules/plan.ts'
import type { Ask, Said } from './ask-worker.ts'

/** Reading and planning keep a processor busy for seconds: this runs beside the server, which goes on answering. */
async function answer(ask: Ask): Promise<Said['answer']> {
  const bytes = () => readFile(ask.path)
  switch (ask.task) {
    case 'look': {
      const table = await readTabular(ask.name, await bytes())
      return table.ok ? accept(lookInto(table.value.form, table.value.sheets, ask.source, ask.zone)) : table
    }
    case 'plan': {
      const table = await readTabular(ask.name, await bytes())
      if (!table.ok) return table
      return accept(planImport(table.value.sheets, ask.mapping, ask.importAt, ask.known).report)
    }
    case 'carry_out': {
      const database = openDatabase(ask.databaseUrl, 4)
      const beganAtMs = performance.now()
      const now = () => new Date(Date.parse(ask.nowAt) + performance.now() - beganAtMs)
      const platform = openPlatform(database, now)
      platform.onCommitted(() => parentPort!.postMessage({ committed: true }))
      const done = await carryOut(platform, ask.orgId, ask.runId, { bytes }).finally(() => database.close())
      return done.ok ? accept(null) : done
    }
  }
}

parentPort!.postMessage({ answer: await answer(workerData as Ask) } satisfies Said)
