import { headOf, planHash } from '#src/evaluation/sampling-receipt/rules.ts'
import { canonicalJson } from '#src/shared/canonical.ts'
import type { Refusal } from '#src/shared/decision.ts'
import type { TreeHasher } from '#src/shared/merkle/hash.ts'
import type { VerifySignature } from '#src/shared/signed-note.ts'
import type { Population, SampleFile } from '../contract.ts'
import { drawSample, nonceHash, seedOf } from './draw.ts'
import { planParts, WHATS } from './plan.ts'
import { checkReceipt } from './receipt.ts'
import { inOrder, unitsHash } from './units.ts'

/** One thing that was checked again. `code` says what is wrong, as a refusal's code where there is one. */
export type Step = {
  id: 'plan' | 'nonce' | 'population' | 'sizes' | 'receipt' | 'seed' | 'draw'
  ok: boolean
  code: string
  params?: Refusal['params']
}

/** Goes the whole way again: plan, nonce, populations, sizes, receipt, seed, draw. Each step is told, also after one that failed. */
export function checkSampleFile(file: SampleFile, means: { verify: VerifySignature; hasher?: TreeHasher }): Step[] {
  const { plan, nonce, receipt, population, keys } = file
  const steps: Step[] = []
  const tell = (id: Step['id'], code: string, params: Refusal['params'] = {}) =>
    steps.push({ id, ok: code === '', code, params })
  tell('plan', planHash(plan) === file.planSha256 ? '' : 'plan_hash_differs')
  tell('nonce', nonceHash(nonce) === plan.nonceSha256 ? '' : 'nonce_differs')
  tell('population', populationFault(file))
  const planned = planParts(population, plan.figures, {
    outlet: plan.parts.outlet.chosen,
    case: plan.parts.case.chosen,
    person: plan.parts.person.chosen,
  })
  const isSame = planned.ok && canonicalJson(planned.value) === canonicalJson(plan.parts)
  if (planned.ok) tell('sizes', isSame ? '' : 'sizes_differ')
  else tell('sizes', planned.refusal.code, planned.refusal.params)
  const sealed = checkReceipt(plan, receipt, { keys, ...means })
  if (sealed.ok) tell('receipt', '')
  else tell('receipt', sealed.refusal.code, sealed.refusal.params)
  const seed = sealed.ok ? seedOf(planHash(plan), nonce, sealed.value.rootHex) : ''
  tell('seed', seed === file.seed ? '' : 'seed_differs')
  tell('draw', isSame && seed !== '' ? drawFault(file, seed) : 'draw_not_possible')
  return steps
}

function populationFault({ plan, population }: SampleFile): string {
  const ordered: Population = inOrder(population)
  for (const what of WHATS) {
    const { count, sha256 } = plan.parts[what]
    if (ordered[what].length !== count || unitsHash(ordered[what]) !== sha256) return `population_differs_${what}`
  }
  const ids = new Set(ordered.case.map((one) => one.leafIndex))
  const { size } = headOf(plan.checkpoint) ?? { size: 0 }
  const isOutside = plan.sealedBy === 'company' && ordered.case.some((one) => one.leafIndex >= size)
  if (ids.size < ordered.case.length || isOutside) return 'population_outside_checkpoint'
  return plan.casesFromOn !== null && ordered.case.some((one) => one.madeOn < plan.casesFromOn!)
    ? 'population_before_period'
    : ''
}

function drawFault({ plan, population, picks }: SampleFile, seed: string): string {
  return canonicalJson(drawSample(population, plan, seed)) === canonicalJson(picks) ? '' : 'draw_differs'
}
