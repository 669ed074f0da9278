import type { IncomingPack } from '#src/account/door.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { equalHashes } from '#src/shared/merkle/hash.ts'
import { parseCheckpoint, parseNote } from '#src/shared/signed-note.ts'
import { findClient, type StoredClient, saveClient } from '../../client/store.ts'
import { fingerprintOf, judgePackKey, type KnownKey } from '../rules.ts'
import { findLatestPack, insertCases, insertPack, listKnownKeys } from '../store.ts'
import { rootAt } from './entries.ts'
import type { PackRead } from './read-pack.ts'

/** What a pack must continue, as it stood when it was examined. */
export type Known = {
  latest: { id: string; ledgerSize: number; checkpoint: string } | undefined
  keys: KnownKey[]
}

export async function loadKnown(tx: Tx, companyOrgId: string): Promise<Known> {
  const client = await findClient(tx, { companyOrgId })
  const fromPacks = (client?.ledgerKeys ?? []).map(({ vkey, validUntil }) => ({
    fingerprint: fingerprintOf(vkey),
    validUntil,
  }))
  const fromParcels = await listKnownKeys(tx, companyOrgId)
  const others = fromParcels.filter(({ fingerprint }) => !fromPacks.some((key) => key.fingerprint === fingerprint))
  return { latest: await findLatestPack(tx, companyOrgId), keys: [...fromPacks, ...others] }
}

/** A later pack is signed by a known key or its successor, and its ledger begins with the earlier one, entry for entry. */
export async function examineGrowth(
  path: string,
  read: PackRead,
  known: Known,
): Promise<Decision<{ isNewKey: boolean }>> {
  const judged = judgePackKey(known.keys, read)
  if (!judged.ok) return judged
  const { latest } = known
  if (latest) {
    if (read.ledgerSize < latest.ledgerSize)
      return refuse('conflict', 'pack_older', { size: read.ledgerSize, known: latest.ledgerSize })
    const before = parseCheckpoint(parseNote(latest.checkpoint)!.text)!
    if (!equalHashes(await rootAt(path, read, before.size), before.root))
      return refuse('conflict', 'pack_ledger_forked', { size: before.size })
  }
  return accept({ isNewKey: judged.value.isNew })
}

/** Keeps what was read of a pack, for a client that is known by then. Stale where another pack of the same organisation came in meanwhile. */
export async function keepPackCopy(
  tx: WriteTx,
  incoming: Pick<IncomingPack, 'sha256' | 'sizeBytes'>,
  read: PackRead,
  examined: { latestId: string | null; isNewKey: boolean },
  client: StoredClient,
): Promise<Decision<{ packId: string }>> {
  const latest = await findLatestPack(tx, read.org.id)
  if ((latest?.id ?? null) !== examined.latestId)
    return refuse('conflict', 'stale_version', { recordType: 'pack_copy' })
  const packId = newId()
  const { org, madeAt, manifestSha256, keys, checkpoint, ledgerSize, cases, casesSha256, unprovenCount, layout } = read
  await insertPack(tx, {
    id: packId,
    clientId: client.id,
    companyOrgId: org.id,
    companyName: org.name,
    fileSha256: incoming.sha256,
    sizeBytes: incoming.sizeBytes,
    ...{ madeAt, manifestSha256, keys, checkpoint, ledgerSize, casesSha256, unprovenCount, layout },
    caseCount: cases.length,
    newKey: examined.isNewKey ? fingerprintOf(read.signer) : null,
    tileRoots: read.tileRoots,
  })
  await insertCases(tx, packId, cases)
  await saveClient(tx, client.id, client.version, { ledgerKeys: keys, companyOrgId: org.id })
  tx.record({
    recordType: 'pack_copy',
    recordId: packId,
    verb: 'pack_copy.taken_in',
    content: {
      ...{ clientId: client.id, packSha256: incoming.sha256, manifestSha256, checkpoint, ledgerSize, casesSha256 },
      ...{ caseCount: cases.length, unprovenCount, newKey: examined.isNewKey },
    },
  })
  return accept({ packId })
}
