import { listLeaves } from '#src/evaluation/scheme/rules/tree.ts'
import { readTabular } from '#src/server/tabular/read.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { bodyDay } from '../body-rules/actions.ts'
import type { KitDetail, KitRow } from './contract/endpoints.ts'
import type { VisitKit } from './contract/kit.ts'
import { canPutToUse, confirmChanged, countUnconfirmed, SINCE_EVER_ON, standingOf } from './rules/draft.ts'
import { checkKit } from './rules/kit.ts'
import { readKitSheets } from './rules/workbook-read.ts'
import {
  deleteKitDraft,
  findKitOn,
  insertKit,
  listNewestSchemes,
  listStoredKits,
  readDefaultKit,
  type StoredKit,
  saveKitDraft,
} from './store.ts'

// The same in every body, so that reading before the first writing already tells the id that will be remembered.
const STARTING_ID = '0198a000-0000-7000-8000-00000000b0c1'

type Changed = { id: string; version: number; unconfirmedCount: number }

/** The version with which a visit is opened today. The first command that asks installs the one that comes with the product. */
export async function kitInUse(tx: WriteTx): Promise<StoredKit> {
  return (await findKitOn(tx, await bodyDay(tx))) ?? startingVersion(tx)
}

async function startingVersion(tx: Tx | WriteTx): Promise<StoredKit> {
  const kit = await readDefaultKit()
  const row = { id: STARTING_ID, number: 1, validFromOn: SINCE_EVER_ON, kit }
  if ('record' in tx && (await insertKit(tx, row))) note(tx, row.id, 'installed', { kitId: kit.id })
  return { ...row, madeAt: tx.at, madeByName: '', openVisitCount: 0, version: 1 }
}

/** Every version, newest first, the starting one among them even before anything was written. */
async function listVersions(tx: Tx | WriteTx): Promise<StoredKit[]> {
  const stored = await listStoredKits(tx)
  return stored.length > 0 ? stored : [await startingVersion(tx)]
}

export async function showKits(tx: Tx): Promise<KitRow[]> {
  const versions = await listVersions(tx)
  const todayOn = await bodyDay(tx)
  const inUseFromOn = versions.find((one) => one.validFromOn !== null && one.validFromOn <= todayOn)?.validFromOn ?? ''
  return versions.map((one) => rowOf(one, todayOn, inUseFromOn))
}

function rowOf({ kit, ...row }: StoredKit, todayOn: string, inUseFromOn: string): KitRow {
  return {
    ...row,
    state: standingOf(row.validFromOn, todayOn, inUseFromOn),
    unconfirmedCount: countUnconfirmed(kit),
  }
}

export async function showKit(tx: Tx, id: string): Promise<Decision<KitDetail>> {
  const row = (await showKits(tx)).find((one) => one.id === id)
  const stored = (await listVersions(tx)).find((one) => one.id === id)
  if (!row || !stored) return refuse('not_found', 'not_found')
  const schemes = (await listNewestSchemes(tx)).map((scheme) => ({
    schemeId: scheme.id,
    title: scheme.title,
    leaves: listLeaves(scheme).map(({ id: leafId, name }) => ({ leafId, name })),
  }))
  return accept({ ...row, kit: stored.kit, schemes })
}

export async function draftKit(tx: WriteTx, given: { id: string; copyOf: string }): Promise<Decision<Changed>> {
  const versions = await listVersions(tx)
  const source = versions.find((one) => one.id === given.copyOf)
  if (!source) return refuse('not_found', 'not_found')
  return openDraft(tx, versions, { id: given.id, kit: source.kit }, 'drafted', { copyOf: source.id })
}

/** Saves the draft as a whole. Where each point comes from is for the server to say. */
export async function saveKit(
  tx: WriteTx,
  id: string,
  given: { version: number; kit: VisitKit; from: string; confirms: string[] },
): Promise<Decision<Changed>> {
  const draft = await findDraft(tx, id, given.version)
  if (!draft.ok) return draft
  const kit = await confirmed(tx, draft.value.kit, given.kit, given)
  return kit.ok ? save(tx, draft.value, { kit: kit.value }, 'edited', { from: given.from, kit: kit.value }) : kit
}

