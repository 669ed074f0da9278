import type { LetterParts } from '#src/account/door.ts'
import type { Routes } from '#src/server/http/mount.ts'
import { accept } from '#src/shared/decision.ts'
import { assign, send, showCorrection, showCorrections, writeAnswer } from './actions.ts'
import * as contract from './contract.ts'
import { listPeople } from './store.ts'

export function correctionRoutes(parts: LetterParts): Routes {
  return (mount) => {
    mount.query(contract.listCorrections, async (tx, { query }) => accept(await showCorrections(tx, query)))
    mount.query(contract.listResponsible, async (tx) => accept({ rows: await listPeople(tx) }))
    mount.query(contract.readCorrection, (tx, { params }) => showCorrection(tx, params.correctionId))
    mount.command(contract.assignCorrection, (tx, { params, body }) => assign(tx, params.correctionId, body))
    mount.command(contract.saveCorrectionAnswer, (tx, { params, body }) => writeAnswer(tx, params.correctionId, body))
    mount.command(contract.sendCorrections, (tx, { body }) => send(tx, parts, body))
  }
}
