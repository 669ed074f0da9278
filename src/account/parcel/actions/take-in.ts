import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import type { StoredFile } from '#src/server/files/contract.ts'
import type { FileStore } from '#src/server/files/store.ts'
import type { Letter } from '#src/server/letter/contract.ts'
import type { LetterReport } from '#src/server/letter/read.ts'
import type { PackReport } from '#src/server/pack/report.ts'
import type { Platform } from '#src/server/platform.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import type { Actor } from '#src/shared/actor.ts'
import { accept, type Decision, type Refusal, refuse } from '#src/shared/decision.ts'
import { Id, newId } from '#src/shared/id.ts'
import type { Check, LedTo, ParcelFile, ParcelRow } from '../contract.ts'
import { addressedTo, judgeSigner, type Pin } from '../rules.ts'
import { listPins, lockPins, savePins } from '../store/key.ts'
import {
  findIncomingByFile,
  hasIncomingLetter,
  insertParcel,
  insertParcelFiles,
  loadOwnOrganisation,
  saveBelieved,
  saveLedTo,
} from '../store/parcel.ts'
import { judgeFile } from './judge-file.ts'

/**
 * What happens here with a letter of one kind, in the transaction that takes it in; its files are already the organisation's own. A
 * refusal refuses the whole letter. Answers the record it led to, if one.
 */
export type LetterHandler = (
  tx: WriteTx,
  letter: Letter,
  files: Map<string, StoredFile>,
  parcel: { id: string },
) => Promise<Decision<LedTo | null>>

export type IncomingPack = {
  parcelId: string
  /** The verified file, where it is kept. */
  path: string
  sha256: string
  sizeBytes: number
  report: PackReport
  /** `other`: its maker is known by another key. The handler must find the succession in the pack, or refuse. */
  signer: 'first' | 'known' | 'other'
}

/** Reads what it needs outside of any transaction, and answers what to do inside the one that takes the pack in. */
export type PackHandler = (
  pack: IncomingPack,
  door: { platform: Platform; actor: Actor },
) => Promise<Decision<(tx: WriteTx) => Promise<Decision<LedTo | null>>>>

export type Handlers = { letters: Record<string, LetterHandler>; pack?: PackHandler }
/** By kind of organisation; a letter of a kind that is not here is kept and shown. */
export type ParcelHandlers = { company: Handlers; certification_body: Handlers }

export type Taken = {
  parcelId: string
  kind: string
  repeated: boolean
  trust: ParcelRow['trust']
  ledTo: LedTo | null
}
export type TakeIn = {
  platform: Platform
  files: FileStore
  handlers: ParcelHandlers
  actor: Actor
  command(act: (tx: WriteTx) => Promise<Decision<Taken>>, asked: { file: string }): Promise<Decision<Taken>>
}

/** Verifies a file before anything else and takes it in once, with all it leads to, or not at all. */
export async function takeIn(door: TakeIn, content: Readable): Promise<Decision<Taken>> {
  const { platform, files, actor } = door
  const kept = await files.keepLarge(actor.orgId, content, judgeFile)
  if (!kept.ok) return kept
  const { sha256 } = kept.value
  const file = { sha256, sizeBytes: kept.value.sizeBytes, path: files.pathOf(actor.orgId, sha256) }
  const own = await platform.query(actor, loadOwnOrganisation)
  const handlers = door.handlers[own.kind]
  const parcelId = newId()
  const taken =
    kept.value.container === 'letter'
      ? await takeLetter(door, handlers, { ...file, parcelId, report: kept.value.report })
      : await takePack(door, handlers, { ...file, parcelId, report: kept.value.report })
  // What was refused leaves nothing behind, unless the same bytes were taken in before.
  if (!taken.ok && !(await platform.query(actor, (tx) => findIncomingByFile(tx, sha256))))
    await files.remove(actor.orgId, sha256)
  return taken
}

type Incoming<Report> = { parcelId: string; sha256: string; sizeBytes: number; path: string; report: Report }

/** What became of the same bytes before; nothing where they were put aside, as they may be believed now. */
async function takenBefore(tx: Tx, sha256: string): Promise<Taken | undefined> {
  const known = await findIncomingByFile(tx, sha256)
  return known && known.trust !== 'unknown' ? takenOf(known) : undefined
}

function takenOf(known: NonNullable<Awaited<ReturnType<typeof findIncomingByFile>>>): Taken {
  const { id: parcelId, kind, trust, recordType, recordId } = known
  const ledTo = recordType === null || recordId === null ? null : { recordType, recordId }
  return { parcelId, kind, repeated: true, trust, ledTo }
}

type Examined = { addressed: 'id' | 'name'; trust: ParcelRow['trust']; pins: Pin[]; aside: Refusal | null }

