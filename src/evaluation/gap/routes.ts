import type { Routes } from '#src/server/http/mount.ts'
import { writeWorkbook } from '#src/server/tabular/write.ts'
import type { Actor } from '#src/shared/actor.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { cutPage } from '#src/shared/page.ts'
import * as keep from './actions/keep.ts'
import * as plan from './actions/plan.ts'
import { loadGround, readGap, searchGround } from './actions/search.ts'
import * as action from './contract/action.ts'
import * as items from './contract/plan.ts'
import { findPlans } from './contract/search.ts'
import { layItems } from './rules/workbook.ts'
import { listKeptPlans, listMembers } from './store/plan.ts'

export const gapRoutes: Routes = (mount, platform) => {
  mount.query(action.readGap, async (tx) => accept(await readGap(tx)))
  mount.command(action.saveAction, (tx, { params, body }) => keep.saveAction(tx, params.actionId, body))
  mount.command(action.withdrawAction, (tx, { params, body }) => keep.withdrawAction(tx, params.actionId, body.version))
  mount.command(action.assumeLeaf, (tx, { body }) => keep.assumeLeaf(tx, body))
  mount.command(action.withdrawAssumption, (tx, { params, body }) =>
    keep.withdrawAssumption(tx, params.assumptionId, body.version),
  )

  // Not a query: the transaction ends before the search begins.
  mount.open(findPlans, async (door, { query }) => {
    const ground = await door.query(door.actor as Actor, loadGround)
    if (!ground) return refuse('not_found', 'scheme_not_ready')
    const found = await searchGround(ground, query, () => platform.now().getTime())
    if (!found.ok) return found
    return accept({ computedAt: ground.basis.computedAt, todayOn: ground.todayOn, found: found.value })
  })

  mount.query(items.readPlan, async (tx) => accept(await plan.readPlan(tx)))
  mount.raw(items.downloadItems, async ({ actor, reply, query: ask }, { query }) => {
    const { plan: shown, todayOn } = await ask(actor as Actor, plan.readPlan)
    const book = await writeWorkbook([layItems(shown?.items ?? [], query.language)])
    return reply
      .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .header('content-disposition', `attachment; filename="gap-plan-${todayOn}.xlsx"`)
      .header('cache-control', 'no-store')
      .send(book)
  })
  mount.query(items.listPlans, async (tx, { query }) => {
    const page = cutPage(await listKeptPlans(tx, query), query.limit, (one) => one.id)
    return accept({ ...page, rows: page.rows.map(({ editionId: _, ...row }) => row) })
  })
  mount.command(items.choosePlan, (tx, { body }) => plan.choosePlan(tx, body))
  mount.command(items.endPlan, (tx, { params, body }) => plan.endPlan(tx, params.planId, body))
  mount.command(items.assignItem, (tx, { params, body }) => plan.assignItem(tx, params.itemId, body))
  mount.command(items.claimItem, (tx, { params, body }) => plan.claimItem(tx, params.itemId, body))
  mount.command(items.reopenItem, (tx, { params, body }) => plan.reopenItem(tx, params.itemId, body.version))
  mount.query(items.listOwners, async (tx, { query }) => {
    const page = cutPage(await listMembers(tx, query), query.limit, (one) => one.userName)
    return accept({ ...page, rows: page.rows.map(({ personId, name }) => ({ personId, name })) })
  })
}
