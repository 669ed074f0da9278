import type { Checklist } from '#src/evaluation/material/contract/dossier.ts'
import { DOSSIER_MEMBER, MATERIALS } from '#src/evaluation/material/contract/dossier.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { DocumentReview, DocumentVerdict, ReviewItem } from './contract.ts'

/** More rounds than these are no longer a review. */
export const MOST_ROUNDS = 20
export const MOST_ITEMS = 300

type Round = Pick<DocumentReview, 'closedAt' | 'conclusion'>

/** One round at a time, and none after everything conforms. `rounds` newest first. */
export function canOpenRound(rounds: readonly Round[], isTeam: boolean): Decision<null> {
  if (!isTeam) return refuse('forbidden', 'visit_team_only')
  const [newest] = rounds
  if (newest && newest.closedAt === null) return refuse('conflict', 'document_review_open')
  if (newest?.conclusion === 'conforms') return refuse('conflict', 'documents_conform_already')
  if (rounds.length >= MOST_ROUNDS) return refuse('conflict', 'too_many_document_reviews', { limit: MOST_ROUNDS })
  return accept(null)
}

export function canJudge(round: Round, isTeam: boolean): Decision<null> {
  if (!isTeam) return refuse('forbidden', 'visit_team_only')
  return round.closedAt === null ? accept(null) : refuse('conflict', 'document_review_closed')
}

/** Whoever asks for something says what. */
export function checkVerdict(given: { verdict: DocumentVerdict; remark: string }): Decision<null> {
  return given.verdict === 'conforms' || given.remark !== '' ? accept(null) : refuse('invalid', 'document_needs_remark')
}

/** The round ends when every document is judged; the worst verdict is the conclusion. */
export function conclude(round: Round, items: readonly Pick<ReviewItem, 'verdict'>[]): Decision<DocumentVerdict> {
  if (round.closedAt !== null) return refuse('conflict', 'document_review_closed')
  if (items.length === 0) return refuse('conflict', 'document_review_empty')
  const unjudged = items.filter((item) => item.verdict === null).length
  if (unjudged > 0) return refuse('conflict', 'documents_unjudged', { count: unjudged })
  if (items.some((item) => item.verdict === 'nonconforming')) return accept('nonconforming')
  return accept(items.some((item) => item.verdict === 'supplement') ? 'supplement' : 'conforms')
}

export type NewItem = Pick<ReviewItem, 'materialId' | 'title' | 'origin' | 'stated' | 'files' | 'clauseIds'>

/** What is looked at first: everything the body asks for, as the client's checklist states it, and the report in its pack. */
export function firstItems(checklist: Checklist | null, required: readonly string[], hasPack: boolean): NewItem[] {
  const stated = new Map((checklist?.items ?? []).map((item) => [item.id, item]))
  const known: readonly string[] = MATERIALS
  const ids = [...new Set([...required, ...stated.keys()])].sort((a, b) => placeOf(known, a) - placeOf(known, b))
  const ofChecklist = ids.map((id): NewItem => {
    const item = stated.get(id)
    return {
      materialId: id,
      title: id,
      origin: 'checklist',
      stated: item?.state ?? 'missing',
      files: item?.files ?? [],
      clauseIds: [],
    }
  })
  if (!hasPack) return ofChecklist
  const report: NewItem = {
    materialId: '',
    title: DOSSIER_MEMBER.reportPdf,
    origin: 'pack',
    stated: 'present',
    files: [],
    clauseIds: [],
  }
  return [...ofChecklist, report]
}

function placeOf(known: readonly string[], id: string): number {
  const place = known.indexOf(id)
  return place < 0 ? known.length : place
}

/** What did not conform is looked at again; its files stand with it, so that new ones are told from old ones. */
export function carriedItems(items: readonly ReviewItem[]): NewItem[] {
  return items
    .filter((item) => item.verdict !== 'conforms')
    .map(({ materialId, title, stated, files, clauseIds }) => ({
      materialId,
      title,
      origin: 'carried',
      stated,
      files,
      clauseIds,
    }))
}

/** Files of an item after more came in; one stands once. */
export function joinFiles(known: ReviewItem['files'], added: ReviewItem['files']): ReviewItem['files'] {
  const sha256s = new Set(known.map((file) => file.sha256))
  return [...known, ...added.filter((file) => !sha256s.has(file.sha256))]
}
