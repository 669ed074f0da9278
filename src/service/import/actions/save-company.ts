import type { WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import type { Fate } from '../rules/result.ts'
import { findImportRecords, insertImportRecords, type KeptRecord, saveImportRecord } from '../store/records.ts'
import { type CompanyDraft, type Ways, waysOf } from './company-ways.ts'
import type { SavedBatch } from './save-requests.ts'
import { provenance, type Saving, stated } from './saving.ts'

/** Enters a batch through the company's own actions. Each record is found again by its key; those on file by other means stay as they are. */
export async function saveCompanyRecords(
  tx: WriteTx,
  drafts: readonly CompanyDraft[],
  saving: Saving,
): Promise<Decision<SavedBatch>> {
  const before = await findImportRecords(
    tx,
    drafts.map(({ sourceKey }) => sourceKey),
  )
  const fates: Fate[] = []
  for (const draft of drafts) {
    const ways = await waysOf(tx, draft, saving)
    const known = before.get(draft.sourceKey)
    const saved = 'fate' in ways ? accept<Fate>(ways) : await saveOne(tx, draft, known, ways, saving)
    if (!saved.ok) return saved
    fates.push(saved.value)
  }
  return accept({ fates, clocks: 0, clocksBeforePromise: 0, clocksUnknown: 0 })
}

async function saveOne(
  tx: WriteTx,
  draft: CompanyDraft,
  known: KeptRecord | undefined,
  ways: Ways,
  saving: Saving,
): Promise<Decision<Fate>> {
  if (known) return changeOne(tx, draft, known, ways, saving)
  const found = await ways.find()
  if (found && !found.same)
    return accept<Fate>({ fate: 'refused', code: 'number_taken', params: { number: ways.number } })
  const id = found?.id ?? newId()
  if (!found) {
    const added = await ways.add(id)
    if (!added.ok) return added
    note(tx, draft, id, saving, 'imported')
  }
  ways.remember(id)
  // What was entered by other means counts as worked on: it never has version 0.
  const recordVersion = found ? 0 : 1
  const hashes = { sourceKey: draft.sourceKey, sourceHash: draft.contentHash }
  await insertImportRecords(tx, [{ ...hashes, kind: draft.kind, recordId: id, recordVersion }])
  return accept<Fate>({ fate: found ? 'matched' : 'added' })
}

async function changeOne(
  tx: WriteTx,
  draft: CompanyDraft,
  known: KeptRecord,
  ways: Ways,
  saving: Saving,
): Promise<Decision<Fate>> {
  ways.remember(known.id)
  if (known.hash === draft.contentHash) return accept<Fate>({ fate: 'unchanged' })
  const now = await ways.load?.(known.id)
  const touched = now === undefined || now.version !== known.version
  if (touched || saving.mapping.onChanged === 'list') return accept<Fate>({ fate: 'changed', touched })
  const changed = await now.change()
  if (!changed.ok) return changed
  await saveImportRecord(tx, draft.sourceKey, { sourceHash: draft.contentHash, recordVersion: now.version + 1 })
  note(tx, draft, known.id, saving, 'import_updated')
  return accept<Fate>({ fate: 'updated' })
}

/** The company's action writes what was entered; this line says from which file, sheet and row. */
function note(tx: WriteTx, draft: CompanyDraft, recordId: string, saving: Saving, verb: string): void {
  const recordType = draft.kind === 'licence' ? 'qualification' : draft.kind
  const content = { ...provenance(saving, draft), claim: stated(draft.values) }
  const claimedAt = draft.claimedOn ? `${draft.claimedOn}T00:00:00.000Z` : undefined
  tx.record({ recordType, recordId, verb: `${recordType}.${verb}`, content, ...(claimedAt ? { claimedAt } : {}) })
}
