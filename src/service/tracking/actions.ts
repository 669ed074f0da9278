import { hashSecret, newSecret } from '#src/account/door.ts'
import { loadPromisesInForce } from '#src/company/door.ts'
import type { OpenDoor } from '#src/server/http/mount.ts'
import type { Platform } from '#src/server/platform.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import type { Actor } from '#src/shared/actor.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Answer } from '#src/shared/endpoint.ts'
import { newId } from '#src/shared/id.ts'
import { findRateable } from '../rating/actions.ts'
import { canRate } from '../rating/rules.ts'
import { requireRequest, takeSteps } from '../request/actions/take-step.ts'
import type { followRequest, readPortal } from './contract.ts'
import { canNudge, familyName, type LinkedRequest, linkExpiry, openLink, shownSteps } from './rules.ts'
import * as store from './store.ts'

export type MadeLink = { secret: string; expiresAt: string }

/** Makes a customer's link to a request. Only the hash of the secret is kept: let `tellSecret` take the secret out of the command's kept answer. */
export async function makeLink(tx: WriteTx, requestId: string): Promise<MadeLink> {
  const secret = newSecret()
  const id = newId()
  const expiresAt = linkExpiry(tx.at)
  await store.insertLink(tx, { id, requestId, secretHash: hashSecret(secret), expiresAt })
  tx.record({
    recordType: 'tracking_link',
    recordId: id,
    verb: 'tracking_link.made',
    content: { requestId, expiresAt },
  })
  return { secret, expiresAt }
}

/**
 * Runs a command that makes a link of a request: the caller is told the secret, the kept answer never holds it. Sent again (its answer was
 * lost on the way), it acts no second time, but tells a fresh link of the same request, because the first secret is known to nobody.
 */
export async function tellSecret<T extends { secret: string }>(
  door: Pick<OpenDoor, 'platform' | 'command'>,
  actor: Actor,
  requestId: string,
  act: (tx: WriteTx) => Promise<Decision<T>>,
): Promise<Decision<T>> {
  let secret = ''
  const decision = await door.command(actor, async (tx) => {
    const made = await act(tx)
    if (!made.ok) return made
    secret = made.value.secret
    return accept({ ...made.value, secret: '', secretHash: hashSecret(secret).toString('base64url') })
  })
  if (!decision.ok) return decision
  const { secretHash, ...answer } = decision.value
  if (secret !== '' && hashSecret(secret).toString('base64url') === secretHash)
    return accept({ ...answer, secret } as T)
  const again = await door.platform.command(
    actor,
    { id: newId(), endpoint: 'service.makeTrackingLink', input: { requestId } },
    async (tx) => {
      secret = (await makeLink(tx, requestId)).secret
      return accept(null)
    },
  )
  return again.ok ? accept({ ...answer, secret } as T) : again
}

export async function makeTrackingLink(tx: WriteTx, requestId: string): Promise<Decision<MadeLink>> {
  if (!(await store.existsRequest(tx, requestId))) return refuse('not_found', 'not_found')
  return accept(await makeLink(tx, requestId))
}

export async function revokeLinks(
  tx: WriteTx,
  requestId: string,
  reason: string,
): Promise<Decision<{ revoked: number }>> {
  if (!(await store.existsRequest(tx, requestId))) return refuse('not_found', 'not_found')
  const revoked = await store.saveRevoked(tx, requestId)
  tx.record({
    recordType: 'service_request',
    recordId: requestId,
    verb: 'tracking_link.revoked',
    content: { reason, revoked },
  })
  return accept({ revoked })
}

/** The company that the public page is about: the one named, or the only one of this installation. */
export async function findPortalOrganisation(
  platform: Platform,
  slug: string | undefined,
): Promise<string | undefined> {
  const companies = await store.findCompanies(platform.database.system, slug)
  return companies.length === 1 ? companies[0]!.orgId : undefined
}

/** What the link opens, and as whom its holder acts; refused alike when it is wrong, expired or revoked. */
export async function enterByLink(
  platform: Platform,
  secret: string,
): Promise<Decision<{ link: LinkedRequest; holder: Actor }>> {
  const found = await store.findLink(platform.database.system, hashSecret(secret))
  const link = openLink(found, platform.now().toISOString())
  if (!link.ok) return link
  const { orgId, id, requestId } = link.value
  return accept({ link: link.value, holder: { kind: 'link', orgId, linkId: id, about: requestId, roles: [] } })
}

export async function follow(
  tx: Tx,
  requestId: string,
  personId: string | null,
): Promise<Decision<Answer<typeof followRequest>>> {
  const followed = await store.findFollowed(tx, requestId)
  const rateable = await findRateable(tx, requestId, personId)
  if (!followed || !rateable) return refuse('not_found', 'link_expired')
  const { staffName, lastNudgedAt, ...shown } = followed
  const given = rateable.ratings.find((rating) => rating.source === 'link')
  return accept({
    ...shown,
    technician: staffName === null ? null : familyName(staffName),
    steps: shownSteps(await store.listTrackedSteps(tx, requestId)),
    promises: await store.listTrackedPromises(tx, requestId),
    mayRate: canRate(rateable, 'link').ok,
    rating: given ? { stars: given.stars, comment: given.comment } : null,
    mayNudge: canNudge(followed.state, lastNudgedAt, tx.at).ok,
  } as Answer<typeof followRequest>)
}

export async function nudge(tx: WriteTx, requestId: string, note: string): Promise<Decision<{ nudges: number }>> {
  const request = await requireRequest(tx, requestId)
  if (!request.ok) return request
  const nudges = await store.countNudges(tx, requestId)
  const allowed = canNudge(request.value.state, nudges.lastAt, tx.at)
  if (!allowed.ok) return allowed
  const taken = await takeSteps(tx, request.value, [{ kind: 'nudged', note }])
  return taken.ok ? accept({ nudges: nudges.count + 1 }) : taken
}

export async function showPortal(tx: Tx): Promise<Decision<Answer<typeof readPortal>>> {
  const company = await store.findCompany(tx)
  if (!company) return refuse('not_found', 'company_not_found')
  const promises = await loadPromisesInForce(tx, tx.at)
  return accept({
    ...company,
    promises: promises.map(({ code, rule }) => ({
      code,
      name: rule.name,
      limitMinutes: rule.limitMinutes ?? null,
      limitWorkingDays: rule.limitWorkingDays ?? null,
    })),
  })
}
