import type { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { FileStore } from '#src/server/files/store.ts'
import { answerRefusal } from '#src/server/http/answers.ts'
import type { Routes } from '#src/server/http/mount.ts'
import type { Actor } from '#src/shared/actor.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { confirmKey, resetKeys, showCounterparts, showOwnKey } from './actions/keys.ts'
import { askDelivery, markRead, showParcel, showParcels, showRecipients } from './actions/read.ts'
import { type ParcelHandlers, takeIn } from './actions/take-in.ts'
import * as contract from './contract.ts'
import { listParcelFiles, loadParcel } from './store/parcel.ts'

/** `handlers` say what an incoming letter or pack leads to; the areas above bring them. */
export function parcelRoutes({ files }: { files: FileStore }, handlers: ParcelHandlers): Routes {
  return (mount, platform) => {
    mount.query(contract.listParcels, async (tx, { query }) => accept(await showParcels(tx, query)))
    mount.query(contract.listRecipients, async (tx, { query }) => accept(await showRecipients(tx, query)))
    mount.query(contract.readParcel, (tx, { params }) => showParcel(tx, params.parcelId))
    mount.query(contract.listCounterparts, async (tx, { query }) => accept(await showCounterparts(tx, query)))
    mount.query(contract.readOwnKey, async (tx) => accept(await showOwnKey(tx)))
    mount.command(contract.confirmKey, (tx, { params, body }) => confirmKey(tx, params, body))
    mount.command(contract.resetKeys, (tx, { params, body }) => resetKeys(tx, params.counterpartOrgId, body))
    mount.command(contract.markParcelRead, (tx, { params }) => markRead(tx, params.parcelId))
    mount.command(contract.deliverParcel, (tx, { params }) => askDelivery(tx, params.parcelId))

    mount.open(contract.uploadParcel, async (door) => {
      const actor = door.actor as Actor
      const part = await door.request.file({ limits: { fileSize: files.largeLimitBytes + 1 } })
      if (!part) return refuse('invalid', 'file_missing')
      const command: Parameters<typeof takeIn>[0]['command'] = (act, asked) => door.command(actor, act, asked)
      return takeIn({ platform, files, handlers, actor, command }, part.file)
    })

    mount.open(contract.examineParcel, async (door, { params }) => {
      const actor = door.actor as Actor
      const parcel = await platform.query(actor, (tx) => loadParcel(tx, params.parcelId))
      if (!parcel) return refuse('not_found', 'not_found')
      if (parcel.trust !== 'unknown') return refuse('conflict', 'parcel_not_aside')
      const command: Parameters<typeof takeIn>[0]['command'] = (act, asked) => door.command(actor, act, asked)
      return takeIn({ platform, files, handlers, actor, command }, files.read(actor.orgId, parcel.fileSha256))
    })

    mount.raw(contract.downloadParcel, async ({ actor, reply }, { params }) => {
      const { orgId } = actor as Actor
      const parcel = await platform.query(actor as Actor, (tx) => loadParcel(tx, params.parcelId))
      if (!parcel) return answerRefusal(reply, refuse('not_found', 'not_found').refusal)
      const { kind, container, fileSha256, sizeBytes, madeAt } = parcel
      const name = `starproof-${kind}-${madeAt.slice(0, 10)}.${container === 'pack' ? 'starpack' : 'starletter'}`
      return sendFile(reply, files.read(orgId, fileSha256), { name, sizeBytes })
    })

    mount.raw(contract.downloadEnclosed, async ({ actor, reply }, { params }) => {
      const { orgId } = actor as Actor
      const enclosed = await platform.query(actor as Actor, (tx) => listParcelFiles(tx, params.parcelId))
      const file = enclosed.find(({ sha256 }) => sha256 === params.sha256)
      if (!file) return answerRefusal(reply, refuse('not_found', 'not_found').refusal)
      return sendFile(reply, files.read(orgId, file.sha256), file)
    })
  }
}

/** To be saved, never to be opened by the browser: what is enclosed comes from strangers. */
function sendFile(reply: FastifyReply, content: Readable, { name, sizeBytes }: { name: string; sizeBytes: number }) {
  return reply
    .type('application/octet-stream')
    .header('content-length', sizeBytes)
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cache-control', 'no-store')
    .send(content)
}
