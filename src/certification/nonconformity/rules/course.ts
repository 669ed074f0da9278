import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { AuditState } from '../../audit/contract.ts'
import type { BodyRules, NonconformityGrade } from '../../body-rules/contract/rules.ts'
import type { NonconformityState, VerdictKind } from '../contract.ts'

/** The rows from which everything that people say of a nonconformity follows. */
export type Course = {
  withdrawnAt: string | null
  rounds: readonly { round: number; dueOn: string; answeredAt: string | null; verifyDueOn: string | null }[]
  verdicts: readonly { round: number; verdict: VerdictKind }[]
}

export function lastRound<C extends Course>(course: C): C['rounds'][number] | undefined {
  return course.rounds.reduce<C['rounds'][number] | undefined>(
    (last, one) => (last === undefined || one.round > last.round ? one : last),
    undefined,
  )
}

export function stateOf(course: Course): NonconformityState {
  if (course.withdrawnAt !== null) return 'withdrawn'
  const round = lastRound(course)
  if (round === undefined) return 'drafted'
  const verdicts = course.verdicts.filter((one) => one.round === round.round).map((one) => one.verdict)
  if (verdicts.includes('accepted') || verdicts.includes('confirmed')) return 'closed'
  if (verdicts.includes('follow_up')) return 'follow_up'
  if (verdicts.includes('insufficient')) return 'insufficient'
  return round.answeredAt === null ? 'open' : 'answered'
}

/** Until when somebody has to act: the company while open, we while answered. */
export function dueOf(course: Course): string | null {
  const round = lastRound(course)
  const state = stateOf(course)
  if (round === undefined) return null
  if (state === 'open') return round.dueOn
  return state === 'answered' ? round.verifyDueOn : null
}

export function isOverdue(course: Course, todayOn: string): boolean {
  const dueOn = dueOf(course)
  return dueOn !== null && dueOn < todayOn
}

const SETTLED: readonly NonconformityState[] = ['closed', 'withdrawn', 'follow_up']

/** Nothing more is to be done about it in this audit. */
export function isSettled(state: NonconformityState): boolean {
  return SETTLED.includes(state)
}

/** What the company should have been told by now, as a word that changes with it; empty where there is nothing to tell. */
export function tellingOf(course: Course, told: string): string {
  const state = stateOf(course)
  const round = lastRound(course)?.round ?? 0
  if (state === 'drafted') return 'open:1'
  if (state === 'insufficient') return `open:${round + 1}`
  if (state === 'open' || state === 'answered') return `open:${round}`
  // Of what was withdrawn before the company heard of it, it hears nothing.
  return state === 'withdrawn' && told === '' ? '' : `${state}:${round}`
}

export function isToTell(course: Course, told: string): boolean {
  return tellingOf(course, told) !== told
}

export function canRaise(auditState: AuditState): Decision<null> {
  const isRunning = auditState === 'staffed' || auditState === 'open' || auditState === 'visited'
  return isRunning ? accept(null) : refuse('conflict', 'audit_state', { state: auditState })
}

export function gradeOf(rules: BodyRules, gradeId: string): Decision<NonconformityGrade> {
  const grade = rules.nonconformity.grades.value.find((one) => one.id === gradeId)
  return grade ? accept(grade) : refuse('invalid', 'grade_unknown', { grade: gradeId })
}

/** Once the company was told, words stand as they are: it is withdrawn and raised anew. */
export function canChange(course: Course): Decision<null> {
  return inState(course, ['drafted'])
}

export function canWithdraw(course: Course): Decision<null> {
  return inState(course, ['drafted', 'open', 'answered', 'insufficient'])
}

/** The company may add to its answer until it is judged. */
export function canAnswer(course: Course, round?: number): Decision<number> {
  const allowed = inState(course, ['open', 'answered'])
  if (!allowed.ok) return allowed
  const running = lastRound(course)!.round
  if (round !== undefined && round !== running)
    return refuse('conflict', 'nonconformity_round', { answered: round, round: running })
  return accept(running)
}

/** Four eyes: who typed an answer in does not judge it. */
export function canVerify(
  course: Course,
  given: {
    verdict: VerdictKind
    gradeName: string
    blocksDecision: boolean
    actor: string
    typedInBy: readonly string[]
  },
): Decision<null> {
  const allowed = inState(course, ['answered'])
  if (!allowed.ok) return allowed
  if (given.typedInBy.includes(given.actor)) return refuse('forbidden', 'own_answer')
  if (given.verdict === 'follow_up' && given.blocksDecision)
    return refuse('conflict', 'follow_up_not_for_grade', { grade: given.gradeName })
  return accept(null)
}

/** Seen on site at another audit of the same client. */
export function canConfirm(
  course: Course,
  nonconformity: { auditId: string; clientId: string },
  audit: { id: string; clientId: string; state: AuditState } | undefined,
): Decision<null> {
  const allowed = inState(course, ['follow_up'])
  if (!allowed.ok) return allowed
  if (!audit || audit.clientId !== nonconformity.clientId || audit.id === nonconformity.auditId)
    return refuse('invalid', 'unknown_reference', { what: 'audit' })
  return audit.state === 'open' || audit.state === 'visited'
    ? accept(null)
    : refuse('conflict', 'audit_state', { state: audit.state })
}

function inState(course: Course, states: readonly NonconformityState[]): Decision<null> {
  const state = stateOf(course)
  return states.includes(state) ? accept(null) : refuse('conflict', 'nonconformity_state', { state })
}

export type Telling = 'overdue' | 'again' | 'verify'

/** What officer and leader are to be told of this round today, once each. */
export function tellingsDue(
  round: {
    dueOn: string
    escalateOn: string
    answeredAt: string | null
    verifyDueOn: string | null
    settledAt: string | null
    toldOverdueAt: string | null
    toldAgainAt: string | null
    toldVerifyAt: string | null
  },
  todayOn: string,
): Telling[] {
  if (round.settledAt !== null) return []
  if (round.answeredAt !== null)
    return round.toldVerifyAt === null && round.verifyDueOn !== null && round.verifyDueOn < todayOn ? ['verify'] : []
  if (round.toldAgainAt === null && round.escalateOn < todayOn) return ['again']
  return round.toldOverdueAt === null && round.dueOn < todayOn ? ['overdue'] : []
}

/** For reports and for the client's page. */
export const STATE_NAMES: Record<NonconformityState, { zh: string; en: string }> = {
  drafted: { zh: '未告知企业', en: 'not yet told' },
  open: { zh: '待整改', en: 'to be corrected' },
  answered: { zh: '待验证', en: 'to be verified' },
  insufficient: { zh: '整改不充分', en: 'correction not enough' },
  follow_up: { zh: '下次审核现场验证', en: 'to be seen at the next audit' },
  closed: { zh: '已关闭', en: 'closed' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
}
