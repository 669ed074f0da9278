import { hashSecret, newSecret } from '#src/account/door.ts'
import { noteFile } from '#src/server/files/keep.ts'
import type { FileStore } from '#src/server/files/store.ts'
import { answerRefusal } from '#src/server/http/answers.ts'
import type { Routes } from '#src/server/http/mount.ts'
import type { Actor } from '#src/shared/actor.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { cutPage } from '#src/shared/page.ts'
import { loadClient } from '../client/store.ts'
import { answer, enterByLink, isShown, make, revoke, showMatters } from './actions.ts'
import * as contract from './contract.ts'
import { canUpload } from './rules.ts'
import { insertLinkFile, listLinkFiles, listLinks, saveUse } from './store.ts'

export function clientLinkRoutes({ files }: { files: FileStore }): Routes {
  return (mount, platform) => {
    mount.open(contract.makeClientLink, async ({ actor, command }, { params, body }) => {
      const secret = newSecret()
      const decision = await command(actor as Actor, (tx) => make(tx, params.clientId, body, secret))
      if (!decision.ok) return decision
      const { secretHash, ...made } = decision.value
      const isFirst = secretHash === hashSecret(secret).toString('base64url')
      return accept({ ...made, secret: isFirst ? secret : null })
    })

    mount.query(contract.listClientLinks, async (tx, { params, query }) => {
      if (!(await loadClient(tx, params.clientId))) return refuse('not_found', 'not_found')
      const rows = await listLinks(tx, { ...params, ...query, limit: query.limit + 1 })
      return accept(cutPage(rows, query.limit, (row) => row.id))
    })

    mount.command(contract.revokeClientLink, (tx, { params, body }) => revoke(tx, params, body.reason))

    mount.open(contract.openClientLink, async ({ query }, { params }) => {
      const entered = await enterByLink(platform, params.secret)
      if (!entered.ok) return entered
      const { link, holder } = entered.value
      await platform.upkeep(link.orgId, 'client_link', (tx) => saveUse(tx, link.id))
      return query(holder, (tx) => showMatters(tx, link))
    })

    mount.open(contract.uploadByClientLink, async ({ request, query, command }, { params }) => {
      const entered = await enterByLink(platform, params.secret)
      if (!entered.ok) return entered
      const { link, holder } = entered.value
      const room = canUpload((await query(holder, (tx) => listLinkFiles(tx, link.id))).length)
      if (!room.ok) return room
      const part = await request.file()
      if (!part) return refuse('invalid', 'file_missing')
      const stored = await files.put(link.orgId, part.file)
      if (!stored.ok) return stored
      const file = {
        sha256: stored.value.sha256,
        name: (part.filename || 'file').replace(/[\p{C}/\\]/gu, '_').slice(-200),
      }
      return command(
        holder,
        async (tx) => {
          const full = canUpload((await listLinkFiles(tx, link.id)).length)
          if (!full.ok) return full
          await noteFile(tx, stored.value)
          await insertLinkFile(tx, link.id, file)
          const content = { clientId: link.clientId, files: [file.sha256] }
          tx.record({ recordType: 'client_link', recordId: link.id, verb: 'client_link.file_sent', content })
          return accept(file)
        },
        { sha256: file.sha256 },
      )
    })

    mount.raw(contract.downloadByClientLink, async ({ reply, query }, { params }) => {
      const entered = await enterByLink(platform, params.secret)
      if (!entered.ok) return answerRefusal(reply, entered.refusal)
      const { link, holder } = entered.value
      if (!(await query(holder, (tx) => isShown(tx, link.clientId, params.sha256))))
        return answerRefusal(reply, refuse('not_found', 'not_found').refusal)
      return reply
        .type('application/octet-stream')
        .header('content-disposition', `attachment; filename="${params.sha256.slice(0, 12)}"`)
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('cache-control', 'no-store')
        .send(files.read(link.orgId, params.sha256))
    })

    mount.open(contract.answerByClientLink, async ({ command }, { params, body }) => {
      const entered = await enterByLink(platform, params.secret)
      if (!entered.ok) return entered
      const { link, holder } = entered.value
      return command(holder, (tx) => answer(tx, link, params.nonconformityId, body))
    })
  }
}
