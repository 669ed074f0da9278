import { RefusedRequest } from '#src/server/http/answers.ts'
import type { Routes } from '#src/server/http/mount.ts'
import { writeWorkbook } from '#src/server/tabular/write.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import type { Scheme, Sealed } from '../scheme/contract.ts'
import { listUnconfirmed } from '../scheme/rules/tree.ts'
import { writeSchemeSheets } from '../scheme/rules/workbook-write.ts'
import { writeScheme } from '../scheme/write-scheme.ts'
import * as choose from './actions/choose.ts'
import * as draft from './actions/draft.ts'
import * as take from './actions/take.ts'
import * as contract from './contract.ts'
import { listChoices, listStoredEditions, loadEdition, loadPublisher, type StoredEdition } from './store.ts'

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
    const { scheme, sealed } = await query(actor!, (tx) => writable(tx, params.editionId))
    return reply
      .type('application/yaml; charset=utf-8')
      .header('content-disposition', `attachment; filename="${scheme.id}-v${scheme.version}.yaml"`)
      .send(writeScheme(scheme, sealed))
  })
  mount.raw(contract.exportWorkbook, async ({ actor, reply, query }, { params }) => {
    const { scheme, sealed } = await query(actor!, (tx) => writable(tx, params.editionId))
    return reply
      .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .header('content-disposition', `attachment; filename="${scheme.id}-v${scheme.version}.xlsx"`)
      .send(await writeWorkbook(writeSchemeSheets(scheme, sealed)))
  })
  mount.query(contract.checkSchemeFile, (tx, { body }) => take.checkFile(tx, body))
  mount.command(contract.importScheme, (tx, { body }) => take.importScheme(tx, body))
  mount.command(contract.importWorkbook, (tx, { body }) => take.importWorkbook(tx, body))
  mount.command(contract.chooseEdition, (tx, { params, body }) => choose.chooseEdition(tx, params.editionId, body))
  mount.command(contract.callOffChoice, (tx, { params, body }) => choose.callOffChoice(tx, params.choiceId, body))
  mount.command(contract.editScheme, (tx, { params, body }) => draft.editEdition(tx, params.editionId, body))
  mount.command(contract.sealScheme, (tx, { params, body }) => draft.sealEdition(tx, params.editionId, body))
  mount.command(contract.draftEdition, (tx, { body }) => draft.draftEdition(tx, body))
}

/** With its seal and who published it, so that whoever takes the file in can tell it from one that was changed. */
async function writable(tx: Tx, editionId: string): Promise<{ scheme: Scheme; sealed?: Sealed }> {
  const edition = await loadEdition(tx, editionId)
  if (!edition) throw new RefusedRequest(refuse('not_found', 'not_found').refusal)
  const { scheme, seal, publisher } = edition
  return seal === null ? { scheme } : { scheme, sealed: { seal, publisher: publisher || (await loadPublisher(tx)) } }
}

function rowOf({ id, number, scheme, seal, publisher, inUse, madeAt, version }: StoredEdition): contract.EditionRow {
  const { title, standard } = scheme
  return {
    ...{ id, number, title, standard, seal, publisher, inUse, madeAt, version },
    schemeId: scheme.id,
    schemeVersion: scheme.version,
  }
}
