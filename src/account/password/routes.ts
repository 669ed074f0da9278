import type { Routes } from '#src/server/http/mount.ts'
import { personOf } from '../session/routes.ts'
import type { AccountSessions } from '../sessions.ts'
import { replacePassword } from './actions.ts'
import { changePassword } from './contract.ts'

export function passwordRoutes(sessions: AccountSessions): Routes {
  return (mount, platform) => {
    mount.open(changePassword, async (door, { body }) => {
      const who = personOf(sessions, door)
      if (!who.ok) return who
      const { person, sessionId } = who.value
      const change = { personId: person.personId, name: person.name, keepSessionId: sessionId, ...body }
      const decision = await door.command(person, (tx) => replacePassword(tx, platform, change), {
        personId: person.personId,
      })
      sessions.forget(person.personId)
      return decision
    })
  }
}
