import type { WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { isUscc } from '#src/shared/uscc.ts'
import { findClient, insertClient, loadClient, type NewClient, type StoredClient, saveClient } from './store.ts'

/** The client with this credit code, made where there is none yet. What it is called and where it can be reached is brought up to date. */
export async function addClient(tx: WriteTx, given: NewClient): Promise<Decision<StoredClient>> {
  if (!isUscc(given.uscc)) return refuse('invalid', 'uscc_check_digit', { uscc: given.uscc })
  const known = await findClient(tx, { uscc: given.uscc })
  if (!known) {
    await insertClient(tx, given)
    note(tx, given.id, 'added', given)
    return accept((await loadClient(tx, given.id))!)
  }
  const { companyOrgId } = given
  // Two organisations with one credit code: a person has to look.
  if (companyOrgId && known.companyOrgId && companyOrgId !== known.companyOrgId)
    return refuse('conflict', 'client_other_organisation', { name: known.name })
  const { name, address, contactName, contactPhone, contactEmail } = given
  const change = {
    name,
    address,
    contactName,
    contactPhone,
    contactEmail,
    companyOrgId: companyOrgId ?? known.companyOrgId,
  }
  if (Object.entries(change).every(([key, value]) => known[key as keyof typeof change] === value)) return accept(known)
  await saveClient(tx, known.id, known.version, change)
  note(tx, known.id, 'changed', change)
  return accept((await loadClient(tx, known.id))!)
}

export async function changeClient(
  tx: WriteTx,
  id: string,
  given: {
    version: number
    name: string
    address: string
    contactName: string
    contactPhone: string
    contactEmail: string
  },
): Promise<Decision<{ id: string; version: number }>> {
  if (!(await loadClient(tx, id))) return refuse('not_found', 'not_found')
  const { version, ...change } = given
  await saveClient(tx, id, version, change)
  note(tx, id, 'changed', change)
  return accept({ id, version: version + 1 })
}

function note(tx: WriteTx, recordId: string, step: string, content: unknown): void {
  tx.record({ recordType: 'client', recordId, verb: `client.${step}`, content })
}