/** An Excel workbook becomes the draft. What says the same as the version it is measured against keeps its provenance. */
export async function importKit(
  tx: WriteTx,
  given: { id: string; name: string; base64: string; from: string },
): Promise<Decision<Changed>> {
  const read = await readTabular(given.name, Buffer.from(given.base64, 'base64'))
  if (!read.ok) return read
  const { raw, problems } = readKitSheets(read.value.sheets)
  if (!raw) return refuse('invalid', 'visit_kit_cell_wrong', { ...problems[0]!, more: problems.length - 1 })
  const versions = await listVersions(tx)
  const draft = versions.find((one) => one.validFromOn === null)
  const kit = await confirmed(tx, (draft ?? versions[0]!).kit, raw, { from: given.from, confirms: [] })
  if (!kit.ok) return kit
  if (draft) return save(tx, draft, { kit: kit.value }, 'imported', { from: given.from, kit: kit.value })
  return openDraft(tx, versions, { id: given.id, kit: kit.value }, 'imported', { from: given.from })
}

async function confirmed(
  tx: WriteTx,
  before: VisitKit,
  after: VisitKit,
  { from, confirms }: { from: string; confirms: string[] },
): Promise<Decision<VisitKit>> {
  const { actor } = tx
  if (actor.kind !== 'person') return refuse('forbidden', 'person_needed')
  const confirmation = { byPersonId: actor.personId, byName: actor.name, on: await bodyDay(tx), from }
  return checkKit(confirmChanged(before, after, { confirmation, confirms }))
}

export async function dropKit(tx: WriteTx, id: string, version: number): Promise<Decision<{ id: string }>> {
  const draft = await findDraft(tx, id, version)
  if (!draft.ok) return draft
  await deleteKitDraft(tx, id, version)
  note(tx, id, 'dropped', { number: draft.value.number })
  return accept({ id })
}

/** Visits opened from that day on use it; those open already keep theirs. */
export async function putKitToUse(
  tx: WriteTx,
  id: string,
  given: { version: number; fromOn: string; acceptsUnconfirmed: number },
): Promise<Decision<Changed>> {
  const draft = await findDraft(tx, id, given.version)
  if (!draft.ok) return draft
  const days = (await listVersions(tx)).flatMap((one) => one.validFromOn ?? [])
  const lastFromOn = days.toSorted().at(-1) ?? SINCE_EVER_ON
  const { fromOn, acceptsUnconfirmed } = given
  const unconfirmedCount = countUnconfirmed(draft.value.kit)
  const todayOn = await bodyDay(tx)
  const allowed = canPutToUse({ fromOn, todayOn, lastFromOn, unconfirmedCount, acceptsUnconfirmed })
  if (!allowed.ok) return allowed
  return save(tx, draft.value, { validFromOn: fromOn }, 'put_to_use', { fromOn, kit: draft.value.kit })
}

async function findDraft(tx: WriteTx, id: string, version: number): Promise<Decision<StoredKit>> {
  const draft = (await listVersions(tx)).find((one) => one.id === id)
  if (!draft) return refuse('not_found', 'not_found')
  if (draft.validFromOn !== null) return refuse('conflict', 'visit_kit_in_use', { number: draft.number })
  return draft.version === version ? accept(draft) : refuse('conflict', 'stale_version', { recordType: 'visit_kit' })
}

async function openDraft(
  tx: WriteTx,
  versions: readonly StoredKit[],
  { id, kit }: { id: string; kit: VisitKit },
  step: string,
  content: object,
): Promise<Decision<Changed>> {
  if (versions.some((one) => one.validFromOn === null)) return refuse('conflict', 'visit_kit_draft_exists')
  const number = versions[0]!.number + 1
  if (!(await insertKit(tx, { id, number, validFromOn: null, kit })))
    return refuse('conflict', 'visit_kit_draft_exists')
  note(tx, id, step, { ...content, number })
  return accept({ id, version: 1, unconfirmedCount: countUnconfirmed(kit) })
}

async function save(
  tx: WriteTx,
  draft: StoredKit,
  change: { kit?: VisitKit; validFromOn?: string },
  step: string,
  content: unknown,
): Promise<Decision<Changed>> {
  await saveKitDraft(tx, draft, change)
  note(tx, draft.id, step, content)
  const unconfirmedCount = countUnconfirmed(change.kit ?? draft.kit)
  return accept({ id: draft.id, version: draft.version + 1, unconfirmedCount })
}

function note(tx: WriteTx, recordId: string, step: string, content: unknown): void {
  tx.record({ recordType: 'visit_kit', recordId, verb: `visit_kit.${step}`, content })
}
