import type { Actor } from '#src/shared/actor.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { answerRefusal } from '../http/answers.ts'
import type { Routes } from '../http/mount.ts'
import type { WriteTx } from '../unit-of-work.ts'
import { downloadFile, uploadFile } from './contract.ts'
import { noteFile } from './keep.ts'
import type { FileStore } from './store.ts'

export function fileRoutes(files: FileStore): Routes {
  return (mount, platform) => {
    mount.open(uploadFile, async ({ actor, request, command }) => {
      const part = await request.file()
      if (!part) return refuse('invalid', 'file_missing')
      const person = actor as Actor
      const stored = await files.put(person.orgId, part.file)
      if (!stored.ok) return stored
      const keep = async (tx: WriteTx) => {
        await noteFile(tx, stored.value)
        return accept(stored.value)
      }
      return command(person, keep, { sha256: stored.value.sha256 })
    })

    mount.raw(downloadFile, async ({ actor, reply }, { params }) => {
      const person = actor as Actor
      const row = await platform.query(person, (tx) =>
        tx.sql
          .selectFrom('file')
          .select(['mediaType', 'sizeBytes'])
          .where('orgId', '=', tx.orgId)
          .where('sha256', '=', params.sha256)
          .executeTakeFirst(),
      )
      if (!row) return answerRefusal(reply, refuse('not_found', 'not_found').refusal)
      return reply
        .type(row.mediaType)
        .header('content-length', row.sizeBytes)
        .header('cache-control', 'private, max-age=31536000, immutable')
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('content-disposition', 'inline')
        .send(files.read(person.orgId, params.sha256))
    })
  }
}
