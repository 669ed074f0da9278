import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { VisitKit } from '../../visit-kit/contract/kit.ts'
import { drawQuestions } from '../../visit-kit/rules/kit.ts'
import type { ContentOf, NewVisitEntry, VisitEntry, VisitEntryContent } from '../contract/entry.ts'

export type OpenVisit = { openedAt: string; finishedAt: string | null }

/** Whoever writes, as the team has them. Null: not in the team. */
export type Writer = { personId: string; isLeader: boolean } | null

/** What entries of this visit may point at. */
export type Around = {
  kit: VisitKit
  leafIds: ReadonlySet<string>
  caseIds: ReadonlySet<string>
  outletIds: ReadonlySet<string>
  /** Media types of the files an entry names; null: not stored here. */
  mediaTypes: ReadonlyMap<string, string | null>
}

/** No team writes more by hand in a week; a bound for the page that shows them all. */
export const MOST_ENTRIES = 3_000

/** Only the team writes, and only while the visit lasts. */
export function canWrite(visit: OpenVisit | undefined, writer: Writer): Decision<null> {
  if (!visit) return refuse('conflict', 'visit_not_open')
  if (!writer) return refuse('forbidden', 'visit_team_only')
  if (visit.finishedAt !== null) return refuse('conflict', 'visit_finished', { finishedAt: visit.finishedAt })
  return accept(null)
}

export function filesOf(content: VisitEntryContent): string[] {
  if (content.kind === 'photo') return [content.fileSha256]
  return content.kind === 'attendance' && content.signatureSha256 ? [content.signatureSha256] : []
}

/** Whether what is written makes sense in this visit, whoever wrote it. */
export function checkEntry(entry: NewVisitEntry, around: Around): Decision<null> {
  const unknown = leafIdsOf(entry, around.kit, around.leafIds).find((leafId) => !around.leafIds.has(leafId))
  if (unknown !== undefined) return refuse('invalid', 'visit_leaf_unknown', { leafId: unknown })
  for (const sha256 of filesOf(entry.content)) {
    const mediaType = around.mediaTypes.get(sha256) ?? null
    if (mediaType === null) return refuse('invalid', 'file_unknown')
    if (!mediaType.startsWith('image/')) return refuse('invalid', 'file_type_not_allowed', { mediaType })
  }
  return checkContent(entry.id, entry.content, around)
}

/** What the writer named, and what the thing itself speaks of. The kit was written for one standard: its leaves that this scheme lacks are left out. */
export function leafIdsOf(
  { leafIds, content }: Pick<NewVisitEntry, 'leafIds' | 'content'>,
  kit: VisitKit,
  known: ReadonlySet<string>,
): string[] {
  const ofKit = leafIdsInKit(content, kit).filter((leafId) => known.has(leafId))
  const checked = content.kind === 'record_check' ? content.verdicts.map((one) => one.leafId) : []
  return [...new Set([...leafIds, ...checked, ...ofKit])]
}

function leafIdsInKit(content: VisitEntryContent, kit: VisitKit): string[] {
  if (content.kind === 'hardware') return kit.hardware.find((item) => item.id === content.itemId)?.leafIds ?? []
  if (content.kind !== 'knowledge_test') return []
  const asked = new Set(content.answers.map((one) => one.questionId))
  return kit.knowledge.questions.filter((one) => asked.has(one.id)).flatMap((one) => one.leafIds)
}

function checkContent(id: string, content: VisitEntryContent, around: Around): Decision<null> {
  switch (content.kind) {
    case 'attendance':
      return checkAttendance(content, around.kit)
    case 'hardware':
      if (!around.kit.hardware.some((item) => item.id === content.itemId))
        return refuse('invalid', 'visit_kit_unknown', { id: content.itemId })
      if (!around.outletIds.has(content.outletId)) return refuse('invalid', 'visit_outlet_unknown')
      return content.verdict === 'nonconforming' && content.note === ''
        ? refuse('invalid', 'visit_needs_note')
        : accept(null)
    case 'knowledge_test':
      return checkTest(id, content, around.kit)
    case 'record_check':
      return checkRecord(content, around.caseIds)
    case 'call':
      return content.caseId === null || around.caseIds.has(content.caseId)
        ? accept(null)
        : refuse('invalid', 'visit_case_not_sampled')
    default:
      return accept(null)
  }
}

