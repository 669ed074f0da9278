import type { LetterParts } from '#src/account/door.ts'
import { renderPdf, renderWord } from '#src/server/document/render.ts'
import { answerRefusal } from '#src/server/http/answers.ts'
import type { Routes } from '#src/server/http/mount.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { loadAudit } from '../audit/store.ts'
import { documentOf, savePlan, sendPlan, showPlan } from './actions.ts'
import * as contract from './contract.ts'

const MEDIA = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const

export function auditPlanRoutes(parts: LetterParts): Routes {
  return (mount) => {
    mount.query(contract.readPlan, async (tx, { params }) => {
      const audit = await loadAudit(tx, params.auditId)
      return audit ? accept(await showPlan(tx, audit)) : refuse('not_found', 'not_found')
    })
    mount.command(contract.savePlan, (tx, { params, body }) => savePlan(tx, params.auditId, body))
    mount.command(contract.sendPlan, (tx, { params, body }) => sendPlan(tx, parts, params.auditId, body.version))
    mount.raw(contract.downloadPlan, async ({ actor, reply, query: ask }, { params, query }) => {
      const found = await ask(actor!, async (tx) => {
        const audit = await loadAudit(tx, params.auditId)
        if (!audit) return refuse('not_found', 'not_found')
        const model = await documentOf(tx, audit, query.language)
        return model.ok ? accept({ model: model.value, number: audit.number }) : model
      })
      if (!found.ok) return answerRefusal(reply, found.refusal)
      const { model, number } = found.value
      const bytes = params.form === 'pdf' ? await renderPdf(model) : await renderWord(model)
      return reply
        .type(MEDIA[params.form])
        .header('content-disposition', `attachment; filename="${number}-plan.${params.form}"`)
        .header('cache-control', 'no-store')
        .send(Buffer.from(bytes))
    })
  }
}
