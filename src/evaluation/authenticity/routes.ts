import type { Routes } from '#src/server/http/mount.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { answerSuspicion, askForLook, judgeAnswer } from './actions.ts'
import * as contract from './contract.ts'
import * as store from './store/suspicions.ts'

export const authenticityRoutes: Routes = (mount) => {
  mount.query(contract.showAuthenticity, async (tx) =>
    accept({ waiting: await store.countWaiting(tx), run: (await store.findNewestRun(tx)) ?? null }),
  )
  mount.query(contract.listSuspicions, async (tx, { query }) => accept(await store.listSuspicionRows(tx, query)))
  mount.query(contract.readSuspicion, async (tx, { params }) => {
    const one = await store.findSuspicion(tx, params.suspicionId)
    return one ? accept(store.withoutAnswerers(one)) : refuse('not_found', 'not_found')
  })
  mount.command(contract.lookForSuspicions, (tx, { body }) => askForLook(tx, body))
  mount.command(contract.answerSuspicion, (tx, { params, body }) => answerSuspicion(tx, params.suspicionId, body))
  mount.command(contract.judgeAnswer, (tx, { params, body }) => judgeAnswer(tx, params.suspicionId, body))
}
