import { sql } from 'kysely'
import type { LocalText } from '#src/evaluation/scheme/contract.ts'
import { assertSaved, type Tx, type WriteTx } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import type { EditionNamed } from '../contract/transition.ts'
import type { Days, StandardOf } from '../rules/days.ts'

export type StoredTransition = Days & {
  id: string
  from: EditionNamed
  to: EditionNamed
  basis: string
  daysReason: string
  rulesId: string
  rulesNumber: number
  draftedByName: string
  madeAt: string
  announcedAt: string | null
  announcedByName: string
  calledOffAt: string | null
  calledOffReason: string
  version: number
}

function transitions(tx: Tx) {
  return tx.sql
    .selectFrom('holderTransition as t')
    .innerJoin('schemeEdition as f', (join) =>
      join.onRef('f.orgId', '=', 't.orgId').onRef('f.id', '=', 't.fromEditionId'),
    )
    .innerJoin('schemeEdition as n', (join) =>
      join.onRef('n.orgId', '=', 't.orgId').onRef('n.id', '=', 't.toEditionId'),
    )
    .innerJoin('bodyRules as r', (join) => join.onRef('r.orgId', '=', 't.orgId').onRef('r.id', '=', 't.rulesId'))
    .where('t.orgId', '=', tx.orgId)
    .select(['t.id', 't.fromEditionId', 't.toEditionId', 't.fromSchemeId', 't.fromReference'])
    .select(['t.toSchemeId', 't.toReference', 't.startOn', 't.cutOffOn', 't.endOn', 't.basis', 't.daysReason'])
    .select(['t.rulesId', 'r.number as rulesNumber', 't.draftedByName', 't.madeAt', 't.announcedAt'])
    .select(['t.announcedByName', 't.calledOffAt', 't.calledOffReason', 't.version'])
    .select([sql<LocalText>`f.scheme -> 'title'`.as('fromTitle'), sql<LocalText>`n.scheme -> 'title'`.as('toTitle')])
}

type Row = Awaited<ReturnType<ReturnType<typeof transitions>['execute']>>[number]

function asStored(row: Row): StoredTransition {
  const { fromEditionId, fromSchemeId, fromReference, fromTitle, ...others } = row
  const { toEditionId, toSchemeId, toReference, toTitle, ...rest } = others
  return {
    ...rest,
    from: { editionId: fromEditionId, schemeId: fromSchemeId, reference: fromReference, title: fromTitle },
    to: { editionId: toEditionId, schemeId: toSchemeId, reference: toReference, title: toTitle },
  }
}

/** Newest first; the cursor is an id. */
export async function listStoredTransitions(
  tx: Tx,
  asked: { limit: number; cursor?: string | undefined },
): Promise<StoredTransition[]> {
  let rows = transitions(tx).orderBy('t.madeAt', 'desc').orderBy('t.id', 'desc').limit(asked.limit)
  if (asked.cursor)
    rows = rows.where(
      sql<boolean>`(t.made_at, t.id) < (select b.made_at, b.id from holder_transition b where b.org_id = ${tx.orgId} and b.id = ${asked.cursor})`,
    )
  return (await rows.execute()).map(asStored)
}

export async function loadTransition(tx: Tx, id: string): Promise<StoredTransition | undefined> {
  const row = await transitions(tx).where('t.id', '=', id).executeTakeFirst()
  return row && asStored(row)
}

/** The one from this standard that stands, drafted or announced. */
export async function findTransitionFrom(tx: Tx, from: StandardOf): Promise<StoredTransition | undefined> {
  const row = await transitions(tx)
    .where('t.fromSchemeId', '=', from.schemeId)
    .where('t.fromReference', '=', from.reference)
    .where('t.calledOffAt', 'is', null)
    .executeTakeFirst()
  return row && asStored(row)
}

type NewTransition = Pick<StoredTransition, 'id' | 'from' | 'to' | 'basis' | 'daysReason' | 'rulesId'> & Days

export async function insertTransition(tx: WriteTx, { from, to, ...row }: NewTransition): Promise<void> {
  await tx.sql
    .insertInto('holderTransition')
    .values({
      ...{ orgId: tx.orgId, ...row },
      ...{ fromEditionId: from.editionId, fromSchemeId: from.schemeId, fromReference: from.reference },
      ...{ toEditionId: to.editionId, toSchemeId: to.schemeId, toReference: to.reference },
      ...{ draftedByName: 'name' in tx.actor ? tx.actor.name : '', madeBy: actorRef(tx.actor), madeAt: tx.at },
    })
    .execute()
}

type Change = { announcedAt: string; announcedByName: string } | { calledOffAt: string; calledOffReason: string }

export async function saveTransition(tx: WriteTx, id: string, version: number, change: Change): Promise<void> {
  const saved = await tx.sql
    .updateTable('holderTransition')
    .set({ ...change, version: version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'holder_transition')
}

/** A sealed edition that the body holds, its own or taken over, as certificates would name it. */
export async function findSealed(tx: Tx, editionId: string): Promise<EditionNamed | undefined> {
  const { rows } = await sql<EditionNamed>`
    select id as edition_id, scheme ->> 'id' as scheme_id, scheme ->> 'standard' as reference, scheme -> 'title' as title
    from scheme_edition where org_id = ${tx.orgId} and id = ${editionId} and seal is not null`.execute(tx.sql)
  return rows[0]
}

const MOST_STANDARDS = 200

/** Each standard of which the body holds a sealed edition, by its newest, with how many certificates are on it. */
export async function listStandards(tx: Tx, dayOn: string): Promise<(EditionNamed & { holders: number })[]> {
  const { rows } = await sql<EditionNamed & { holders: number }>`
    with held as (
      select distinct on (scheme ->> 'id', scheme ->> 'standard') id as edition_id, scheme ->> 'id' as scheme_id,
        scheme ->> 'standard' as reference, scheme -> 'title' as title, number
      from scheme_edition where org_id = ${tx.orgId} and seal is not null
      order by scheme ->> 'id', scheme ->> 'standard', number desc)
    select h.edition_id, h.scheme_id, h.reference, h.title, (
      select count(*)::int from certificate c join certificate_edition e on e.org_id = c.org_id and e.certificate_id = c.id and e.number = c.edition
      where c.org_id = ${tx.orgId} and c.valid_until_on >= ${dayOn}::date
        and e.says -> 'standard' ->> 'schemeId' = h.scheme_id and e.says -> 'standard' ->> 'reference' = h.reference
        and not exists (select from certificate_change x where x.org_id = c.org_id and x.certificate_id = c.id
          and x.kind in ('withdraw', 'cancel') and x.effective_on <= ${dayOn}::date)) as holders
    from held h order by h.number desc limit ${sql.lit(MOST_STANDARDS)}`.execute(tx.sql)
  return rows
}
