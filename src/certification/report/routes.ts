import type { FileStore } from '#src/server/files/store.ts'
import { answerRefusal } from '#src/server/http/answers.ts'
import type { Routes } from '#src/server/http/mount.ts'
import type { Actor } from '#src/shared/actor.ts'
import { makeReport, readReport, submitReport, writeReport } from './actions.ts'
import * as contract from './contract.ts'

const MEDIA = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const

export function reportRoutes(files: FileStore): Routes {
  return (mount) => {
    mount.query(contract.readReport, (tx, { params }) => readReport(tx, params.auditId))
    mount.command(contract.writeReport, (tx, { params, body }) => writeReport(tx, params.auditId, body))
    mount.command(contract.submitReport, (tx, { params, body }) =>
      submitReport(tx, files, params.auditId, body.version),
    )
    mount.raw(contract.downloadReport, async ({ actor, query: ask, reply }, { params, query }) => {
      const { auditId, form } = params
      const made = await ask(actor as Actor, (tx) => makeReport(tx, auditId, form, query.language))
      if (!made.ok) return answerRefusal(reply, made.refusal)
      return reply
        .type(MEDIA[form])
        .header('content-disposition', `attachment; filename="audit-report-${made.value.number}.${form}"`)
        .header('cache-control', 'no-store')
        .send(Buffer.from(made.value.bytes))
    })
  }
}
