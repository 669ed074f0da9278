import type { Routes } from '#src/server/http/mount.ts'
import type { Actor } from '#src/shared/actor.ts'
import { refuse } from '#src/shared/decision.ts'
import { giveRating } from '../rating/actions.ts'
import {
  enterByLink,
  findPortalOrganisation,
  follow,
  makeTrackingLink,
  nudge,
  revokeLinks,
  showPortal,
  tellSecret,
} from './actions.ts'
import * as contract from './contract.ts'

/** The person signed in at this browser, if it is one of the same organisation. */
function personOf(actor: Actor | null, orgId: string): string | null {
  return actor?.kind === 'person' && actor.orgId === orgId ? actor.personId : null
}

export const trackingRoutes: Routes = (mount, platform) => {
  mount.open(contract.followRequest, async ({ actor, query }, { params }) => {
    const entered = await enterByLink(platform, params.secret)
    if (!entered.ok) return entered
    const { link, holder } = entered.value
    return query(holder, (tx) => follow(tx, link.requestId, personOf(actor, link.orgId)))
  })

  mount.open(contract.rateByLink, async ({ actor, command }, { params, body }) => {
    const entered = await enterByLink(platform, params.secret)
    if (!entered.ok) return entered
    const { link, holder } = entered.value
    const personId = personOf(actor, link.orgId)
    return command(holder, (tx) =>
      giveRating(tx, { ...body, requestId: link.requestId, source: 'link', personId, claimedAt: tx.at }),
    )
  })

  mount.open(contract.nudgeByLink, async ({ command }, { params, body }) => {
    const entered = await enterByLink(platform, params.secret)
    if (!entered.ok) return entered
    const { link, holder } = entered.value
    return command(holder, (tx) => nudge(tx, link.requestId, body.note))
  })

  mount.open(contract.makeTrackingLink, async (door, { params }) =>
    tellSecret(door, door.actor!, params.requestId, (tx) => makeTrackingLink(tx, params.requestId)),
  )

  mount.command(contract.revokeTrackingLinks, (tx, { params, body }) => revokeLinks(tx, params.requestId, body.reason))

  mount.open(contract.readPortal, async ({ query: ask }, { query }) => {
    const orgId = await findPortalOrganisation(platform, query.org)
    if (!orgId) return refuse('not_found', 'company_not_found')
    return ask({ kind: 'public', orgId, roles: [] }, showPortal)
  })
}