function checkAttendance(content: ContentOf<'attendance'>, kit: VisitKit): Decision<null> {
  if (!kit.posts.some((post) => post.id === content.postId))
    return refuse('invalid', 'visit_kit_unknown', { id: content.postId })
  if (content.isPresent && content.signatureSha256 === null) return refuse('invalid', 'attendance_needs_signature')
  if (!content.isPresent && content.absentReason === '') return refuse('invalid', 'attendance_needs_reason')
  return accept(null)
}

function checkTest(id: string, { answers }: ContentOf<'knowledge_test'>, kit: VisitKit): Decision<null> {
  const drawn = drawQuestions(kit, id)
  const isAsDrawn = answers.length === drawn.length && drawn.every((one, at) => one.id === answers[at]!.questionId)
  if (!isAsDrawn) return refuse('invalid', 'visit_test_not_as_drawn')
  const isChoice = answers.every(
    ({ choiceId }, at) => choiceId === null || drawn[at]!.choices.some((choice) => choice.id === choiceId),
  )
  return isChoice ? accept(null) : refuse('invalid', 'visit_test_not_as_drawn')
}

function checkRecord(content: ContentOf<'record_check'>, caseIds: ReadonlySet<string>): Decision<null> {
  if (!caseIds.has(content.caseId)) return refuse('invalid', 'visit_case_not_sampled')
  const isChecked = content.verdicts.length > 0
  const isExcused = content.excusedReason !== ''
  if (isChecked === isExcused) return refuse('invalid', 'record_check_or_excuse')
  const isTwice = new Set(content.verdicts.map((one) => one.leafId)).size < content.verdicts.length
  if (isTwice) return refuse('invalid', 'record_check_repeated')
  const fails = content.verdicts.some((one) => !one.conforms)
  return fails && content.note === '' ? refuse('invalid', 'visit_needs_note') : accept(null)
}

/** An entry is replaced once, by one of its kind or by a withdrawal, by its writer or the leader. */
export function canReplace(
  entry: NewVisitEntry,
  replaced: VisitEntry | undefined,
  isReplacedAlready: boolean,
  writer: NonNullable<Writer>,
): Decision<null> {
  if (entry.replacesId === null)
    return entry.content.kind === 'withdrawal' ? refuse('invalid', 'visit_withdraws_nothing') : accept(null)
  if (!replaced || replaced.content.kind === 'withdrawal') return refuse('not_found', 'visit_entry_unknown')
  if (replaced.byPersonId !== writer.personId && !writer.isLeader) return refuse('forbidden', 'visit_entry_of_other')
  if (isReplacedAlready) return refuse('conflict', 'visit_entry_replaced')
  const fits = entry.content.kind === 'withdrawal' || entry.content.kind === replaced.content.kind
  return fits ? accept(null) : refuse('invalid', 'visit_entry_other_kind')
}

// Clocks of tablets are a little off. More than this is not a clock that is off but a time that is wrong.
const FAST_MS = 5 * 60_000
const SLOW_MS = 15 * 60_000

/** When it counts: while the visit lasts, with patience for a clock that is a little off. */
export function timeOfEntry(occurredAt: string, visit: OpenVisit, at: string): Decision<string> {
  const saidMs = Date.parse(occurredAt)
  if (saidMs > Date.parse(at) + FAST_MS) return refuse('invalid', 'time_in_future', { claimedAt: occurredAt })
  if (saidMs + SLOW_MS < Date.parse(visit.openedAt))
    return refuse('invalid', 'time_before_visit', { claimedAt: occurredAt, openedAt: visit.openedAt })
  if (occurredAt < visit.openedAt) return accept(visit.openedAt)
  return accept(occurredAt > at ? at : occurredAt)
}
