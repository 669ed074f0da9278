import type { Adjustment } from '../../adjustment/contract.ts'
import type { AssessmentLeaf, Evidence } from '../contract/leaf.ts'
import type { RoundProblem } from '../contract/round.ts'
import { countItems } from './finding.ts'

type Days = { fromOn: string; toOn: string }
type Speaking = Pick<Evidence, 'kind' | 'effectiveFromOn' | 'effectiveToOn'>

/**
 * Whether evidence speaks for the days of a round. `expired`: a material whose validity ended before the round does; `outside`: it speaks only
 * for days before or after them.
 */
export function evidenceStanding(one: Speaking, { fromOn, toOn }: Days): 'fits' | 'expired' | 'outside' {
  const lastOn = one.effectiveToOn ?? one.effectiveFromOn
  if (one.kind === 'material' && one.effectiveToOn !== null && one.effectiveToOn < toOn) return 'expired'
  return one.effectiveFromOn > toOn || lastOn < fromOn ? 'outside' : 'fits'
}

type Round = Days & {
  leaves: readonly AssessmentLeaf[]
  evidence: readonly Evidence[]
  adjustments: readonly Adjustment[]
  todayOn: string
}

const about = { leafId: null, title: '', onDay: null, done: null, all: null }

/** What is not right in a round beside what is missing, by indicator: what an auditor would ask about first. */
export function roundProblems({ leaves, evidence, adjustments, todayOn, ...days }: Round): RoundProblem[] {
  const inForce = evidence.filter((one) => one.withdrawnAt === null)
  const ofLeaf = Map.groupBy(inForce, (one) => one.leafId)
  const stale = inForce.flatMap((one): RoundProblem[] => {
    const standing = evidenceStanding(one, days)
    const { leafId, title } = one
    const kind = standing === 'expired' ? 'evidence_expired' : 'evidence_outside'
    const onDay = one.effectiveToOn ?? one.effectiveFromOn
    return standing === 'fits' ? [] : [{ ...about, kind, leafId, title, onDay }]
  })
  const unfinished = leaves.flatMap(({ kind, leafId, items }): RoundProblem[] => {
    if (kind !== 'sampled') return []
    const { sampled, unseen } = countItems(items ?? [])
    return unseen === 0 ? [] : [{ ...about, kind: 'sample_unfinished', leafId, done: sampled, all: sampled + unseen }]
  })
  const bare = leaves
    .filter((leaf) => leaf.kind === 'judged' && leaf.conforms && !ofLeaf.has(leaf.leafId))
    .map(({ leafId }): RoundProblem => ({ ...about, kind: 'nothing_behind', leafId }))
  const open = adjustments
    .filter((one) => one.kind === 'special_deduction' && one.withdrawnAt === null && one.rectifiedOn === null)
    .map((one): RoundProblem => {
      const isOverdue = one.dueOn !== null && one.dueOn < todayOn
      return { ...about, kind: isOverdue ? 'deduction_overdue' : 'deduction_open', title: one.reason, onDay: one.dueOn }
    })
  const byLeaf = [...stale, ...unfinished, ...bare].sort((a, b) => inNumbers(a.leafId!, b.leafId!))
  return [...open, ...byLeaf]
}

function inNumbers(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true })
}
