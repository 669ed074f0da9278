import type { Sql } from '#src/server/db/database.ts'
import { RefusedRequest } from '#src/server/http/answers.ts'
import type { OpenDoor, Routes } from '#src/server/http/mount.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import {
  bodyDid,
  ensureKeys,
  type KeyParts,
  listRoots,
  listSigningKeys,
  rotateSigningKey,
  showDidDocument,
  stateKeys,
} from './actions.ts'
import * as contract from './contract.ts'
import { findBody, loadSlug } from './store.ts'

export function signingKeyRoutes(parts: KeyParts): Routes {
  return (mount, platform) => {
    mount.query(contract.listSigningKeys, async (tx) => {
      const slug = await loadSlug(tx)
      return accept({ rows: await listSigningKeys(tx), did: bodyDid(parts.publicUrl, slug), slug })
    })
    mount.command(contract.makeSigningKeys, async (tx) => accept({ made: await ensureKeys(tx, parts.sealer) }))
    mount.command(contract.rotateSigningKey, (tx, { params, body }) =>
      rotateSigningKey(tx, parts.sealer, params.purpose, body.reason),
    )

    const { system } = platform.database

    mount.raw(contract.publicDidDocument, async (door, { params }) => {
      const document = await read(system, door, params.slug, (tx) => showDidDocument(tx, parts.publicUrl))
      return door.reply.type('application/did+json').header('access-control-allow-origin', '*').send(pretty(document))
    })
    mount.raw(contract.publicRoot, async (door, { params, query }) => {
      const roots = await read(system, door, params.slug, async (tx) => {
        const all = await listRoots(tx)
        return all.length > 0 ? all : undefined
      })
      return door.reply
        .type('application/x-pem-file')
        .header('content-disposition', `attachment; filename="${params.slug}-root.pem"`)
        .send((query.all ? roots : roots.slice(0, 1)).join(''))
    })
    mount.raw(contract.publicKeys, async (door, { params }) => {
      const stated = await read(system, door, params.slug, (tx) => stateKeys(tx, parts))
      return door.reply.type('application/vc').header('access-control-allow-origin', '*').send(pretty(stated))
    })
  }
}

/** What the public reads of one body; `not_found` before the body has keys. */
async function read<T>(
  system: Sql,
  { query }: OpenDoor,
  slug: string,
  ask: (tx: Tx) => Promise<T | undefined>,
): Promise<T> {
  const body = await findBody(system, slug)
  const found = body && (await query({ kind: 'public', orgId: body.orgId, roles: [] }, ask))
  if (!found) throw new RefusedRequest(refuse('not_found', 'not_found').refusal)
  return found
}

function pretty(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
