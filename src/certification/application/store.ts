import { sql } from 'kysely'
import type { ApplicationForm, Checklist, OutletEntry, StaffEntry } from '#src/evaluation/material/contract/dossier.ts'
import { assertSaved, type Tx, type WriteTx } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import { dayOf } from '#src/shared/instant.ts'
import type { ApplicationState, ApplicationStep, StepKind } from './contract.ts'
import type { Step } from './rules/steps.ts'

export type StoredApplication = {
  id: string
  number: string
  clientId: string
  clientName: string
  kind: ApplicationForm['kind']
  via: 'parcel' | 'upload' | 'typed'
  form: ApplicationForm
  outlets: OutletEntry[]
  staff: StaffEntry[]
  checklist: Checklist | null
  /** Shape: AssessmentExport. */
  ownAssessment: unknown
  packId: string | null
  receivedAt: string
  version: number
  steps: Step[]
}

/** With all its steps, oldest first; undefined where there is none. */
export async function loadApplication(tx: Tx, id: string): Promise<StoredApplication | undefined> {
  const row = await tx.sql
    .selectFrom('application as a')
    .innerJoin('client as c', (join) => join.onRef('c.orgId', '=', 'a.orgId').onRef('c.id', '=', 'a.clientId'))
    .select([
      ...([
        'a.id',
        'a.number',
        'a.clientId',
        'a.kind',
        'a.via',
        'a.form',
        'a.outlets',
        'a.staff',
        'a.checklist',
      ] as const),
      ...(['a.ownAssessment', 'a.packId', 'a.receivedAt', 'a.version', 'c.name as clientName'] as const),
    ])
    .where('a.orgId', '=', tx.orgId)
    .where('a.id', '=', id)
    .executeTakeFirst()
  if (!row) return undefined
  return { ...(row as unknown as Omit<StoredApplication, 'steps'>), steps: await listSteps(tx, [id]) }
}

async function listSteps(tx: Tx, applicationIds: readonly string[]): Promise<(Step & { applicationId: string })[]> {
  if (applicationIds.length === 0) return []
  const rows = await tx.sql
    .selectFrom('applicationStep')
    .select(['id', 'applicationId', 'kind', 'at', 'by', 'byName', 'reason', 'dueOn', 'detail'])
    .where('orgId', '=', tx.orgId)
    .where('applicationId', 'in', [...applicationIds])
    .orderBy('at')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    ...row,
    kind: row.kind as StepKind,
    detail: row.detail as ApplicationStep['detail'],
    on: dayOf(Date.parse(row.at)),
  }))
}

export type ApplicationHead = Omit<StoredApplication, 'form' | 'outlets' | 'staff' | 'checklist' | 'ownAssessment'>

// As `stateOf` says it: kept beside it by a test that walks every step.
const STATE = sql<ApplicationState>`(select case s.kind when 'received' then 'reviewing' when 'supplied' then 'reviewing'
    when 'more_asked' then 'awaiting' else s.kind end
  from application_step s where s.org_id = a.org_id and s.application_id = a.id
    and s.kind not in ('headcount_explained', 'headcount_corrected') order by s.at desc, s.id desc limit 1)`

export async function listApplicationHeads(
  tx: Tx,
  asked: { limit: number; cursor?: string; state?: ApplicationState; search?: string; clientId?: string },
): Promise<ApplicationHead[]> {
  let query = tx.sql
    .selectFrom('application as a')
    .innerJoin('client as c', (join) => join.onRef('c.orgId', '=', 'a.orgId').onRef('c.id', '=', 'a.clientId'))
    .select([
      'a.id',
      'a.number',
      'a.clientId',
      'a.kind',
      'a.via',
      'a.packId',
      'a.receivedAt',
      'a.version',
      'c.name as clientName',
    ])
    .where('a.orgId', '=', tx.orgId)
    .orderBy('a.receivedAt', 'desc')
    .orderBy('a.id', 'desc')
    .limit(asked.limit)
  if (asked.state) query = query.where(STATE, '=', asked.state)
  if (asked.clientId) query = query.where('a.clientId', '=', asked.clientId)
  if (asked.search)
    query = query.where(
      sql<boolean>`strpos(lower(a.number || ' ' || c.name || ' ' || c.uscc), lower(${asked.search})) > 0`,
    )
  if (asked.cursor)
    query = query.where(
      sql<boolean>`(a.received_at, a.id) < (select b.received_at, b.id from application b where b.org_id = ${tx.orgId} and b.id = ${asked.cursor}::uuid)`,
    )
  const rows = await query.execute()
  const steps = Map.groupBy(
    await listSteps(
      tx,
      rows.map(({ id }) => id),
    ),
    ({ applicationId }) => applicationId,
  )
  return rows.map((row) => ({ ...row, steps: steps.get(row.id) ?? [] })) as ApplicationHead[]
}

