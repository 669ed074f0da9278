import { type LetterHandler, type LetterParts, sendLetter } from '#src/account/door.ts'
import { calendarFor } from '#src/company/door.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Answer, Input } from '#src/shared/endpoint.ts'
import { newId } from '#src/shared/id.ts'
import { dayOf } from '#src/shared/instant.ts'
import { cutPage, type Page } from '#src/shared/page.ts'
import { mayWrite } from './access.ts'
import type * as contract from './contract.ts'
import {
  type Correction,
  type CorrectionAnswer,
  type CorrectionRow,
  type CorrectionsLetter,
  NonconformitiesLetter,
} from './contract.ts'
import { canSendAnswer, canWriteAnswer, correctionState, enclosesAll, isNews, isOverdue } from './rules.ts'
import * as store from './store.ts'

async function todayOn(tx: Tx): Promise<string> {
  const { company } = await calendarFor(tx, null)
  return dayOf(Date.parse(tx.at), company.zone)
}

/** What a body found, told by letter: new items and what became of older ones. */
export const takeNonconformities: LetterHandler = async (tx, letter, files, parcel) => {
  const parsed = NonconformitiesLetter.safeParse(letter.body)
  if (!parsed.success || !enclosesAll(parsed.data, new Set(files.keys())))
    return refuse('invalid', 'letter_unreadable', { kind: letter.kind })
  let first: string | undefined
  for (const item of parsed.data.items) {
    const known = await store.findCorrection(tx, letter.from.orgId, item.id)
    if (!isNews(known, item.round, letter.madeAt)) continue
    const id = known?.id ?? newId()
    first ??= id
    await store.saveTold(tx, id, item, {
      bodyOrgId: letter.from.orgId,
      bodyName: letter.from.name,
      audit: parsed.data.audit,
      toldAt: letter.madeAt,
      parcelId: parcel.id,
      letterId: letter.id,
    })
    const { number, clause, state, round, dueOn, reason } = item
    tx.record({
      recordType: 'correction',
      recordId: id,
      verb: known ? 'correction.told_again' : 'correction.received',
      content: { letterId: letter.id, number, clause, state, round, dueOn, reason },
    })
  }
  return accept(first === undefined ? null : { recordType: 'correction', recordId: first })
}

function rowOf(row: store.StoredCorrection, answers: readonly CorrectionAnswer[], today: string): CorrectionRow {
  const told = { state: row.toldState, round: row.round, dueOn: row.dueOn }
  const state = correctionState(told, answers)
  const { id, bodyName, auditId, auditNumber, number, grade, clause, statement, raisedOn, round, dueOn, version } = row
  return {
    ...{ id, bodyName, auditId, auditNumber, number, grade, clause, statement, raisedOn, round, dueOn, version },
    state,
    isOverdue: isOverdue(told, state, today),
    responsible: row.responsibleId === null ? null : { personId: row.responsibleId, name: row.responsibleName },
  }
}

export async function showCorrections(
  tx: Tx,
  { limit, cursor, open }: Input<typeof contract.listCorrections>['query'],
): Promise<Page<CorrectionRow>> {
  const rows = await store.listCorrectionRows(tx, { limit: limit + 1, cursor, open })
  const answers = await store.listAnswers(
    tx,
    rows.map((row) => row.id),
  )
  const today = await todayOn(tx)
  const shown = rows.map((row) =>
    rowOf(
      row,
      answers.filter((answer) => answer.correctionId === row.id),
      today,
    ),
  )
  return cutPage(shown, limit, (row) => row.id)
}

export async function showCorrection(tx: Tx, id: string): Promise<Decision<Correction>> {
  const row = await store.loadCorrection(tx, id)
  if (!row) return refuse('not_found', 'not_found')
  const answers = (await store.listAnswers(tx, [id])).map(({ correctionId: _, ...answer }) => answer)
  const { leafIds, evidence, reason, toldAt, parcelId } = row
  const files = await store.listCorrectionFiles(tx, id)
  return accept({
    ...rowOf(row, answers, await todayOn(tx)),
    leafIds,
    evidence,
    reason,
    toldAt,
    parcelId,
    files,
    answers,
  })
}