/**
 * Everything that can be said of a letter before its files are unpacked; asked again in the transaction that takes it in. One whose key is
 * not believed is not refused but put aside, so that people see that somebody wrote in that name.
 */
async function examine(tx: Tx, report: LetterReport): Promise<Decision<Examined>> {
  const letter = report.letter!
  const own = await loadOwnOrganisation(tx)
  if (letter.from.orgId === tx.orgId) return refuse('invalid', 'own_parcel')
  const addressed = addressedTo(letter.to, own)
  if (!addressed.ok) return addressed
  if (await hasIncomingLetter(tx, letter.id)) return refuse('conflict', 'letter_id_reused')
  const { madeAt, keys } = letter
  const signer = report.signer!.fingerprint
  const { successions } = report
  const judged = judgeSigner(await listPins(tx, letter.from.orgId), { madeAt, signer, keys, successions })
  if (judged.ok) return accept({ ...judged.value, addressed: addressed.value, aside: null })
  return accept({ trust: 'unknown', pins: [], addressed: addressed.value, aside: judged.refusal })
}

async function takeLetter(
  door: TakeIn,
  handlers: Handlers,
  incoming: Incoming<LetterReport>,
): Promise<Decision<Taken>> {
  const { sha256, report } = incoming
  const letter = report.letter!
  const before = await door.platform.query(door.actor, async (tx) => {
    const taken = await takenBefore(tx, sha256)
    return taken ? accept(taken) : examine(tx, report)
  })
  if (!before.ok) return before
  const isWanted = 'aside' in before.value && before.value.aside === null
  const enclosed = isWanted ? await unpack(door, incoming) : []
  return door.command(
    async (tx) => {
      await lockPins(tx, letter.from.orgId)
      const earlier = await findIncomingByFile(tx, sha256)
      if (earlier && earlier.trust !== 'unknown') return accept(takenOf(earlier))
      const examined = await examine(tx, report)
      if (!examined.ok) return examined
      if (examined.value.aside) return earlier ? accept(takenOf(earlier)) : putAside(tx, incoming, examined.value)
      // Its keys came to be believed meanwhile: its files are not unpacked.
      if (!isWanted) return refuse('conflict', 'stale_version', { recordType: 'parcel' })
      const parcelId = earlier?.id ?? incoming.parcelId
      await keepLetter(tx, incoming, examined.value, earlier?.id ?? null)
      await insertParcelFiles(tx, parcelId, enclosed)
      await savePins(tx, letter.from.orgId, examined.value.pins, parcelId)
      const { trust } = examined.value
      const files = enclosed.map((file) => file.sha256)
      noteReceived(tx, parcelId, { ...noted(incoming), trust, files })
      const stored = new Map(enclosed.map(({ name: _, ...file }) => [file.sha256, file]))
      const handled = await handlers.letters[letter.kind]?.(tx, letter, stored, { id: parcelId })
      return finish(tx, parcelId, { kind: letter.kind, trust }, handled)
    },
    { file: sha256 },
  )
}

function noted({ sha256, report }: Incoming<LetterReport>) {
  const { kind, id: letterId, from, inReplyTo } = report.letter!
  return { kind, letterId, letterSha256: sha256, from, inReplyTo, signer: report.signer!.fingerprint }
}

/** Kept and shown, and nothing else: no files, no key, no record. */
async function putAside(tx: WriteTx, incoming: Incoming<LetterReport>, examined: Examined): Promise<Decision<Taken>> {
  const { parcelId } = incoming
  const { kind } = incoming.report.letter!
  const { aside, trust } = examined
  await insertParcel(tx, { ...rowOf(incoming, examined), letterId: null, aside })
  tx.record({
    recordType: 'parcel',
    recordId: parcelId,
    verb: 'parcel.put_aside',
    content: { ...noted(incoming), why: aside!.code },
  })
  return accept({ parcelId, kind, repeated: false, trust, ledTo: null })
}

async function keepLetter(
  tx: WriteTx,
  incoming: Incoming<LetterReport>,
  examined: Examined,
  asideId: string | null,
): Promise<void> {
  const row = rowOf(incoming, examined)
  if (asideId === null) await insertParcel(tx, row)
  else await saveBelieved(tx, asideId, { letterId: row.letterId, trust: row.trust, checks: row.checks })
}

