import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { calendarFor } from '#src/company/door.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { dayOf } from '#src/shared/instant.ts'
import type { RuleEdit } from './contract/endpoints.ts'
import type { BodyRules, BodyRulesVersion, Term } from './contract/rules.ts'
import { canPutInForce, editFigures, refuseUnsound, SINCE_EVER_ON } from './rules/edit.ts'
import { countUnconfirmed } from './rules/figures.ts'
import { parseRules } from './rules/file.ts'
import { lastDayOf } from './rules/term.ts'
import {
  deleteDraft,
  findRules,
  findRulesOn,
  insertRules,
  listStoredRules,
  type StoredRules,
  saveDraft,
} from './store.ts'

// The same in every body, so that reading before the first writing already tells the id that will be remembered.
const STARTING_ID = '0198a000-0000-7000-8000-00000000b0d1'
const startingFile = fileURLToPath(new URL('../../../standards/body-rules.yaml', import.meta.url))
let startingRules: Promise<BodyRules> | undefined

/** The rules that come with the product. An unsound file is a fault, told with every problem on its own line. */
function readStartingRules(): Promise<BodyRules> {
  startingRules ??= readFile(startingFile, 'utf8').then((text) => {
    const { rules, problems } = parseRules(text)
    if (rules) return rules
    const lines = problems.map((it) => `  ${it.path}: ${it.code}, expected ${it.expected}, found ${it.found}`)
    throw new Error(`standards/body-rules.yaml cannot be used:\n${lines.join('\n')}`)
  })
  return startingRules
}

/** The body's day now, in its calendar's zone. */
export async function bodyDay(tx: Tx): Promise<string> {
  const { company } = await calendarFor(tx, null)
  return dayOf(Date.parse(tx.at), company.zone)
}

/** The last day of a term from `fromOn` (not counted itself), working days by the body's own calendar. */
export async function businessDaysAfter(tx: Tx, fromOn: string, term: Term): Promise<string> {
  const { company } = await calendarFor(tx, null)
  return lastDayOf(company, fromOn, term)
}

/** The rules in force on a day. The first command that asks installs those that come with the product, as version 1. */
export async function loadBodyRulesOn(tx: Tx | WriteTx, dayOn: string): Promise<BodyRulesVersion> {
  const found = await findRulesOn(tx, dayOn < SINCE_EVER_ON ? SINCE_EVER_ON : dayOn)
  const { id, number, validFromOn, rules } = found ? await completed(found) : await startingVersion(tx)
  return { id, number, validFromOn: validFromOn!, rules }
}

/** A version by its id, e.g. the one that a contract was reckoned with. */
export async function findBodyRules(tx: Tx, id: string): Promise<StoredRules | undefined> {
  const found = await findRules(tx, id)
  if (found) return completed(found)
  return id === STARTING_ID ? startingVersion(tx) : undefined
}

/** Every version, newest first, the starting one among them even before anything was written. */
export async function listBodyRules(tx: Tx): Promise<StoredRules[]> {
  const rows = await listStoredRules(tx)
  return rows.length > 0 ? Promise.all(rows.map(completed)) : [await startingVersion(tx)]
}

/** A version made before the product knew of some group of figures has that group as it comes with the product. */
async function completed(stored: StoredRules): Promise<StoredRules> {
  return { ...stored, rules: { ...(await readStartingRules()), ...stored.rules } }
}

async function startingVersion(tx: Tx | WriteTx): Promise<StoredRules> {
  const rules = await readStartingRules()
  const row = { id: STARTING_ID, number: 1, validFromOn: SINCE_EVER_ON, rules }
  if ('record' in tx && (await insertRules(tx, row))) note(tx, row.id, 'installed', { rulesId: rules.id })
  return { ...row, madeAt: tx.at, version: 1 }
}

type Changed = { id: string; version: number; unconfirmedCount: number }

export async function draftRules(tx: WriteTx, given: { id: string; copyOf: string }): Promise<Decision<Changed>> {
  const versions = await listBodyRules(tx)
  const source = versions.find((one) => one.id === given.copyOf)
  if (!source) return refuse('not_found', 'not_found')
  return openDraft(tx, versions, given.id, source.rules, 'drafted', { copyOf: source.id })
}

