import { createReadStream } from 'node:fs'
import type { FileStore } from '#src/server/files/store.ts'
import type { PackReport } from '#src/server/pack/report.ts'
import { verifyPack } from '#src/server/pack/verify.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'

/** Keeps a pack of this organisation, made at `path`, so that `sendPack` can send it. The caller removes its own file. */
export function keepPack(
  files: FileStore,
  orgId: string,
  path: string,
): Promise<Decision<{ sha256: string; sizeBytes: number; report: PackReport }>> {
  return files.keepLarge(orgId, createReadStream(path), async (draft) => {
    const report = await verifyPack(draft)
    if (report.ok && report.org?.id === orgId) return accept({ report })
    return refuse('invalid', 'pack_not_ours')
  })
}
