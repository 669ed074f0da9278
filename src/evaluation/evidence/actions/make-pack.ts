import { stat } from 'node:fs/promises'
import type { FileStore } from '#src/server/files/store.ts'
import { currentSigner, latestOf, listKeys, type Sealer } from '#src/server/ledger/keys.ts'
import { latestCheckpoint } from '#src/server/ledger/proofs.ts'
import { integrateHistory, leafOf } from '#src/server/ledger/sequencer.ts'
import { LIMIT, type PackEntry } from '#src/server/pack/format.ts'
import { type ExtraMember, type PackedFile, type PackWritten, writePack } from '#src/server/pack/write.ts'
import type { Platform } from '#src/server/platform.ts'
import { Refused, type Tx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { filesMentioned } from '#src/shared/mentioned-files.ts'
import { mayHoldPersonalData } from '../access.ts'
import {
  findPackedOrganisation,
  findScore,
  listEarlierNotes,
  listKeptFiles,
  listPackRows,
  type PackRow,
} from '../store.ts'

export type PackParts = { platform: Platform; files: FileStore; sealer: Sealer }
export type PackOptions = {
  /** Leaves out the content of records that may name people, as if it were erased; places and proofs stand. */
  withoutPersonalData?: boolean
  /** Members beside the ledger, made for the checkpoint that the pack ends with. */
  members?: (checkpoint: { size: number; madeAt: string }) => readonly ExtraMember[]
  signal?: AbortSignal
  onProgress?(done: number, total: number): void
}
export type PackMade = PackWritten & { size: number; files: number; checkpointAt: string; vkey: string }

const PAGE = 4_000
// Beside the files stand the fixed members and the runs of entries.
const FILES_MAX = LIMIT.members - 10_000

/**
 * Writes the evidence pack of an organisation to `path`: everything committed so far, in flat memory, beside running work.
 * Refuses `ledger_empty`, `too_many_files`, `file_missing` (a kept file is gone from the disk) and `cancelled`.
 */
export async function makePack(
  parts: PackParts,
  orgId: string,
  path: string,
  options: PackOptions = {},
): Promise<Decision<PackMade>> {
  const { platform, sealer } = parts
  await integrateHistory(platform, sealer, orgId, { force: true })
  const head = await platform.upkeep(orgId, 'pack', (tx) => loadHead(tx, sealer))
  if (!head) return refuse('conflict', 'ledger_empty')
  const kept: Kept = { files: [], erased: [] }
  const members = [
    { name: 'organisation.json', content: pretty({ ...head.organisation, id: orgId, ...markOf(options) }) },
    ...(head.score ? [{ name: 'score.json', content: pretty(head.score) }] : []),
    ...(options.members?.({ size: head.checkpoint.size, madeAt: head.madeAt }) ?? []),
  ]
  return writePack(path, {
    org: { id: orgId, name: head.organisation.name },
    madeAt: head.madeAt,
    signer: head.signer,
    keys: head.keys,
    checkpoint: head.checkpoint.note,
    earlierCheckpoints: head.earlier,
    entries: entriesOf(parts, orgId, head.checkpoint.size, options, kept),
    get files() {
      return kept.files
    },
    get erasedFiles() {
      return kept.erased
    },
    members,
  }).then(
    (written) =>
      accept({
        ...written,
        size: head.checkpoint.size,
        files: kept.files.length,
        checkpointAt: head.checkpoint.madeAt,
        vkey: head.keys.find((key) => key.validUntil === null)!.vkey,
      }),
    answerRefused,
  )
}

function answerRefused(error: unknown): Decision<never> {
  if (error instanceof Refused) return { ok: false, refusal: error.refusal }
  throw error
}

async function loadHead(tx: Tx, sealer: Sealer) {
  const organisation = await findPackedOrganisation(tx)
  const checkpoint = await latestCheckpoint(tx)
  if (!organisation || !checkpoint) return undefined
  const signer = await currentSigner(tx, sealer)
  return {
    organisation,
    checkpoint,
    signer,
    madeAt: latestOf(tx.at, checkpoint.madeAt, signer.validFrom),
    keys: await listKeys(tx),
    earlier: await listEarlierNotes(tx, checkpoint.size),
    score: await findScore(tx),
  }
}

type Kept = { files: PackedFile[]; erased: string[] }

/** Pages of short transactions: no snapshot is held while a slow disk takes the pack. What is erased meanwhile goes in erased. */
async function* entriesOf(
  parts: PackParts,
  orgId: string,
  size: number,
  options: PackOptions,
  kept: Kept,
): AsyncGenerator<PackEntry> {
  const mentioned = new Set<string>()
  const actor = { kind: 'system', orgId, name: 'pack', roles: [] } as const
  const read = (start: number) => {
    const page = parts.platform.query(actor, (tx) => listPackRows(tx, start, Math.min(start + PAGE, size)))
    // The next page is read while this one is written; where writing fails nobody waits for it any more.
    page.catch(() => {})
    return page
  }
  let page = read(0)
  for (let start = 0; start < size; start += PAGE) {
    if (options.signal?.aborted) throw new Refused(refuse('conflict', 'cancelled').refusal)
    const rows = await page
    if (start + PAGE < size) page = read(start + PAGE)
    for (const row of rows) {
      const entry = packEntryOf(orgId, row, options.withoutPersonalData === true)
      if (entry.content !== null) for (const hash of filesMentioned(entry.content)) mentioned.add(hash)
      yield entry
    }
    options.onProgress?.(Math.min(start + PAGE, size), size)
  }
  const found = await findFiles(parts, orgId, [...mentioned])
  kept.files = found.files
  kept.erased = found.erased
}

function packEntryOf(orgId: string, row: PackRow, withoutPersonalData: boolean): PackEntry {
  const leaf = leafOf(orgId, row)
  const isLeftOut = withoutPersonalData && mayHoldPersonalData(row.recordType)
  if (row.content === null || row.salt === null || isLeftOut) return { leaf, content: null, salt: null }
  return { leaf, content: row.content, salt: row.salt.toString('hex') }
}

/** A file that is mentioned and kept goes in; one that the house no longer keeps was erased; one that is kept but gone from the disk is a loss to be told. */
async function findFiles(parts: PackParts, orgId: string, mentioned: string[]): Promise<Kept> {
  if (mentioned.length > FILES_MAX)
    throw new Refused(refuse('conflict', 'too_many_files', { count: mentioned.length, limit: FILES_MAX }).refusal)
  const actor = { kind: 'system', orgId, name: 'pack', roles: [] } as const
  const rows = await parts.platform.query(actor, (tx) => listKeptFiles(tx, mentioned))
  const files: PackedFile[] = []
  for (const { sha256, sizeBytes } of rows) {
    const onDisk = await stat(parts.files.pathOf(orgId, sha256)).catch(() => undefined)
    if (onDisk?.size !== sizeBytes) throw new Refused(refuse('conflict', 'file_missing_on_disk', { sha256 }).refusal)
    files.push({ sha256, size: sizeBytes, open: () => parts.files.read(orgId, sha256) })
  }
  const known = new Set(rows.map((row) => row.sha256))
  return { files, erased: mentioned.filter((hash) => !known.has(hash)) }
}

function markOf(options: PackOptions): { personalData: 'included' | 'left_out' } {
  return { personalData: options.withoutPersonalData ? 'left_out' : 'included' }
}

function pretty(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
