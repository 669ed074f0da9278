import { type SqlBool, sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { assertSaved } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import { loadCountingDay } from '../fact/store.ts'
import type { Scheme, SchemeEdition, Seal } from '../scheme/contract.ts'
import type { Choice } from './contract.ts'
import { editionInUse } from './rules.ts'

export type StoredEdition = SchemeEdition & {
  id: string
  number: number
  madeAt: string
  version: number
  inUse: boolean
  /** False for what was taken over for an audit. */
  isOwn: boolean
  /** Who published what came sealed in a file, as the file says; empty for the organisation's own. */
  publisher: string
}

/** Nobody needs more; each is a whole scheme. */
const MOST_EDITIONS = 50

// What was taken over from somebody else for an audit is not the organisation's own scheme.
const editions = (tx: Tx) =>
  tx.sql
    .selectFrom('schemeEdition')
    .select(['id', 'number', 'scheme', 'seal', 'publisher', 'madeAt', 'version'])
    .where('orgId', '=', tx.orgId)

/** The organisation's own, newest first. */
export async function listStoredEditions(tx: Tx): Promise<StoredEdition[]> {
  const rows = await editions(tx).where('source', '=', '').orderBy('number', 'desc').limit(MOST_EDITIONS).execute()
  const own = rows.map((row) => editionOf(row, true))
  if (own.length === 0) return []
  const used = editionInUse(own, await listChoices(tx), (await loadCountingDay(tx)).todayOn)
  return own.map((edition) => ({ ...edition, inUse: edition === used }))
}

type Row = Awaited<ReturnType<ReturnType<typeof editions>['execute']>>[number]

function editionOf(row: Row, isOwn: boolean): StoredEdition {
  const [scheme, seal] = [row.scheme as unknown as Scheme, row.seal as unknown as Seal | null]
  return { ...row, scheme, seal, isOwn, inUse: false }
}

/** An own edition, or one that was taken over. */
export async function loadEdition(tx: Tx, id: string): Promise<StoredEdition | undefined> {
  const own = (await listStoredEditions(tx)).find((edition) => edition.id === id)
  if (own) return own
  const row = await editions(tx).where('id', '=', id).executeTakeFirst()
  return row && editionOf(row, false)
}

/** The sealed edition of exactly this scheme, own or taken over. */
export async function findEditionByHash(tx: Tx, schemeHash: string): Promise<{ id: string } | undefined> {
  return tx.sql
    .selectFrom('schemeEdition')
    .select('id')
    .where('orgId', '=', tx.orgId)
    .where('seal', 'is not', null)
    .where(sql<SqlBool>`seal ->> 'schemeHash' = ${schemeHash}`)
    .orderBy('number')
    .limit(1)
    .executeTakeFirst()
}

export async function lastEditionNumber(tx: Tx): Promise<number> {
  const row = await tx.sql
    .selectFrom('schemeEdition')
    .select(({ fn }) => fn.max('number').as('last'))
    .where('orgId', '=', tx.orgId)
    .executeTakeFirst()
  return row?.last ?? 0
}

/** Undefined only before the organisation's first score. */
export async function loadEditionInUse(tx: Tx): Promise<StoredEdition | undefined> {
  return (await listStoredEditions(tx)).find((edition) => edition.inUse)
}

/** `taken`: sealed by somebody else; for an audit, with where it came from, or brought in to be used, with who published it. */
export async function insertEdition(
  tx: WriteTx,
  id: string,
  number: number,
  scheme: Scheme,
  taken?: { seal: Seal; source: string; publisher: string },
): Promise<void> {
  await tx.sql
    .insertInto('schemeEdition')
    .values({
      orgId: tx.orgId,
      id,
      number,
      scheme: JSON.stringify(scheme),
      ...(taken ? { ...taken, seal: JSON.stringify(taken.seal) } : {}),
      madeAt: tx.at,
      madeBy: actorRef(tx.actor),
    })
    .execute()
}

export async function saveEdition(tx: WriteTx, id: string, version: number, edition: SchemeEdition): Promise<void> {
  const saved = await tx.sql
    .updateTable('schemeEdition')
    .set({
      scheme: JSON.stringify(edition.scheme),
      seal: edition.seal === null ? null : JSON.stringify(edition.seal),
      version: version + 1,
    })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'scheme_edition')
}

/** Nobody changes the scheme more often. */
const MOST_CHOICES = 200

/** In the order in which they were made. */
export async function listChoices(tx: Tx): Promise<Choice[]> {
  const rows = await tx.sql
    .selectFrom('schemeChoice as c')
    .leftJoin('schemeChoiceWithdrawal as w', (join) =>
      join.onRef('w.orgId', '=', 'c.orgId').onRef('w.choiceId', '=', 'c.id'),
    )
    .select(['c.id', 'c.number', 'c.editionId', 'c.fromOn', 'c.reason', 'c.chosenAt', 'c.chosenByName'])
    .select(['w.withdrawnAt', 'w.reason as withdrawnReason', 'w.withdrawnByName'])
    .where('c.orgId', '=', tx.orgId)
    .orderBy('c.number', 'desc')
    .limit(MOST_CHOICES)
    .execute()
  return rows.reverse()
}

type NewChoice = Pick<Choice, 'id' | 'number' | 'editionId' | 'fromOn' | 'reason' | 'chosenByName'>

export async function insertChoice(tx: WriteTx, choice: NewChoice): Promise<void> {
  await tx.sql
    .insertInto('schemeChoice')
    .values({ orgId: tx.orgId, ...choice, chosenAt: tx.at, chosenBy: actorRef(tx.actor) })
    .execute()
}

export async function insertWithdrawal(
  tx: WriteTx,
  choiceId: string,
  reason: string,
  withdrawnByName: string,
): Promise<void> {
  const made = { withdrawnAt: tx.at, withdrawnBy: actorRef(tx.actor), withdrawnByName }
  await tx.sql
    .insertInto('schemeChoiceWithdrawal')
    .values({ orgId: tx.orgId, choiceId, reason, ...made })
    .execute()
}

/** As it stands on what leaves the house. */
export async function loadPublisher(tx: Tx): Promise<string> {
  const row = await tx.sql.selectFrom('organisation').select('name').where('orgId', '=', tx.orgId).executeTakeFirst()
  return row?.name ?? ''
}
