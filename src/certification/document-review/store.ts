import type { Checklist } from '#src/evaluation/material/contract/dossier.ts'
import { assertSaved, type Tx, type WriteTx } from '#src/server/unit-of-work.ts'
import { newId } from '#src/shared/id.ts'
import type { DocumentFile, DocumentReview, DocumentVerdict, ReviewItem } from './contract.ts'
import { MOST_ITEMS, MOST_ROUNDS, type NewItem } from './rules.ts'

const ROUND = [
  'id',
  'auditId',
  'number',
  'openedAt',
  'openedByName',
  'dueOn',
  'closedAt',
  'closedByName',
  'conclusion',
  'summary',
  'supplyByOn',
  'parcelId',
  'version',
] as const

export type StoredRound = Omit<DocumentReview, 'items'> & { auditId: string }

/** Newest first. */
export async function listRounds(tx: Tx, auditId: string): Promise<StoredRound[]> {
  const rows = await tx.sql
    .selectFrom('documentReview')
    .select(ROUND)
    .where('orgId', '=', tx.orgId)
    .where('auditId', '=', auditId)
    .orderBy('number', 'desc')
    .limit(MOST_ROUNDS)
    .execute()
  return rows as StoredRound[]
}

export async function findRound(tx: Tx, reviewId: string): Promise<StoredRound | undefined> {
  const row = await tx.sql
    .selectFrom('documentReview')
    .select(ROUND)
    .where('orgId', '=', tx.orgId)
    .where('id', '=', reviewId)
    .executeTakeFirst()
  return row as StoredRound | undefined
}

/** As `findRound`; whoever judges in it waits, so that nothing slips in behind the conclusion. */
export async function holdRound(tx: WriteTx, reviewId: string): Promise<StoredRound | undefined> {
  const row = await tx.sql
    .selectFrom('documentReview')
    .select(ROUND)
    .where('orgId', '=', tx.orgId)
    .where('id', '=', reviewId)
    .forUpdate()
    .executeTakeFirst()
  return row as StoredRound | undefined
}

/** In the order in which they are looked at. */
export async function listItems(tx: Tx, reviewId: string): Promise<ReviewItem[]> {
  const rows = await tx.sql
    .selectFrom('documentReviewItem')
    .select([
      'id',
      'materialId',
      'title',
      'origin',
      'stated',
      'files',
      'clauseIds',
      'verdict',
      'remark',
      'judgedAt',
      'judgedByName',
      'version',
    ])
    .where('orgId', '=', tx.orgId)
    .where('reviewId', '=', reviewId)
    .orderBy('place')
    .orderBy('id')
    .limit(MOST_ITEMS)
    .execute()
  return rows as unknown as ReviewItem[]
}

/** What the client sent of its documents with the application of this audit. */
export async function loadSubmitted(
  tx: Tx,
  auditId: string,
): Promise<{ checklist: Checklist | null; packId: string | null }> {
  const row = await tx.sql
    .selectFrom('audit as a')
    .leftJoin('application as f', (join) => join.onRef('f.orgId', '=', 'a.orgId').onRef('f.id', '=', 'a.applicationId'))
    .select(['f.checklist', 'a.packId'])
    .where('a.orgId', '=', tx.orgId)
    .where('a.id', '=', auditId)
    .executeTakeFirst()
  return { checklist: (row?.checklist as unknown as Checklist | null) ?? null, packId: row?.packId ?? null }
}

export async function insertRound(
  tx: WriteTx,
  round: { id: string; auditId: string; number: number; dueOn: string; byPersonId: string; byName: string },
): Promise<void> {
  const { byPersonId, byName, ...rest } = round
  await tx.sql
    .insertInto('documentReview')
    .values({ orgId: tx.orgId, ...rest, openedAt: tx.at, openedBy: byPersonId, openedByName: byName })
    .execute()
}

