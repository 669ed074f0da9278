import type { Scheme } from '../../scheme/contract.ts'
import type { Finding } from '../../score/contract.ts'
import type { AssessmentLeaf } from '../contract/leaf.ts'
import { fittingFindings } from './finding.ts'

export type Rounds = {
  /** Of the open round, where it is one of the same scheme. */
  open: readonly AssessmentLeaf[]
  /** Of the round closed last, likewise. */
  closed: readonly AssessmentLeaf[]
}

/**
 * What people found by looking themselves, in the open round, else in the one closed last; the live score takes it where the counts
 * are silent. What was taken back in the open round is missing, whatever the last one said.
 */
export function findingsOfPeople(scheme: Scheme, { open, closed }: Rounds): Finding[] {
  const touched = new Set(open.map((leaf) => leaf.leafId))
  const leaves = [...open, ...closed.filter((leaf) => !touched.has(leaf.leafId))]
  return fittingFindings(
    scheme,
    leaves.filter((leaf) => leaf.kind !== 'computed'),
  )
}
