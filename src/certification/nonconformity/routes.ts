import type { LetterParts } from '#src/account/door.ts'
import type { Routes } from '#src/server/http/mount.ts'
import { accept } from '#src/shared/decision.ts'
import { bodyDay, loadBodyRulesOn } from '../body-rules/actions.ts'
import { confirm, typeIn, verify } from './actions/answer.ts'
import { change, raise, withdraw } from './actions/raise.ts'
import { showNonconformities, showNonconformity } from './actions/show.ts'
import { tell } from './actions/tell.ts'
import * as contract from './contract.ts'

export function nonconformityRoutes(parts: LetterParts): Routes {
  return (mount) => {
    mount.query(contract.listNonconformities, async (tx, { query }) => accept(await showNonconformities(tx, query)))
    mount.query(contract.readNonconformity, (tx, { params }) => showNonconformity(tx, params.nonconformityId))
    mount.query(contract.listGrades, async (tx) => {
      const { rules } = await loadBodyRulesOn(tx, await bodyDay(tx))
      return accept({ grades: rules.nonconformity.grades.value })
    })
    mount.command(contract.raiseNonconformity, (tx, { params, body }) => raise(tx, params.auditId, body))
    mount.command(contract.changeNonconformity, (tx, { params, body }) => change(tx, params.nonconformityId, body))
    mount.command(contract.withdrawNonconformity, (tx, { params, body }) => withdraw(tx, params.nonconformityId, body))
    mount.command(contract.tellClient, (tx, { params, body }) => tell(tx, parts, params.auditId, body))
    mount.command(contract.typeInAnswer, (tx, { params, body }) => typeIn(tx, params.nonconformityId, body))
    mount.command(contract.verifyAnswer, (tx, { params, body }) => verify(tx, params.nonconformityId, body))
    mount.command(contract.confirmFollowUp, (tx, { params, body }) => confirm(tx, params.nonconformityId, body))
  }
}
