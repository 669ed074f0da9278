import type { Platform } from '#src/server/platform.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import type { Decision } from '#src/shared/decision.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { loadCountingDay } from '../../fact/store.ts'
import type { SchemeEdit } from '../../scheme/contract.ts'
import { readScheme } from '../../scheme/read-scheme.ts'
import { editScheme } from '../../scheme/rules/edit.ts'
import { hashScheme, sealScheme } from '../../scheme/rules/seal.ts'
import { dayOfUse } from '../rules.ts'
import {
  insertEdition,
  lastEditionNumber,
  listStoredEditions,
  loadEdition,
  loadEditionInUse,
  type StoredEdition,
} from '../store.ts'
import { addChoice } from './choose.ts'
import { type Changed, changed, note, save } from './note.ts'

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
  return accept(await save(tx, found.value, edited.value, 'edited', { edits: given.edits, from: given.from }))
}

/** Seals a draft; a newer version of the scheme in use then counts from `useFromOn` on (left out: today; null: nothing changes yet). */
export async function sealEdition(
  tx: WriteTx,
  id: string,
  given: { version: number; acceptsUnconfirmed: number; useFromOn?: string | null | undefined },
): Promise<Decision<Changed>> {
  const { actor } = tx
  if (actor.kind !== 'person') return refuse('forbidden', 'person_needed')
  const found = await findCurrent(tx, id, given.version)
  if (!found.ok) return found
  const { acceptsUnconfirmed, useFromOn } = given
  const sealing = { byPersonId: actor.personId, byName: actor.name, at: tx.at, acceptsUnconfirmed }
  const sealed = sealScheme(found.value, sealing)
  if (!sealed.ok) return sealed
  const { todayOn } = await loadCountingDay(tx)
  const inUse = await loadEditionInUse(tx)
  const from = dayOfUse({ edition: found.value, inUse, useFromOn, todayOn })
  if (!from.ok) return from
  const saved = await save(tx, found.value, sealed.value, 'sealed', sealed.value.seal)
  if (from.value !== null) await addChoice(tx, { id: newId(), editionId: id, fromOn: from.value, reason: '' })
  return accept(saved)
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

async function findCurrent(tx: WriteTx, id: string, version: number): Promise<Decision<StoredEdition>> {
  const edition = await loadEdition(tx, id)
  if (!edition) return refuse('not_found', 'not_found')
  return edition.version === version
    ? accept(edition)
    : refuse('conflict', 'stale_version', { recordType: 'scheme_edition' })
}
