import { sql } from 'kysely'
import { assertSaved, type Tx, type WriteTx } from '#src/server/unit-of-work.ts'
import type { CertificateText, ChangeKind } from '../contract/text.ts'

export type CertificateRow = {
  id: string
  number: string
  clientId: string
  decisionId: string
  holderName: string
  uscc: string
  stars: number
  edition: number
  issuedOn: string
  validFromOn: string
  validUntilOn: string
  replacesId: string | null
  madeAt: string
  version: number
}

export type EditionRow = {
  number: number
  says: CertificateText
  validFromOn: string
  statusIndex: number
  fileSha256: string
  credential: Record<string, unknown>
  madeAt: string
}

export type ChangeRow = {
  id: string
  kind: ChangeKind
  effectiveOn: string
  untilOn: string | null
  reason: string
  publicReason: string
  decisionId: string | null
  edition: number | null
  madeBy: string
  madeByName: string
  madeAt: string
}

/** A certificate with everything that became of it: editions and changes, oldest first. */
export type Certificate = CertificateRow & { editions: EditionRow[]; changes: ChangeRow[] }

const COLUMNS = [
  'id',
  'number',
  'clientId',
  'decisionId',
  'holderName',
  'uscc',
  'stars',
  'edition',
  'issuedOn',
  'validFromOn',
  'validUntilOn',
  'replacesId',
  'madeAt',
  'version',
] as const
// One certificate lives three years; these are for ever.
const MOST = 1_000

function certificates(tx: Tx) {
  return tx.sql.selectFrom('certificate').select(COLUMNS).where('orgId', '=', tx.orgId)
}

/** Undefined where there is none. */
export async function loadCertificate(tx: Tx, id: string): Promise<Certificate | undefined> {
  const row = await certificates(tx).where('id', '=', id).executeTakeFirst()
  return row && withRest(tx, row)
}

/** Held until the end of the transaction, so that two changes at once do not contradict each other. */
export async function lockCertificate(tx: WriteTx, id: string): Promise<Certificate | undefined> {
  const row = await certificates(tx).where('id', '=', id).forUpdate().executeTakeFirst()
  return row && withRest(tx, row)
}

/** Every certificate that a client ever held, newest first. */
export async function listCertificatesOf(tx: Tx, clientId: string): Promise<Certificate[]> {
  const rows = await certificates(tx).where('clientId', '=', clientId).orderBy('issuedOn', 'desc').limit(MOST).execute()
  return Promise.all(rows.map((row) => withRest(tx, row)))
}

/** Whose last valid day or surveillance comes by `untilOn`, soonest first: those that are neither withdrawn nor cancelled. */
export async function listDueCertificates(tx: Tx, untilOn: string, limit: number): Promise<Certificate[]> {
  const rows = await certificates(tx)
    .where(
      sql<boolean>`least(valid_until_on, (select (e.says -> 'surveillance' ->> 'dueOn')::date from certificate_edition e
        where e.org_id = certificate.org_id and e.certificate_id = certificate.id and e.number = certificate.edition)) <= ${untilOn}::date`,
    )
    .where(
      sql<boolean>`not exists (select from certificate_change c where c.org_id = certificate.org_id
        and c.certificate_id = certificate.id and c.kind in ('withdraw', 'cancel'))`,
    )
    .orderBy('validUntilOn')
    .orderBy('id')
    .limit(limit)
    .execute()
  return Promise.all(rows.map((row) => withRest(tx, row)))
}

export type ListAsked = { limit: number; cursor?: string | undefined; search?: string | undefined }

/** Newest first; `search` in number, holder and credit code. The cursor is an id. */
export async function listCertificateRows(tx: Tx, asked: ListAsked): Promise<Certificate[]> {
  let query = certificates(tx).orderBy('issuedOn', 'desc').orderBy('id', 'desc').limit(asked.limit)
  if (asked.search)
    query = query.where(
      sql<boolean>`strpos(lower(number || ' ' || holder_name || ' ' || uscc), lower(${asked.search})) > 0`,
    )
  if (asked.cursor)
    query = query.where(
      sql<boolean>`(issued_on, id) < (select c.issued_on, c.id from certificate c where c.org_id = ${tx.orgId} and c.id = ${asked.cursor}::uuid)`,
    )
  const rows = await query.execute()
  return Promise.all(rows.map((row) => withRest(tx, row)))
}

async function withRest(tx: Tx, row: CertificateRow): Promise<Certificate> {
  const editions = await tx.sql
    .selectFrom('certificateEdition')
    .select(['number', 'says', 'validFromOn', 'statusIndex', 'fileSha256', 'credential', 'madeAt'])
    .where('orgId', '=', tx.orgId)
    .where('certificateId', '=', row.id)
    .orderBy('number')
    .limit(MOST)
    .execute()
  const changes = await tx.sql
    .selectFrom('certificateChange')
    .select([
      'id',
      'kind',
      'effectiveOn',
      'untilOn',
      'reason',
      'publicReason',
      'decisionId',
      'edition',
      'madeBy',
      'madeByName',
      'madeAt',
    ])
    .where('orgId', '=', tx.orgId)
    .where('certificateId', '=', row.id)
    .orderBy('effectiveOn')
    .orderBy('madeAt')
    .limit(MOST)
    .execute()
  return { ...row, editions: editions as unknown as EditionRow[], changes: changes as ChangeRow[] }
}

export async function insertCertificate(
  tx: WriteTx,
  row: Omit<CertificateRow, 'madeAt' | 'version' | 'edition'>,
): Promise<void> {
  await tx.sql
    .insertInto('certificate')
    .values({ orgId: tx.orgId, ...row, madeAt: tx.at })
    .execute()
}

export async function insertEdition(
  tx: WriteTx,
  certificateId: string,
  edition: Omit<EditionRow, 'madeAt'>,
): Promise<void> {
  const { says, credential, ...row } = edition
  await tx.sql
    .insertInto('certificateEdition')
    .values({
      ...{ orgId: tx.orgId, certificateId, ...row, madeAt: tx.at },
      says: JSON.stringify(says),
      credential: JSON.stringify(credential),
    })
    .execute()
}

export async function insertChange(
  tx: WriteTx,
  certificateId: string,
  change: Omit<ChangeRow, 'madeAt'>,
): Promise<void> {
  await tx.sql
    .insertInto('certificateChange')
    .values({ orgId: tx.orgId, certificateId, ...change, madeAt: tx.at })
    .execute()
}

/** Marks that a change was made over version `version`, with the newest edition's words where there is a new one. */
export async function saveCertificate(
  tx: WriteTx,
  id: string,
  version: number,
  newest: { edition: number; holderName: string; stars: number },
): Promise<void> {
  const saved = await tx.sql
    .updateTable('certificate')
    .set({ ...newest, version: version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'certificate')
}