/** `firstPlace` is where the first of them stands in the list. */
export async function insertItems(
  tx: WriteTx,
  reviewId: string,
  items: readonly (NewItem & { id?: string })[],
  firstPlace: number,
): Promise<void> {
  if (items.length === 0) return
  await tx.sql
    .insertInto('documentReviewItem')
    .values(
      items.map((item, at) => ({
        orgId: tx.orgId,
        id: item.id ?? newId(),
        reviewId,
        place: firstPlace + at,
        materialId: item.materialId,
        title: item.title,
        origin: item.origin,
        stated: item.stated,
        files: JSON.stringify(item.files),
        clauseIds: [...item.clauseIds],
      })),
    )
    .execute()
}

export async function saveVerdict(
  tx: WriteTx,
  item: { id: string; version: number },
  given: {
    verdict: DocumentVerdict
    remark: string
    clauseIds: string[]
    files: DocumentFile[]
    byPersonId: string
    byName: string
  },
): Promise<void> {
  const { byPersonId, byName, files, ...rest } = given
  const saved = await tx.sql
    .updateTable('documentReviewItem')
    .set({
      ...rest,
      files: JSON.stringify(files),
      judgedAt: tx.at,
      judgedBy: byPersonId,
      judgedByName: byName,
      version: item.version + 1,
    })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', item.id)
    .where('version', '=', item.version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'document_review_item')
}

export async function saveClosed(
  tx: WriteTx,
  round: { id: string; version: number },
  closed: {
    conclusion: DocumentVerdict
    summary: string
    supplyByOn: string | null
    parcelId: string
    byPersonId: string
    byName: string
  },
): Promise<void> {
  const { byPersonId, byName, ...rest } = closed
  const saved = await tx.sql
    .updateTable('documentReview')
    .set({ ...rest, closedAt: tx.at, closedBy: byPersonId, closedByName: byName, version: round.version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', round.id)
    .where('version', '=', round.version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'document_review')
}

/** Which of these files this organisation has. */
export async function countKnownFiles(tx: Tx, sha256s: readonly string[]): Promise<number> {
  if (sha256s.length === 0) return 0
  const rows = await tx.sql
    .selectFrom('file')
    .select('sha256')
    .where('orgId', '=', tx.orgId)
    .where('sha256', 'in', sha256s)
    .execute()
  return rows.length
}

/** The hash itself, where this organisation has a file of it. */
export async function findOwnFile(tx: Tx, sha256: string): Promise<string | undefined> {
  const row = await tx.sql
    .selectFrom('file')
    .select('sha256')
    .where('orgId', '=', tx.orgId)
    .where('sha256', '=', sha256)
    .executeTakeFirst()
  return row?.sha256
}

/** The file of the audited pack, by its hash; undefined where the audit has none. */
export async function findPackFile(tx: Tx, auditId: string): Promise<string | undefined> {
  const row = await tx.sql
    .selectFrom('audit as a')
    .innerJoin('packCopy as p', (join) => join.onRef('p.orgId', '=', 'a.orgId').onRef('p.id', '=', 'a.packId'))
    .select('p.fileSha256')
    .where('a.orgId', '=', tx.orgId)
    .where('a.id', '=', auditId)
    .executeTakeFirst()
  return row?.fileSha256
}

export async function loadAddressee(
  tx: Tx,
  auditId: string,
): Promise<{ auditNumber: string; clientName: string; companyOrgId: string | null; bodyName: string }> {
  return tx.sql
    .selectFrom('audit as a')
    .innerJoin('client as c', (join) => join.onRef('c.orgId', '=', 'a.orgId').onRef('c.id', '=', 'a.clientId'))
    .innerJoin('organisation as o', (join) => join.onRef('o.orgId', '=', 'a.orgId'))
    .select(['a.number as auditNumber', 'c.name as clientName', 'c.companyOrgId', 'o.name as bodyName'])
    .where('a.orgId', '=', tx.orgId)
    .where('a.id', '=', auditId)
    .executeTakeFirstOrThrow()
}
