/** What upper floors and the house may ask of the evaluation. All else in this area is its own business. */
import type { Handlers, LetterParts } from '#src/account/door.ts'
import type { Sweep } from '#src/server/background.ts'
import type { Routes } from '#src/server/http/mount.ts'
import type { Platform } from '#src/server/platform.ts'
import { adjustmentRoutes } from './adjustment/routes.ts'
import { assessmentRoutes } from './assessment/routes.ts'
import { authenticityRoutes } from './authenticity/routes.ts'
import { scoreSweep } from './board/jobs.ts'
import { boardRoutes } from './board/routes.ts'
import { readOnly, takeCertificate, takeNotice } from './certification-progress/actions/take-in.ts'
import { certificateDueSweep } from './certification-progress/jobs.ts'
import { takeNonconformities } from './correction/actions.ts'
import { editionRoutes } from './edition/routes.ts'
import { factSweep } from './fact/jobs.ts'
import { factRoutes } from './fact/routes.ts'
import { gapRoutes } from './gap/routes.ts'
import { measureRoutes } from './measure/routes.ts'
import { noteSamplingPlan } from './sampling-receipt/actions.ts'
import { samplingReceiptRoutes } from './sampling-receipt/routes.ts'
import { transitionRoutes } from './transition/routes.ts'

export { judgeLeaf } from './assessment/actions/leaf.ts'
export { type AssessmentResult, exportAssessment, loadAssessmentResult } from './assessment/actions/read.ts'
export {
  closeAssessment,
  nameAssessors,
  openAssessment,
  openSelfAssessment,
  reopenAssessment,
} from './assessment/actions/round.ts'
export { findLastClosedSelf, findOpenSelf } from './assessment/store/round.ts'
export { authenticityJobs } from './authenticity/jobs.ts'
export { scoreCompany } from './board/actions.ts'
export { loadBoard } from './board/store.ts'
export { certificationProgressRoutes } from './certification-progress/routes.ts'
export { correctionRoutes } from './correction/routes.ts'
export { installEdition } from './edition/actions/take.ts'
export { type EvidenceParts, evidenceRoutes } from './evidence/door.ts'
export { followWork, recount } from './fact/actions.ts'
export { makeApplicationPack } from './material/actions/pack.ts'
export { materialRoutes } from './material/routes.ts'
export { proveNoted } from './sampling-receipt/actions.ts'
export { receiptSweep } from './sampling-receipt/jobs.ts'

/** All of this area's endpoints, for the one place that wires. */
export const evaluationRoutes: Routes = (mount, platform) => {
  for (const routes of [
    boardRoutes,
    measureRoutes,
    editionRoutes,
    adjustmentRoutes,
    assessmentRoutes,
    factRoutes,
    authenticityRoutes,
    gapRoutes,
    transitionRoutes,
    samplingReceiptRoutes,
  ])
    routes(mount, platform)
}

/**
 * Facts follow the work, the score follows the facts, reminders follow the certificate. `spacingMs` is the shortest time between two scores of one
 * company.
 */
export function evaluationSweeps(platform: Platform, spacingMs?: number): Sweep[] {
  return [factSweep(platform), scoreSweep(platform, spacingMs), certificateDueSweep(platform)]
}

/** What incoming letters lead to at a company: each feature names the kinds that are its own. */
export function evaluationHandlers(parts: LetterParts): Handlers {
  return {
    letters: {
      ...{ sampling_plan: noteSamplingPlan, nonconformities: takeNonconformities },
      ...{ application_notice: readOnly, quotation: readOnly, document_review: readOnly, audit_plan: readOnly },
      ...{ sample: readOnly, certificate: takeCertificate(parts), certificate_notice: takeNotice },
    },
  }
}
