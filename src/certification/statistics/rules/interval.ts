/** Two-sided 95 % quantiles of Student's t by degrees of freedom 1…30 (any table of the distribution); beyond, the normal's. */
const T95 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
] as const
const NORMAL95 = 1.96

export type Estimate = { mean: number; low: number | null; high: number | null }

/** Mean of independent values with its 95 % interval; one value has no interval. Throws RangeError for none. */
export function estimate(values: readonly number[]): Estimate {
  if (values.length === 0) throw new RangeError('no values')
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  if (values.length === 1) return { mean, low: null, high: null }
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const standardError = Math.sqrt(squares / (values.length - 1) / values.length)
  const half = standardError * (T95[values.length - 2] ?? NORMAL95)
  return { mean, low: mean - half, high: mean + half }
}
