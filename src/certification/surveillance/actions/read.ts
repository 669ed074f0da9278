import { z } from 'zod'
import { DOSSIER_MEMBER, StaffEntry } from '#src/evaluation/material/contract/dossier.ts'
import type { FileStore } from '#src/server/files/store.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Answer, Input } from '#src/shared/endpoint.ts'
import { addDays } from '#src/shared/instant.ts'
import { cutPage } from '#src/shared/page.ts'
import { bodyDay, loadBodyRulesOn } from '../../body-rules/actions.ts'
import { rowOf } from '../../nonconformity/actions/show.ts'
import { listNonconformityRows } from '../../nonconformity/store/rows.ts'
import { readPackMember } from '../../pack-copy/actions/entries.ts'
import { findLatestPack } from '../../pack-copy/store.ts'
import type { DueRow } from '../contract/due.ts'
import type * as contract from '../contract/endpoints.ts'
import { countStates, dueRows, isShown, placeOf } from '../rules/due-row.ts'
import { compareManagers } from '../rules/managers.ts'
import { listActRows, listActsOf } from '../store/act.ts'
import { listCases, loadGrounds } from '../store/case.ts'
import { listRefused } from '../store/look.ts'

/** A certificate that ran out stays in the list this long, so that nobody overlooks it. */
const SHOWN_AFTER_DAYS = 60

/** Every row of the list, soonest first. */
export async function reckonDue(tx: Tx, certificateId?: string): Promise<{ rows: DueRow[]; todayOn: string }> {
  const todayOn = await bodyDay(tx)
  const { rules } = await loadBodyRulesOn(tx, todayOn)
  const cases = await listCases(
    tx,
    certificateId ? { certificateId } : { validOn: addDays(todayOn, -SHOWN_AFTER_DAYS) },
  )
  const done = Map.groupBy(
    await listActsOf(
      tx,
      cases.map((one) => one.certificateId),
    ),
    (act) => act.certificateId,
  )
  const rows = cases.flatMap((one) => dueRows(one, done.get(one.certificateId) ?? [], rules, todayOn))
  return { rows: rows.toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1)), todayOn }
}

export async function showDue(
  tx: Tx,
  { limit, cursor, certificateId, ...asked }: Input<typeof contract.listDue>['query'],
): Promise<Answer<typeof contract.listDue>> {
  const { rows, todayOn } = await reckonDue(tx, certificateId)
  const shown = rows.filter((row) => isShown(row, asked) && (!cursor || placeOf(row) > cursor))
  return { ...cutPage(shown.slice(0, limit + 1), limit, placeOf), counts: countStates(rows), todayOn }
}

export async function showActs(
  tx: Tx,
  { limit, ...asked }: Input<typeof contract.listActs>['query'],
): Promise<Answer<typeof contract.listActs>> {
  const rows = await listActRows(tx, { ...asked, limit: limit + 1 })
  return { ...cutPage(rows, limit, (row) => row.id), refused: await listRefused(tx) }
}

const MOST_FINDINGS = 200

export async function showFollowUps(
  tx: Tx,
  parts: { files: FileStore },
  certificateId: string,
): Promise<Decision<Answer<typeof contract.readFollowUps>>> {
  const grounds = await loadGrounds(tx, certificateId)
  if (!grounds) return refuse('not_found', 'certificate_not_found')
  const { clientId, conditions, companyOrgId, packId } = grounds
  const todayOn = await bodyDay(tx)
  const found = await listNonconformityRows(tx, { clientId, limit: MOST_FINDINGS, todayOn })
  const newest = companyOrgId ? await findLatestPack(tx, companyOrgId) : undefined
  const member =
    newest && newest.id !== packId ? await readPackMember(parts, tx, newest.id, DOSSIER_MEMBER.staff) : undefined
  const before = Staff.catch([]).parse(grounds.staff)
  const after = member ? Staff.catch([]).parse(JSON.parse(member.toString('utf8'))) : null
  return accept({
    nonconformities: found.map((row) => rowOf(row, todayOn)),
    conditions,
    managers: compareManagers(before, after),
  })
}

const Staff = z.array(StaffEntry).max(100_000)
