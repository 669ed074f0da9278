import type { Sweep } from '#src/server/background.ts'
import type { Platform } from '#src/server/platform.ts'
import { steadyId } from '#src/server/steady-id.ts'
import type { CertificateParts } from '../certificate/actions/edition.ts'
import { lookAfter, seeCertificate } from './actions/look.ts'
import { listLooksDue, saveLook } from './store/look.ts'

const AT_ONCE = 200

/**
 * Looks at every certificate once on each of its body's days: reminds both sides, suspends and withdraws as the rules in force say. After
 * days of silence one look makes up for all of them. What is refused is kept with the reason and tried again the next day.
 */
export function surveillanceSweep(platform: Platform, parts: CertificateParts): Sweep {
  return {
    name: 'surveillance',
    everyMs: 60_000,
    run: async () => {
      const due = await listLooksDue(platform.database.system, platform.now().toISOString(), AT_ONCE)
      for (const { orgId, certificateId } of due) await look(platform, parts, orgId, certificateId)
      return due.length
    },
  }
}

async function look(platform: Platform, parts: CertificateParts, orgId: string, certificateId: string): Promise<void> {
  const { acts, todayOn, ended } = await platform.upkeep(orgId, 'surveillance', async (tx) => {
    const seen = await seeCertificate(tx, certificateId)
    if (seen.acts.length === 0)
      await saveLook(tx, certificateId, { lookedOn: seen.todayOn, ended: seen.ended, refusal: '' })
    return seen
  })
  if (acts.length === 0) return
  const actor = { kind: 'system', orgId, name: 'surveillance', roles: [] } as const
  const input = { certificateId, todayOn }
  const id = steadyId(`surveillance ${certificateId} ${todayOn}`)
  const done = await platform.command(actor, { id, endpoint: 'surveillance.look', input }, (tx) =>
    lookAfter(tx, parts, certificateId),
  )
  const refusal = done.ok ? '' : done.refusal.code
  if (!done.ok)
    await platform.upkeep(orgId, 'surveillance', (tx) =>
      saveLook(tx, certificateId, { lookedOn: todayOn, ended, refusal }),
    )
}
