import { sql } from 'kysely'
import type { FileStore } from '#src/server/files/store.ts'
import { currentSigner, latestOf, listKeys, lockLedger, type Sealer } from '#src/server/ledger/keys.ts'
import type { Letter } from '#src/server/letter/contract.ts'
import { listSuccessions } from '#src/server/letter/succession.ts'
import { writeLetter } from '#src/server/letter/write.ts'
import type { PackReport } from '#src/server/pack/report.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { keyFingerprint } from '#src/shared/signed-note.ts'
import { asSystem } from '../../as-system.ts'
import type { LedTo } from '../contract.ts'
import { insertParcel, insertParcelFiles, listOwnFiles, loadOwnOrganisation } from '../store/parcel.ts'

/** What letters are made of and kept in. */
export type LetterParts = { files: FileStore; sealer: Sealer }

export type Sending = {
  kind: string
  /** `orgId` null: addressed by name, for an organisation that may not run Starproof. */
  to: Letter['to']
  /** Plain JSON; its shape belongs to the kind. */
  body: unknown
  /** Files of this organisation, under the names the recipient shall see. */
  files?: readonly { sha256: string; name: string }[]
  inReplyTo?: string | null
  /** `here`: taken to the recipient by a sweep, who must live on this installation. Default `file`: downloaded and carried by hand. */
  deliver?: 'file' | 'here'
  /** The record it comes from. */
  about?: LedTo | null
}

/** Whether an organisation lives on this installation. */
export async function isHere(tx: Tx, orgId: string | null): Promise<boolean> {
  if (orgId === null || orgId === tx.orgId) return false
  const found = await asSystem(tx, (system) =>
    system.selectFrom('organisation').select('orgId').where('orgId', '=', orgId).executeTakeFirst(),
  )
  return found !== undefined
}

/**
 * Writes, signs and keeps a letter inside the caller's command, and notes it in history. Answers its id in the list of parcels, the
 * letter's own id and the SHA-256 of the signed file.
 */
export async function sendLetter(
  tx: WriteTx,
  parts: LetterParts,
  sending: Sending,
): Promise<Decision<{ parcelId: string; letterId: string; sha256: string }>> {
  const { kind, to, body, files = [], inReplyTo = null, deliver = 'file', about = null } = sending
  if (deliver === 'here' && !(await isHere(tx, to.orgId))) return refuse('invalid', 'recipient_not_here')
  const known = new Map(
    files.length === 0
      ? []
      : (
          await listOwnFiles(
            tx,
            files.map((file) => file.sha256),
          )
        ).map((row) => [row.sha256, row]),
  )
  const missing = files.find((file) => !known.has(file.sha256))
  if (missing) return refuse('invalid', 'file_unknown')
  // While the ledger is locked no key ends: the letter's date lies within the days of its key.
  await lockLedger(tx)
  const signer = await currentSigner(tx, parts.sealer)
  const own = await loadOwnOrganisation(tx)
  const letter: Omit<Letter, 'format' | 'version' | 'files'> = {
    id: newId(),
    kind,
    from: { orgId: tx.orgId, name: own.name },
    to,
    inReplyTo,
    madeAt: latestOf(tx.at, signer.validFrom),
    body,
    keys: await listKeys(tx),
    successions: await listSuccessions(tx, parts.sealer),
  }
  const enclosed = files.map(({ sha256, name }) => {
    const { sizeBytes: size, mediaType } = known.get(sha256)!
    return { sha256, name: fileName(name), size, mediaType, open: () => parts.files.read(tx.orgId, sha256) }
  })
  const kept = await parts.files.keepLarge(tx.orgId, writeLetter({ ...letter, files: enclosed, signer }), async () =>
    accept({}),
  )
  if (!kept.ok) return kept
  const parcelId = newId()
  await insertParcel(tx, {
    id: parcelId,
    direction: 'out',
    container: 'letter',
    kind,
    letterId: letter.id,
    inReplyTo,
    counterpartOrgId: to.orgId,
    counterpartName: to.name,
    madeAt: letter.madeAt,
    fileSha256: kept.value.sha256,
    sizeBytes: kept.value.sizeBytes,
    signer: keyFingerprint(signer),
    trust: 'own',
    checks: [],
    body,
    deliver,
    about,
  })
  const unique = [...new Map(enclosed.map((file) => [file.sha256, file])).values()]
  await insertParcelFiles(
    tx,
    parcelId,
    unique.map(({ sha256, name, size, mediaType }) => ({ sha256, name, sizeBytes: size, mediaType })),
  )
  tx.record({
    recordType: 'parcel',
    recordId: parcelId,
    verb: 'parcel.sent',
    content: { kind, letterId: letter.id, letterSha256: kept.value.sha256, to, inReplyTo, deliver, about },
  })
  return accept({ parcelId, letterId: letter.id, sha256: kept.value.sha256 })
}

/** No path and nothing that cannot be seen, whatever the name was at home. */
function fileName(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[\p{C}/\\]/gu, '_')
    .trim()
  return [...plain].slice(-100).join('') || 'file'
}

export type SendingPack = {
  /** A pack of this organisation that `keepPack` took. */
  pack: { sha256: string; sizeBytes: number; report: PackReport }
  to: { orgId: string; name: string }
  deliver?: 'file' | 'here'
  about?: LedTo | null
}

/** Notes a pack as sent, inside the caller's command; with `here` a sweep takes it to the recipient. */
export async function sendPack(tx: WriteTx, sending: SendingPack): Promise<Decision<{ parcelId: string }>> {
  const { pack, to, deliver = 'file', about = null } = sending
  if (!pack.report.ok || pack.report.org?.id !== tx.orgId) return refuse('invalid', 'pack_not_ours')
  if (deliver === 'here' && !(await isHere(tx, to.orgId))) return refuse('invalid', 'recipient_not_here')
  const parcelId = newId()
  await insertParcel(tx, {
    id: parcelId,
    direction: 'out',
    container: 'pack',
    kind: 'pack',
    letterId: null,
    inReplyTo: null,
    counterpartOrgId: to.orgId,
    counterpartName: to.name,
    madeAt: pack.report.madeAt!,
    fileSha256: pack.sha256,
    sizeBytes: pack.sizeBytes,
    signer: pack.report.keyFingerprint!,
    trust: 'own',
    checks: [],
    body: null,
    deliver,
    about,
  })
  tx.record({
    recordType: 'parcel',
    recordId: parcelId,
    verb: 'parcel.sent',
    content: { kind: 'pack', packSha256: pack.sha256, to, deliver, about },
  })
  return accept({ parcelId })
}

/** Companies find certification bodies; nobody is told which companies live here. */
export async function bodiesHere(tx: Tx, after: string | undefined, limit: number) {
  return asSystem(tx, (system) => {
    let query = system
      .selectFrom('organisation')
      .select(['orgId', 'name'])
      .where('kind', '=', 'certification_body')
      .where('orgId', '<>', tx.orgId)
      .orderBy('orgId')
      .limit(limit)
    if (after) query = query.where(sql<boolean>`org_id > ${after}`)
    return query.execute()
  })
}
