import { listKeys } from '#src/server/ledger/keys.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { cutPage, type Page } from '#src/shared/page.ts'
import { keyFingerprint, parseVkey } from '#src/shared/signed-note.ts'
import type { Counterpart } from '../contract.ts'
import {
  listAside,
  listCounterpartKeys,
  listKnownCounterparts,
  lockPins,
  saveConfirmed,
  saveReset,
} from '../store/key.ts'

export async function showCounterparts(
  tx: Tx,
  asked: { limit: number; cursor?: string | undefined },
): Promise<Page<Counterpart>> {
  const page = cutPage(
    await listKnownCounterparts(tx, { ...asked, limit: asked.limit + 1 }),
    asked.limit,
    (row) => row.orgId,
  )
  const ids = page.rows.map((row) => row.orgId)
  const keys = await listCounterpartKeys(tx, ids)
  const aside = ids.length === 0 ? [] : await listAside(tx, ids)
  const of = <R extends { orgId: string }>(rows: readonly R[], orgId: string) =>
    rows.filter((row) => row.orgId === orgId).map(({ orgId: _, ...row }) => row)
  const rows = page.rows.map((row) => ({ ...row, keys: of(keys, row.orgId), aside: of(aside, row.orgId) }))
  return { ...page, rows }
}

export async function showOwnKey(tx: Tx) {
  const current = (await listKeys(tx)).find((key) => key.validUntil === null)
  if (!current) return { key: null }
  const { vkey, validFrom } = current
  return { key: { fingerprint: keyFingerprint(parseVkey(vkey)!), vkey, validFrom } }
}

export async function confirmKey(
  tx: WriteTx,
  key: { counterpartOrgId: string; fingerprint: string },
  { how }: { how: string },
): Promise<Decision<{ confirmedAt: string }>> {
  await lockPins(tx, key.counterpartOrgId)
  if (!(await saveConfirmed(tx, key, { byName: nameOf(tx), how }))) return refuse('not_found', 'not_found')
  note(tx, key.counterpartOrgId, 'key_confirmed', { fingerprint: key.fingerprint, how })
  return accept({ confirmedAt: tx.at })
}

/** Puts every key of an organisation aside. What it sent before stays as it was judged then. */
export async function resetKeys(
  tx: WriteTx,
  counterpartOrgId: string,
  { reason }: { reason: string },
): Promise<Decision<{ keys: number }>> {
  await lockPins(tx, counterpartOrgId)
  const fingerprints = await saveReset(tx, counterpartOrgId, { byName: nameOf(tx), reason })
  if (fingerprints.length === 0) return refuse('not_found', 'not_found')
  note(tx, counterpartOrgId, 'keys_reset', { fingerprints, reason })
  return accept({ keys: fingerprints.length })
}

function note(tx: WriteTx, recordId: string, step: string, content: object): void {
  tx.record({ recordType: 'counterpart', recordId, verb: `counterpart.${step}`, content })
}

function nameOf(tx: WriteTx): string {
  return 'name' in tx.actor ? tx.actor.name.slice(0, 60) : ''
}
