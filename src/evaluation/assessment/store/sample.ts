import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import type { DrawnSample } from '../contract/sample.ts'
import { nameOf } from './round.ts'

export type KeptSample = Omit<DrawnSample, 'drawn'> & { assessmentId: string; leafId: string; drawnIds: string[] }

const COLUMNS = [
  'id',
  'assessmentId',
  'leafId',
  'drawnOf as of',
  'requestKind',
  'populationCount',
  'populationSha256',
  'ruleSize',
  'drawnIds',
  'seed',
  'reason',
  'drawnAt',
  'drawnByName',
] as const

/** More draws of one indicator than anybody makes. */
const MOST_DRAWS = 50

/** Of an indicator, the last drawn first. */
export async function listSamples(tx: Tx, assessmentId: string, leafId: string): Promise<KeptSample[]> {
  const rows = await tx.sql
    .selectFrom('assessmentSample')
    .select(COLUMNS)
    .where('orgId', '=', tx.orgId)
    .where('assessmentId', '=', assessmentId)
    .where('leafId', '=', leafId)
    .orderBy('drawnAt', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_DRAWS)
    .execute()
  return rows as unknown as KeptSample[]
}

export async function findSample(tx: Tx, assessmentId: string, id: string): Promise<KeptSample | undefined> {
  const row = await tx.sql
    .selectFrom('assessmentSample')
    .select(COLUMNS)
    .where('orgId', '=', tx.orgId)
    .where('assessmentId', '=', assessmentId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row as unknown as KeptSample | undefined
}

export async function insertSample(tx: WriteTx, sample: Omit<KeptSample, 'drawnAt' | 'drawnByName'>): Promise<void> {
  const { of, drawnIds, ...row } = sample
  await tx.sql
    .insertInto('assessmentSample')
    .values({
      orgId: tx.orgId,
      ...row,
      drawnOf: of,
      drawnIds: JSON.stringify(drawnIds),
      drawnAt: tx.at,
      drawnBy: actorRef(tx.actor),
      drawnByName: nameOf(tx),
    })
    .execute()
}