function rowOf({ parcelId, sha256, sizeBytes, report }: Incoming<LetterReport>, { trust, addressed }: Examined) {
  const { id: letterId, kind, madeAt, inReplyTo, body, from } = report.letter!
  // Whether the dates of its key are kept is not known of a key that is not.
  const dated: Check[] = trust === 'unknown' ? [] : ['key_dates']
  const checks: Check[] = ['container', 'signature', ...dated, 'files', `addressed_by_${addressed}`]
  return {
    ...{ id: parcelId, direction: 'in' as const, container: 'letter' as const, kind, letterId, inReplyTo },
    ...{ counterpartOrgId: from.orgId, counterpartName: from.name, madeAt, fileSha256: sha256, sizeBytes },
    ...{ signer: report.signer!.fingerprint, trust, checks, body, deliver: null, about: null },
  }
}

async function unpack({ files, actor }: TakeIn, { path, report }: Incoming<LetterReport>): Promise<ParcelFile[]> {
  const unpacked: ParcelFile[] = []
  for (const { sha256, name, size } of report.letter!.files) {
    const { start } = report.files.get(sha256)!
    const content = createReadStream(path, { start, end: start + size - 1 })
    const kept = await files.keepLarge(actor.orgId, content, async () => accept({}))
    if (!kept.ok || kept.value.sha256 !== sha256) throw new Error(`file ${sha256} of a verified letter was not kept`)
    // Judged by its bytes: what the sender calls it is only its name.
    unpacked.push({ sha256, name, sizeBytes: size, mediaType: await files.mediaTypeOf(actor.orgId, sha256) })
  }
  return unpacked
}

async function takePack(door: TakeIn, handlers: Handlers, incoming: Incoming<PackReport>): Promise<Decision<Taken>> {
  const { parcelId, sha256, sizeBytes, path, report } = incoming
  const from = { orgId: Id.safeParse(report.org?.id).data, name: report.org?.name || '?' }
  const { orgId } = from
  if (orgId === undefined) return refuse('invalid', 'not_a_parcel')
  if (orgId === door.actor.orgId) return refuse('invalid', 'own_parcel')
  const before = await door.platform.query(door.actor, (tx) => takenBefore(tx, sha256))
  if (before) return door.command(async () => accept(before), { file: sha256 })
  if (!handlers.pack) return refuse('invalid', 'pack_not_wanted')
  const fingerprint = report.keyFingerprint!
  const signerOf = (pins: readonly Pin[]) => {
    const known = pins.find((pin) => pin.fingerprint === fingerprint)
    if (known) return known.isReset ? 'other' : 'known'
    return pins.every((pin) => pin.isReset) ? 'first' : 'other'
  }
  const signer = signerOf(await door.platform.query(door.actor, (tx) => listPins(tx, orgId)))
  const read = await handlers.pack({ parcelId, path, sha256, sizeBytes, report, signer }, door)
  if (!read.ok) return read
  return door.command(
    async (tx) => {
      await lockPins(tx, orgId)
      const repeated = await takenBefore(tx, sha256)
      if (repeated) return accept(repeated)
      const pins = await listPins(tx, orgId)
      // Somebody else's parcel of the same maker came in meanwhile: what the handler was told no longer holds.
      if (signerOf(pins) !== signer && signerOf(pins) === 'other')
        return refuse('conflict', 'stale_version', { recordType: 'parcel' })
      const trust = signer === 'other' ? 'succeeded' : signer
      await insertParcel(tx, {
        id: parcelId,
        direction: 'in',
        container: 'pack',
        kind: 'pack',
        letterId: null,
        inReplyTo: null,
        counterpartOrgId: orgId,
        counterpartName: from.name.slice(0, 200),
        madeAt: report.madeAt!,
        fileSha256: sha256,
        sizeBytes,
        signer: fingerprint,
        trust,
        checks: ['container', 'signature', 'key_dates', 'ledger', 'checkpoints', 'files'] satisfies Check[],
        body: null,
        deliver: null,
        about: null,
      })
      if (signer !== 'known') await savePins(tx, orgId, [{ fingerprint, validUntil: null, isReset: false }], parcelId)
      noteReceived(tx, parcelId, { kind: 'pack', packSha256: sha256, from, signer: fingerprint, trust })
      return finish(tx, parcelId, { kind: 'pack', trust }, await read.value(tx))
    },
    { file: sha256 },
  )
}

function noteReceived(tx: WriteTx, parcelId: string, content: object): void {
  tx.record({ recordType: 'parcel', recordId: parcelId, verb: 'parcel.received', content })
}

async function finish(
  tx: WriteTx,
  parcelId: string,
  told: { kind: string; trust: ParcelRow['trust'] },
  handled: Decision<LedTo | null> | undefined,
): Promise<Decision<Taken>> {
  if (handled && !handled.ok) return handled
  const ledTo = handled?.value ?? null
  if (ledTo) await saveLedTo(tx, parcelId, ledTo)
  return accept({ parcelId, ...told, repeated: false, ledTo })
}
