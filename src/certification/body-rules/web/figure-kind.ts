import type { PersonDayBand } from '../contract/rules.ts'

export type FigureKind =
  | 'months'
  | 'years'
  | 'term'
  | 'personDays'
  | 'yuan'
  | 'percent'
  | 'factor'
  | 'people'
  | 'count'
  | 'yesNo'
  | 'choice'
  | 'materials'
  | 'bands'
  | 'grades'
  | 'text'
  | 'dayList'

/** How people read and write a figure, by its place and what stands there. */
export function kindOf(path: string, value: unknown): FigureKind {
  if (path.endsWith('bands')) return 'bands'
  if (path.endsWith('grades')) return 'grades'
  if (path.endsWith('requiredMaterials')) return 'materials'
  if (Array.isArray(value)) return 'dayList'
  if (typeof value === 'boolean') return 'yesNo'
  if (typeof value === 'object') return 'term'
  if (typeof value === 'string') return path.endsWith('numberPattern') ? 'text' : 'choice'
  if (/Months?$/.test(path) || path.endsWith('plannedFromMonth') || path.endsWith('plannedToMonth')) return 'months'
  if (path.endsWith('Years')) return 'years'
  if (path.endsWith('PerOutletTenths')) return 'people'
  if (path.endsWith('Tenths')) return 'personDays'
  if (path.endsWith('Fen')) return 'yuan'
  if (path.endsWith('Share')) return 'percent'
  if (path.includes('Hundredths')) return 'factor'
  return 'count'
}

const FACTORS: Partial<Record<FigureKind, number>> = {
  personDays: 10,
  people: 10,
  yuan: 100,
  percent: 100,
  factor: 100,
}

/** As it is shown and typed: 2.5 days for 25 tenths. */
export function shownNumber(kind: FigureKind, value: number): number {
  return value / (FACTORS[kind] ?? 1)
}

export function keptNumber(kind: FigureKind, shown: number): number {
  return Math.round(shown * (FACTORS[kind] ?? 1))
}

const CHOICES: Record<string, readonly string[]> = {
  'surveillance.whenOverdue': ['suspend', 'remind'],
  'suspension.whenOver': ['withdraw', 'remind'],
  'transition.whenOver': ['suspend', 'withdraw', 'nothing'],
  'personDays.outletsTimed': ['sampled', 'each'],
}

export function choicesOf(path: string): readonly string[] {
  return CHOICES[path] ?? []
}

const DAY_KEYS = [
  'planningTenths',
  'initialOnSiteTenths',
  'surveillanceTotalTenths',
  'surveillanceOnSiteTenths',
  'recertificationTotalTenths',
  'recertificationOnSiteTenths',
] as const

/** One band a line, as it is pasted from a sheet: from, to, then six figures in days; `-` where nothing is known. */
export function bandLines(bands: readonly PersonDayBand[]): string {
  const shown = (value: number | null, by: number) => (value === null ? '-' : String(value / by))
  return bands
    .map((band) =>
      [shown(band.fromHeadcount, 1), shown(band.toHeadcount, 1), ...DAY_KEYS.map((key) => shown(band[key], 10))].join(
        '\t',
      ),
    )
    .join('\n')
}

/** Undefined where a line has other than eight figures. */
export function readBandLines(text: string): PersonDayBand[] | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const bands = lines.map((line) => {
    const cells = line
      .trim()
      .split(/[\t,;]+|\s{2,}|\s/)
      .map((cell) => (cell === '-' ? null : Number(cell)))
    if (cells.length !== 8 || cells.some((cell) => Number.isNaN(cell))) return undefined
    const [fromHeadcount, toHeadcount, ...days] = cells
    const figures = Object.fromEntries(
      DAY_KEYS.map((key, at) => [key, days[at] === null ? null : Math.round(days[at]! * 10)]),
    )
    return { fromHeadcount, toHeadcount, ...figures } as unknown as PersonDayBand
  })
  return bands.every((band) => band !== undefined) ? bands : undefined
}
