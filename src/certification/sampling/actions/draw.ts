import type { LetterHandler } from '#src/account/door.ts'
import type { Saved } from '#src/company/contract.ts'
import { proveNoted } from '#src/evaluation/door.ts'
import { type SampledWhat, SamplingReceipt } from '#src/evaluation/sampling-receipt/contract.ts'
import { planHash } from '#src/evaluation/sampling-receipt/rules.ts'
import { listKeys } from '#src/server/ledger/keys.ts'
import { ed25519Verifier, serverHasher } from '#src/server/pack/signing-key.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { mayPlan, maySample } from '../../audit/access.ts'
import { loadTeam } from '../../audit/store.ts'
import type { Drawn, Population, SealingKey } from '../contract.ts'
import { drawSample, seedOf } from '../rules/draw.ts'
import { checkReceipt } from '../rules/receipt.ts'
import { caseUnit } from '../rules/units.ts'
import { insertAddition, loadCases, loadPack, loadSampling, type StoredSampling, saveDrawn } from '../store.ts'

/** The company's receipt comes in: judged from end to end, and the sample drawn in the same moment. A second one for the same plan is refused. */
export const takeReceipt: LetterHandler = async (tx, letter) => {
  const read = SamplingReceipt.safeParse(letter.body)
  if (!read.success) return refuse('invalid', 'letter_unreadable', { kind: letter.kind })
  const sampling = await loadSampling(tx, read.data.planId)
  if (!sampling || sampling.plan.company.orgId !== letter.from.orgId)
    return refuse('not_found', 'sampling_plan_unknown')
  if (sampling.packId === null) return refuse('invalid', 'receipt_of_another_plan')
  const pack = await loadPack(tx, sampling.packId)
  const drawn = await draw(tx, sampling, read.data, pack?.keys ?? [])
  return drawn.ok ? accept({ recordType: 'audit', recordId: sampling.auditId }) : drawn
}

/** For a company without a ledger: the seed's other half is a later checkpoint of our own. Weaker, and marked so everywhere. */
export async function drawOneSided(
  tx: WriteTx,
  auditId: string,
  planId: string,
  version: number,
): Promise<Decision<Saved>> {
  const sampling = await loadSampling(tx, planId)
  if (sampling?.auditId !== auditId) return refuse('not_found', 'not_found')
  if (!mayPlan(tx.actor, await loadTeam(tx, auditId))) return refuse('forbidden', 'not_your_audit')
  if (sampling.plan.sealedBy !== 'body') return refuse('conflict', 'sampling_sealed_by_company')
  const receipt = await proveNoted(tx, sampling.plan, 'sampling_plan.made')
  if (!receipt) return refuse('conflict', 'checkpoint_awaited')
  const drawn = await draw(tx, { ...sampling, version }, receipt, await listKeys(tx))
  return drawn.ok ? accept({ id: planId, version: version + 1 }) : drawn
}

async function draw(
  tx: WriteTx,
  sampling: StoredSampling,
  receipt: SamplingReceipt,
  keys: readonly SealingKey[],
): Promise<Decision<Drawn>> {
  if (sampling.receipt !== null) return refuse('conflict', 'sample_drawn')
  const { plan, nonce } = sampling
  const sealed = checkReceipt(plan, receipt, { keys, verify: ed25519Verifier(), hasher: serverHasher })
  if (!sealed.ok) return sealed
  const seed = seedOf(planHash(plan), nonce, sealed.value.rootHex)
  const drawn: Drawn = { seed, c2: sealed.value, picks: drawSample(await loadPopulation(tx, sampling), plan, seed) }
  await saveDrawn(tx, sampling, { receipt, drawn })
  tx.record({
    recordType: 'sampling_plan',
    recordId: plan.id,
    verb: 'sampling_plan.drawn',
    content: { planSha256: sampling.planSha256, nonce, seed, c2: sealed.value },
  })
  return accept(drawn)
}

/** Exactly what the plan was made over: outlets and people kept with it, cases of its pack. */
export async function loadPopulation(tx: Tx, sampling: StoredSampling): Promise<Population> {
  return {
    outlet: sampling.outlets,
    case: (await loadCases(tx, sampling.packId, sampling.plan.casesFromOn)).map(caseUnit),
    person: sampling.people,
  }
}

/** Something is looked at beside the sample: stated with its reason, never in place of what was drawn. */
export async function addToSample(
  tx: WriteTx,
  auditId: string,
  planId: string,
  given: { id: string; what: SampledWhat; unitId: string; reason: string },
): Promise<Decision<Saved>> {
  const sampling = await loadSampling(tx, planId)
  if (sampling?.auditId !== auditId) return refuse('not_found', 'not_found')
  if (!maySample(tx.actor, await loadTeam(tx, auditId))) return refuse('forbidden', 'not_your_audit')
  if (sampling.drawn === null) return refuse('conflict', 'sample_not_drawn')
  const { what, unitId, reason } = given
  const population = await loadPopulation(tx, sampling)
  if (!population[what].some((one) => one.id === unitId))
    return refuse('invalid', 'sample_choice_unknown', { what, id: unitId })
  if (sampling.drawn.picks[what].some((one) => one.id === unitId)) return refuse('conflict', 'in_sample_already')
  await insertAddition(tx, planId, { ...given, addedByName: 'name' in tx.actor ? tx.actor.name : '' })
  const content = { what, unitId, reason }
  tx.record({ recordType: 'sampling_plan', recordId: planId, verb: 'sampling_plan.added', content })
  return accept({ id: given.id, version: 1 })
}
