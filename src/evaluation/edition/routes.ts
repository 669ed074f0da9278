import { RefusedRequest } from '#src/server/http/answers.ts'
import type { Routes } from '#src/server/http/mount.ts'
import { writeWorkbook } from '#src/server/tabular/write.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { listUnconfirmed } from '../scheme/rules/tree.ts'
import { writeSchemeSheets } from '../scheme/rules/workbook-write.ts'
import { writeScheme } from '../scheme/write-scheme.ts'
import * as actions from './actions.ts'
import * as contract from './contract.ts'
import { listChoices, listStoredEditions, loadEdition, type StoredEdition } from './store.ts'

export const editionRoutes: Routes = (mount) => {
  mount.query(contract.listEditions, async (tx) =>
    accept({ rows: (await listStoredEditions(tx)).map(rowOf), choices: await listChoices(tx) }),
  )
  mount.query(contract.readEdition, async (tx, { params }) => {
    const edition = await loadEdition(tx, params.editionId)
    if (!edition) return refuse('not_found', 'not_found')
    const { scheme } = edition
    return accept({ ...rowOf(edition), scheme, unconfirmedCount: listUnconfirmed(scheme).length })
  })
  mount.raw(contract.exportScheme, async ({ actor, reply, query }, { params }) => {
    const edition = await query(actor!, (tx) => loadEdition(tx, params.editionId))
    if (!edition) throw new RefusedRequest(refuse('not_found', 'not_found').refusal)
    const { scheme } = edition
    return reply
      .type('application/yaml; charset=utf-8')
      .header('content-disposition', `attachment; filename="${scheme.id}-v${scheme.version}.yaml"`)
      .send(writeScheme(scheme))
  })
  mount.raw(contract.exportWorkbook, async ({ actor, reply, query }, { params }) => {
    const edition = await query(actor!, (tx) => loadEdition(tx, params.editionId))
    if (!edition) throw new RefusedRequest(refuse('not_found', 'not_found').refusal)
    const { scheme } = edition
    return reply
      .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .header('content-disposition', `attachment; filename="${scheme.id}-v${scheme.version}.xlsx"`)
      .send(await writeWorkbook(writeSchemeSheets(scheme)))
  })
  mount.command(contract.importWorkbook, (tx, { body }) => actions.importWorkbook(tx, body))
  mount.command(contract.chooseEdition, (tx, { params, body }) => actions.chooseEdition(tx, params.editionId, body))
  mount.command(contract.editScheme, (tx, { params, body }) => actions.editEdition(tx, params.editionId, body))
  mount.command(contract.sealScheme, (tx, { params, body }) => actions.sealEdition(tx, params.editionId, body))
  mount.command(contract.draftEdition, (tx, { body }) => actions.draftEdition(tx, body))
  mount.command(contract.importScheme, (tx, { body }) => actions.importScheme(tx, body))
}

function rowOf({ id, number, scheme, seal, inUse, madeAt, version }: StoredEdition): contract.EditionRow {
  const { title, standard } = scheme
  return {
    ...{ id, number, title, standard, seal, inUse, madeAt, version },
    schemeId: scheme.id,
    schemeVersion: scheme.version,
  }
}
