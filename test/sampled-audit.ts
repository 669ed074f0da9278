import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parcelRoutes, parcelSweep } from '#src/account/door.ts'
import { allHandlers } from '#src/all-handlers.ts'
import { certificationRoutes } from '#src/certification/door.ts'
import { evaluationRoutes, receiptSweep } from '#src/evaluation/door.ts'
import { makePack } from '#src/evaluation/evidence/door.ts'
import { DOSSIER_MEMBER } from '#src/evaluation/material/contract/dossier.ts'
import { openFileStore } from '#src/server/files/store.ts'
import { listKeys, openSealer } from '#src/server/ledger/keys.ts'
import { latestCheckpoint } from '#src/server/ledger/proofs.ts'
import { integrateHistory } from '#src/server/ledger/sequencer.ts'
import { canonicalJson } from '#src/shared/canonical.ts'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { beacon, lanjing } from './people.ts'
import { openTestPlatform } from './platform.ts'

export const SCHEME = 'gbt27922-2011'
export const USCC = '91310000MA1K35LX2T'

export type Sampled = Awaited<ReturnType<typeof openSampledAudit>>

/** A company and a body on one installation: the company's ledger holds `count` cases, the body has its client, application and pack. */
export async function openSampledAudit(count = 120) {
  const folder = await mkdtemp(join(tmpdir(), 'starproof-sampled-'))
  const sealer = openSealer('a secret of tests only, of no installation')
  const files = openFileStore(join(folder, 'files'), 4 * 1024 * 1024)
  const parts = { files, sealer, publicUrl: 'https://starproof.example' }
  const test = await openTestPlatform({
    routes: async () => [certificationRoutes(parts), evaluationRoutes, parcelRoutes(parts, allHandlers(parts))],
  })
  const sweeps = [parcelSweep(test.platform, parts, allHandlers(parts)), receiptSweep(test.platform, parts)]
  const seal = async () => {
    for (const org of [lanjing, beacon]) await integrateHistory(test.platform, sealer, org.orgId, { force: true })
  }
  const outlets = Array.from({ length: 9 }, (_, nth) => ({
    ...{
      id: newId(),
      code: `W${nth}`,
      name: nth === 0 ? '上海总部' : `网点 ${nth}`,
      headcount: 10,
      isCentre: nth === 0,
    },
    ...{ kind: nth % 2 === 0 ? 'own' : 'agent', cityCode: nth < 5 ? '3101' : '3301', address: `${nth} 号路` },
  }))
  const staff = Array.from({ length: 30 }, (_, nth) => ({
    ...{ id: newId(), number: `E${nth}`, name: `员工${nth}`, post: nth % 6 === 0 ? '经理' : '工程师' },
    ...{ outletId: outlets[nth % 9]!.id, isServiceManagement: nth % 6 === 0 },
  }))
  const caseIds = Array.from({ length: count }, newId)
  const caseOf = (nth: number) => ({
    ...{ number: `R26-${nth}`, kind: nth % 3 === 0 ? 'installation' : 'repair', outletId: outlets[nth % 9]!.id },
    madeOn: nth < count / 2 ? '2026-03-01' : '2026-09-01',
  })
  await test.arrange(lanjing, async (tx) => {
    for (const [nth, recordId] of caseIds.entries()) {
      const { madeOn, ...content } = caseOf(nth)
      const claimedAt = `${madeOn}T04:00:00.000Z`
      tx.record({ recordType: 'service_request', recordId, verb: 'service_request.created', content, claimedAt })
    }
    return accept(null)
  })
  await seal()
  const known = await test.arrange(lanjing, async (tx) => {
    const rows = await tx.sql
      .selectFrom('ledgerEntry as e')
      .innerJoin('history as h', (join) => join.onRef('h.orgId', '=', 'e.orgId').onRef('h.id', '=', 'e.historyId'))
      .where('e.orgId', '=', tx.orgId)
      .where('h.recordType', '=', 'service_request')
      .select(['h.recordId', 'e.leafIndex'])
      .orderBy('e.leafIndex')
      .execute()
    return accept({ rows, head: (await latestCheckpoint(tx))!, keys: await listKeys(tx) })
  })
  const cases = known.rows.map(({ recordId, leafIndex }, nth) => ({ id: recordId, leafIndex, ...caseOf(nth) }))
  const pack = join(folder, 'lanjing.starpack')
  const made = await makePack({ ...parts, platform: test.platform }, lanjing.orgId, pack, {
    members: () => [
      { name: DOSSIER_MEMBER.cases, content: Buffer.from(cases.map((one) => `${canonicalJson(one)}\n`).join('')) },
    ],
  })
  if (!made.ok) throw new Error(made.refusal.code)
  const [clientId, packId, applicationId] = [newId(), newId(), newId()]
  await test.arrange(beacon, async (tx) => {
    const { orgId, at } = tx
    await tx.sql
      .insertInto('client')
      .values({ orgId, id: clientId, name: lanjing.name, uscc: USCC, companyOrgId: lanjing.orgId, madeAt: at })
      .execute()
    await tx.sql
      .insertInto('packCopy')
      .values({
        ...{ orgId, id: packId, clientId, companyOrgId: lanjing.orgId, companyName: lanjing.name },
        ...{ fileSha256: 'a'.repeat(64), sizeBytes: 1, manifestSha256: 'b'.repeat(64), checkpoint: known.head.note },
        ...{
          ledgerSize: known.head.size,
          keys: JSON.stringify(known.keys),
          caseCount: count,
          madeAt: at,
          layout: '{}',
        },
        ...{ tileRoots: Buffer.alloc(0), receivedBy: 'person:tao', receivedAt: at },
      })
      .execute()
    if (known.rows.length > 0)
      await tx.sql
        .insertInto('packCase')
        .values(
          known.rows.map(({ recordId, leafIndex }, nth) => ({
            ...{ orgId, packId, leafIndex, caseId: recordId },
            ...caseOf(nth),
          })),
        )
        .execute()
    const form = { schemeId: SCHEME, scope: '家用空调售后服务', productClasses: ['家用空调', '热水器'] }
    await tx.sql
      .insertInto('application')
      .values({
        ...{ orgId, id: applicationId, number: 'AP26-1', clientId, kind: 'initial', via: 'parcel', packId },
        ...{
          form: JSON.stringify(form),
          outlets: JSON.stringify(outlets),
          staff: JSON.stringify(staff),
          receivedAt: at,
        },
      })
      .execute()
    return accept(null)
  })
  return {
    ...test,
    ...{ folder, pack, parts, outlets, staff, clientId, packId, applicationId, seal },
    /** Ledgers, parcels and receipts, until nothing more happens. */
    settle: async () => {
      for (let done = 1; done > 0; ) {
        await seal()
        done = 0
        for (const sweep of sweeps) done += await sweep.run()
      }
    },
    close: async () => {
      await test.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
