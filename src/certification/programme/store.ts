import { sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { dayOf } from '#src/shared/instant.ts'
import { auditState } from '../audit/rules/state.ts'
import type { CountedFrom, Programme, ProgrammeRow, ProgrammeVersion } from './contract.ts'

type Signed = Omit<Programme, 'versions' | 'audits'>

/** Signed contracts that stand, newest first. */
export async function listSignedContracts(
  tx: Tx,
  asked: { limit: number; cursor?: string | undefined; clientId?: string | undefined },
): Promise<Signed[]> {
  let rows = tx.sql
    .selectFrom('contract as k')
    .innerJoin('client as c', (join) => join.onRef('c.orgId', '=', 'k.orgId').onRef('c.id', '=', 'k.clientId'))
    .where('k.orgId', '=', tx.orgId)
    .where('k.signedOn', 'is not', null)
    .where('k.cancelledAt', 'is', null)
    .select([
      'k.id as contractId',
      'k.number as contractNumber',
      'k.clientId',
      'c.name as clientName',
      'k.applicationId',
      sql<string>`k.signed_on`.as('signedOn'),
    ])
    .orderBy('k.signedOn', 'desc')
    .orderBy('k.id', 'desc')
    .limit(asked.limit)
  if (asked.clientId) rows = rows.where('k.clientId', '=', asked.clientId)
  if (asked.cursor)
    rows = rows.where(
      sql<boolean>`(k.signed_on, k.id) < (select b.signed_on, b.id from contract b where b.org_id = ${tx.orgId} and b.id = ${asked.cursor})`,
    )
  return rows.execute()
}

/** Every version of these contracts' programmes, newest first. */
export async function listVersions(
  tx: Tx,
  contractIds: readonly string[],
): Promise<(ProgrammeVersion & { contractId: string })[]> {
  if (contractIds.length === 0) return []
  return tx.sql
    .selectFrom('auditProgramme as p')
    .innerJoin('bodyRules as r', (join) => join.onRef('r.orgId', '=', 'p.orgId').onRef('r.id', '=', 'p.rulesId'))
    .where('p.orgId', '=', tx.orgId)
    .where('p.contractId', 'in', [...contractIds])
    .select([
      'p.id',
      'p.contractId',
      'p.number',
      'r.number as rulesNumber',
      sql<CountedFrom>`p.counted_from`.as('countedFrom'),
      'p.countedFromOn',
      'p.reason',
      'p.madeByName',
      'p.madeAt',
      sql<ProgrammeRow[]>`p.rows`.as('rows'),
    ])
    .orderBy('p.number', 'desc')
    .limit(5_000)
    .execute()
}

/** The audits that rows of these contracts' programmes became. */
export async function listProgrammeAudits(tx: Tx, contractIds: readonly string[]) {
  if (contractIds.length === 0) return []
  const rows = await tx.sql
    .selectFrom('audit')
    .where('orgId', '=', tx.orgId)
    .where('contractId', 'in', [...contractIds])
    .where('programmePlace', 'is not', null)
    .where('cancelledAt', 'is', null)
    .select([
      'id as auditId',
      'contractId',
      'number',
      'programmePlace',
      'plannedFromOn',
      'plannedToOn',
      'teamSettledAt',
      'openedAt',
      'visitedAt',
      'reportedAt',
      'cancelledAt',
    ])
    .limit(5_000)
    .execute()
  return rows.map((row) => ({
    contractId: row.contractId!,
    place: row.programmePlace!,
    auditId: row.auditId,
    number: row.number,
    state: auditState(row),
    plannedFromOn: row.plannedFromOn,
    visitedOn: row.visitedAt === null ? null : (row.plannedToOn ?? dayOf(Date.parse(row.visitedAt))),
  }))
}

export async function insertProgramme(
  tx: WriteTx,
  given: {
    id: string
    contractId: string
    clientId: string
    number: number
    rulesId: string
    countedFrom: CountedFrom
    countedFromOn: string
    rows: ProgrammeRow[]
    reason: string
  },
): Promise<void> {
  const { rows, ...rest } = given
  await tx.sql
    .insertInto('auditProgramme')
    .values({
      orgId: tx.orgId,
      ...rest,
      rows: JSON.stringify(rows),
      madeByName: 'name' in tx.actor ? tx.actor.name : '',
      madeAt: tx.at,
    })
    .execute()
}
