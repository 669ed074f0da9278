import { isHere, type LetterParts, sendLetter } from '#src/account/door.ts'
import type { DocumentReviewLetter } from '#src/evaluation/certification-progress/contract/letter.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Input } from '#src/shared/endpoint.ts'
import { isAuditing } from '../../audit/access.ts'
import { canPrepare } from '../../audit/rules/state.ts'
import { loadAudit, loadTeam } from '../../audit/store.ts'
import { bodyDay, businessDaysAfter, loadBodyRulesOn } from '../../body-rules/actions.ts'
import type * as contract from '../contract.ts'
import type { DocumentReview, DocumentVerdict, ReviewItem } from '../contract.ts'
import {
  canJudge,
  canOpenRound,
  carriedItems,
  checkVerdict,
  conclude,
  firstItems,
  joinFiles,
  MOST_ITEMS,
} from '../rules.ts'
import {
  countKnownFiles,
  findRound,
  holdRound,
  insertItems,
  insertRound,
  listItems,
  listRounds,
  loadAddressee,
  loadSubmitted,
  type StoredRound,
  saveClosed,
  saveVerdict,
} from '../store.ts'
import { keepReport } from './report.ts'

type Saved = { id: string; version: number }
type Person = { byPersonId: string; byName: string }

/** Every round with its documents, the newest first, and the pack in which they lie. */
export async function readRounds(
  tx: Tx,
  auditId: string,
): Promise<{ rounds: DocumentReview[]; packId: string | null }> {
  const rounds = await listRounds(tx, auditId)
  const read: DocumentReview[] = []
  for (const { auditId: _, ...round } of rounds) read.push({ ...round, items: await listItems(tx, round.id) })
  return { rounds: read, packId: (await loadSubmitted(tx, auditId)).packId }
}

/** Begins a round. The first is due by the rules in force that day, counted from the day it is opened. */
export async function openRound(tx: WriteTx, auditId: string, reviewId: string): Promise<Decision<Saved>> {
  const audit = await loadAudit(tx, auditId)
  if (!audit) return refuse('not_found', 'not_found')
  const state = canPrepare(audit)
  if (!state.ok) return state
  const rounds = await listRounds(tx, auditId)
  const allowed = canOpenRound(rounds, await isTeam(tx, auditId))
  if (!allowed.ok) return allowed
  const onDay = await bodyDay(tx)
  const { rules } = await loadBodyRulesOn(tx, onDay)
  const dueOn = await businessDaysAfter(tx, onDay, rules.deadlines.documentReview.value)
  const number = (rounds[0]?.number ?? 0) + 1
  await insertRound(tx, { id: reviewId, auditId, number, dueOn, ...person(tx) })
  const items = rounds[0]
    ? carriedItems(await listItems(tx, rounds[0].id))
    : await firstOf(tx, auditId, rules.acceptance.requiredMaterials.value)
  await insertItems(tx, reviewId, items, 0)
  note(tx, reviewId, 'opened', { auditId, number, dueOn, titles: items.map((item) => item.title) })
  return accept({ id: reviewId, version: 1 })
}

async function firstOf(tx: Tx, auditId: string, required: readonly string[]) {
  const { checklist, packId } = await loadSubmitted(tx, auditId)
  return firstItems(checklist, required, packId !== null)
}

export async function addDocument(
  tx: WriteTx,
  reviewId: string,
  given: Input<typeof contract.addReviewDocument>['body'],
): Promise<Decision<Saved>> {
  const held = await holdForTeam(tx, reviewId)
  if (!held.ok) return held
  const items = await listItems(tx, reviewId)
  if (items.length >= MOST_ITEMS) return refuse('conflict', 'too_many_documents', { limit: MOST_ITEMS })
  const files = await checkFiles(tx, given.files)
  if (!files.ok) return files
  const { itemId, ...rest } = given
  const item = { id: itemId, materialId: '', origin: 'uploaded' as const, stated: null, ...rest }
  await insertItems(tx, reviewId, [item], items.length)
  note(tx, reviewId, 'document_added', { itemId, ...rest })
  return accept({ id: itemId, version: 1 })
}

export async function judgeDocument(
  tx: WriteTx,
  about: { reviewId: string; itemId: string },
  given: Input<typeof contract.judgeDocument>['body'],
): Promise<Decision<Saved>> {
  const held = await holdForTeam(tx, about.reviewId)
  if (!held.ok) return held
  const item = (await listItems(tx, about.reviewId)).find((one) => one.id === about.itemId)
  if (!item) return refuse('not_found', 'not_found')
  const { version, files: added, ...verdict } = given
  const worded = checkVerdict(verdict)
  if (!worded.ok) return worded
  const known = await checkFiles(tx, added)
  if (!known.ok) return known
  const files = joinFiles(item.files, added)
  await saveVerdict(tx, { id: item.id, version }, { ...verdict, files, ...person(tx) })
  note(tx, about.reviewId, 'document_judged', { itemId: item.id, title: item.title, ...verdict, files })
  return accept({ id: item.id, version: version + 1 })
}

