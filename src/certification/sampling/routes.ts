import type { LetterParts } from '#src/account/door.ts'
import { answerRefusal } from '#src/server/http/answers.ts'
import type { Routes } from '#src/server/http/mount.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { loadAudit } from '../audit/store.ts'
import * as draw from './actions/draw.ts'
import * as plan from './actions/plan.ts'
import * as show from './actions/show.ts'
import * as contract from './contract.ts'
import { planParts } from './rules/plan.ts'
import { findCases } from './store.ts'

export function samplingRoutes(parts: LetterParts): Routes {
  return (mount) => {
    mount.query(contract.listSamplingPlans, async (tx, { params }) => {
      if (!(await loadAudit(tx, params.auditId))) return refuse('not_found', 'not_found')
      return accept({ rows: await show.showSamplings(tx, params.auditId) })
    })
    mount.query(contract.previewSampling, async (tx, { params, query }) => {
      const audit = await loadAudit(tx, params.auditId)
      if (!audit) return refuse('not_found', 'not_found')
      const { population, staff, pack, figures } = await plan.preparePlan(tx, audit, query.casesFromOn ?? null)
      const planned = planParts(population, figures, { outlet: [], case: [], person: [] })
      if (!planned.ok) return planned
      const sealedBy = pack ? ('company' as const) : ('body' as const)
      return accept({
        ...{ figures, parts: planned.value, sealedBy },
        outlets: population.outlet,
        people: staff.slice(0, 5_000),
      })
    })
    mount.query(contract.searchCases, async (tx, { params, query }) => {
      const audit = await loadAudit(tx, params.auditId)
      if (!audit) return refuse('not_found', 'not_found')
      return accept({ rows: audit.packId === null ? [] : await findCases(tx, audit.packId, query.search) })
    })
    mount.query(contract.listSample, (tx, { params }) => show.showSample(tx, params.auditId, params.planId))
    mount.command(contract.makeSamplingPlan, (tx, { params, body }) =>
      plan.makeSamplingPlan(tx, parts, params.auditId, body),
    )
    mount.command(contract.drawOneSided, (tx, { params, body }) =>
      draw.drawOneSided(tx, params.auditId, params.planId, body.version),
    )
    mount.command(contract.addToSample, (tx, { params, body }) =>
      draw.addToSample(tx, params.auditId, params.planId, body),
    )
    mount.command(contract.publishSample, (tx, { params }) =>
      show.publishSample(tx, parts, params.auditId, params.planId),
    )
    mount.raw(contract.downloadSample, async ({ actor, reply, query }, { params }) => {
      const file = await query(actor!, (tx) => show.writeSampleFile(tx, params.auditId, params.planId))
      if (!file.ok) return answerRefusal(reply, file.refusal)
      const { auditNumber, number } = file.value.plan
      return reply
        .type('application/json')
        .header('content-disposition', `attachment; filename="${auditNumber}-${number}.sample.json"`)
        .header('cache-control', 'no-store')
        .send(JSON.stringify(file.value))
    })
  }
}
