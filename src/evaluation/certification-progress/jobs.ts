import type { Sweep } from '#src/server/background.ts'
import type { Platform } from '#src/server/platform.ts'
import { newId } from '#src/shared/id.ts'
import { findUntold, remind } from './actions/remind.ts'

/** Looks at what the certificates of every company have to have, and reminds of it; the outbox knows what was told before. */
export function certificateDueSweep(platform: Platform): Sweep {
  return {
    name: 'certificate-due',
    everyMs: 600_000,
    run: async () => {
      const companies = await platform.database.system
        .selectFrom('receivedCertificate')
        .select('orgId')
        .distinct()
        .execute()
      let messages = 0
      for (const { orgId } of companies) {
        const actor = { kind: 'system', orgId, name: 'certification', roles: [] } as const
        if ((await platform.query(actor, findUntold)).length === 0) continue
        const command = { id: newId(), endpoint: 'certification.remind', input: {} }
        const done = await platform.command(actor, command, remind)
        if (!done.ok) throw new Error(`a reminder was refused: ${done.refusal.code}`)
        messages += done.value.messages
      }
      return messages
    },
  }
}
