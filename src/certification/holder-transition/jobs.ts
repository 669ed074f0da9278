import type { Sweep } from '#src/server/background.ts'
import type { Platform } from '#src/server/platform.ts'
import { steadyId } from '#src/server/steady-id.ts'
import type { Refusal } from '#src/shared/decision.ts'
import type { CertificateParts } from '../certificate/actions/edition.ts'
import { actOnHolder, actsDue } from './actions/look.ts'
import { loadWhole } from './actions/read.ts'
import type { RefusedAct } from './contract/transition.ts'
import { listLooksDue, saveLook } from './store/act.ts'

const AT_ONCE = 20
const MOST_REFUSED = 200

/**
 * Looks at every announced transition once on each of its body's days: tells and reminds the holders, and does what the rules say when the
 * period is over. Each holder by a command of its own; what is refused is kept with the reason and tried again the next day.
 */
export function holderTransitionSweep(platform: Platform, parts: CertificateParts): Sweep {
  return {
    name: 'holder_transition',
    everyMs: 60_000,
    run: async () => {
      const due = await listLooksDue(platform.database.system, platform.now().toISOString(), AT_ONCE)
      for (const { orgId, transitionId } of due) await look(platform, parts, orgId, transitionId)
      return due.length
    },
  }
}

async function look(platform: Platform, parts: CertificateParts, orgId: string, transitionId: string): Promise<void> {
  const loaded = await platform.upkeep(orgId, 'holder_transition', (tx) => loadWhole(tx, transitionId))
  if (!loaded) return
  const { todayOn } = loaded
  const actor = { kind: 'system', orgId, name: 'holder_transition', roles: [] } as const
  const refused: RefusedAct[] = []
  for (const { one, act } of actsDue(loaded)) {
    const { certificateId, number, holderName } = one
    const about = { transitionId, certificateId }
    const id = steadyId(`holder transition ${transitionId} ${certificateId} ${act.step} ${todayOn}`)
    const done = await platform.command(
      actor,
      { id, endpoint: 'holder_transition.look', input: { ...about, todayOn } },
      (tx) => actOnHolder(tx, parts, about),
    )
    if (!done.ok) refused.push({ certificateId, number, holderName, ...worded(done.refusal), on: todayOn })
  }
  await platform.upkeep(orgId, 'holder_transition', (tx) =>
    saveLook(tx, transitionId, { lookedOn: todayOn, refused: refused.slice(0, MOST_REFUSED) }),
  )
}

function worded({ code, params }: Refusal): Pick<RefusedAct, 'code' | 'params'> {
  return { code, params }
}
