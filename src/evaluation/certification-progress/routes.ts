import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { LetterParts } from '#src/account/door.ts'
import { answerRefusal } from '#src/server/http/answers.ts'
import type { Routes } from '#src/server/http/mount.ts'
import type { Actor } from '#src/shared/actor.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { showCertification, showReceived, showSteps } from './actions/show.ts'
import * as contract from './contract/progress.ts'
import { loadReceived } from './store/certificate.ts'

export function certificationProgressRoutes({ files }: LetterParts): Routes {
  return (mount, platform) => {
    mount.query(contract.readCertification, async (tx) => accept(await showCertification(tx)))
    mount.query(contract.listSteps, async (tx, { query }) => accept(await showSteps(tx, query)))
    mount.query(contract.listReceivedCertificates, async (tx, { query }) => accept(await showReceived(tx, query)))

    mount.raw(contract.downloadPaper, async ({ actor, reply }, { params }) => {
      const found = await platform.query(actor as Actor, (tx) => loadReceived(tx, params.receivedCertificateId))
      if (!found) return answerRefusal(reply, refuse('not_found', 'not_found').refusal)
      const { fileSha256, sizeBytes } = found
      return sendFile(reply, files.read((actor as Actor).orgId, fileSha256), { name: nameOf(found, 'pdf'), sizeBytes })
    })

    mount.raw(contract.downloadCredential, async ({ actor, reply }, { params }) => {
      const found = await platform.query(actor as Actor, (tx) => loadReceived(tx, params.receivedCertificateId))
      if (!found) return answerRefusal(reply, refuse('not_found', 'not_found').refusal)
      const content = Buffer.from(JSON.stringify(found.credential, null, 2))
      const file = { name: nameOf(found, 'json'), sizeBytes: content.byteLength }
      return sendFile(reply, Readable.from([content]), file)
    })
  }
}

function nameOf({ number, edition }: { number: string; edition: number }, ending: string): string {
  return `${number.replace(/[\p{C}/\\]/gu, '_')}-${edition}.${ending}`
}

/** To be saved, never to be opened by the browser: what does not verify is here too. */
function sendFile(reply: FastifyReply, content: Readable, { name, sizeBytes }: { name: string; sizeBytes: number }) {
  return reply
    .type('application/octet-stream')
    .header('content-length', sizeBytes)
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cache-control', 'no-store')
    .send(content)
}
