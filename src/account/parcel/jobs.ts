import type { Sweep } from '#src/server/background.ts'
import type { FileStore } from '#src/server/files/store.ts'
import type { Platform } from '#src/server/platform.ts'
import { accept } from '#src/shared/decision.ts'
import { type ParcelHandlers, takeIn } from './actions/take-in.ts'
import { saveDeliver } from './store/parcel.ts'

const AT_ONCE = 20

/** Takes what is to be delivered inside this installation to its recipients, who verify it like anything from outside. */
export function parcelSweep(platform: Platform, parts: { files: FileStore }, handlers: ParcelHandlers): Sweep {
  return {
    name: 'parcels',
    everyMs: 5_000,
    run: async () => {
      const waiting = await platform.database.system
        .selectFrom('parcel')
        .select(['orgId', 'id', 'counterpartOrgId', 'fileSha256'])
        .where('deliver', '=', 'here')
        .where('deliveredAt', 'is', null)
        .where('refusedCode', 'is', null)
        .orderBy('at')
        .limit(AT_ONCE)
        .execute()
      const failures: unknown[] = []
      // One that cannot be delivered must not keep the others waiting.
      for (const parcel of waiting)
        await deliver(platform, parts.files, handlers, parcel).catch((error) => failures.push(error))
      if (failures.length > 0) throw failures[0]
      return waiting.length
    },
  }
}

type Waiting = { orgId: string; id: string; counterpartOrgId: string | null; fileSha256: string }

async function deliver(
  platform: Platform,
  files: FileStore,
  handlers: ParcelHandlers,
  { orgId, id, counterpartOrgId, fileSha256 }: Waiting,
): Promise<void> {
  const recipient = { kind: 'system', orgId: counterpartOrgId!, name: 'parcel', roles: [] } as const
  const taken = await takeIn(
    {
      platform,
      files,
      handlers,
      actor: recipient,
      // Known by the sender's parcel: however often a process dies in between, it is taken in once.
      command: (act, asked) => platform.command(recipient, { id, endpoint: 'parcel.deliver', input: asked }, act),
    },
    files.read(orgId, fileSha256),
  )
  const sender = { kind: 'system', orgId, name: 'parcel', roles: [] } as const
  const input = taken.ok ? { delivered: true } : { refused: taken.refusal.code }
  await platform.command(sender, { id, endpoint: 'parcel.deliver', input }, async (tx) => {
    await saveDeliver(tx, id, taken.ok ? { deliveredAt: tx.at } : { refused: taken.refusal })
    const verb = taken.ok ? 'parcel.delivered' : 'parcel.delivery_refused'
    tx.record({ recordType: 'parcel', recordId: id, verb, content: taken.ok ? {} : { code: taken.refusal.code } })
    return accept({})
  })
}
