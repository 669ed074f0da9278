import type { Platform } from '#src/server/platform.ts'
import { TABULAR_LIMITS, type TabularLimits } from '#src/server/tabular/limits.ts'
import { readTabular } from '#src/server/tabular/read.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import type { Decision } from '#src/shared/decision.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { loadCountingDay } from '../fact/store.ts'
import type { Scheme, SchemeEdit, SchemeEdition, Seal } from '../scheme/contract.ts'
import { parseScheme, readScheme } from '../scheme/read-scheme.ts'
import { checkScheme } from '../scheme/rules/check.ts'
import { editScheme } from '../scheme/rules/edit.ts'
import { hashScheme, isSealIntact, sealScheme } from '../scheme/rules/seal.ts'
import { listUnconfirmed } from '../scheme/rules/tree.ts'
import { readSchemeSheets } from '../scheme/rules/workbook-read.ts'
import { canChoose } from './rules.ts'
import {
  findEditionByHash,
  insertChoice,
  insertEdition,
  lastEditionNumber,
  listChoices,
  listStoredEditions,
  loadEdition,
  loadEditionInUse,
  type StoredEdition,
  saveEdition,
} from './store.ts'

type Changed = { id: string; version: number; unconfirmedCount: number }

// Far more than any standard needs, and little enough to read within a request.
const WORKBOOK_LIMITS: TabularLimits = { ...TABULAR_LIMITS, unpackedBytes: 20_000_000, rows: 5_000, cells: 100_000 }

const STARTING_SCHEME = 'gbt27922-2011'

/** Gives an organisation its first edition, unsealed, from the file that comes with the product. Does nothing where there is one. */
export async function openScheme(platform: Platform, orgId: string): Promise<void> {
  const scheme = await readScheme(STARTING_SCHEME)
  const asked = { schemeId: scheme.id, schemeVersion: scheme.version }
  await platform.command(
    { kind: 'system', orgId, name: 'evaluation', roles: [] },
    { id: newId(), endpoint: 'evaluation.openScheme', input: asked },
    async (tx) => {
      if ((await listStoredEditions(tx)).length > 0) return refuse('conflict', 'already_exists')
      const id = newId()
      await insertEdition(tx, id, 1, scheme)
      note(tx, id, 'opened', { ...asked, schemeHash: hashScheme(scheme) })
      return accept(null)
    },
  )
}

export async function editEdition(
  tx: WriteTx,
  id: string,
  given: { version: number; edits: SchemeEdit[]; from: string },
): Promise<Decision<Changed>> {
  const { actor } = tx
  if (actor.kind !== 'person') return refuse('forbidden', 'person_needed')
  const found = await findCurrent(tx, id, given.version)
  if (!found.ok) return found
  const { todayOn } = await loadCountingDay(tx)
  const confirmation = { byPersonId: actor.personId, byName: actor.name, on: todayOn, from: given.from }
  const edited = editScheme(found.value, given.edits, confirmation)
  if (!edited.ok) return edited
  return save(tx, found.value, edited.value, 'edited', { edits: given.edits, from: given.from })
}

export async function sealEdition(
  tx: WriteTx,
  id: string,
  given: { version: number; acceptsUnconfirmed: number },
): Promise<Decision<Changed>> {
  const { actor } = tx
  if (actor.kind !== 'person') return refuse('forbidden', 'person_needed')
  const found = await findCurrent(tx, id, given.version)
  if (!found.ok) return found
  const { acceptsUnconfirmed } = given
  const sealing = { byPersonId: actor.personId, byName: actor.name, at: tx.at, acceptsUnconfirmed }
  const sealed = sealScheme(found.value, sealing)
  if (!sealed.ok) return sealed
  return save(tx, found.value, sealed.value, 'sealed', sealed.value.seal)
}

export async function draftEdition(tx: WriteTx, given: { id: string; copyOf: string }): Promise<Decision<Changed>> {
  const editions = await listStoredEditions(tx)
  const source = editions.find((edition) => edition.id === given.copyOf)
  if (!source) return refuse('not_found', 'not_found')
  if (editions.some((edition) => edition.seal === null && edition.scheme.id === source.scheme.id))
    return refuse('conflict', 'draft_exists')
  // A later version than any other of the scheme, whichever is copied.
  const versions = editions.filter(({ scheme }) => scheme.id === source.scheme.id).map(({ scheme }) => scheme.version)
  const scheme = { ...source.scheme, version: Math.max(...versions) + 1 }
  await insertEdition(tx, given.id, (await lastEditionNumber(tx)) + 1, scheme)
  note(tx, given.id, 'drafted', { copyOf: source.id, schemeHash: hashScheme(scheme) })
  return accept(changed(given.id, 1, scheme))
}

