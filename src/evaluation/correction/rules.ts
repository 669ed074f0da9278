import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import {
  type CorrectionAnswer,
  type CorrectionState,
  LinkedRecord,
  type NonconformitiesLetter,
  type TOLD_STATES,
} from './contract.ts'

export type Told = { state: (typeof TOLD_STATES)[number]; round: number; dueOn: string | null }
type Written = Pick<CorrectionAnswer, 'round' | 'sentAt'>

/** What people call its state: what the body last said, and what was answered since. */
export function correctionState(told: Told, answers: readonly Written[]): CorrectionState {
  if (told.state !== 'open') return told.state
  const answer = answers.find((one) => one.round === told.round)
  if (!answer) return 'open'
  return answer.sentAt === null ? 'drafted' : 'answered'
}

export function isOverdue(told: Told, state: CorrectionState, todayOn: string): boolean {
  return (state === 'open' || state === 'drafted') && told.dueOn !== null && told.dueOn < todayOn
}

export function canWriteAnswer(state: CorrectionState): Decision<null> {
  return state === 'open' || state === 'drafted' ? accept(null) : refuse('conflict', 'correction_state', { state })
}

type Finished = Pick<CorrectionAnswer, 'correction' | 'cause' | 'correctiveAction' | 'files' | 'records'>

/** A correction without its cause, or without anything to show for it, would come back. */
export function canSendAnswer(number: string, answer: Finished | undefined): Decision<null> {
  if (!answer?.correction || !answer.cause || !answer.correctiveAction)
    return refuse('conflict', 'correction_incomplete', { number })
  if (answer.files.length + answer.records.length === 0)
    return refuse('conflict', 'correction_without_evidence', { number })
  return accept(null)
}

/** Letters overtake each other: what an older one says of an item changes nothing. */
export function isNews(known: { round: number; toldAt: string } | undefined, round: number, madeAt: string): boolean {
  if (!known) return true
  if (round !== known.round) return round > known.round
  return Date.parse(madeAt) >= Date.parse(known.toldAt)
}

/** Whether every file that a letter's items speak of is enclosed. */
export function enclosesAll(letter: NonconformitiesLetter, enclosed: ReadonlySet<string>): boolean {
  return letter.items.every((item) => item.files.every((file) => enclosed.has(file.sha256)))
}

const PAGES: Record<string, string> = {
  requests: 'service_request',
  staff: 'staff',
  customers: 'customer',
  assessments: 'assessment',
}

/** The record whose page has this address: its own page, or that of its history. */
export function recordOfAddress(address: string): LinkedRecord | undefined {
  const path = address.trim().replace(/[?#].*$/, '')
  const history = /\/evidence\/records\/([a-z][a-z0-9_]{0,59})\/([0-9a-f-]{36})$/.exec(path)
  const page = /\/([a-z-]+)\/([0-9a-f-]{36})$/.exec(path)
  const recordType = history?.[1] ?? (page ? PAGES[page[1]!] : undefined)
  const recordId = history?.[2] ?? page?.[2]
  const parsed = LinkedRecord.safeParse({ recordType, recordId, label: `${recordType} ${recordId?.slice(-8)}` })
  return parsed.success ? parsed.data : undefined
}
