import type { Platform } from '#src/server/platform.ts'
import type { Decision } from '#src/shared/decision.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { savePasswordHash } from '../password/store.ts'
import { hashPassword, isHashOutdated, isPassword } from '../password-hash.ts'
import { hashSecret, newSecret } from '../secret.ts'
import type { Me } from '../session/contract.ts'
import { deleteDeadSessions, endSessionOfToken, findMe, listOrganisationsOf, saveSession } from '../session/store.ts'
import { minutesUntil } from './rules.ts'
import type { Known } from './store.ts'
import { attemptSubject, clearAttempts, countAttempt, deleteOldAttempts, findByLogin, saveSignIn } from './store.ts'

export type Device = { device: string; address: string }
type SignedIn = { token: string; me: Me }

const DAY_MS = 86_400_000

/** Somebody unknown and a wrong password get the same answer after the same work; a lock-out treats both alike, too. */
export async function signInPerson(
  platform: Platform,
  given: { login: string; password: string },
  device: Device,
  formerToken: string | undefined,
): Promise<Decision<SignedIn>> {
  const { system } = platform.database
  const at = platform.now().toISOString()
  const login = given.login.normalize('NFKC').toLowerCase()
  const known = await findByLogin(system, login)
  const subject = known ? attemptSubject(known.personId) : `login:${hashSecret(login).toString('hex')}`
  const checked = await checkPassword(platform, known?.passwordHash, given.password, subject)
  if (!checked.ok) return checked
  // checkPassword accepts only a hash that somebody has.
  const { personId, lastOrgId, passwordHash } = known as Known
  if (isHashOutdated(passwordHash))
    await savePasswordHash(system, { personId, before: passwordHash, after: await hashPassword(given.password), at })
  await deleteOldAttempts(system, new Date(Date.parse(at) - DAY_MS).toISOString())
  const orgs = await listOrganisationsOf(system, personId)
  const org = orgs.find(({ id }) => id === lastOrgId) ?? orgs[0]
  if (!org) return refuse('forbidden', 'no_organisation')
  // A browser that was signed in gets a new secret: one planted before is worth nothing after.
  if (formerToken) await endSessionOfToken(system, hashSecret(formerToken))
  const token = await openSession(platform, { personId, orgId: org.id, ...device })
  const me = await findMe(system, personId, org.id)
  return me ? accept({ token, me }) : refuse('forbidden', 'no_organisation')
}

/** Counts the attempt first, then compares; success clears the count. */
export async function checkPassword(
  platform: Platform,
  passwordHash: string | undefined,
  password: string,
  subject: string,
): Promise<Decision<null>> {
  const { system } = platform.database
  const at = platform.now().toISOString()
  const attempt = await countAttempt(system, subject, at)
  if (attempt.locked) return refuse('forbidden', 'account_locked', { minutes: minutesUntil(attempt.lockedUntil, at) })
  if (!(await isPassword(passwordHash, password))) return refuse('forbidden', 'wrong_password')
  await clearAttempts(system, subject)
  return accept(null)
}

/** Opens a session for somebody whose identity is established. Returns its token, which is kept nowhere. */
export async function openSession(
  platform: Platform,
  whose: { personId: string; orgId: string } & Device,
): Promise<string> {
  const { system } = platform.database
  const at = platform.now().toISOString()
  const token = newSecret()
  await deleteDeadSessions(system, whose.personId, at)
  await saveSession(system, { ...whose, id: newId(), tokenHash: hashSecret(token) }, at)
  await saveSignIn(system, whose.personId, whose.orgId, at)
  return token
}
