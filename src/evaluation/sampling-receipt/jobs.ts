import type { LetterParts } from '#src/account/door.ts'
import type { Sweep } from '#src/server/background.ts'
import type { Platform } from '#src/server/platform.ts'
import { answerSamplingPlan } from './actions.ts'

const AT_ONCE = 20

/** Answers noted sampling plans as soon as a signed checkpoint covers them. */
export function receiptSweep(platform: Platform, parts: LetterParts): Sweep {
  return {
    name: 'sampling-receipts',
    everyMs: 2_000,
    run: async () => {
      const waiting = await platform.database.system
        .selectFrom('samplingReceipt')
        .select(['orgId', 'id'])
        .where('answeredAt', 'is', null)
        .orderBy('receivedAt')
        .limit(AT_ONCE)
        .execute()
      let answered = 0
      for (const { orgId, id } of waiting) {
        const actor = { kind: 'system', orgId, name: 'sampling', roles: [] } as const
        const command = { id, endpoint: 'sampling.answer', input: { id } }
        const decision = await platform.command(actor, command, (tx) => answerSamplingPlan(tx, parts, id))
        if (decision.ok) answered += 1
      }
      return answered
    },
  }
}
