import type { Routes } from '#src/server/http/mount.ts'
import { accept } from '#src/shared/decision.ts'
import type { AccountSessions } from '../sessions.ts'
import { changeRolesOf, deactivate, reactivate, showPeople, unlock } from './actions.ts'
import { changeRoles, deactivatePerson, listPeople, reactivatePerson, unlockPerson } from './contract.ts'

export function personRoutes(sessions: AccountSessions): Routes {
  return (mount) => {
    mount.query(listPeople, async (tx, { query }) => accept(await showPeople(tx, query)))

    // Opened by hand, to forget the person's sessions in this process before the answer goes out.
    mount.open(changeRoles, async ({ actor, command }, { params, body }) => {
      const decision = await command(actor!, (tx) => changeRolesOf(tx, { ...params, ...body }))
      sessions.forget(params.personId)
      return decision
    })
    mount.open(deactivatePerson, async ({ actor, command }, { params, body }) => {
      const decision = await command(actor!, (tx) => deactivate(tx, { ...params, ...body }))
      sessions.forget(params.personId)
      return decision
    })

    mount.command(reactivatePerson, (tx, { params, body }) => reactivate(tx, { ...params, ...body }))
    mount.command(unlockPerson, (tx, { params }) => unlock(tx, params.personId))
  }
}
