import { Readable } from 'node:stream'
import { isHere, type LetterParts, sendLetter } from '#src/account/door.ts'
import type { Saved } from '#src/company/contract.ts'
import { noteFile } from '#src/server/files/keep.ts'
import { listKeys } from '#src/server/ledger/keys.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { mayPlan } from '../../audit/access.ts'
import { loadTeam } from '../../audit/store.ts'
import type { SampleFile, SampleItem, SamplingRow } from '../contract.ts'
import { sampleItems } from '../rules/items.ts'
import { listAdditions, listSamplings, loadPack, loadSampling, loadStaffOf, type StoredSampling } from '../store.ts'
import { loadPopulation } from './draw.ts'

/** The plans of an audit as the screen shows them; the secret number only once it has served. */
export async function showSamplings(tx: Tx, auditId: string): Promise<SamplingRow[]> {
  const samplings = await listSamplings(tx, auditId)
  const added = await listAdditions(
    tx,
    samplings.map((one) => one.id),
  )
  return samplings.map(
    ({ id, number, plan, planSha256, packId, madeByName, nonce, drawn, drawnAt, version, outlets }) => ({
      ...{ id, number, plan, planSha256, packId, madeByName, drawn, drawnAt, version },
      outlets: outlets.map(({ id: outletId, name }) => ({ id: outletId, name })),
      nonce: drawn === null ? null : nonce,
      added: added.filter((one) => one.planId === id).map(({ planId: _, ...one }) => one),
    }),
  )
}

export async function showSample(tx: Tx, auditId: string, planId: string): Promise<Decision<{ rows: SampleItem[] }>> {
  const sampling = await loadSampling(tx, planId)
  if (sampling?.auditId !== auditId) return refuse('not_found', 'not_found')
  if (sampling.drawn === null) return refuse('conflict', 'sample_not_drawn')
  const known = {
    population: await loadPopulation(tx, sampling),
    staff: await loadStaffOf(tx, auditId),
    added: await listAdditions(tx, [planId]),
  }
  return accept({ rows: sampleItems(sampling.plan, sampling.drawn, known) })
}

/** Everything by which anybody draws the sample again. */
export async function writeSampleFile(tx: Tx, auditId: string, planId: string): Promise<Decision<SampleFile>> {
  const sampling = await loadSampling(tx, planId)
  if (sampling?.auditId !== auditId) return refuse('not_found', 'not_found')
  const { plan, planSha256, nonce, receipt, drawn, drawnAt } = sampling
  if (receipt === null || drawn === null || drawnAt === null) return refuse('conflict', 'sample_not_drawn')
  const added = await listAdditions(tx, [planId])
  return accept({
    format: 'starproof-sample',
    version: 1,
    plan,
    planSha256,
    nonce,
    receipt,
    keys: await sealingKeys(tx, sampling),
    seed: drawn.seed,
    population: await loadPopulation(tx, sampling),
    picks: drawn.picks,
    added: added.map(({ id: _, planId: __, ...one }) => one),
    drawnAt,
  })
}

async function sealingKeys(tx: Tx, sampling: StoredSampling): Promise<SampleFile['keys']> {
  if (sampling.packId === null) return listKeys(tx)
  return (await loadPack(tx, sampling.packId))?.keys ?? []
}

/** Sends the sample file to the company, so that it can draw again too. When to do so is for the leader to say. */
export async function publishSample(
  tx: WriteTx,
  parts: LetterParts,
  auditId: string,
  planId: string,
): Promise<Decision<Saved>> {
  if (!mayPlan(tx.actor, await loadTeam(tx, auditId))) return refuse('forbidden', 'not_your_audit')
  const file = await writeSampleFile(tx, auditId, planId)
  if (!file.ok) return file
  const bytes = Buffer.from(JSON.stringify(file.value))
  const kept = await parts.files.keepLarge(tx.orgId, Readable.from([bytes]), async () => accept({}))
  if (!kept.ok) return kept
  const { sha256, sizeBytes } = kept.value
  await noteFile(tx, { sha256, sizeBytes, mediaType: 'application/json' })
  const { plan, seed } = file.value
  const sent = await sendLetter(tx, parts, {
    kind: 'sample',
    to: plan.company,
    body: { planId, planSha256: file.value.planSha256, seed, auditNumber: plan.auditNumber },
    files: [{ sha256, name: `${plan.auditNumber}-${plan.number}.sample.json` }],
    deliver: (await isHere(tx, plan.company.orgId)) ? 'here' : 'file',
    about: { recordType: 'audit', recordId: auditId },
  })
  if (!sent.ok) return sent
  tx.record({
    recordType: 'sampling_plan',
    recordId: planId,
    verb: 'sampling_plan.published',
    content: { fileSha256: sha256 },
  })
  return accept({ id: planId, version: 1 })
}