export async function assign(
  tx: WriteTx,
  id: string,
  { personId, version }: Input<typeof contract.assignCorrection>['body'],
): Promise<Decision<Answer<typeof contract.assignCorrection>>> {
  if (!(await store.loadCorrection(tx, id))) return refuse('not_found', 'not_found')
  const [person] = await store.listPeople(tx, personId)
  if (!person) return refuse('invalid', 'unknown_reference', { what: 'person' })
  await store.saveResponsible(tx, id, version, person)
  tx.record({ recordType: 'correction', recordId: id, verb: 'correction.assigned', content: { personId } })
  return accept({ id, version: version + 1 })
}

export async function writeAnswer(
  tx: WriteTx,
  id: string,
  { version, ...answer }: Input<typeof contract.saveCorrectionAnswer>['body'],
): Promise<Decision<Answer<typeof contract.saveCorrectionAnswer>>> {
  const row = await store.loadCorrection(tx, id)
  if (!row) return refuse('not_found', 'not_found')
  if (!mayWrite(tx.actor, row.responsibleId)) return refuse('forbidden', 'correction_not_yours')
  const { state } = rowOf(row, await store.listAnswers(tx, [id]), '')
  const allowed = canWriteAnswer(state)
  if (!allowed.ok) return allowed
  const hashes = [...new Set(answer.files.map((file) => file.sha256))]
  if ((await store.countOwnFiles(tx, hashes)) !== hashes.length) return refuse('invalid', 'file_unknown')
  if ((await store.countOwnRecords(tx, answer.records)) !== answer.records.length)
    return refuse('invalid', 'unknown_reference', { what: 'record' })
  await store.saveAnswer(tx, id, version, { ...answer, round: row.round }, nameOf(tx))
  const { files, ...words } = answer
  tx.record({
    recordType: 'correction',
    recordId: id,
    verb: 'correction.written',
    content: { round: row.round, ...words, files: files.map((file) => file.sha256) },
  })
  return accept({ id, version: version + 1 })
}

function nameOf(tx: Tx): string {
  return tx.actor.kind === 'person' || tx.actor.kind === 'key' ? tx.actor.name.slice(0, 60) : ''
}

export async function send(
  tx: WriteTx,
  parts: LetterParts,
  { correctionIds, deliver }: Input<typeof contract.sendCorrections>['body'],
): Promise<Decision<Answer<typeof contract.sendCorrections>>> {
  const rows = await store.listCorrectionsOf(tx, correctionIds)
  if (rows.length !== correctionIds.length) return refuse('not_found', 'not_found')
  const [{ bodyOrgId, bodyName, auditId, letterId }] = rows as [store.StoredCorrection]
  if (rows.some((row) => row.auditId !== auditId || row.bodyOrgId !== bodyOrgId))
    return refuse('invalid', 'corrections_of_one_audit')
  const answers = await store.listAnswers(tx, correctionIds)
  const on = await todayOn(tx)
  const letters: CorrectionsLetter['answers'] = []
  const files = new Map<string, string>()
  for (const row of rows) {
    const own = answers.filter((one) => one.correctionId === row.id)
    const { state } = rowOf(row, own, on)
    if (state !== 'open' && state !== 'drafted') return refuse('conflict', 'correction_state', { state })
    const answer = own.find((one) => one.round === row.round)
    const allowed = canSendAnswer(row.number, answer)
    if (!allowed.ok) return allowed
    const { correction, cause, correctiveAction, records } = answer!
    for (const file of answer!.files) files.set(file.sha256, file.name)
    letters.push({
      nonconformityId: row.nonconformityId,
      round: row.round,
      ...{ correction, cause, correctiveAction, records, files: answer!.files },
      answeredBy: row.responsibleName || nameOf(tx) || bodyName,
      answeredOn: on,
    })
  }
  const body: CorrectionsLetter = { format: 'starproof-corrections', version: 1, auditId, answers: letters }
  const sent = await sendLetter(tx, parts, {
    kind: 'corrections',
    to: { orgId: bodyOrgId, name: bodyName },
    body,
    files: [...files].map(([sha256, name]) => ({ sha256, name })),
    inReplyTo: letterId,
    deliver,
    about: { recordType: 'correction', recordId: rows[0]!.id },
  })
  if (!sent.ok) return sent
  for (const row of rows) {
    await store.saveSent(tx, row.id, row.round, sent.value.parcelId)
    const content = { round: row.round, parcelId: sent.value.parcelId }
    tx.record({ recordType: 'correction', recordId: row.id, verb: 'correction.sent', content })
  }
  return accept({ parcelId: sent.value.parcelId, sent: rows.length })
}
