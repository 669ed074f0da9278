/** What the house may ask of the certification area. Nothing stands above it. */
import type { Handlers } from '#src/account/door.ts'
import type { FileStore } from '#src/server/files/store.ts'
import { RefusedRequest } from '#src/server/http/answers.ts'
import type { Mount, OpenDoor, Routes } from '#src/server/http/mount.ts'
import type { Sealer } from '#src/server/ledger/keys.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import { refuse } from '#src/shared/decision.ts'
import type { Endpoint } from '#src/shared/endpoint.ts'
import { appealRoutes } from './appeal/routes.ts'
import { packHandler, supplyHandler } from './application/actions/take-in.ts'
import { applicationRoutes } from './application/routes.ts'
import { auditRoutes } from './audit/routes.ts'
import { auditPlanRoutes } from './audit-plan/routes.ts'
import { auditorRoutes } from './auditor/routes.ts'
import { blacklistRoutes } from './blacklist/routes.ts'
import { bodyProfileRoutes } from './body-profile/routes.ts'
import { bodyRulesRoutes } from './body-rules/routes.ts'
import { certificateRoutes } from './certificate/routes.ts'
import { contractRoutes } from './certification-contract/routes.ts'
import { clientRoutes } from './client/routes.ts'
import { clientLinkRoutes } from './client-link/routes.ts'
import { decisionRoutes } from './decision/routes.ts'
import { documentReviewRoutes } from './document-review/routes.ts'
import { holderTransitionRoutes } from './holder-transition/routes.ts'
import { takeCorrections } from './nonconformity/actions/answer.ts'
import { nonconformityRoutes } from './nonconformity/routes.ts'
import { packCopyRoutes } from './pack-copy/routes.ts'
import { programmeRoutes } from './programme/routes.ts'
import { registerRoutes } from './register/routes.ts'
import { reportRoutes } from './report/routes.ts'
import { takeReceipt } from './sampling/actions/draw.ts'
import { samplingRoutes } from './sampling/routes.ts'
import { signingKeyRoutes } from './signing-key/routes.ts'
import { statisticsRoutes } from './statistics/routes.ts'
import { surveillanceRoutes } from './surveillance/routes.ts'
import { visitRoutes } from './visit/routes.ts'
import { visitKitRoutes } from './visit-kit/routes.ts'
import { workloadRoutes } from './workload/routes.ts'

export { acceptApplication, addApplication, askForMore } from './application/actions/steps.ts'
export { quoteContract } from './certification-contract/actions.ts'
export { holderTransitionSweep } from './holder-transition/jobs.ts'
export { overdueNonconformitySweep } from './nonconformity/jobs.ts'
export { surveillanceSweep } from './surveillance/jobs.ts'

export type CertificationParts = { files: FileStore; sealer: Sealer }
/** What is published needs the address under which the public finds it. */
export type PublishingParts = CertificationParts & { publicUrl: string; timestampUrl?: string }

/** All of this area's endpoints, for the one place that wires. Whoever is not a certification body is refused by each that needs a sign-in. */
export function certificationRoutes(parts: PublishingParts): Routes {
  const features: Routes[] = [
    bodyRulesRoutes,
    clientRoutes,
    packCopyRoutes(parts),
    applicationRoutes(parts),
    contractRoutes(parts),
    nonconformityRoutes(parts),
    clientLinkRoutes(parts),
    auditorRoutes,
    auditRoutes,
    programmeRoutes,
    auditPlanRoutes(parts),
    samplingRoutes(parts),
    documentReviewRoutes(parts),
    visitRoutes(parts),
    visitKitRoutes,
    reportRoutes(parts.files),
    decisionRoutes,
    appealRoutes,
    blacklistRoutes,
    statisticsRoutes,
    bodyProfileRoutes,
    signingKeyRoutes(parts),
    certificateRoutes(parts),
    registerRoutes(parts),
    surveillanceRoutes(parts),
    workloadRoutes,
    holderTransitionRoutes,
  ]
  return (mount, platform) => {
    for (const routes of features) routes(bodiesOnly(mount), platform)
  }
}

/** What incoming letters and packs lead to at a certification body: each feature names the kinds that are its own. */
export function certificationHandlers(_parts: CertificationParts): Handlers {
  return {
    letters: { corrections: takeCorrections, supply: supplyHandler, sampling_receipt: takeReceipt },
    pack: packHandler,
  }
}

// Put before the endpoints as a whole, so that none can be forgotten. Rows of other organisations are out of reach anyway.
function bodiesOnly(mount: Mount): Mount {
  return {
    ...mount,
    query: (endpoint, ask) =>
      mount.query(endpoint, async (tx, input) => ((await isBody(tx)) ? ask(tx, input) : notABody())),
    command: (endpoint, act) =>
      mount.command(endpoint, async (tx, input) => ((await isBody(tx)) ? act(tx, input) : notABody())),
    open: (endpoint, answer) =>
      mount.open(endpoint, async (door, input) =>
        (await mayEnter(endpoint, door)) ? answer(door, input) : notABody(),
      ),
    raw: (endpoint, answer) =>
      mount.raw(endpoint, async (door, input) => {
        if (!(await mayEnter(endpoint, door))) throw new RefusedRequest(notABody().refusal)
        return answer(door, input)
      }),
  }
}

// The public register and a client's link are open to people of any organisation.
async function mayEnter(endpoint: Pick<Endpoint, 'who'>, { actor, query }: OpenDoor): Promise<boolean> {
  if (endpoint.who === 'public' || endpoint.who === 'link' || !actor) return true
  return query(actor, isBody)
}

async function isBody(tx: Tx): Promise<boolean> {
  const row = await tx.sql.selectFrom('organisation').select('kind').where('orgId', '=', tx.orgId).executeTakeFirst()
  return row?.kind === 'certification_body'
}

function notABody(): ReturnType<typeof refuse> {
  return refuse('forbidden', 'certification_bodies_only')
}
