import { sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { addDays } from '#src/shared/instant.ts'
import type { QualificationKind, QualificationRow } from './contract.ts'

const COLUMNS = [
  'q.id',
  'q.kindCode',
  'q.certificateNumber',
  'q.issuedOn',
  'q.expiresOn',
  'q.fileSha256',
  'q.revokedOn',
  'q.revokedReason',
] as const

function qualifications(tx: Tx) {
  return tx.sql
    .selectFrom('qualification as q')
    .where('q.orgId', '=', tx.orgId)
    .select([...COLUMNS, 'q.staffId'])
}

export type HeldQualification = QualificationRow & { staffId: string }

export async function loadQualificationsOf(tx: Tx, staffIds: readonly string[]): Promise<HeldQualification[]> {
  if (staffIds.length === 0) return []
  return qualifications(tx)
    .where('q.staffId', 'in', [...staffIds])
    .orderBy('q.kindCode')
    .orderBy('q.expiresOn', (order) => order.desc().nullsFirst())
    .orderBy('q.id')
    .execute()
}

export async function loadQualification(tx: Tx, id: string): Promise<HeldQualification | undefined> {
  return qualifications(tx).where('q.id', '=', id).executeTakeFirst()
}

/** The newest licence of each kind and person that ends within so many days, of people who still work here. */
export async function listExpiring(tx: Tx, asked: { dayOn: string; withinDays: number; limit: number }) {
  return qualifications(tx)
    .innerJoin('staff as s', (join) => join.onRef('s.orgId', '=', 'q.orgId').onRef('s.id', '=', 'q.staffId'))
    .leftJoin('outlet as o', (join) => join.onRef('o.orgId', '=', 's.orgId').onRef('o.id', '=', 's.outletId'))
    .select(['s.name as staffName', sql<string>`coalesce(o.name, '')`.as('outletName')])
    .where('s.leftOn', 'is', null)
    .where('q.revokedOn', 'is', null)
    .where('q.expiresOn', '<=', addDays(asked.dayOn, asked.withinDays))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('qualification as newer')
            .whereRef('newer.orgId', '=', 'q.orgId')
            .whereRef('newer.staffId', '=', 'q.staffId')
            .whereRef('newer.kindCode', '=', 'q.kindCode')
            .where('newer.revokedOn', 'is', null)
            .where((eb) =>
              eb.or([eb('newer.expiresOn', 'is', null), eb('newer.expiresOn', '>', eb.ref('q.expiresOn'))]),
            )
            .select('newer.id'),
        ),
      ),
    )
    .orderBy('q.expiresOn')
    .orderBy('q.id')
    .limit(asked.limit)
    .execute()
}

export async function insertQualification(
  tx: WriteTx,
  row: Omit<HeldQualification, 'revokedOn' | 'revokedReason'>,
): Promise<void> {
  await tx.sql
    .insertInto('qualification')
    .values({ orgId: tx.orgId, ...row })
    .execute()
}

/** Answers whether it was still unrevoked. */
export async function saveRevocation(tx: WriteTx, id: string, revokedOn: string, reason: string): Promise<boolean> {
  const saved = await tx.sql
    .updateTable('qualification')
    .set({ revokedOn, revokedReason: reason })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('revokedOn', 'is', null)
    .executeTakeFirst()
  return saved.numUpdatedRows > 0n
}

export async function listQualificationKinds(tx: Tx): Promise<QualificationKind[]> {
  const rows = await tx.sql
    .selectFrom('qualificationKind')
    .where('orgId', '=', tx.orgId)
    .select(['code', 'nameZh', 'nameEn', 'serviceManager'])
    .orderBy('code')
    .limit(500)
    .execute()
  return rows.map(({ code, nameZh, nameEn, serviceManager }) => ({
    code,
    name: { zh: nameZh, en: nameEn },
    serviceManager,
  }))
}

export async function insertQualificationKind(tx: WriteTx, kind: QualificationKind): Promise<void> {
  await tx.sql
    .insertInto('qualificationKind')
    .values({
      orgId: tx.orgId,
      code: kind.code,
      nameZh: kind.name.zh,
      nameEn: kind.name.en,
      serviceManager: kind.serviceManager,
    })
    .execute()
}

/** Answers whether there is such a kind. */
export async function saveQualificationKind(tx: WriteTx, kind: QualificationKind): Promise<boolean> {
  const saved = await tx.sql
    .updateTable('qualificationKind')
    .set({ nameZh: kind.name.zh, nameEn: kind.name.en, serviceManager: kind.serviceManager })
    .where('orgId', '=', tx.orgId)
    .where('code', '=', kind.code)
    .executeTakeFirst()
  return saved.numUpdatedRows > 0n
}
