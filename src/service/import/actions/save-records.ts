import type { Platform } from '#src/server/platform.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import type { Actor } from '#src/shared/actor.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import type { Draft, DraftKind } from '../contract/draft.ts'
import type { Fate, RecordFate } from '../rules/result.ts'
import { insertBatch, isStopped } from '../store/runs.ts'
import type { CompanyDraft } from './company-ways.ts'
import { saveCompanyRecords } from './save-company.ts'
import { saveRatings } from './save-ratings.ts'
import { type RequestDraft, type SavedBatch, saveRequests } from './save-requests.ts'
import type { Saving } from './saving.ts'

// Long enough that the transaction's own cost is small, short enough that others wait for no lock and progress is seen.
const SERVICE_ROWS = 1_000
const COMPANY_ROWS = 100
// One writes while the other is being prepared.
const AT_ONCE = 2

export type SaveOptions = {
  runId: string
  actor: Actor
  saving: Saving
  /** Called after each transaction with the number of records dealt with so far. */
  onProgress(seen: number): void
  /** Stops before the next transaction; what was saved stays. */
  signal?: AbortSignal | undefined
}

/**
 * Saves the records of a plan, in its order, in short transactions. Answers what became of each, or nothing when it was stopped on the way; carried out
 * again it finds what it had saved. A batch that the database refuses is halved until the refused record stands alone.
 */
export async function saveRecords(
  platform: Platform,
  records: readonly Draft[],
  options: SaveOptions,
): Promise<RecordFate[] | undefined> {
  const fates: RecordFate[] = []
  let stopped = false
  const saveBatch = async (batch: readonly Draft[]): Promise<void> => {
    if (stopped || options.signal?.aborted) {
      stopped = true
      return
    }
    const saved = await commit(platform, batch, options)
    if (saved.ok) {
      for (const [index, draft] of batch.entries()) fates.push({ draft, fate: saved.value.fates[index]! })
      options.onProgress(fates.length)
    } else if (saved.refusal.code === 'import_stopped') stopped = true
    else if (batch.length > 1) {
      const middle = Math.ceil(batch.length / 2)
      await saveBatch(batch.slice(0, middle))
      await saveBatch(batch.slice(middle))
    } else {
      forget(options.saving, batch[0]!)
      fates.push({ draft: batch[0]!, fate: { ...saved.refusal, fate: 'refused' } })
    }
  }
  for (const ofKind of Map.groupBy(records, ({ kind }) => kind).values()) {
    const batches = cut(ofKind)
    const isService = ofKind[0]!.kind === 'service_request' || ofKind[0]!.kind === 'complaint'
    const next = async () => {
      for (let batch = batches.shift(); batch && !stopped; batch = batches.shift()) await saveBatch(batch)
    }
    await Promise.all(Array.from({ length: isService ? AT_ONCE : 1 }, next))
  }
  return stopped ? undefined : fates
}

function cut(records: readonly Draft[]): Draft[][] {
  const size = isCompany(records[0]!.kind) ? COMPANY_ROWS : SERVICE_ROWS
  return Array.from({ length: Math.ceil(records.length / size) }, (_, nth) =>
    records.slice(nth * size, (nth + 1) * size),
  )
}

function isCompany(kind: DraftKind): boolean {
  return kind !== 'service_request' && kind !== 'complaint' && kind !== 'rating'
}

async function commit(
  platform: Platform,
  batch: readonly Draft[],
  { runId, actor, saving }: SaveOptions,
): Promise<Decision<SavedBatch>> {
  let saved: SavedBatch | undefined
  const id = newId()
  const command = { id, endpoint: 'import.saveBatch', input: { runId, first: batch[0]!.sourceKey } }
  const decision = await platform.command(actor, command, async (tx) => {
    if (await isStopped(tx, runId)) return refuse('conflict', 'import_stopped')
    const made = await save(tx, batch, saving)
    if (!made.ok) return made
    saved = made.value
    const count = (fate: Fate['fate']) => saved!.fates.filter((one) => one.fate === fate).length
    const { clocks, clocksBeforePromise, clocksUnknown } = saved
    const counts = { seen: batch.length, added: count('added'), updated: count('updated') }
    await insertBatch(tx, runId, { id, kind: batch[0]!.kind, ...counts, clocks, clocksBeforePromise, clocksUnknown })
    return accept(null)
  })
  return decision.ok ? accept(saved!) : decision
}

async function save(tx: WriteTx, batch: readonly Draft[], saving: Saving): Promise<Decision<SavedBatch>> {
  switch (batch[0]!.kind) {
    case 'service_request':
    case 'complaint':
      return accept(await saveRequests(tx, batch as readonly RequestDraft[], saving))
    case 'rating':
      return accept(await saveRatings(tx, batch as readonly Draft<'rating'>[], saving))
    default:
      return saveCompanyRecords(tx, batch as readonly CompanyDraft[], saving)
  }
}

// What was rolled back is not on file, whatever the attempt had noted.
function forget(saving: Saving, { sourceKey }: Draft): void {
  for (const ids of [saving.outlets, saving.staff, saving.customers]) ids.delete(sourceKey)
}
