import { canonicalJson } from '#src/shared/canonical.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { assessmentParts } from '../../adjustment/rules.ts'
import { hashScheme } from '../../scheme/rules/seal.ts'
import type { AssessmentScore } from '../../score/contract.ts'
import { scoreAssessment } from '../../score/rules/score.ts'
import type { AssessmentExport } from '../contract/export.ts'
import { countItems } from './finding.ts'

/** Computes the score of a round again from what was found; refused where findings, samples or adjustments do not fit its scheme. */
export function scoreAgain(given: AssessmentExport): Decision<AssessmentScore> {
  const findings = given.findings.map(({ finding }) => finding)
  return scoreAssessment(given.scheme, { findings, ...assessmentParts(given.scheme, given.adjustments) })
}

/** Accepts an export whose scheme has the hash it states, whose samples count to their findings and whose score is what its findings give. */
export function checkExport(given: AssessmentExport): Decision<null> {
  const schemeHash = hashScheme(given.scheme)
  if (schemeHash !== given.schemeHash || (given.seal !== null && given.seal.schemeHash !== schemeHash))
    return refuse('invalid', 'assessment_scheme_differs', { schemeId: given.scheme.id })
  for (const { finding, items } of given.findings) {
    if (finding.kind !== 'sampled' || items === null) continue
    const { sampled, nonconforming, unseen } = countItems(items)
    if (unseen > 0 || sampled !== finding.sampled || nonconforming !== finding.nonconforming)
      return refuse('invalid', 'assessment_sample_differs', { leafId: finding.leafId })
  }
  const again = scoreAgain(given)
  if (!again.ok) return again
  return canonicalJson(again.value) === canonicalJson(given.score)
    ? accept(null)
    : refuse('invalid', 'assessment_score_differs', { title: given.title })
}
