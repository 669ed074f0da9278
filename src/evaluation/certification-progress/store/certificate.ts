import { type SqlBool, sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import type { CertificateProblem, CertificateSays, ReceivedCertificate } from '../contract/progress.ts'

function received(tx: Tx) {
  return tx.sql
    .selectFrom('receivedCertificate as r')
    .innerJoin('parcel as p', (join) => join.onRef('p.orgId', '=', 'r.orgId').onRef('p.id', '=', 'r.parcelId'))
    .innerJoin('file as f', (join) => join.onRef('f.orgId', '=', 'r.orgId').onRef('f.sha256', '=', 'r.fileSha256'))
    .leftJoin('counterpartKey as k', (join) =>
      join
        .onRef('k.orgId', '=', 'p.orgId')
        .onRef('k.counterpartOrgId', '=', 'p.counterpartOrgId')
        .onRef('k.fingerprint', '=', 'p.signer'),
    )
    .where('r.orgId', '=', tx.orgId)
    .select([
      ...(['r.id', 'r.parcelId', 'r.bodyOrgId', 'r.bodyName', 'r.number', 'r.edition', 'r.fileSha256'] as const),
      ...(['r.rootFingerprint', 'r.receivedAt', 'p.madeAt', 'p.signer', 'f.sizeBytes'] as const),
      sql<CertificateSays | null>`r.says`.as('says'),
      sql<CertificateProblem[]>`r.problems`.as('problems'),
      sql<string>`coalesce(p.body ->> 'registerUrl', '')`.as('registerUrl'),
      sql<Record<string, unknown>>`p.body -> 'credential'`.as('credential'),
      sql<ReceivedCertificate['signer']['state']>`case when k.reset_at is not null then 'put_aside'
        when k.confirmed_at is not null then 'compared' else 'first_seen' end`.as('signerState'),
      sql<number | null>`(select max(n.edition) from received_certificate n where n.org_id = r.org_id
        and n.body_org_id = r.body_org_id and n.number = r.number and n.problems = '[]'::jsonb)`.as('newestEdition'),
    ])
}
export type StoredCertificate = Awaited<ReturnType<typeof loadReceived>> & object

export function loadReceived(tx: Tx, id: string) {
  return received(tx).where('r.id', '=', id).executeTakeFirst()
}

/** Newest first. */
export async function listReceived(
  tx: Tx,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<StoredCertificate[]> {
  let query = received(tx).orderBy('r.receivedAt', 'desc').orderBy('r.id', 'desc').limit(limit)
  if (cursor)
    query = query.where(
      sql<SqlBool>`(r.received_at, r.id) < (select c.received_at, c.id from received_certificate c where c.org_id = ${tx.orgId} and c.id = ${cursor})`,
    )
  return query.execute()
}

/** A company has a handful; more than this it has not in a lifetime. */
const MOST_HELD = 200

/** The newest verified edition of each certificate, whatever became of it since. */
export async function listVerified(tx: Tx): Promise<StoredCertificate[]> {
  return received(tx)
    .where(sql<SqlBool>`r.problems = '[]'::jsonb`)
    .where(
      sql<SqlBool>`not exists (select 1 from received_certificate n where n.org_id = r.org_id and n.body_org_id = r.body_org_id
        and n.number = r.number and n.edition > r.edition and n.problems = '[]'::jsonb)`,
    )
    .orderBy('r.receivedAt', 'desc')
    .limit(MOST_HELD)
    .execute()
}

/** The verified certificate of that number and edition, the newest edition where none is named. */
export async function findVerified(
  tx: Tx,
  { bodyOrgId, number, edition }: { bodyOrgId: string; number: string; edition?: number },
): Promise<{ id: string; fileSha256: string } | undefined> {
  let query = tx.sql
    .selectFrom('receivedCertificate')
    .select(['id', 'fileSha256'])
    .where('orgId', '=', tx.orgId)
    .where('bodyOrgId', '=', bodyOrgId)
    .where('number', '=', number)
    .where(sql<SqlBool>`problems = '[]'::jsonb`)
    .orderBy('edition', 'desc')
    .limit(1)
  if (edition !== undefined) query = query.where('edition', '=', edition)
  return query.executeTakeFirst()
}

export type NewReceived = Pick<
  StoredCertificate,
  | 'id'
  | 'parcelId'
  | 'bodyOrgId'
  | 'bodyName'
  | 'number'
  | 'edition'
  | 'fileSha256'
  | 'says'
  | 'problems'
  | 'rootFingerprint'
>

export async function insertReceived(tx: WriteTx, { says, problems, ...row }: NewReceived): Promise<void> {
  const shapes = { says: says && JSON.stringify(says), problems: JSON.stringify(problems) }
  await tx.sql
    .insertInto('receivedCertificate')
    .values({ ...row, ...shapes, orgId: tx.orgId, receivedAt: tx.at })
    .execute()
}

/** SHA-256 of the public key that a parcel is signed with. */
export async function loadSigner(tx: Tx, parcelId: string): Promise<string> {
  const { signer } = await tx.sql
    .selectFrom('parcel')
    .select('signer')
    .where('orgId', '=', tx.orgId)
    .where('id', '=', parcelId)
    .executeTakeFirstOrThrow()
  return signer
}

/** Name and language of the organisation. */
export function loadOwnWords(tx: Tx) {
  return tx.sql
    .selectFrom('organisation')
    .select(['name', sql<'zh-CN' | 'en'>`language`.as('language')])
    .where('orgId', '=', tx.orgId)
    .executeTakeFirstOrThrow()
}

/** Those of these messages that the outbox has. */
export async function listQueued(tx: Tx, dedupKeys: readonly string[]): Promise<Set<string>> {
  if (dedupKeys.length === 0) return new Set()
  const rows = await tx.sql
    .selectFrom('message')
    .select('dedupKey')
    .where('orgId', '=', tx.orgId)
    .where('dedupKey', 'in', [...dedupKeys])
    .execute()
  return new Set(rows.map(({ dedupKey }) => dedupKey))
}
