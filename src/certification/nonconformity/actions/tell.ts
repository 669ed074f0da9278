import { type LetterParts, sendLetter } from '#src/account/door.ts'
import type { NamedFile, NonconformitiesLetter } from '#src/evaluation/correction/contract.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { loadAudit, loadTeam } from '../../audit/store.ts'
import { bodyDay, businessDaysAfter } from '../../body-rules/actions.ts'
import { loadClient } from '../../client/store.ts'
import { mayTell } from '../access.ts'
import type { Via } from '../contract.ts'
import { isToTell, lastRound, stateOf, tellingOf } from '../rules/course.ts'
import { insertNotice, insertRound, type NewRound } from '../store/course.ts'
import { listFiles, listOfAudit, type StoredNonconformity, saveTold } from '../store/rows.ts'
import { note } from './raise.ts'

type Item = NonconformitiesLetter['items'][number]
type Told = { row: StoredNonconformity; item: Item; round: Omit<NewRound, 'noticeId'> | null; told: string }

/** Tells the company of whatever it does not know yet; each correction asked for begins a round, and its deadline runs from today. */
export async function tell(
  tx: WriteTx,
  parts: LetterParts,
  auditId: string,
  { via, deliver }: { via: Via; deliver: 'file' | 'here' },
): Promise<Decision<{ told: number; parcelId: string | null }>> {
  const audit = await loadAudit(tx, auditId)
  if (!audit) return refuse('not_found', 'not_found')
  if (!mayTell(tx.actor, await loadTeam(tx, auditId))) return refuse('forbidden', 'audit_leader_or_officer')
  const waiting = (await listOfAudit(tx, auditId)).filter((row) => isToTell(row.course, row.told))
  if (waiting.length === 0) return refuse('conflict', 'nothing_to_tell')
  const client = (await loadClient(tx, audit.clientId))!
  const files = await listFiles(
    tx,
    waiting.map((row) => row.id),
  )
  const told: Told[] = []
  for (const row of waiting) told.push(await toldOf(tx, row, files))
  const sent =
    via !== 'letter'
      ? null
      : await sendLetter(tx, parts, {
          kind: 'nonconformities',
          to: { orgId: client.companyOrgId, name: client.name },
          body: {
            format: 'starproof-nonconformities',
            version: 1,
            audit: { id: auditId, number: audit.number },
            items: told.map(({ item }) => item),
          } satisfies NonconformitiesLetter,
          files,
          deliver,
          about: { recordType: 'audit', recordId: auditId },
        })
  if (sent && !sent.ok) return sent
  const noticeId = newId()
  const { parcelId = null, letterId = null } = sent?.value ?? {}
  await insertNotice(tx, { id: noticeId, auditId, via, parcelId, letterId })
  for (const { row, round, told: words } of told) {
    if (round) await insertRound(tx, { ...round, noticeId })
    await saveTold(tx, row.id, words)
    note(tx, row.id, 'told', { via, letterId, as: words, dueOn: round?.dueOn ?? null })
  }
  return accept({ told: told.length, parcelId })
}

async function toldOf(
  tx: WriteTx,
  row: StoredNonconformity,
  files: readonly (NamedFile & { nonconformityId: string })[],
): Promise<Told> {
  const told = tellingOf(row.course, row.told)
  const last = lastRound(row.course)
  const [word, number] = told.split(':') as [string, string]
  const round = Number(number)
  const isNew = word === 'open' && round > (last?.round ?? 0)
  const noticedOn = await bodyDay(tx)
  const dueOn = isNew ? await businessDaysAfter(tx, noticedOn, row.grade.correctWithin) : (last?.dueOn ?? null)
  const verdict = row.course.verdicts.at(-1)
  return {
    row,
    told,
    round: isNew
      ? {
          nonconformityId: row.id,
          round,
          noticedOn,
          dueOn: dueOn!,
          escalateOn: await businessDaysAfter(tx, dueOn!, row.escalateAfter),
        }
      : null,
    item: {
      ...{ id: row.id, number: row.number, grade: row.grade.name, clause: row.clause, leafIds: row.leafIds },
      ...{ statement: row.statement, evidence: row.evidence, raisedOn: row.raisedOn, round },
      state: stateToTell(row),
      dueOn: word === 'open' ? dueOn : null,
      reason: row.withdrawnAt === null ? (verdict?.reason ?? '') : row.withdrawnReason,
      files: files.filter((file) => file.nonconformityId === row.id).map(({ sha256, name }) => ({ sha256, name })),
    },
  }
}

function stateToTell(row: StoredNonconformity): Item['state'] {
  const state = stateOf(row.course)
  if (state === 'closed') return 'accepted'
  return state === 'follow_up' || state === 'withdrawn' ? state : 'open'
}
