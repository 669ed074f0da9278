import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readPack } from '#src/certification/pack-copy/actions/read-pack.ts'
import { caseOf } from '#src/certification/pack-copy/rules.ts'
import { insertCases, insertPack } from '#src/certification/pack-copy/store.ts'
import { makePack } from '#src/evaluation/evidence/door.ts'
import { type CaseEntry, DOSSIER_MEMBER } from '#src/evaluation/material/contract/dossier.ts'
import type { FileStore } from '#src/server/files/store.ts'
import type { Sealer } from '#src/server/ledger/keys.ts'
import type { Platform } from '#src/server/platform.ts'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import type { LeafFields } from '#src/shared/merkle/leaf.ts'
import { beacon, lanjing } from './people.ts'

export type TakenPack = { packId: string; clientId: string; cases: CaseEntry[] }
type Parts = { platform: Platform; files: FileStore; sealer: Sealer }

/** The ledger of lanjing as it stands, packed with the list of its cases, and kept by beacon for a new client of that name. */
export async function takePackOfLanjing(parts: Parts): Promise<TakenPack> {
  const folder = await mkdtemp(join(tmpdir(), 'starproof-pack-'))
  const path = join(folder, 'lanjing.starpack')
  const listed = await casesOf(parts.platform)
  const content = listed.map((one) => `${JSON.stringify(one)}\n`).join('')
  const made = await makePack(parts, lanjing.orgId, path, { members: () => [{ name: DOSSIER_MEMBER.cases, content }] })
  if (!made.ok) throw new Error(made.refusal.code)
  const read = await readPack(path)
  if (!read.ok) throw new Error(JSON.stringify(read.refusal))
  const kept = await parts.files.keepLarge(beacon.orgId, createReadStream(path), async () => accept({}))
  if (!kept.ok) throw new Error(kept.refusal.code)
  await rm(folder, { recursive: true })
  const [packId, clientId] = [newId(), newId()]
  const { cases, org, madeAt, manifestSha256, keys, checkpoint, ledgerSize, casesSha256, layout, tileRoots } =
    read.value
  const by = { kind: 'system', orgId: beacon.orgId, name: 'test', roles: [] } as const
  await parts.platform.command(by, { id: newId(), endpoint: 'test.takePack', input: packId }, async (tx) => {
    await tx.sql
      .insertInto('client')
      .values({
        orgId: tx.orgId,
        id: clientId,
        name: org.name,
        uscc: '91350100M000100Y43',
        companyOrgId: org.id,
        madeAt: tx.at,
      })
      .execute()
    await insertPack(tx, {
      ...{ id: packId, clientId, companyOrgId: org.id, companyName: org.name },
      ...{ fileSha256: kept.value.sha256, sizeBytes: kept.value.sizeBytes, unprovenCount: 0, newKey: null },
      ...{ madeAt, manifestSha256, keys, checkpoint, ledgerSize, casesSha256, layout, tileRoots },
      caseCount: cases.length,
    })
    await insertCases(tx, packId, cases)
    return accept(null)
  })
  return { packId, clientId, cases }
}

async function casesOf(platform: Platform): Promise<CaseEntry[]> {
  const by = { kind: 'system', orgId: lanjing.orgId, name: 'test', roles: [] } as const
  const rows = await platform.query(by, (tx) =>
    tx.sql
      .selectFrom('ledgerEntry as e')
      .innerJoin('history as h', (join) => join.onRef('h.orgId', '=', 'e.orgId').onRef('h.id', '=', 'e.historyId'))
      .select(['e.leafIndex', 'h.recordId', 'h.content', 'h.claimedAt'])
      .where('e.orgId', '=', tx.orgId)
      .where('h.verb', 'in', ['service_request.created', 'service_request.imported'])
      .orderBy('e.leafIndex')
      .execute(),
  )
  return rows.map(({ leafIndex, recordId, content, claimedAt }) => {
    const {
      isProven: _,
      number = '',
      kind = '',
      outletId = null,
      ...rest
    } = caseOf(leafIndex, { recordId, claimedAt } as LeafFields, JSON.parse(content!))
    return { ...rest, number, kind, outletId }
  })
}
