import { sql } from 'kysely'
import type { Sql } from '#src/server/db/database.ts'
import { leafOf } from '#src/server/ledger/sequencer.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import type { Change, Dated, Edition } from '../certificate/rules/status.ts'

export type Found = { id: string; orgId: string }

/** Certificates of all bodies on this installation whose number or credit code is `search`, or whose holder's name contains it; newest first. */
export async function findCertificates(
  system: Sql,
  asked: { search: string; body?: string | undefined; limit: number; cursor?: string | undefined },
): Promise<Found[]> {
  const { search, body = null, limit, cursor = null } = asked
  const { rows } = await sql<Found>`
    select c.id, c.org_id from certificate c join organisation o on o.org_id = c.org_id
    where o.kind = 'certification_body' and (${body}::text is null or o.slug = ${body})
      and (lower(c.number) = lower(${search}) or c.uscc = upper(${search}) or strpos(lower(c.holder_name), lower(${search})) > 0)
      and (${cursor}::uuid is null or (c.issued_on, c.id) < (select x.issued_on, x.id from certificate x where x.id = ${cursor}::uuid))
    order by c.issued_on desc, c.id desc limit ${limit}`.execute(system)
  return rows
}

/** Those of exactly this number: two are enough to know that the body must be named. */
export async function findByNumber(system: Sql, number: string, body: string | undefined): Promise<Found[]> {
  let query = system
    .selectFrom('certificate as c')
    .innerJoin('organisation as o', 'o.orgId', 'c.orgId')
    .select(['c.id', 'c.orgId'])
    .where('o.kind', '=', 'certification_body')
    .where('c.number', '=', number)
    .limit(2)
  if (body) query = query.where('o.slug', '=', body)
  return query.execute()
}

export type ListedEdition = {
  certificate: Dated
  changes: Change[]
  editions: Edition[]
  number: number
  statusIndex: number
}

/** Editions with an index from `from` up to, not including, `to`, of certificates about which the status lists may have something to say. */
export async function listEditionsBetween(tx: Tx, from: number, to: number): Promise<ListedEdition[]> {
  const { rows } = await sql<{
    number: number
    statusIndex: number
    validFromOn: string
    validUntilOn: string
    changes: Change[]
    editions: Edition[]
  }>`
    select e.number, e.status_index, c.valid_from_on, c.valid_until_on,
      coalesce((select json_agg(json_build_object('kind', x.kind, 'effectiveOn', x.effective_on, 'untilOn', x.until_on, 'madeAt', x.made_at))
        from certificate_change x where x.org_id = c.org_id and x.certificate_id = c.id), '[]') as changes,
      (select json_agg(json_build_object('number', x.number, 'validFromOn', x.valid_from_on))
        from certificate_edition x where x.org_id = c.org_id and x.certificate_id = c.id) as editions
    from certificate_edition e join certificate c on c.org_id = e.org_id and c.id = e.certificate_id
    where e.org_id = ${tx.orgId} and e.status_index >= ${from} and e.status_index < ${to}
      and (c.edition > 1 or exists (select from certificate_change x where x.org_id = c.org_id and x.certificate_id = c.id
        and x.kind in ('suspend', 'withdraw', 'cancel')))`.execute(tx.sql)
  return rows.map(({ validFromOn, validUntilOn, ...row }) => ({ ...row, certificate: { validFromOn, validUntilOn } }))
}

/** Grows with every edition and change of the body: while it stays the same, so do the status lists of a day. */
export async function loadRegisterState(tx: Tx): Promise<string> {
  const { rows } = await sql<{ state: string }>`
    select (select count(*) from certificate_edition where org_id = ${tx.orgId}) || '/'
      || (select count(*) from certificate_change where org_id = ${tx.orgId}) || '/'
      || (select count(*) from signing_key where org_id = ${tx.orgId}) as state`.execute(tx.sql)
  return rows[0]!.state
}

export type ProvenRow = { leafIndex: number; leaf: string; content: string; salt: string }

/** What the ledger holds about a certificate up to a checkpoint of `size`, in order. */
export async function listProvenRows(tx: Tx, certificateId: string, size: number): Promise<ProvenRow[]> {
  const rows = await tx.sql
    .selectFrom('history as h')
    .innerJoin('ledgerEntry as e', (join) => join.onRef('e.orgId', '=', 'h.orgId').onRef('e.historyId', '=', 'h.id'))
    .select(['e.leafIndex', 'h.id', 'h.recordType', 'h.recordId', 'h.verb', 'h.actor', 'h.claimedAt', 'h.recordedAt'])
    .select(['h.commitment', 'h.content', 'h.salt'])
    .where('h.orgId', '=', tx.orgId)
    .where('h.recordType', '=', 'certificate')
    .where('h.recordId', '=', certificateId)
    .where('e.leafIndex', '<', size)
    .where('h.content', 'is not', null)
    .orderBy('e.leafIndex')
    .limit(1000)
    .execute()
  return rows.map((row) => ({
    leafIndex: Number(row.leafIndex),
    leaf: leafOf(tx.orgId, row),
    content: row.content!,
    salt: row.salt!.toString('hex'),
  }))
}

/** How many lines of history there are about a certificate, in the ledger or on their way to it. */
export async function countHistory(tx: Tx, certificateId: string): Promise<number> {
  const row = await tx.sql
    .selectFrom('history')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('orgId', '=', tx.orgId)
    .where('recordType', '=', 'certificate')
    .where('recordId', '=', certificateId)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}
