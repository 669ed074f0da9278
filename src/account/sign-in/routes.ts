import type { Routes } from '#src/server/http/mount.ts'
import { accept } from '#src/shared/decision.ts'
import { hashSecret } from '../secret.ts'
import { endSessionOfToken } from '../session/store.ts'
import type { AccountSessions } from '../sessions.ts'
import { signInPerson } from './actions.ts'
import { signIn, signOut } from './contract.ts'
import { deviceOf } from './rules.ts'

export function signInRoutes(sessions: AccountSessions): Routes {
  return (mount, platform) => {
    mount.open(signIn, async ({ request, reply }, { body }) => {
      const device = { device: deviceOf(request.headers['user-agent']), address: request.ip }
      const decision = await signInPerson(platform, body, device, sessions.tokenOf(request))
      if (!decision.ok) return decision
      sessions.giveCookie(reply, decision.value.token)
      sessions.forget(decision.value.me.person.id)
      return accept(decision.value.me)
    })

    mount.open(signOut, async ({ actor, request, reply }) => {
      const token = sessions.tokenOf(request)
      if (token) await endSessionOfToken(platform.database.system, hashSecret(token))
      if (actor?.kind === 'person') sessions.forget(actor.personId)
      sessions.takeCookie(reply)
      return accept({})
    })
  }
}
