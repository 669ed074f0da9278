import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileStore } from '#src/server/files/store.ts'
import { answerRefusal } from '#src/server/http/answers.ts'
import type { Routes } from '#src/server/http/mount.ts'
import type { Sealer } from '#src/server/ledger/keys.ts'
import type { Actor } from '#src/shared/actor.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { changeKey } from './actions/change-key.ts'
import { makePack } from './actions/make-pack.ts'
import { proveBetween, proveOneEntry, showCheckpoints, showEntries, showRecord, showStatus } from './actions/read.ts'
import {
  downloadPack,
  listCheckpoints,
  listEntries,
  proveEntry,
  proveGrowth,
  rotateLedgerKey,
  showHistory,
  showLedger,
} from './contract.ts'

export type EvidenceParts = {
  files: FileStore
  sealer: Sealer
  /** Where packs are put together before they are sent; needs room for one whole pack per organisation at work. */
  packFolder: string
}

export function evidenceRoutes({ files, sealer, packFolder }: EvidenceParts): Routes {
  return (mount, platform) => {
    const making = new Set<string>()

    mount.query(showLedger, async (tx) => accept(await showStatus(tx)))
    mount.query(listEntries, (tx, { query }) => showEntries(tx, query))
    mount.query(showHistory, (tx, { params, query }) => showRecord(tx, params, query))
    mount.query(listCheckpoints, (tx, { query }) => showCheckpoints(tx, query))
    mount.query(proveEntry, (tx, { params, query }) => proveOneEntry(tx, params.leafIndex, query.size))
    mount.query(proveGrowth, (tx, { query }) => proveBetween(tx, query.from, query.to))
    mount.command(rotateLedgerKey, (tx, { body }) => changeKey(tx, sealer, body.reason))

    mount.raw(downloadPack, async ({ actor, reply }, { query }) => {
      const { orgId } = actor as Actor
      // One at a time: a pack reads everything there is.
      if (making.has(orgId)) return answerRefusal(reply, refuse('conflict', 'pack_in_the_making').refusal)
      const leaving = new AbortController()
      reply.raw.once('close', () => leaving.abort())
      making.add(orgId)
      const path = join(packFolder, `${newId()}.starpack`)
      await mkdir(packFolder, { recursive: true, mode: 0o700 })
      const options = { withoutPersonalData: query.without_personal_data, signal: leaving.signal }
      const made = await makePack({ platform, files, sealer }, orgId, path, options).finally(() => making.delete(orgId))
      if (!made.ok) return answerRefusal(reply, made.refusal)
      const pack = await open(path)
      // Gone with the last reader: nothing is left behind, however the download ends.
      await rm(path)
      const name = `starproof-${platform.now().toISOString().slice(0, 10)}.starpack`
      return reply
        .type('application/octet-stream')
        .header('content-length', made.value.bytes)
        .header('content-disposition', `attachment; filename="${name}"`)
        .header('cache-control', 'no-store')
        .header('x-starproof-entries', made.value.size)
        .send(pack.createReadStream())
    })
  }
}
