import type { WriteTx } from '#src/server/unit-of-work.ts'
import type { Decision } from '#src/shared/decision.ts'
import { accept } from '#src/shared/decision.ts'
import type { Organisation } from './contract.ts'
import type { OrganisationFields } from './store.ts'
import { insertOrganisation, loadOrganisation, saveOrganisation } from './store.ts'

export type NewOrganisation = Pick<Organisation, 'slug' | 'name' | 'kind'> &
  Partial<OrganisationFields> & { demo?: boolean }

/** Makes the organisation of this unit of work: its id is the `orgId` of the actor. */
export async function createOrganisation(
  tx: WriteTx,
  { slug, name, kind, demo = false, ...rest }: NewOrganisation,
): Promise<Decision<{ orgId: string }>> {
  const fields = { timeZone: 'Asia/Shanghai', language: 'zh-CN', hotline: '', ...rest } as const
  await insertOrganisation(tx, { ...fields, slug, name, kind, demo })
  const content = { slug, name, kind }
  tx.record({ recordType: 'organisation', recordId: tx.orgId, verb: 'organisation.created', content })
  return accept({ orgId: tx.orgId })
}

export async function changeOrganisation(
  tx: WriteTx,
  change: OrganisationFields & { version: number },
): Promise<Decision<Organisation>> {
  const { id: _id, slug: _slug, kind: _kind, version: _version, ...before } = await loadOrganisation(tx)
  await saveOrganisation(tx, change)
  const { version: _from, ...after } = change
  tx.record({
    recordType: 'organisation',
    recordId: tx.orgId,
    verb: 'organisation.updated',
    content: { before, after },
  })
  return accept(await loadOrganisation(tx))
}