export async function importScheme(tx: WriteTx, given: { id: string; text: string }): Promise<Decision<Changed>> {
  const { scheme, problems } = parseScheme(given.text)
  if (!scheme) {
    const [first, ...more] = problems
    return refuse('invalid', 'scheme_unsound', { ...first!, more: more.length })
  }
  return takeDraft(tx, given.id, scheme)
}

/** The same from a workbook; refused with the cell of the first problem. */
export async function importWorkbook(
  tx: WriteTx,
  given: { id: string; name: string; base64: string },
): Promise<Decision<Changed>> {
  const read = await readTabular(given.name, Buffer.from(given.base64, 'base64'), WORKBOOK_LIMITS)
  if (!read.ok) return read
  const { scheme, problems } = readSchemeSheets(read.value.sheets)
  if (!scheme) {
    const [first, ...more] = problems
    return refuse('invalid', 'scheme_cell_wrong', { ...first!, more: more.length })
  }
  return takeDraft(tx, given.id, scheme)
}

/** In place of the draft of the same scheme, or as a new one beside the others. */
async function takeDraft(tx: WriteTx, id: string, scheme: Scheme): Promise<Decision<Changed>> {
  const editions = await listStoredEditions(tx)
  const draft = editions.find((edition) => edition.seal === null && edition.scheme.id === scheme.id)
  if (draft) return save(tx, draft, { scheme, seal: null }, 'imported', { schemeHash: hashScheme(scheme) })
  await insertEdition(tx, id, (await lastEditionNumber(tx)) + 1, scheme)
  note(tx, id, 'imported', { schemeHash: hashScheme(scheme) })
  return accept(changed(id, 1, scheme))
}

/** Puts a sealed edition to use from a day on. Who may is for the caller to ask. */
export async function chooseEdition(
  tx: WriteTx,
  editionId: string,
  given: { id: string; fromOn: string; reason: string },
): Promise<Decision<{ id: string }>> {
  const edition = await loadEdition(tx, editionId)
  if (!edition) return refuse('not_found', 'not_found')
  const { todayOn } = await loadCountingDay(tx)
  const inUseId = (await loadEditionInUse(tx))?.id
  const allowed = canChoose({ edition, inUseId, fromOn: given.fromOn, todayOn })
  if (!allowed.ok) return allowed
  const number = ((await listChoices(tx)).at(-1)?.number ?? 0) + 1
  const chosenByName = 'name' in tx.actor ? tx.actor.name : ''
  await insertChoice(tx, { ...given, editionId, number, chosenByName })
  note(tx, editionId, 'chosen', { fromOn: given.fromOn, reason: given.reason })
  return accept({ id: given.id })
}

/**
 * Takes over a scheme that somebody else sealed, for an audit under it; the same scheme again is the same edition. Never in use as the
 * organisation's own. `source` says where it came from, e.g. whose pack.
 */
export async function installEdition(
  tx: WriteTx,
  given: { scheme: Scheme; seal: Seal; source: string },
): Promise<Decision<{ editionId: string }>> {
  const { scheme, seal, source } = given
  if (!isSealIntact({ scheme, seal })) return refuse('invalid', 'scheme_seal_broken', { schemeId: scheme.id })
  const [problem, ...more] = checkScheme(scheme)
  if (problem) return refuse('invalid', 'scheme_unsound', { ...problem, more: more.length })
  const known = await findEditionByHash(tx, seal.schemeHash)
  if (known) return accept({ editionId: known.id })
  const editionId = newId()
  await insertEdition(tx, editionId, (await lastEditionNumber(tx)) + 1, scheme, { seal, source })
  note(tx, editionId, 'taken_over', { schemeId: scheme.id, schemeHash: seal.schemeHash, source })
  return accept({ editionId })
}

async function findCurrent(tx: WriteTx, id: string, version: number): Promise<Decision<StoredEdition>> {
  const edition = await loadEdition(tx, id)
  if (!edition) return refuse('not_found', 'not_found')
  return edition.version === version
    ? accept(edition)
    : refuse('conflict', 'stale_version', { recordType: 'scheme_edition' })
}

async function save(
  tx: WriteTx,
  before: StoredEdition,
  after: SchemeEdition,
  step: string,
  content: unknown,
): Promise<Decision<Changed>> {
  await saveEdition(tx, before.id, before.version, after)
  note(tx, before.id, step, content)
  return accept(changed(before.id, before.version + 1, after.scheme))
}

function changed(id: string, version: number, scheme: Scheme): Changed {
  return { id, version, unconfirmedCount: listUnconfirmed(scheme).length }
}

function note(tx: WriteTx, recordId: string, step: string, content: unknown): void {
  tx.record({ recordType: 'scheme_edition', recordId, verb: `scheme_edition.${step}`, content })
}
