import type { Routes } from '#src/server/http/mount.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import type { Role } from '#src/shared/endpoint.ts'
import { apiKeyRoutes } from './api-key/routes.ts'
import { asSystem } from './as-system.ts'
import { invitationRoutes } from './invitation/routes.ts'
import { organisationRoutes } from './organisation/routes.ts'
import { passwordRoutes } from './password/routes.ts'
import { personRoutes } from './person/routes.ts'
import { listEmails, listMembersOfRole, listNames } from './person/store.ts'
import { sessionRoutes } from './session/routes.ts'
import type { AccountSessions } from './sessions.ts'
import { signInRoutes } from './sign-in/routes.ts'

export { createOrganisation } from './organisation/actions.ts'
export { keepPack } from './parcel/actions/keep-pack.ts'
export {
  isHere,
  type LetterParts,
  sendLetter,
  sendPack,
} from './parcel/actions/send.ts'
export type {
  Handlers,
  IncomingPack,
  LetterHandler,
  PackHandler,
  ParcelHandlers,
} from './parcel/actions/take-in.ts'
export { parcelSweep } from './parcel/jobs.ts'
export { parcelRoutes } from './parcel/routes.ts'
export { resetPassword } from './password/actions.ts'
export { hashPassword } from './password-hash.ts'
export { addPerson, joinPerson, showPeople } from './person/actions.ts'
export { hashSecret, newSecret } from './secret.ts'
export type { AccountSessions } from './sessions.ts'
export { sessionsOf } from './sessions.ts'
export { openSession } from './sign-in/actions.ts'

/** All endpoints of accounts; `sessions` is the one given to `openHttp`. */
export function accountRoutes(sessions: AccountSessions): Routes {
  const parts = [
    signInRoutes(sessions),
    sessionRoutes(sessions),
    passwordRoutes(sessions),
    personRoutes(sessions),
    invitationRoutes(sessions),
    apiKeyRoutes(sessions),
    organisationRoutes,
  ]
  return (mount, platform) => {
    for (const routes of parts) routes(mount, platform)
  }
}

/** Names of people of this organisation by id, also of those who have left; an unknown id is left out. */
export async function personNames(tx: Tx, personIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await listNames(tx, [...new Set(personIds)])
  return new Map(rows.map((row) => [row.personId, row.name]))
}

/** Members in service who hold one of these roles and have a mail address; only to write to them, never to show. */
export async function emailsOfRole(
  tx: Tx,
  roles: readonly Role[],
): Promise<{ personId: string; name: string; email: string }[]> {
  const members = await listMembersOfRole(tx, roles)
  const emails = await asSystem(tx, (system) =>
    listEmails(
      system,
      members.map(({ personId }) => personId),
    ),
  )
  return members.flatMap((member) => {
    const email = emails.get(member.personId)
    return email === undefined ? [] : [{ ...member, email }]
  })
}
