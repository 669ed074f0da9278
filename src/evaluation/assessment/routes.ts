import { RefusedRequest } from '#src/server/http/answers.ts'
import type { Routes } from '#src/server/http/mount.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import * as leafActions from './actions/leaf.ts'
import * as read from './actions/read.ts'
import * as actions from './actions/round.ts'
import * as sampling from './actions/sample.ts'
import { writeFindings } from './actions/workbook.ts'
import * as leaf from './contract/leaf.ts'
import * as round from './contract/round.ts'
import * as sample from './contract/sample.ts'
import { findRecordsLike } from './store/population.ts'

const missing = refuse('not_found', 'not_found')

export const assessmentRoutes: Routes = (mount) => {
  mount.query(round.listAssessments, async (tx, { query }) => accept(await read.listAssessments(tx, query)))
  mount.command(round.openAssessment, (tx, { body }) => actions.openSelfAssessment(tx, body))
  mount.query(round.readAssessment, (tx, { params }) => read.readRound(tx, params.assessmentId))
  mount.query(round.readAssessmentScheme, (tx, { params }) => read.readScheme(tx, params.assessmentId))
  mount.command(round.acceptProposals, (tx, { params }) => leafActions.acceptProposals(tx, params.assessmentId))
  mount.command(round.closeAssessment, (tx, { params: { assessmentId: id }, body }) =>
    actions.asSelf(tx, id, () => actions.closeAssessment(tx, { id, ...body })),
  )
  mount.command(round.reopenAssessment, (tx, { params: { assessmentId: id }, body }) =>
    actions.asSelf(tx, id, () => actions.reopenAssessment(tx, { id, ...body })),
  )
  mount.command(round.abandonAssessment, (tx, { params: { assessmentId: id }, body }) =>
    actions.asSelf(tx, id, () => actions.abandonAssessment(tx, { id, ...body })),
  )
  mount.command(round.addRoundAdjustment, (tx, { params, body }) =>
    actions.addRoundAdjustment(tx, params.assessmentId, body),
  )
  mount.command(round.rectifyRoundDeduction, (tx, { params, body }) =>
    actions.rectifyRoundDeduction(tx, { id: params.adjustmentId, assessmentId: params.assessmentId }, body),
  )
  mount.command(round.withdrawRoundAdjustment, (tx, { params, body }) =>
    actions.withdrawRoundAdjustment(tx, { id: params.adjustmentId, assessmentId: params.assessmentId }, body),
  )
  mount.query(round.exportAssessment, async (tx, { params }) => {
    const document = await read.exportAssessment(tx, params.assessmentId)
    return document ? accept(document) : missing
  })
  mount.raw(round.exportFindings, async ({ actor, reply, query: ask }, { params, query }) => {
    const document = await ask(actor!, (tx) => read.exportAssessment(tx, params.assessmentId))
    if (!document) throw new RefusedRequest(missing.refusal)
    return reply
      .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .header('content-disposition', `attachment; filename="assessment-${document.id.slice(0, 8)}.xlsx"`)
      .send(await writeFindings(document, query.language))
  })
  mount.command(leaf.judgeLeaf, (tx, { params, body }) => leafActions.judgeLeaf(tx, params, body))
  mount.query(leaf.readAssessmentLeaf, (tx, { params }) => read.readLeafDetail(tx, params.assessmentId, params.leafId))
  mount.command(leaf.addEvidence, (tx, { params, body }) => leafActions.addEvidence(tx, params, body))
  mount.command(leaf.withdrawEvidence, (tx, { params, body }) => leafActions.withdrawEvidence(tx, params, body.reason))
  mount.query(sample.readPopulation, (tx, { params, query }) =>
    sampling.readPopulation(tx, params.assessmentId, { of: query.of, requestKind: query.requestKind ?? null }),
  )
  mount.command(sample.drawLeafSample, (tx, { params, body }) => sampling.drawLeafSample(tx, params, body))
  mount.query(sample.listLeafSamples, (tx, { params }) =>
    sampling.readLeafSamples(tx, params.assessmentId, params.leafId),
  )
  mount.query(sample.readDraw, (tx, { params }) => sampling.readDrawAgain(tx, params.assessmentId, params.sampleId))
  mount.query(sample.findRecords, async (tx, { query }) => {
    const rows = await findRecordsLike(tx, { ...query, limit: query.limit + 1 })
    return accept({ rows: rows.slice(0, query.limit), isCut: rows.length > query.limit })
  })
}
