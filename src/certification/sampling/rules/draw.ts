import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import type { SampledPart, SampledWhat, SamplingPlan } from '#src/evaluation/sampling-receipt/contract.ts'
import { chanceStream, drawFrom } from '#src/shared/draw.ts'
import type { Drawn, Pick, Population, Unit } from '../contract.ts'
import { WHATS } from './plan.ts'
import { stratify, stratumOf } from './strata.ts'
import { inOrder, unitsOf } from './units.ts'

/** SHA-256("starproof-sample-1\n" + plan hash + "\n" + nonce + "\n" + root of C2); all three, and the answer, in lowercase hex. */
export function seedOf(planSha256: string, nonce: string, rootHex: string): string {
  return bytesToHex(sha256(utf8ToBytes(`starproof-sample-1\n${planSha256}\n${nonce}\n${rootHex}`)))
}

export function nonceHash(nonce: string): string {
  return bytesToHex(sha256(hexToBytes(nonce)))
}

/** The sample: a pure function of population, plan and seed. Strata are drawn each from a stream of its own. */
export function drawSample(population: Population, plan: SamplingPlan, seed: string): Drawn['picks'] {
  const units = unitsOf(inOrder(population))
  const picks: Partial<Drawn['picks']> = {}
  for (const what of WHATS) picks[what] = drawPart(what, units[what], plan.parts[what], seed)
  return picks as Drawn['picks']
}

function drawPart(what: SampledWhat, units: readonly Unit[], part: SampledPart, seed: string): Pick[] {
  const fixed = new Map<string, Pick['how']>([
    ...part.certain.map((id) => [id, 'certain'] as const),
    ...part.chosen.map(({ id }) => [id, 'chosen'] as const),
  ])
  const picks: Pick[] = units
    .filter((unit) => fixed.has(unit.id))
    .map((unit) => ({ id: unit.id, how: fixed.get(unit.id)!, stratum: stratumOf(unit, part.stratifiedBy) }))
  const strata = stratify(
    units.filter((unit) => !fixed.has(unit.id)),
    part.stratifiedBy,
  )
  for (const { key, random } of part.strata) {
    const below = chanceStream(seed, `starproof-draw-1\n${what}\n${key}`)
    for (const unit of drawFrom(strata.get(key) ?? [], random, below))
      picks.push({ id: unit.id, how: 'random', stratum: key })
  }
  return picks
}
