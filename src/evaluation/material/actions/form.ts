import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Answer } from '#src/shared/endpoint.ts'
import { loadEditionInUse } from '../../edition/store.ts'
import { loadCountingDay } from '../../fact/store.ts'
import type { Scheme } from '../../scheme/contract.ts'
import type { ApplicationDraft, readApplicationForm } from '../contract/application.ts'
import { canDeclare, countedOf, lackingFields, prefilled } from '../rules/form.ts'
import { findFirstRequestOn, findOwnName, listOpenOutlets, listStaffEntries } from '../store/dossier.ts'
import * as store from '../store/form.ts'

/** The form with what is known around it. */
export async function loadForm(tx: Tx) {
  const { todayOn, zone } = await loadCountingDay(tx)
  const saved = await store.findForm(tx)
  const outlets = await listOpenOutlets(tx, todayOn, saved?.draft.centreOutletId ?? null)
  const staff = await listStaffEntries(tx, todayOn)
  const counted = countedOf(outlets, staff)
  const scheme: Scheme | undefined = (await loadEditionInUse(tx))?.scheme
  const name = await findOwnName(tx)
  const draft = saved?.draft ?? prefilled({ ...counted, name, runningSinceOn: await findFirstRequestOn(tx) })
  const lacking = lackingFields(draft, scheme, todayOn)
  return { todayOn, zone, name, saved, draft, outlets, staff, counted, scheme, lacking }
}

export async function showForm(tx: Tx): Promise<Answer<typeof readApplicationForm>> {
  const { saved, draft, lacking, scheme, counted } = await loadForm(tx)
  return {
    ...{ draft, lacking, counted },
    saved: saved ? { id: saved.id, version: saved.version, at: saved.savedAt, byName: saved.savedByName } : null,
    declared: saved?.declaredAt ? { at: saved.declaredAt, byName: saved.declaredByName } : null,
    levels: (scheme?.rules.levels ?? []).map(({ id, name }) => ({ id, name })),
  }
}

type Saved = { id: string; version: number }
type Given = { id: string; version: number | null; draft: ApplicationDraft }

export async function saveForm(tx: WriteTx, { id, version, draft }: Given): Promise<Decision<Saved>> {
  const saved = await store.findForm(tx)
  if (saved && (saved.id !== id || version === null))
    return refuse('conflict', 'stale_version', { recordType: 'application_form' })
  if (saved) await store.saveForm(tx, id, version!, draft)
  else await store.insertForm(tx, id, draft)
  tx.record({ recordType: 'application_form', recordId: id, verb: 'application_form.saved', content: draft })
  return accept({ id, version: saved ? version! + 1 : 1 })
}

export async function declareForm(tx: WriteTx, version: number): Promise<Decision<Saved>> {
  const { saved, draft, lacking } = await loadForm(tx)
  if (!saved) return refuse('not_found', 'not_found')
  const allowed = canDeclare(lacking)
  if (!allowed.ok) return allowed
  await store.saveDeclared(tx, saved.id, version)
  tx.record({ recordType: 'application_form', recordId: saved.id, verb: 'application_form.declared', content: draft })
  return accept({ id: saved.id, version: version + 1 })
}
