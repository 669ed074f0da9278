/** What the house may ask of the certification area. Nothing stands above it. */
import type { Mount, Routes } from '#src/server/http/mount.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import { type Decision, refuse } from '#src/shared/decision.ts'

const parts: Routes[] = []

/** All of this area's endpoints, for the one place that wires. Whoever is not a certification body is refused by each that needs a sign-in. */
export const certificationRoutes: Routes = (mount, platform) => {
  for (const routes of parts) routes(bodiesOnly(mount), platform)
}

// Put before the endpoints as a whole, so that none can be forgotten. Rows of other organisations are out of reach anyway.
function bodiesOnly(mount: Mount): Mount {
  return {
    ...mount,
    query: (endpoint, ask) =>
      mount.query(endpoint, async (tx, input) => ((await isBody(tx)) ? ask(tx, input) : notABody())),
    command: (endpoint, act) =>
      mount.command(endpoint, async (tx, input) => ((await isBody(tx)) ? act(tx, input) : notABody())),
  }
}

async function isBody(tx: Tx): Promise<boolean> {
  const row = await tx.sql.selectFrom('organisation').select('kind').where('orgId', '=', tx.orgId).executeTakeFirst()
  return row?.kind === 'certification_body'
}

function notABody(): Decision<never> {
  return refuse('forbidden', 'certification_bodies_only')
}
