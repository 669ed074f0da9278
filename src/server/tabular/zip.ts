import { Readable } from 'node:stream'
import { constants, crc32, createInflateRaw } from 'node:zlib'
import { UnreadableFile } from './limits.ts'

export type ZipEntry = { name: string; method: number; crc: number; packedBytes: number; bytes: number; at: number }

const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
const END_BYTES = 22

/**
 * The files of a zip archive by its central directory, the only list that spreadsheet programs trust; local headers that disagree are ignored.
 * Throws `UnreadableFile` on archives that are cut off, encrypted, split or ZIP64 (a workbook within our limits is never one).
 */
export function readZipDirectory(bytes: Buffer, maxEntries: number): Map<string, ZipEntry> {
  const end = findEnd(bytes)
  const count = bytes.readUInt16LE(end + 10)
  let at = bytes.readUInt32LE(end + 16)
  if (count === 0xffff || at === 0xffffffff || bytes.readUInt16LE(end + 4) !== 0)
    throw new UnreadableFile('zip_form_unknown')
  if (count > maxEntries) throw new UnreadableFile('zip_too_many_files', { max: maxEntries })
  const entries = new Map<string, ZipEntry>()
  for (let index = 0; index < count; index++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== CENTRAL) throw new UnreadableFile('zip_damaged')
    const flags = bytes.readUInt16LE(at + 8)
    if (flags & 1) throw new UnreadableFile('file_is_encrypted')
    const nameBytes = bytes.readUInt16LE(at + 28)
    const name = bytes
      .toString('utf8', at + 46, at + 46 + nameBytes)
      .replaceAll('\\', '/')
      .replace(/^\//, '')
    if (entries.has(name)) throw new UnreadableFile('zip_names_repeat', { name: name.slice(0, 100) })
    entries.set(name, {
      name,
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      packedBytes: bytes.readUInt32LE(at + 20),
      bytes: bytes.readUInt32LE(at + 24),
      at: bytes.readUInt32LE(at + 42),
    })
    at += 46 + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return entries
}

function findEnd(bytes: Buffer): number {
  const lowest = Math.max(0, bytes.length - END_BYTES - 0xffff)
  for (let at = bytes.length - END_BYTES; at >= lowest; at--) {
    if (bytes.readUInt32LE(at) === END) return at
  }
  throw new UnreadableFile('zip_damaged')
}

/** Counts unpacked bytes across a whole archive, so that many middling files are as bounded as one huge one. */
export type UnpackBudget = { left: number; max: number }

/** The unpacked bytes of one entry in chunks; checks size, checksum and budget as it goes, and never trusts the size an archive states. */
export async function* unpackEntry(archive: Buffer, entry: ZipEntry, budget: UnpackBudget): AsyncGenerator<Buffer> {
  if (entry.at + 30 > archive.length || archive.readUInt32LE(entry.at) !== LOCAL)
    throw new UnreadableFile('zip_damaged')
  const start = entry.at + 30 + archive.readUInt16LE(entry.at + 26) + archive.readUInt16LE(entry.at + 28)
  const end = start + entry.packedBytes
  if (end > archive.length) throw new UnreadableFile('zip_damaged')
  const packed = archive.subarray(start, end)
  let crc = 0
  let size = 0
  for await (const chunk of entry.method === 0 ? [packed] : inflate(entry, packed)) {
    budget.left -= chunk.length
    if (budget.left < 0) throw new UnreadableFile('unpacks_too_large', { maxBytes: budget.max })
    crc = crc32(chunk, crc)
    size += chunk.length
    yield chunk
  }
  if (crc !== entry.crc || size !== entry.bytes) throw new UnreadableFile('zip_damaged')
}

async function* inflate(entry: ZipEntry, packed: Buffer): AsyncGenerator<Buffer> {
  if (entry.method !== 8) throw new UnreadableFile('zip_form_unknown')
  const stream = Readable.from([packed]).pipe(
    createInflateRaw({ chunkSize: 256 * 1024, finishFlush: constants.Z_SYNC_FLUSH }),
  )
  try {
    for await (const chunk of stream) yield chunk as Buffer
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith('Z_')) throw new UnreadableFile('zip_damaged')
    throw error
  } finally {
    stream.destroy()
  }
}
