import type { LocalText, Scheme } from '#src/evaluation/scheme/contract.ts'
import type { AssessmentScore } from '#src/evaluation/score/contract.ts'
import type { Block } from '#src/server/document/model.ts'
import type { Audit, Duty } from '../../audit/contract.ts'
import type { ReportWords } from '../contract.ts'
import type { ReportTerms } from './words.ts'

/** Everything the report is made from, as the features keep it. */
export type ReportFacts = {
  bodyName: string
  madeAt: string
  client: { name: string; uscc: string; address: string }
  audit: Pick<Audit, 'number' | 'kind' | 'plannedFromOn' | 'plannedToOn' | 'personDaysTenths'>
  team: readonly { name: string; duty: Duty; personDaysTenths: number; hasLeft: boolean }[]
  visit: VisitFacts | null
  sample: { outlets: number; cases: number; people: number; sealedBy: 'company' | 'body' } | null
  scheme: Scheme
  score: AssessmentScore
  /** The company's own points by leaf, in hundredths. */
  own: ReadonlyMap<string, number>
  judgedBy: Readonly<Record<string, string>>
  deductions: readonly { reason: string; rectifiedOn: string | null }[]
  bonuses: readonly string[]
  findings: readonly {
    number: string
    clauses: string
    grade: LocalText
    statement: string
    state: LocalText
    dueOn: string
  }[]
  words: ReportWords
  submitted: { at: string; byName: string } | null
}

export type VisitFacts = {
  attendance: readonly { meeting: LocalText; post: LocalText; name: string; isPresent: boolean }[]
  interviews: number
  tests: { count: number; averagePercent: number | null }
  hardware: { count: number; nonconforming: number }
  checks: { count: number; nonconforming: number }
  calls: { satisfied: number; middle: number; bad: number; unanswered: number }
  photos: number
}

export type Setting = { facts: ReportFacts; t: ReportTerms; local: (text: LocalText) => string }

export function heading(level: 1 | 2, text: string): Block {
  return { kind: 'heading', level, text }
}
