import { RefusedRequest } from '#src/server/http/answers.ts'
import type { Routes } from '#src/server/http/mount.ts'
import { writeWorkbook } from '#src/server/tabular/write.ts'
import { accept } from '#src/shared/decision.ts'
import { planHolder, showOptions, withdrawPlan } from './actions/plan.ts'
import { loadWhole, rowsOf, showChoices, showHolders, showTransition, showTransitions } from './actions/read.ts'
import { announceTransition, callOffTransition, startTransition } from './actions/steps.ts'
import * as contract from './contract/endpoints.ts'
import { isShown } from './rules/list.ts'
import { transitionSheets } from './rules/workbook.ts'

const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export const holderTransitionRoutes: Routes = (mount) => {
  mount.query(contract.listTransitions, async (tx, { query }) => accept(await showTransitions(tx, query)))
  mount.query(contract.readTransitionChoices, async (tx, { query }) => accept(await showChoices(tx, query)))
  mount.query(contract.readTransition, (tx, { params }) => showTransition(tx, params.transitionId))
  mount.query(contract.listHolders, (tx, { params, query }) => showHolders(tx, params.transitionId, query))
  mount.query(contract.readPlanOptions, (tx, { params }) => showOptions(tx, params))
  mount.raw(contract.exportHolders, async (door, { params, query }) => {
    const { language, ...asked } = query
    const read = await door.query(door.actor!, async (tx) => {
      const transition = await showTransition(tx, params.transitionId)
      if (!transition.ok) throw new RefusedRequest(transition.refusal)
      const holders = rowsOf((await loadWhole(tx, params.transitionId))!).filter((row) => isShown(row, asked))
      return { transition: transition.value, holders }
    })
    return door.reply
      .type(WORKBOOK)
      .header('content-disposition', `attachment; filename="transition-${read.transition.todayOn}.xlsx"`)
      .send(await writeWorkbook(transitionSheets({ ...read, language })))
  })
  mount.command(contract.startTransition, (tx, { body }) => startTransition(tx, body))
  mount.command(contract.announceTransition, (tx, { params, body }) =>
    announceTransition(tx, params.transitionId, body.version),
  )
  mount.command(contract.callOffTransition, (tx, { params, body }) => callOffTransition(tx, params.transitionId, body))
  mount.command(contract.planHolder, (tx, { params, body }) => planHolder(tx, params, body))
  mount.command(contract.withdrawPlan, (tx, { params, body }) => withdrawPlan(tx, params, body.reason))
}
