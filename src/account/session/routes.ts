import type { Mount, OpenDoor, Routes } from '#src/server/http/mount.ts'
import type { Actor } from '#src/shared/actor.ts'
import type { Decision } from '#src/shared/decision.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import type { AccountSessions } from '../sessions.ts'
import { listSessions, me, revokeOtherSessions, revokeSession, switchOrganisation } from './contract.ts'
import { endSessions, findMe, listSessionsOf, saveSessionOrganisation } from './store.ts'

type PersonActor = Extract<Actor, { kind: 'person' }>

/** The person behind a request and their session; an API key is nobody. */
export function personOf(
  sessions: AccountSessions,
  { actor, request }: Pick<OpenDoor, 'actor' | 'request'>,
): Decision<{ person: PersonActor; sessionId: string }> {
  const sessionId = sessions.sessionIdOf(request)
  if (actor?.kind !== 'person' || !sessionId) return refuse('forbidden', 'person_needed')
  return accept({ person: actor, sessionId })
}

export function sessionRoutes(sessions: AccountSessions): Routes {
  return (mount: Mount, platform) => {
    const { system } = platform.database

    mount.open(me, async (door) => {
      const who = personOf(sessions, door)
      if (!who.ok) return who
      const found = await findMe(system, who.value.person.personId, who.value.person.orgId)
      return found ? accept(found) : refuse('not_found', 'not_found')
    })

    mount.open(switchOrganisation, async (door, { body }) => {
      const who = personOf(sessions, door)
      if (!who.ok) return who
      const { personId } = who.value.person
      const there = await findMe(system, personId, body.orgId)
      if (!there) return refuse('not_found', 'not_found')
      await saveSessionOrganisation(system, { id: who.value.sessionId, personId, orgId: body.orgId })
      sessions.forget(personId)
      return accept(there)
    })

    mount.open(listSessions, async (door) => {
      const who = personOf(sessions, door)
      if (!who.ok) return who
      const rows = await listSessionsOf(system, who.value.person.personId, platform.now().toISOString())
      return accept({ rows: rows.map((row) => ({ ...row, current: row.id === who.value.sessionId })) })
    })

    mount.open(revokeSession, async (door, { params }) => {
      const who = personOf(sessions, door)
      if (!who.ok) return who
      const { personId } = who.value.person
      const ended = await endSessions(system, personId, { only: params.sessionId })
      sessions.forget(personId)
      return ended ? accept({}) : refuse('not_found', 'not_found')
    })

    mount.open(revokeOtherSessions, async (door) => {
      const who = personOf(sessions, door)
      if (!who.ok) return who
      const { personId } = who.value.person
      const ended = await endSessions(system, personId, { except: who.value.sessionId })
      sessions.forget(personId)
      return accept({ ended })
    })
  }
}
