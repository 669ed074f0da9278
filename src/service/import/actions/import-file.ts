import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { FileStore } from '#src/server/files/store.ts'
import type { Platform } from '#src/server/platform.ts'
import { readTabular } from '#src/server/tabular/read.ts'
import type { Actor } from '#src/shared/actor.ts'
import { type Decision, refuse } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import type { Mapping } from '../contract/mapping.ts'
import type { ImportReport } from '../contract/report.ts'
import { lookInto } from '../rules/look.ts'
import { carryOut, type Progress } from './carry-out.ts'
import { beginRun } from './runs.ts'

export type { Progress }

export type ImportFileOptions = {
  actor: Actor
  /** A path, or the bytes with the name to go by. */
  file: string | { name: string; bytes: Buffer }
  /** How to read it; without one the mapping that its headers suggest is taken, words without an agreed meaning staying refused. */
  mapping?: Mapping | undefined
  /** Where no mapping is given: the register's name (the file's, unless given) and the zone of its times. */
  source?: string | undefined
  zone?: string | undefined
  onProgress?: ((progress: Progress) => void) | undefined
  /** Stops between two transactions; carried out again, the import goes on. */
  signal?: AbortSignal | undefined
}

/**
 * Imports a CSV or Excel file into the actor's organisation, here and now: for the command line, tests and measuring. Answers the report also kept with
 * the run, or why the file or its mapping cannot be used. Throws when there is no such path.
 */
export async function importFile(
  { platform, files }: { platform: Platform; files: FileStore },
  { actor, file, mapping, source, zone, onProgress, signal }: ImportFileOptions,
): Promise<Decision<ImportReport>> {
  const name = typeof file === 'string' ? basename(file) : file.name
  const bytes = typeof file === 'string' ? await buffer(createReadStream(file)) : file.bytes
  const kept = await files.keep(actor.orgId, Readable.from([bytes]))
  if (!kept.ok) return kept
  const table = await readTabular(name, bytes)
  if (!table.ok) return table
  const { form, sheets } = table.value
  const looked = lookInto(form, sheets, source ?? sourceNameOf(name), zone ?? 'Asia/Shanghai')
  const stated = mapping ?? looked.mapping
  if (!stated) return refuse('invalid', 'no_sheet_fits')
  const id = newId()
  const run = { id, fileName: name.slice(0, 200), fileSha256: kept.value.sha256, sizeBytes: kept.value.sizeBytes }
  const begun = await beginRun(platform, actor, { ...run, look: looked.look, mapping: stated })
  if (!begun.ok) return begun
  return carryOut(platform, actor.orgId, id, { bytes: async () => bytes, onProgress, signal })
}

/** What a file is called without its ending; the same register of next month should be given the same source by hand. */
export function sourceNameOf(fileName: string): string {
  return (
    fileName
      .replace(/\.[A-Za-z0-9]{1,5}$/, '')
      .trim()
      .slice(0, 80) || 'import'
  )
}
