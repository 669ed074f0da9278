import { eraseHistoryOf } from '#src/server/history.ts'
import type { Jobs } from '#src/server/jobs.ts'
import { eraseMessagesAbout } from '#src/server/messages/queue.ts'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { blankServiceRecords } from './store/erasure.ts'

/** A customer's personal data was erased: the service records forget it too. Doing it twice changes nothing. */
export const requestJobs: Jobs = {
  tasks: {
    'customer.erased': async (platform, { orgId, customerId }) => {
      const actor = { kind: 'system', orgId: orgId!, name: 'erasure', roles: [] } as const
      await platform.command(actor, { id: newId(), endpoint: 'customer.erased', input: { customerId } }, async (tx) => {
        const touched = await blankServiceRecords(tx, String(customerId))
        await eraseHistoryOf(tx, touched)
        await eraseMessagesAbout(tx, touched)
        tx.record({
          recordType: 'customer',
          recordId: String(customerId),
          verb: 'customer.service_records_erased',
          content: { records: touched.length },
        })
        return accept(null)
      })
    },
  },
}
