import { randomBytes } from 'node:crypto'
import { isHere, type LetterParts, sendLetter } from '#src/account/door.ts'
import type { Saved } from '#src/company/contract.ts'
import type { SamplingPlan } from '#src/evaluation/sampling-receipt/contract.ts'
import { planHash, plannedEntry } from '#src/evaluation/sampling-receipt/rules.ts'
import { latestCheckpoint } from '#src/server/ledger/proofs.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { mayPlan } from '../../audit/access.ts'
import type { Audit } from '../../audit/contract.ts'
import { canPrepare } from '../../audit/rules/state.ts'
import { loadAudit, loadTeam } from '../../audit/store.ts'
import { bodyDay, loadBodyRulesOn } from '../../body-rules/actions.ts'
import type { Population } from '../contract.ts'
import { nonceHash } from '../rules/draw.ts'
import { figuresOf } from '../rules/figures.ts'
import { type Chosen, planParts } from '../rules/plan.ts'
import { caseUnit, outletUnit, personUnit } from '../rules/units.ts'
import {
  insertSampling,
  listSamplings,
  loadBodyName,
  loadCases,
  loadPack,
  loadStated,
  type SealedPack,
} from '../store.ts'

type Wanted = { id: string; reason: string; casesFromOn: string | null; chosen: Chosen }

/** Who there is to draw from, by which figures, and who seals the seed: as a plan made now would say. */
export async function preparePlan(tx: Tx, audit: Audit, casesFromOn: string | null) {
  const { outlets, staff } = await loadStated(tx, audit.applicationId)
  const pack = audit.packId === null ? undefined : await loadPack(tx, audit.packId)
  const { rules } = await loadBodyRulesOn(tx, await bodyDay(tx))
  const population: Population = {
    outlet: outlets.map(outletUnit),
    case: (await loadCases(tx, pack?.id ?? null, casesFromOn)).map(caseUnit),
    person: staff.map(personUnit),
  }
  return { population, staff, pack, figures: figuresOf(rules.sampling, audit.kind) }
}

/**
 * Fixes a sample before anybody can know it: population, figures, what was chosen with reasons, and the hash of a secret number. The company
 * is told at once and notes it in its ledger; a later checkpoint of that ledger gives the other half of the seed.
 */
export async function makeSamplingPlan(
  tx: WriteTx,
  parts: LetterParts,
  auditId: string,
  wanted: Wanted,
): Promise<Decision<Saved & { planSha256: string }>> {
  const audit = await loadAudit(tx, auditId)
  if (!audit) return refuse('not_found', 'not_found')
  if (!mayPlan(tx.actor, await loadTeam(tx, auditId))) return refuse('forbidden', 'not_your_audit')
  const allowed = canPrepare(audit)
  if (!allowed.ok) return allowed
  const [former] = await listSamplings(tx, auditId)
  if (former && wanted.reason === '') return refuse('invalid', 'reason_needed')
  const { population, pack, figures } = await preparePlan(tx, audit, wanted.casesFromOn)
  const planned = planParts(population, figures, wanted.chosen)
  if (!planned.ok) return planned
  if (planned.value.outlet.count + planned.value.case.count + planned.value.person.count === 0)
    return refuse('conflict', 'nothing_to_sample')
  const sealed = await sealingLedger(tx, pack)
  if (!sealed.ok) return sealed
  const nonce = randomBytes(32).toString('hex')
  const plan: SamplingPlan = {
    format: 'starproof-sampling-plan',
    version: 1,
    id: wanted.id,
    auditId,
    auditNumber: audit.number,
    number: (former?.number ?? 0) + 1,
    follows: former ? { planSha256: former.planSha256, reason: wanted.reason } : null,
    body: { orgId: tx.orgId, name: await loadBodyName(tx) },
    company: { orgId: pack?.companyOrgId ?? null, name: audit.clientName },
    madeAt: tx.at,
    ...sealed.value,
    casesFromOn: wanted.casesFromOn,
    figures,
    parts: planned.value,
    nonceSha256: nonceHash(nonce),
  }
  await insertPlan(tx, { audit, plan, population, packId: pack?.id ?? null, nonce })
  const told = plan.sealedBy === 'company' ? await tellCompany(tx, parts, plan) : accept(null)
  return told.ok ? accept({ id: plan.id, version: 1, planSha256: planHash(plan) }) : told
}

async function insertPlan(
  tx: WriteTx,
  made: { audit: Audit; plan: SamplingPlan; population: Population; packId: string | null; nonce: string },
): Promise<void> {
  const { audit, plan, population, packId, nonce } = made
  await insertSampling(tx, {
    id: plan.id,
    auditId: audit.id,
    number: plan.number,
    packId,
    plan,
    planSha256: planHash(plan),
    outlets: population.outlet,
    people: population.person,
    nonce,
    madeByName: 'name' in tx.actor ? tx.actor.name : '',
  })
  // Exactly what the seed's receipt must show when our own ledger seals it: nothing may be added to this content.
  tx.record({ recordType: 'sampling_plan', recordId: plan.id, verb: 'sampling_plan.made', content: plannedEntry(plan) })
}

async function sealingLedger(
  tx: Tx,
  pack: SealedPack | undefined,
): Promise<Decision<Pick<SamplingPlan, 'sealedBy' | 'checkpoint'>>> {
  if (pack) return accept({ sealedBy: 'company', checkpoint: pack.checkpoint })
  const own = await latestCheckpoint(tx)
  return own ? accept({ sealedBy: 'body', checkpoint: own.note }) : refuse('conflict', 'ledger_empty')
}

async function tellCompany(tx: WriteTx, parts: LetterParts, plan: SamplingPlan): Promise<Decision<null>> {
  const sent = await sendLetter(tx, parts, {
    kind: 'sampling_plan',
    to: plan.company,
    body: plan,
    deliver: (await isHere(tx, plan.company.orgId)) ? 'here' : 'file',
    about: { recordType: 'audit', recordId: plan.auditId },
  })
  return sent.ok ? accept(null) : sent
}
