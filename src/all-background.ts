import { type LetterParts, parcelSweep } from '#src/account/door.ts'
import { allHandlers } from '#src/all-handlers.ts'
import {
  holderTransitionSweep,
  overdueNonconformitySweep,
  type PublishingParts,
  surveillanceSweep,
} from '#src/certification/door.ts'
import { authenticityJobs, evaluationSweeps, receiptSweep } from '#src/evaluation/door.ts'
import type { Sweep } from '#src/server/background.ts'
import type { Jobs } from '#src/server/jobs.ts'
import type { Sealer } from '#src/server/ledger/keys.ts'
import { findWaitingLedgers, integrateHistory } from '#src/server/ledger/sequencer.ts'
import type { Mailer } from '#src/server/messages/mailer.ts'
import { messageSweep } from '#src/server/messages/sweep.ts'
import type { Platform } from '#src/server/platform.ts'
import { noticeSweep, overdueSweep, serviceJobs } from '#src/service/door.ts'

/** What follows commits, in every server process. */
export function allSweeps(platform: Platform, sealer: Sealer): Sweep[] {
  return [ledgerSweep(platform, sealer), overdueSweep(platform), ...evaluationSweeps(platform)]
}

/** What leaves the house: only the server writes to people, never a command beside it, which may not know the mail server. */
export function outgoingSweeps(platform: Platform, mailer: Mailer | undefined, publicUrl: string): Sweep[] {
  return [noticeSweep(platform), overdueNonconformitySweep(platform), messageSweep(platform, mailer, publicUrl)]
}

/** What crosses between organisations of this installation. */
export function exchangeSweeps(platform: Platform, parts: LetterParts): Sweep[] {
  return [parcelSweep(platform, parts, allHandlers(parts)), receiptSweep(platform, parts)]
}

function ledgerSweep(platform: Platform, sealer: Sealer): Sweep {
  return {
    name: 'ledger',
    everyMs: 500,
    run: async () => {
      let done = 0
      for (const orgId of await findWaitingLedgers(platform))
        done += (await integrateHistory(platform, sealer, orgId)).records.length
      return done
    },
  }
}

/** What the body's rules do to certificates by themselves: letters and the register's address are needed for it. */
export function certificateSweeps(platform: Platform, parts: PublishingParts): Sweep[] {
  return [surveillanceSweep(platform, parts), holderTransitionSweep(platform, parts)]
}

/** Deferred and scheduled work. */
export function allJobs(): Jobs[] {
  return [serviceJobs, authenticityJobs]
}
