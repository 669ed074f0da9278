import { answerRefusal } from '#src/server/http/answers.ts'
import type { Routes } from '#src/server/http/mount.ts'
import { writeWorkbook } from '#src/server/tabular/write.ts'
import { accept } from '#src/shared/decision.ts'
import * as actions from './actions.ts'
import * as contract from './contract/endpoints.ts'
import { writeKitSheets } from './rules/workbook-write.ts'

export const visitKitRoutes: Routes = (mount) => {
  mount.query(contract.listVisitKits, async (tx) => accept({ rows: await actions.showKits(tx) }))
  mount.query(contract.readVisitKit, (tx, { params }) => actions.showKit(tx, params.kitId))
  mount.command(contract.draftVisitKit, (tx, { body }) => actions.draftKit(tx, body))
  mount.command(contract.saveVisitKit, (tx, { params, body }) => actions.saveKit(tx, params.kitId, body))
  mount.command(contract.dropVisitKit, (tx, { params, query }) => actions.dropKit(tx, params.kitId, query.version))
  mount.command(contract.putVisitKitToUse, (tx, { params, body }) => actions.putKitToUse(tx, params.kitId, body))
  mount.command(contract.importVisitKit, (tx, { body }) => actions.importKit(tx, body))
  mount.raw(contract.downloadVisitKit, async ({ actor, reply, query }, { params }) => {
    const shown = await query(actor!, (tx) => actions.showKit(tx, params.kitId))
    if (!shown.ok) return answerRefusal(reply, shown.refusal)
    const { kit, number } = shown.value
    return reply
      .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .header('content-disposition', `attachment; filename="${kit.id}-${number}.xlsx"`)
      .send(await writeWorkbook(writeKitSheets(kit)))
  })
}
