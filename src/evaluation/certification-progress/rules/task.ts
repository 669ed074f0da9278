import { ApplicationNotice, QuotationLetter } from '../contract/letter.ts'
import type { Step, Task } from '../contract/progress.ts'
import { type Crossed, readStep } from './step.ts'

/** Nonconformities of one audit that wait for an answer. */
export type Open = { bodyName: string; auditNumber: string; parcelId: string; dueOn: string | null; count: number }

type Later = Step & Crossed

/**
 * What the company has to do next, by everything that crossed, in any order: what one letter asks is done once a later one shows it. Those
 * due first stand first.
 */
export function tasksOf(crossed: readonly Crossed[], open: readonly Open[], todayOn: string): Task[] {
  const steps = crossed
    .map((one): Later => ({ ...one, ...readStep(one) }))
    .toSorted((one, other) => compare(one.madeAt, other.madeAt))
  const asked = steps.flatMap((step, nth) => askedBy(step, steps.slice(nth + 1), todayOn))
  const corrections = open.map(({ bodyName, auditNumber, parcelId, dueOn, count }) => ({
    ...{ kind: 'correct' as const, bodyName, reference: auditNumber, parcelId, count, byOn: dueOn },
    isOverdue: dueOn !== null && dueOn < todayOn,
  }))
  return [...asked, ...corrections].toSorted((one, other) => compare(one.byOn ?? '9999', other.byOn ?? '9999'))
}

function askedBy(step: Later, afterwards: readonly Later[], todayOn: string): Task[] {
  const { bodyOrgId, bodyName, reference, parcelId, toOn } = step
  const later = afterwards.filter((one) => one.bodyOrgId === bodyOrgId)
  const isToldAgain = later.some((one) => one.kind === step.kind && one.reference === reference)
  const task = (kind: Task['kind'], byOn: string | null): Task[] => [
    { kind, bodyName, reference, parcelId, byOn, isOverdue: byOn !== null && byOn < todayOn, count: 0 },
  ]
  const isSupplied = later.some(({ kind }) => kind === 'pack' || kind === 'supply')
  if (step.kind === 'application_notice' && step.what === 'more_asked')
    return isToldAgain || isSupplied ? [] : task('supply', toOn)
  if (step.kind === 'document_review' && step.isReadable && step.what !== 'conforms')
    return isToldAgain || isSupplied || isOver(later, 'visited') ? [] : task('review', toOn)
  if (step.kind === 'quotation' && step.isReadable)
    return isToldAgain || isOver(later, 'planned') || isEnded(step, later) ? [] : task('contract', null)
  if (step.kind === 'audit_plan' && step.isReadable)
    // A visit of several days is not late on its second.
    return isToldAgain || toOn! < todayOn ? [] : task('visit', step.fromOn).map((one) => ({ ...one, isOverdue: false }))
  if (step.kind === 'sampling_receipt' && step.isByHand) return isOver(later, 'sampled') ? [] : task('receipt', null)
  return []
}

/** Letters that a body writes only when that stage is behind it. */
const STAGES = {
  planned: ['audit_plan', 'sampling_plan', 'document_review', 'nonconformities', 'certificate'],
  sampled: ['sample', 'nonconformities', 'certificate'],
  visited: ['nonconformities', 'certificate'],
}

function isOver(later: readonly Later[], stage: keyof typeof STAGES): boolean {
  return later.some(({ kind }) => STAGES[stage].includes(kind))
}

/** The application that a quotation belongs to was refused or withdrawn. */
function isEnded({ body }: Later, later: readonly Later[]): boolean {
  const number = QuotationLetter.safeParse(body).data?.applicationNumber
  return later.some((one) => {
    const notice = ApplicationNotice.safeParse(one.body).data
    return notice?.applicationNumber === number && (notice?.notice === 'refused' || notice?.notice === 'withdrawn')
  })
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
