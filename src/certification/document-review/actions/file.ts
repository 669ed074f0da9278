import { open } from 'node:fs/promises'
import { fileTypeFromBuffer } from 'file-type'
import { MEDIA_TYPES } from '#src/server/files/contract.ts'
import type { FileStore } from '#src/server/files/store.ts'
import { MEMBER } from '#src/server/pack/format.ts'
import { PackFile, walkMembers } from '#src/server/pack/read.ts'
import { Findings } from '#src/server/pack/report.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { findOwnFile, findPackFile, findRound, listItems } from '../store.ts'

/** No document that a person reads is larger. */
const MOST_BYTES = 64 * 1024 * 1024

export type ReadDocument = { bytes: Buffer; mediaType: string; name: string }

/** A file of a document under review: one that came in here, or one that lies in the client's pack. */
export async function readDocument(
  tx: Tx,
  parts: { files: FileStore },
  reviewId: string,
  sha256: string,
): Promise<Decision<ReadDocument>> {
  const round = await findRound(tx, reviewId)
  const named = round && (await listItems(tx, reviewId)).flatMap((item) => item.files)
  const file = named?.find((one) => one.sha256 === sha256)
  if (!round || !file) return refuse('not_found', 'not_found')
  const own = await findOwnFile(tx, sha256)
  const path = parts.files.pathOf(tx.orgId, own ?? (await findPackFile(tx, round.auditId)) ?? sha256)
  const bytes = own ? await readWhole(path) : await readMember(path, `${MEMBER.files}${sha256}`)
  if (!bytes) return refuse('not_found', 'document_not_in_pack', { name: file.name })
  // By its bytes, as for every file of ours; what we do not know is saved, never shown.
  const mime = (await fileTypeFromBuffer(bytes))?.mime ?? ''
  const isKnown = (MEDIA_TYPES as readonly string[]).includes(mime)
  return accept({ bytes, mediaType: isKnown ? mime : 'application/octet-stream', name: file.name })
}

async function readWhole(path: string): Promise<Buffer | undefined> {
  const handle = await open(path, 'r')
  const { size } = await handle.stat()
  const read = size > MOST_BYTES ? Promise.resolve(undefined) : new PackFile(handle, size).read(0, size)
  return read.finally(() => handle.close())
}

/** The pack was verified when it came in, so what stands under the name of a hash has that hash. */
async function readMember(path: string, name: string): Promise<Buffer | undefined> {
  const handle = await open(path, 'r')
  const { size } = await handle.stat()
  const file = new PackFile(handle, size)
  const found = walkMembers(file, new Findings()).then((members) => {
    const member = members.find((one) => one.name === name)
    return member && member.size <= MOST_BYTES ? file.read(member.start, member.size) : undefined
  })
  return found.finally(() => handle.close())
}
