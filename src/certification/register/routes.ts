import type { Sql } from '#src/server/db/database.ts'
import type { FileStore } from '#src/server/files/store.ts'
import { RefusedRequest } from '#src/server/http/answers.ts'
import type { OpenDoor, Routes } from '#src/server/http/mount.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { cutPage } from '#src/shared/page.ts'
import type { KeyParts } from '../signing-key/actions.ts'
import { findBody } from '../signing-key/store.ts'
import { makeBundle } from './actions/bundle.ts'
import { proveCertificate } from './actions/prove.ts'
import { drawBadge, pickEdition, showEntry, showRow } from './actions/read.ts'
import { type KeptLists, readStatusList } from './actions/status-lists.ts'
import * as contract from './contract.ts'
import { findByNumber, findCertificates } from './store.ts'

const publicOf = (orgId: string) => ({ kind: 'public', orgId, roles: [] }) as const

export function registerRoutes(given: KeyParts & { files: FileStore }): Routes {
  const parts = { ...given, lists: new Map() as KeptLists }
  return (mount, platform) => {
    const { system } = platform.database

    mount.open(contract.searchRegister, async ({ query: ask }, { query }) => {
      const found = await findCertificates(system, { ...query, limit: query.limit + 1 })
      const page = cutPage(found, query.limit, (row) => row.id)
      const rows = await Promise.all(page.rows.map(({ orgId, id }) => ask(publicOf(orgId), (tx) => showRow(tx, id))))
      return accept({ rows, nextCursor: page.nextCursor })
    })

    mount.open(contract.readRegister, async (door, { params, query }) => {
      const { value } = await about(system, door, { params, query }, (tx, id) => showEntry(tx, id, query.on))
      return accept(value)
    })

    mount.raw(contract.readPaper, async (door, input) => {
      const { orgId, value } = await about(system, door, input, (tx, id) => edition(tx, id, input.query.edition))
      return door.reply
        .type('application/pdf')
        .header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(value.certificate.number)}.pdf`)
        .send(parts.files.read(orgId, value.edition.fileSha256))
    })

    mount.raw(contract.readCredential, async (door, input) => {
      const { value } = await about(system, door, input, (tx, id) => edition(tx, id, input.query.edition))
      return shared(door, 'application/vc').send(pretty(value.edition.credential))
    })

    mount.raw(contract.readProof, async (door, input) => {
      const { value } = await about(system, door, input, proveCertificate)
      return shared(door, 'application/json').send(pretty(value))
    })

    mount.raw(contract.readBundle, async (door, input) => {
      const { value } = await about(system, door, input, (tx, id) => makeBundle(tx, parts, id))
      return door.reply
        .type('application/zip')
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(input.params.number)}.zip`)
        .send(value)
    })

    mount.raw(contract.readBadge, async (door, input) => {
      const { value } = await about(system, door, input, async (tx, id) =>
        accept(await drawBadge(tx, id, input.query.lang)),
      )
      // Fresh within minutes of a suspension, and still cheap on a busy page.
      return shared(door, 'image/svg+xml').header('cache-control', 'public, max-age=300').send(value)
    })

    mount.raw(contract.readStatusList, async (door, { params, query }) => {
      const body = await findBody(system, params.slug)
      if (!body) throw new RefusedRequest(refuse('not_found', 'not_found').refusal)
      const { purpose, list } = params
      const answer = await door.query(publicOf(body.orgId), (tx) =>
        readStatusList(tx, parts, { purpose, list, on: query.on }),
      )
      if (!answer.ok) throw new RefusedRequest(answer.refusal)
      return shared(door, 'application/vc').send(pretty(answer.value))
    })
  }
}

/** Reads about one certificate as the public of its body; a refusal is answered as such. */
async function about<T>(
  system: Sql,
  { query }: OpenDoor,
  asked: { params: { number: string }; query: { body?: string | undefined } },
  ask: (tx: Tx, id: string) => Promise<Decision<T>>,
): Promise<{ orgId: string; value: T }> {
  const found = await findByNumber(system, asked.params.number, asked.query.body)
  if (found.length > 1) throw new RefusedRequest(refuse('conflict', 'certificate_body_needed').refusal)
  const [one] = found
  if (!one) throw new RefusedRequest(refuse('not_found', 'certificate_not_found').refusal)
  const answer = await query(publicOf(one.orgId), (tx) => ask(tx, one.id))
  if (!answer.ok) throw new RefusedRequest(answer.refusal)
  return { orgId: one.orgId, value: answer.value }
}

async function edition(tx: Tx, id: string, number: number | undefined) {
  const picked = await pickEdition(tx, id, number)
  return picked ? accept(picked) : refuse('not_found', 'not_found')
}

/** For pages of other sites, too: badges stand on the holder's own, verifiers run anywhere. */
function shared({ reply }: OpenDoor, type: string) {
  return reply
    .type(`${type}; charset=utf-8`)
    .header('access-control-allow-origin', '*')
    .header('cross-origin-resource-policy', 'cross-origin')
    .header('cache-control', 'no-cache')
}

function pretty(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
