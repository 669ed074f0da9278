import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'

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

/** The first `count` of the units after an unbiased shuffle (Fisher–Yates from the front), in the order drawn. Throws where there are fewer. */
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