export async function importRules(tx: WriteTx, given: { id: string; text: string }): Promise<Decision<Changed>> {
  const { rules, problems } = parseRules(given.text)
  if (!rules) return refuseUnsound(problems)
  const versions = await listBodyRules(tx)
  const draft = versions.find((one) => one.validFromOn === null)
  if (!draft) return openDraft(tx, versions, given.id, rules, 'imported', { rulesId: rules.id })
  return save(tx, draft, { rules }, 'imported', { rulesId: rules.id })
}

export async function editRules(
  tx: WriteTx,
  id: string,
  given: { version: number; edits: RuleEdit[]; from: string },
): Promise<Decision<Changed>> {
  const { actor } = tx
  if (actor.kind !== 'person') return refuse('forbidden', 'person_needed')
  const draft = await findDraft(tx, id, given.version)
  if (!draft.ok) return draft
  const on = await bodyDay(tx)
  const confirmation = { byPersonId: actor.personId, byName: actor.name, on, from: given.from }
  const edited = editFigures(draft.value.rules, given.edits, confirmation)
  if (!edited.ok) return edited
  return save(tx, draft.value, { rules: edited.value }, 'edited', { edits: given.edits, from: given.from })
}

export async function dropDraft(tx: WriteTx, id: string, version: number): Promise<Decision<{ id: string }>> {
  const draft = await findDraft(tx, id, version)
  if (!draft.ok) return draft
  await deleteDraft(tx, id, version)
  note(tx, id, 'dropped', { number: draft.value.number })
  return accept({ id })
}

export async function putInForce(
  tx: WriteTx,
  id: string,
  given: { version: number; fromOn: string; acceptsUnconfirmed: number },
): Promise<Decision<Changed>> {
  if (tx.actor.kind !== 'person') return refuse('forbidden', 'person_needed')
  const draft = await findDraft(tx, id, given.version)
  if (!draft.ok) return draft
  const versions = await listStoredRules(tx)
  const lastFromOn = versions.reduce(
    (last, one) => (one.validFromOn && one.validFromOn > last ? one.validFromOn : last),
    SINCE_EVER_ON,
  )
  const unconfirmedCount = countUnconfirmed(draft.value.rules)
  const { fromOn, acceptsUnconfirmed } = given
  const allowed = canPutInForce({
    fromOn,
    todayOn: await bodyDay(tx),
    lastFromOn,
    unconfirmedCount,
    acceptsUnconfirmed,
  })
  if (!allowed.ok) return allowed
  return save(tx, draft.value, { validFromOn: fromOn }, 'put_in_force', { fromOn, rules: draft.value.rules })
}

async function findDraft(tx: WriteTx, id: string, version: number): Promise<Decision<StoredRules>> {
  const draft = await findBodyRules(tx, id)
  if (!draft) return refuse('not_found', 'not_found')
  if (draft.validFromOn !== null) return refuse('conflict', 'rules_in_force', { number: draft.number })
  return draft.version === version ? accept(draft) : refuse('conflict', 'stale_version', { recordType: 'body_rules' })
}

async function openDraft(
  tx: WriteTx,
  versions: readonly StoredRules[],
  id: string,
  rules: BodyRules,
  step: string,
  content: object,
): Promise<Decision<Changed>> {
  if (versions.some((one) => one.validFromOn === null)) return refuse('conflict', 'draft_exists')
  const number = versions[0]!.number + 1
  if (!(await insertRules(tx, { id, number, validFromOn: null, rules }))) return refuse('conflict', 'draft_exists')
  note(tx, id, step, { ...content, number })
  return accept({ id, version: 1, unconfirmedCount: countUnconfirmed(rules) })
}

async function save(
  tx: WriteTx,
  draft: StoredRules,
  change: { rules?: BodyRules; validFromOn?: string },
  step: string,
  content: unknown,
): Promise<Decision<Changed>> {
  await saveDraft(tx, draft, change)
  note(tx, draft.id, step, content)
  const unconfirmedCount = countUnconfirmed(change.rules ?? draft.rules)
  return accept({ id: draft.id, version: draft.version + 1, unconfirmedCount })
}

function note(tx: WriteTx, recordId: string, step: string, content: unknown): void {
  tx.record({ recordType: 'body_rules', recordId, verb: `body_rules.${step}`, content })
}