type Closed = Saved & { conclusion: DocumentVerdict; supplyByOn: string | null; parcelId: string }

/** Concludes the round, and writes to the company what was found, with the report; what it has to supply is due by the rules. */
export async function closeRound(
  tx: WriteTx,
  parts: LetterParts,
  reviewId: string,
  given: { version: number; summary: string },
): Promise<Decision<Closed>> {
  const held = await holdForTeam(tx, reviewId)
  if (!held.ok) return held
  const { value: round } = held
  const items = await listItems(tx, reviewId)
  const concluded = conclude(round, items)
  if (!concluded.ok) return concluded
  const conclusion = concluded.value
  const onDay = await bodyDay(tx)
  const { rules } = await loadBodyRulesOn(tx, onDay)
  const supplyByOn =
    conclusion === 'conforms' ? null : await businessDaysAfter(tx, onDay, rules.acceptance.supplyWithin.value)
  const { summary, version } = given
  const ending = { conclusion, summary, supplyByOn, ...person(tx) }
  const addressee = await loadAddressee(tx, round.auditId)
  const closed = { ...round, ...ending, closedAt: tx.at, closedByName: ending.byName, items }
  const report = await keepReport(tx, parts.files, closed, addressee)
  if (!report.ok) return report
  const sent = await sendLetter(tx, parts, {
    kind: 'document_review',
    to: { orgId: addressee.companyOrgId, name: addressee.clientName },
    deliver: (await isHere(tx, addressee.companyOrgId)) ? 'here' : 'file',
    body: letterOf(closed, items, addressee.auditNumber),
    files: [{ sha256: report.value.sha256, name: `${addressee.auditNumber}-${round.number}.pdf` }],
    about: { recordType: 'document_review', recordId: reviewId },
  })
  if (!sent.ok) return sent
  const { parcelId } = sent.value
  await saveClosed(tx, { id: reviewId, version }, { ...ending, parcelId })
  note(tx, reviewId, 'closed', { conclusion, summary, supplyByOn, parcelId })
  return accept({ id: reviewId, version: version + 1, conclusion, supplyByOn, parcelId })
}

function letterOf(
  round: Pick<StoredRound, 'number' | 'summary' | 'supplyByOn'> & { conclusion: DocumentVerdict },
  items: readonly ReviewItem[],
  auditNumber: string,
): DocumentReviewLetter {
  return {
    auditNumber,
    round: round.number,
    conclusion: round.conclusion,
    summary: round.summary,
    supplyByOn: round.supplyByOn,
    items: items.map(({ materialId, title, verdict, remark, clauseIds }) => ({
      materialId,
      title,
      verdict: verdict!,
      remark,
      clauseIds,
    })),
  }
}

/** The round, for whoever of the team writes in it; it stays open until this command ends. */
async function holdForTeam(tx: WriteTx, reviewId: string): Promise<Decision<StoredRound>> {
  const round = await holdRound(tx, reviewId)
  if (!round) return refuse('not_found', 'not_found')
  const allowed = canJudge(round, await isTeam(tx, round.auditId))
  return allowed.ok ? accept(round) : allowed
}

async function isTeam(tx: WriteTx, auditId: string): Promise<boolean> {
  return isAuditing(tx.actor, await loadTeam(tx, auditId))
}

async function checkFiles(tx: Tx, files: readonly { sha256: string }[]): Promise<Decision<null>> {
  const sha256s = [...new Set(files.map((file) => file.sha256))]
  return (await countKnownFiles(tx, sha256s)) === sha256s.length ? accept(null) : refuse('invalid', 'file_unknown')
}

/** Only people are in teams, so whoever got here has a name and an id. */
function person(tx: WriteTx): Person {
  const { actor } = tx
  if (actor.kind !== 'person') throw new TypeError('only a person of the team reviews documents')
  return { byPersonId: actor.personId, byName: actor.name }
}

/** A round with what its report says about it; undefined where there is none. */
export async function readRound(tx: Tx, reviewId: string) {
  const round = await findRound(tx, reviewId)
  if (!round) return undefined
  return {
    round: { ...round, items: await listItems(tx, reviewId) },
    addressee: await loadAddressee(tx, round.auditId),
  }
}

function note(tx: WriteTx, recordId: string, step: string, content: unknown): void {
  tx.record({ recordType: 'document_review', recordId, verb: `document_review.${step}`, content })
}
