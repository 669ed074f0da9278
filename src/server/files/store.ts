import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileTypeFromFile } from 'file-type'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { MEDIA_TYPES, type StoredFile } from './contract.ts'

/** Bytes by content: written whole or not at all, never overwritten, found by organisation and SHA-256. */
export type FileStore = {
  /** Refuses what is too large, empty, or not one of the media types (judged by its bytes). */
  put(orgId: string, content: Readable): Promise<Decision<StoredFile>>
  /** Keeps bytes of any kind, for a reader that judges them itself (imports); they are in no list of files and nobody can download them. */
  keep(orgId: string, content: Readable): Promise<Decision<{ sha256: string; sizeBytes: number }>>
  /** As `keep`, up to `largeLimitBytes`, for what must prove itself first: `judge` reads the draft, and what it refuses leaves nothing behind. */
  keepLarge<T extends object>(
    orgId: string,
    content: Readable,
    judge: (draft: string) => Promise<Decision<T>>,
  ): Promise<Decision<{ sha256: string; sizeBytes: number } & T>>
  /** The media type by the bytes of a kept file, `application/octet-stream` where it is none of those we know. */
  mediaTypeOf(orgId: string, sha256: string): Promise<string>
  read(orgId: string, sha256: string): Readable
  remove(orgId: string, sha256: string): Promise<void>
  pathOf(orgId: string, sha256: string): string
  largeLimitBytes: number
}

/** `folder` is made when needed; `limitBytes` bounds one file, `largeLimitBytes` one parcel from another organisation. */
export function openFileStore(folder: string, limitBytes: number, largeLimitBytes = limitBytes): FileStore {
  const pathOf = (orgId: string, sha256: string) => join(folder, orgId, sha256.slice(0, 2), sha256)

  async function take<T extends object>(
    orgId: string,
    content: Readable,
    judge: (draft: string) => Promise<Decision<T>>,
    most = limitBytes,
  ): Promise<Decision<{ sha256: string; sizeBytes: number } & T>> {
    const draft = join(folder, 'incoming', randomUUID())
    await mkdir(dirname(draft), { recursive: true, mode: 0o700 })
    try {
      const written = await writeDraft(draft, content, most)
      if (!written) return refuse('invalid', 'file_too_large', { limitMegabytes: Math.floor(most / 1_048_576) })
      if (written.sizeBytes === 0) return refuse('invalid', 'file_empty')
      const judged = await judge(draft)
      if (!judged.ok) return judged
      const target = pathOf(orgId, written.sha256)
      await mkdir(dirname(target), { recursive: true, mode: 0o700 })
      await rename(draft, target)
      return accept({ ...written, ...judged.value })
    } finally {
      await rm(draft, { force: true })
    }
  }

  return {
    pathOf,
    put: (orgId, content) => take(orgId, content, judgeMediaType),
    keep: (orgId, content) => take(orgId, content, async () => accept({})),
    keepLarge: (orgId, content, judge) => take(orgId, content, judge, largeLimitBytes),
    mediaTypeOf: async (orgId, sha256) => {
      const judged = await judgeMediaType(pathOf(orgId, sha256))
      return judged.ok ? judged.value.mediaType : 'application/octet-stream'
    },
    largeLimitBytes,
    read: (orgId, sha256) => createReadStream(pathOf(orgId, sha256)),
    remove: (orgId, sha256) => rm(pathOf(orgId, sha256), { force: true }),
  }
}

async function judgeMediaType(draft: string): Promise<Decision<{ mediaType: string }>> {
  const mediaType = (await fileTypeFromFile(draft))?.mime ?? 'unknown'
  if ((MEDIA_TYPES as readonly string[]).includes(mediaType)) return accept({ mediaType })
  return refuse('invalid', 'file_type_not_allowed', { mediaType })
}

async function writeDraft(
  path: string,
  content: Readable,
  limitBytes: number,
): Promise<{ sha256: string; sizeBytes: number } | undefined> {
  const digest = createHash('sha256')
  let sizeBytes = 0
  const file = await open(path, 'wx', 0o600)
  try {
    for await (const piece of content as AsyncIterable<Buffer>) {
      sizeBytes += piece.length
      if (sizeBytes > limitBytes) return undefined
      digest.update(piece)
      await file.write(piece)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { sha256: digest.digest('hex'), sizeBytes }
}