export type NewApplication = Omit<StoredApplication, 'steps' | 'clientName' | 'version' | 'receivedAt'>

export async function insertApplication(tx: WriteTx, given: NewApplication): Promise<void> {
  const { form, outlets, staff, checklist, ownAssessment, ...rest } = given
  await tx.sql
    .insertInto('application')
    .values({
      ...rest,
      orgId: tx.orgId,
      form: JSON.stringify(form),
      outlets: JSON.stringify(outlets),
      staff: JSON.stringify(staff),
      checklist: checklist && JSON.stringify(checklist),
      ownAssessment: ownAssessment ? JSON.stringify(ownAssessment) : null,
      receivedAt: tx.at,
    })
    .execute()
}

export type ApplicationChange = Partial<
  Pick<StoredApplication, 'form' | 'outlets' | 'staff' | 'checklist' | 'ownAssessment' | 'packId'>
>

/** Every step raises the version, so that two officers do not decide the same application. */
export async function saveApplication(
  tx: WriteTx,
  id: string,
  version: number,
  change: ApplicationChange = {},
): Promise<void> {
  const { packId, ...json } = change
  const saved = await tx.sql
    .updateTable('application')
    .set({
      ...Object.fromEntries(
        Object.entries(json).map(([key, value]) => [key, value === null ? null : JSON.stringify(value)]),
      ),
      ...(packId === undefined ? {} : { packId }),
      version: version + 1,
    })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'application')
}

export type NewStep = Pick<Step, 'id' | 'kind' | 'reason' | 'dueOn' | 'detail'> & { applicationId: string }

export async function insertStep(tx: WriteTx, { detail, ...step }: NewStep): Promise<void> {
  const { actor } = tx
  await tx.sql
    .insertInto('applicationStep')
    .values({
      ...step,
      orgId: tx.orgId,
      at: tx.at,
      by: actorRef(actor),
      byName: actor.kind === 'person' ? actor.name : '',
      detail: JSON.stringify(detail),
    })
    .execute()
}

/** Whether this organisation has a sealed edition of the scheme to audit by. */
export async function hasScheme(tx: Tx, schemeId: string): Promise<boolean> {
  const row = await tx.sql
    .selectFrom('schemeEdition')
    .select('id')
    .where('orgId', '=', tx.orgId)
    .where('seal', 'is not', null)
    .where(sql<boolean>`scheme ->> 'id' = ${schemeId}`)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** The contract of an application that was not cancelled; null where there is none. */
export async function findContractOf(tx: Tx, applicationId: string): Promise<string | null> {
  const row = await tx.sql
    .selectFrom('contract')
    .select('id')
    .where('orgId', '=', tx.orgId)
    .where('applicationId', '=', applicationId)
    .where('cancelledAt', 'is', null)
    .executeTakeFirst()
  return row?.id ?? null
}

/** The open application of a client, newest first: what a further pack or letter belongs to. */
export async function findOpenApplication(tx: Tx, clientId: string): Promise<string | undefined> {
  const row = await tx.sql
    .selectFrom('application as a')
    .select('a.id')
    .where('a.orgId', '=', tx.orgId)
    .where('a.clientId', '=', clientId)
    .where(STATE, 'in', ['reviewing', 'awaiting'])
    .orderBy('a.receivedAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.id
}

/** How the body signs what it writes. */
export async function loadBodyWords(tx: Tx): Promise<{ name: string; language: string }> {
  return tx.sql
    .selectFrom('organisation')
    .select(['name', 'language'])
    .where('orgId', '=', tx.orgId)
    .executeTakeFirstOrThrow()
}

/** The application that was made with this declaration; undefined where none was. */
export async function findByDeclaration(tx: Tx, clientId: string, declaredAt: string): Promise<string | undefined> {
  const row = await tx.sql
    .selectFrom('application')
    .select('id')
    .where('orgId', '=', tx.orgId)
    .where('clientId', '=', clientId)
    .where(sql<boolean>`form ->> 'declaredAt' = ${declaredAt}`)
    .limit(1)
    .executeTakeFirst()
  return row?.id
}
