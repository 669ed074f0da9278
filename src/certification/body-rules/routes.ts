import { RefusedRequest } from '#src/server/http/answers.ts'
import type { Routes } from '#src/server/http/mount.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import * as actions from './actions.ts'
import * as contract from './contract/endpoints.ts'
import { standingOf } from './rules/edit.ts'
import { countUnconfirmed, differencesOf } from './rules/figures.ts'
import { writeRules } from './rules/file.ts'
import type { StoredRules } from './store.ts'

export const bodyRulesRoutes: Routes = (mount) => {
  mount.query(contract.listRules, async (tx) => {
    const rowOf = await rowsOn(tx)
    return accept({ rows: (await actions.listBodyRules(tx)).map(rowOf) })
  })
  mount.query(contract.readRules, async (tx, { params }) => {
    const found = await actions.findBodyRules(tx, params.rulesId)
    if (!found) return refuse('not_found', 'not_found')
    const rowOf = await rowsOn(tx)
    return accept({ ...rowOf(found), rules: found.rules })
  })
  mount.query(contract.compareRules, async (tx, { params, query }) => {
    const [after, before] = [
      await actions.findBodyRules(tx, params.rulesId),
      await actions.findBodyRules(tx, query.since),
    ]
    if (!after || !before) return refuse('not_found', 'not_found')
    return accept({ rows: differencesOf(before.rules, after.rules) })
  })
  mount.raw(contract.exportRules, async ({ actor, reply, query }, { params }) => {
    const found = await query(actor!, (tx) => actions.findBodyRules(tx, params.rulesId))
    if (!found) throw new RefusedRequest(refuse('not_found', 'not_found').refusal)
    return reply
      .type('application/yaml; charset=utf-8')
      .header('content-disposition', `attachment; filename="${found.rules.id}-${found.number}.yaml"`)
      .send(writeRules(found.rules))
  })
  mount.command(contract.draftRules, (tx, { body }) => actions.draftRules(tx, body))
  mount.command(contract.importRules, (tx, { body }) => actions.importRules(tx, body))
  mount.command(contract.editRules, (tx, { params, body }) => actions.editRules(tx, params.rulesId, body))
  mount.command(contract.dropRulesDraft, (tx, { params, query }) =>
    actions.dropDraft(tx, params.rulesId, query.version),
  )
  mount.command(contract.putRulesInForce, (tx, { params, body }) => actions.putInForce(tx, params.rulesId, body))
}

async function rowsOn(tx: Tx): Promise<(stored: StoredRules) => contract.RulesRow> {
  const todayOn = await actions.bodyDay(tx)
  const inForce = await actions.loadBodyRulesOn(tx, todayOn)
  return ({ id, number, validFromOn, rules, madeAt, version }) => ({
    ...{ id, number, validFromOn, madeAt, version, title: rules.title },
    state: standingOf(validFromOn, todayOn, inForce.validFromOn),
    unconfirmedCount: countUnconfirmed(rules),
  })
}
