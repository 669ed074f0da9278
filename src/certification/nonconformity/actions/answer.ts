import type { LetterHandler } from '#src/account/door.ts'
import type { Saved } from '#src/company/contract.ts'
import { CorrectionsLetter, type LinkedRecord, type NamedFile } from '#src/evaluation/correction/contract.ts'
import type { Letter } from '#src/server/letter/contract.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { loadAudit, loadTeam } from '../../audit/store.ts'
import { bodyDay, businessDaysAfter } from '../../body-rules/actions.ts'
import { loadClient } from '../../client/store.ts'
import { mayRaise, mayTell } from '../access.ts'
import type { Via } from '../contract.ts'
import { canAnswer, canConfirm, canVerify, lastRound } from '../rules/course.ts'
import { findNoticeByLetter, insertAnswer, insertVerdict, listAnswers, saveRound } from '../store/course.ts'
import { loadNonconformity, type StoredNonconformity, saveNonconformity } from '../store/rows.ts'
import { enter, note } from './raise.ts'

export type GivenAnswer = {
  correction: string
  cause: string
  correctiveAction: string
  answeredByName: string
  answeredOn: string
  files: readonly NamedFile[]
  records: readonly LinkedRecord[]
  via: Via
  parcelId: string | null
  round?: number
}

/** Takes an answer to a nonconformity, however it came; from now on it is for us to verify it. */
export async function takeAnswer(
  tx: WriteTx,
  row: StoredNonconformity,
  { round: meant, ...answer }: GivenAnswer,
): Promise<Decision<{ id: string }>> {
  const round = canAnswer(row.course, meant)
  if (!round.ok) return round
  const id = newId()
  await insertAnswer(tx, { ...answer, id, nonconformityId: row.id, round: round.value })
  const verifyDueOn = await businessDaysAfter(tx, await bodyDay(tx), row.grade.verifyWithin)
  await saveRound(tx, row.id, round.value, { answeredAt: tx.at, verifyDueOn })
  const { files, records, correction, cause, correctiveAction, answeredOn, via, parcelId } = answer
  note(tx, row.id, 'answered', {
    ...{ answerId: id, round: round.value, correction, cause, correctiveAction, answeredOn, via, parcelId, records },
    files: files.map((file) => file.sha256),
  })
  return accept({ id })
}

/** The company's corrections, by letter. */
export const takeCorrections: LetterHandler = async (tx, letter, files, parcel) => {
  const parsed = CorrectionsLetter.safeParse(letter.body)
  if (!parsed.success) return refuse('invalid', 'letter_unreadable', { kind: letter.kind })
  let first: string | undefined
  for (const { nonconformityId, round, answeredBy, ...answer } of parsed.data.answers) {
    if (answer.files.some((file) => !files.has(file.sha256)))
      return refuse('invalid', 'letter_unreadable', { kind: letter.kind })
    const row = await loadNonconformity(tx, nonconformityId)
    if (!row || row.auditId !== parsed.data.auditId || !(await isFromItsClient(tx, row, letter)))
      return refuse('invalid', 'not_of_this_client')
    const taken = await takeAnswer(tx, row, {
      ...answer,
      ...{ round, answeredByName: answeredBy, via: 'letter', parcelId: parcel.id },
    })
    if (!taken.ok) return taken
    first ??= row.id
  }
  return accept(first === undefined ? null : { recordType: 'nonconformity', recordId: first })
}

/** A client known by name only answers to the very letter it was sent: nobody else knows its id. */
async function isFromItsClient(tx: Tx, row: StoredNonconformity, letter: Letter): Promise<boolean> {
  const client = await loadClient(tx, row.clientId)
  if (!client) return false
  if (client.companyOrgId !== null) return client.companyOrgId === letter.from.orgId
  const notice = letter.inReplyTo === null ? undefined : await findNoticeByLetter(tx, letter.inReplyTo)
  return notice?.auditId === row.auditId
}

type TypedIn = Pick<
  GivenAnswer,
  'correction' | 'cause' | 'correctiveAction' | 'answeredByName' | 'answeredOn' | 'files'
>

export async function typeIn(
  tx: WriteTx,
  id: string,
  { version, ...answer }: TypedIn & { version: number },
): Promise<Decision<Saved>> {
  const entered = await enter(tx, id, mayTell, 'audit_leader_or_officer')
  if (!entered.ok) return entered
  const today = await bodyDay(tx)
  if (answer.answeredOn > today || answer.answeredOn < entered.value.raisedOn)
    return refuse('invalid', 'day_not_possible', { day: answer.answeredOn })
  await saveNonconformity(tx, id, version)
  const taken = await takeAnswer(tx, entered.value, { ...answer, records: [], via: 'paper', parcelId: null })
  return taken.ok ? accept({ id, version: version + 1 }) : taken
}

export async function verify(
  tx: WriteTx,
  id: string,
  given: { verdict: 'accepted' | 'insufficient' | 'follow_up'; reason: string; version: number },
): Promise<Decision<Saved>> {
  const { actor } = tx
  if (actor.kind !== 'person') return refuse('forbidden', 'person_needed')
  const entered = await enter(tx, id, mayRaise, 'visit_team_only')
  if (!entered.ok) return entered
  const { course, grade, blocksDecision } = entered.value
  const round = lastRound(course)?.round
  const answers = (await listAnswers(tx, id)).filter((one) => one.round === round)
  const allowed = canVerify(course, {
    verdict: given.verdict,
    blocksDecision,
    gradeName: grade.name.zh,
    actor: actorRef(actor),
    typedInBy: answers.filter((one) => one.via === 'paper').map((one) => one.by),
  })
  if (!allowed.ok) return allowed
  await saveNonconformity(tx, id, given.version)
  const { verdict, reason } = given
  const by = { byPerson: actor.personId, byName: actor.name.slice(0, 60) }
  await insertVerdict(tx, { id: newId(), nonconformityId: id, round: round!, verdict, reason, auditId: null, ...by })
  await saveRound(tx, id, round, { settledAt: tx.at })
  note(tx, id, 'verified', { round, verdict, reason })
  return accept({ id, version: given.version + 1 })
}

export async function confirm(
  tx: WriteTx,
  id: string,
  given: { auditId: string; reason: string; version: number },
): Promise<Decision<Saved>> {
  const { actor } = tx
  if (actor.kind !== 'person') return refuse('forbidden', 'person_needed')
  const row = await loadNonconformity(tx, id)
  if (!row) return refuse('not_found', 'not_found')
  const audit = await loadAudit(tx, given.auditId)
  const allowed = canConfirm(row.course, row, audit)
  if (!allowed.ok) return allowed
  if (!mayRaise(actor, await loadTeam(tx, given.auditId))) return refuse('forbidden', 'visit_team_only')
  await saveNonconformity(tx, id, given.version)
  const { round } = lastRound(row.course)!
  const by = { byPerson: actor.personId, byName: actor.name.slice(0, 60) }
  const { auditId, reason } = given
  await insertVerdict(tx, { id: newId(), nonconformityId: id, round, verdict: 'confirmed', reason, auditId, ...by })
  note(tx, id, 'confirmed', { round, auditId, reason })
  return accept({ id, version: given.version + 1 })
}
