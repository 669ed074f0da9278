import { rotateKey, type Sealer } from '#src/server/ledger/keys.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import type { Decision } from '#src/shared/decision.ts'
import { accept } from '#src/shared/decision.ts'
import type { LedgerKey } from '../contract.ts'
import { withFingerprint } from './read.ts'

/** The change of key stands in the ledger itself, so a reader of a pack sees when and why. */
export async function changeKey(tx: WriteTx, sealer: Sealer, reason: string): Promise<Decision<LedgerKey>> {
  const { retired, key } = await rotateKey(tx, sealer)
  tx.record({
    recordType: 'ledger_key',
    recordId: tx.orgId,
    verb: 'ledger_key.rotated',
    content: { retired, vkey: key.vkey, validFrom: key.validFrom, reason },
  })
  return accept(withFingerprint(key))
}
