import type { PersonDayLine } from '../contract.ts'

/** `25` tenths → `2.5`. */
export function showDays(tenths: number): string {
  return (tenths / 10).toFixed(1).replace(/\.0$/, '')
}

/** Fen as yuan with thousands: `4800000` → `48,000.00`. */
export function showYuan(fen: number): string {
  const [whole, part] = (fen / 100).toFixed(2).split('.') as [string, string]
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${part}`
}

/** Basis points as per cent: `3333` → `33.33%`. */
export function showPercent(basisPoints: number): string {
  return `${(basisPoints / 100).toFixed(2).replace(/\.?0+$/, '')}%`
}

/** The values of a line as they are read: days, shares and counts already written out. */
export function lineValues({ params }: Pick<PersonDayLine, 'params'>): Record<string, string | number> {
  const shown: Record<string, string | number> = { ...params }
  for (const name of ['planning', 'onSite', 'each', 'least', 'step', 'of'])
    if (typeof params[name] === 'number' && isDays(name, params)) shown[name] = showDays(params[name])
  if (typeof params.share === 'number') shown.share = showPercent(params.share)
  return shown
}

// Of a share `of` is a sum of days, of outlets a number of them.
function isDays(name: string, params: PersonDayLine['params']): boolean {
  return name !== 'of' || 'share' in params
}
