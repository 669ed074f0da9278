/** An exact rational number. The denominator is positive; it is reduced only when written out, which keeps sums fast. */
export type Fraction = { readonly numerator: bigint; readonly denominator: bigint }

/** `numerator / denominator`, whole numbers. Throws a RangeError for a denominator that is not positive or a number that is not whole. */
export function fraction(numerator: number | bigint, denominator: number | bigint = 1n): Fraction {
  const below = BigInt(denominator)
  if (below <= 0n) throw new RangeError('a fraction needs a positive denominator')
  return { numerator: BigInt(numerator), denominator: below }
}

/** The exact sum; zero for an empty list. */
export function sum(parts: readonly Fraction[]): Fraction {
  return parts.reduce(plus, fraction(0))
}

export function plus(a: Fraction, b: Fraction): Fraction {
  if (a.denominator === b.denominator) return { numerator: a.numerator + b.numerator, denominator: a.denominator }
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  }
}

export function minus(a: Fraction, b: Fraction): Fraction {
  return plus(a, { numerator: -b.numerator, denominator: b.denominator })
}

export function times(a: Fraction, b: Fraction): Fraction {
  return { numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator }
}

export function isBelow(a: Fraction, b: Fraction): boolean {
  return a.numerator * b.denominator < b.numerator * a.denominator
}

/** The nearest whole number; exactly half goes up (towards plus infinity). */
export function roundHalfUp(value: Fraction): bigint {
  const doubled = 2n * value.numerator + value.denominator
  const below = 2n * value.denominator
  const quotient = doubled / below
  return doubled < 0n && quotient * below !== doubled ? quotient - 1n : quotient
}

/** In lowest terms: `191/2`, or `95` when it is whole. */
export function fractionText(value: Fraction): string {
  const common = greatestDivisor(value.numerator < 0n ? -value.numerator : value.numerator, value.denominator)
  const above = value.numerator / common
  const below = value.denominator / common
  return below === 1n ? `${above}` : `${above}/${below}`
}

const LARGEST_PLAIN = BigInt(Number.MAX_SAFE_INTEGER)

function greatestDivisor(first: bigint, second: bigint): bigint {
  let [a, b] = [first, second]
  while (b !== 0n && (a > LARGEST_PLAIN || b > LARGEST_PLAIN)) [a, b] = [b, a % b]
  // Plain numbers are ten times as fast, and nearly every fraction of counts fits them.
  if (b === 0n) return a
  let [x, y] = [Number(a), Number(b)]
  while (y !== 0) [x, y] = [y, x % y]
  return BigInt(x)
}
