import { sql } from 'kysely'
import type { OutletEntry, StaffEntry } from '#src/evaluation/material/contract/dossier.ts'
import type { SampledWhat, SamplingPlan, SamplingReceipt } from '#src/evaluation/sampling-receipt/contract.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { assertSaved } from '#src/server/unit-of-work.ts'
import type { Added, CaseUnit, Drawn, OutletUnit, PersonUnit, SealingKey } from './contract.ts'

export type StoredSampling = {
  id: string
  auditId: string
  number: number
  packId: string | null
  plan: SamplingPlan
  planSha256: string
  outlets: OutletUnit[]
  people: PersonUnit[]
  nonce: string
  madeByName: string
  receipt: SamplingReceipt | null
  drawn: Drawn | null
  drawnAt: string | null
  version: number
}

function samplings(tx: Tx) {
  return tx.sql
    .selectFrom('samplingPlan')
    .where('orgId', '=', tx.orgId)
    .select([
      'id',
      'auditId',
      'number',
      'packId',
      sql<SamplingPlan>`plan`.as('plan'),
      'planSha256',
      sql<OutletUnit[]>`outlets`.as('outlets'),
      sql<PersonUnit[]>`people`.as('people'),
      'nonce',
      'madeByName',
      sql<SamplingReceipt | null>`receipt`.as('receipt'),
      sql<Drawn | null>`drawn`.as('drawn'),
      'drawnAt',
      'version',
    ])
}

/** The plans of an audit, newest first. */
export async function listSamplings(tx: Tx, auditId: string): Promise<StoredSampling[]> {
  return samplings(tx).where('auditId', '=', auditId).orderBy('number', 'desc').limit(50).execute()
}

export async function loadSampling(tx: Tx, id: string): Promise<StoredSampling | undefined> {
  return samplings(tx).where('id', '=', id).executeTakeFirst()
}

export async function insertSampling(
  tx: WriteTx,
  given: Pick<
    StoredSampling,
    'id' | 'auditId' | 'number' | 'packId' | 'plan' | 'planSha256' | 'outlets' | 'people' | 'nonce' | 'madeByName'
  >,
): Promise<void> {
  const { plan, outlets, people, ...rest } = given
  await tx.sql
    .insertInto('samplingPlan')
    .values({
      orgId: tx.orgId,
      ...rest,
      plan: JSON.stringify(plan),
      outlets: JSON.stringify(outlets),
      people: JSON.stringify(people),
      madeAt: tx.at,
    })
    .execute()
}

export async function saveDrawn(
  tx: WriteTx,
  sampling: Pick<StoredSampling, 'id' | 'version'>,
  given: { receipt: SamplingReceipt; drawn: Drawn },
): Promise<void> {
  const saved = await tx.sql
    .updateTable('samplingPlan')
    .set({
      receipt: JSON.stringify(given.receipt),
      drawn: JSON.stringify(given.drawn),
      drawnAt: tx.at,
      version: sampling.version + 1,
    })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', sampling.id)
    .where('version', '=', sampling.version)
    .where('receipt', 'is', null)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'sampling_plan')
}

export async function listAdditions(tx: Tx, planIds: readonly string[]): Promise<(Added & { planId: string })[]> {
  if (planIds.length === 0) return []
  return tx.sql
    .selectFrom('samplingAddition')
    .where('orgId', '=', tx.orgId)
    .where('planId', 'in', [...planIds])
    .select(['id', 'planId', sql<SampledWhat>`what`.as('what'), 'unitId', 'reason', 'addedByName', 'addedAt'])
    .orderBy('addedAt')
    .orderBy('id')
    .limit(10_000)
    .execute()
}

export async function insertAddition(
  tx: WriteTx,
  planId: string,
  given: { id: string; what: SampledWhat; unitId: string; reason: string; addedByName: string },
): Promise<void> {
  await tx.sql
    .insertInto('samplingAddition')
    .values({ orgId: tx.orgId, planId, ...given, addedAt: tx.at })
    .execute()
}

/** Outlets and staff as the application states them; empty where the audit has none. */
export async function loadStated(
  tx: Tx,
  applicationId: string | null,
): Promise<{ outlets: OutletEntry[]; staff: StaffEntry[] }> {
  if (applicationId === null) return { outlets: [], staff: [] }
  const row = await tx.sql
    .selectFrom('application')
    .where('orgId', '=', tx.orgId)
    .where('id', '=', applicationId)
    .select([sql<OutletEntry[]>`outlets`.as('outlets'), sql<StaffEntry[]>`staff`.as('staff')])
    .executeTakeFirst()
  return row ?? { outlets: [], staff: [] }
}

export type SealedPack = {
  id: string
  clientId: string | null
  companyOrgId: string
  companyName: string
  checkpoint: string
  keys: SealingKey[]
}

export async function loadPack(tx: Tx, id: string): Promise<SealedPack | undefined> {
  return tx.sql
    .selectFrom('packCopy')
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .select(['id', 'clientId', 'companyOrgId', 'companyName', 'checkpoint', sql<SealingKey[]>`keys`.as('keys')])
    .executeTakeFirst()
}

function cases(tx: Tx, packId: string) {
  return tx.sql
    .selectFrom('packCase')
    .where('orgId', '=', tx.orgId)
    .where('packId', '=', packId)
    .select(['caseId as id', 'number', 'kind', 'outletId', 'madeOn', 'leafIndex'])
    .orderBy('leafIndex')
}

/** The cases of a pack, ascending by their place in the ledger; only those made since `fromOn`. */
export async function loadCases(tx: Tx, packId: string | null, fromOn: string | null): Promise<CaseUnit[]> {
  if (packId === null) return []
  const rows = fromOn === null ? cases(tx, packId) : cases(tx, packId).where('madeOn', '>=', fromOn)
  return rows.limit(2_000_000).execute()
}

export async function findCases(tx: Tx, packId: string, search: string): Promise<CaseUnit[]> {
  return cases(tx, packId).where(sql<boolean>`strpos(lower(number), lower(${search})) > 0`).limit(50).execute()
}

export async function loadBodyName(tx: Tx): Promise<string> {
  const row = await tx.sql
    .selectFrom('organisation')
    .where('orgId', '=', tx.orgId)
    .select('name')
    .executeTakeFirstOrThrow()
  return row.name
}

/** Names and posts of the staff that the audit's application states. */
export async function loadStaffOf(tx: Tx, auditId: string): Promise<StaffEntry[]> {
  const row = await tx.sql
    .selectFrom('audit')
    .where('orgId', '=', tx.orgId)
    .where('id', '=', auditId)
    .select('applicationId')
    .executeTakeFirst()
  return (await loadStated(tx, row?.applicationId ?? null)).staff
}

/** How much the newest drawn sample of an audit holds, additions included; null before one is drawn. */
export async function findSampleSizes(
  tx: Tx,
  auditId: string,
): Promise<{ outlets: number; cases: number; people: number; sealedBy: SamplingPlan['sealedBy'] } | null> {
  const drawn = (await listSamplings(tx, auditId)).find((one) => one.drawn !== null)
  if (!drawn?.drawn) return null
  const { picks } = drawn.drawn
  const added = await listAdditions(tx, [drawn.id])
  const sizeOf = (what: SampledWhat) => picks[what].length + added.filter((one) => one.what === what).length
  return {
    outlets: sizeOf('outlet'),
    cases: sizeOf('case'),
    people: sizeOf('person'),
    sealedBy: drawn.plan.sealedBy,
  }
}
