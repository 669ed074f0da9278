import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import type { SampledPart, SampledWhat, SamplingPlan } from '#src/evaluation/sampling-receipt/contract.ts'
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

const NUMBERS_PER_BLOCK = 5
const NUMBER_BYTES = 6
const RANGE = 2 ** (8 * NUMBER_BYTES)

/**
 * Whole numbers below `bound`, each equally likely, the same for the same seed and label. Block n of the stream is
 * HMAC-SHA256(seed, label + "\n" + n); each block gives five numbers of six bytes, big end first, its last two bytes are left. A number in
 * the incomplete last run of `bound` is passed over, so that none is favoured.
 */
export function chanceStream(seed: string, label: string): (bound: number) => number {
  const key = hexToBytes(seed)
  let block: Uint8Array = new Uint8Array(0)
  let nextBlock = 0
  let used = NUMBERS_PER_BLOCK
  const next = (): number => {
    if (used === NUMBERS_PER_BLOCK) {
      block = hmac(sha256, key, utf8ToBytes(`${label}\n${nextBlock++}`))
      used = 0
    }
    let number = 0
    for (let at = used * NUMBER_BYTES; at < (used + 1) * NUMBER_BYTES; at++) number = number * 256 + block[at]!
    used += 1
    return number
  }
  return (bound) => {
    if (!Number.isSafeInteger(bound) || bound < 1 || bound > RANGE) throw new RangeError(`cannot draw below ${bound}`)
    const limit = RANGE - (RANGE % bound)
    let number = next()
    while (number >= limit) number = next()
    return number % bound
  }
}

/** The first `count` of the units after an unbiased shuffle (Fisher–Yates from the front), in the order drawn. */
export function drawFrom<T>(units: readonly T[], count: number, below: (bound: number) => number): T[] {
  if (count > units.length) throw new RangeError('more to draw than there are units')
  const open = [...units]
  for (let at = 0; at < count; at++) {
    const from = at + below(open.length - at)
    const taken = open[from]!
    open[from] = open[at]!
    open[at] = taken
  }
  return open.slice(0, count)
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
