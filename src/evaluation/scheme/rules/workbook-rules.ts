import type { ReadPlaces } from './workbook-items.ts'
import { SHEETS } from './workbook-sheets.ts'
import type { CellProblem, TableRow } from './workbook-table.ts'

const ONCE = [
  'scheme',
  'version',
  'standard',
  'issued_on',
  'in_force_on',
  'total',
  'special_deduction_points',
  'special_deduction_gate',
  'special_deduction_rectification',
  'bonus_points',
  'bonus_max',
  'exclusion',
  'decimals',
  'rounding',
] as const
type Once = (typeof ONCE)[number]
/** Only of a sealed scheme. */
const OF_SEAL = ['publisher', 'sealed_by', 'sealed_at', 'seal_hash', 'seal_unconfirmed'] as const
const MANY = ['level', 'trigger', 'reading', 'not_applied', 'source'] as const

/** Identity, scoring rules, levels and sources of a scheme. Shapes are checked by the scheme itself. */
export function readRules(
  rows: readonly TableRow[],
  places: ReadPlaces,
): { raw: Record<string, unknown>; sealed?: unknown; problems: CellProblem[] } {
  const byPart = Map.groupBy(rows, (row) => row.token('part', 'part') ?? '')
  const problems = [...checkParts(byPart)]
  if (problems.length > 0) return { raw: {}, problems }
  const one = (part: Once) => byPart.get(part)![0]!
  const many = (part: (typeof MANY)[number]) => byPart.get(part) ?? []
  const given = (part: Once, path: string, as: 'text' | 'number' | 'day' = 'text') => {
    places.set(path, one(part).place('value'))
    return one(part)[as]('value')
  }
  const sourceOf = (part: Once, path: string) => {
    places.set(`${path}.provenance`, one(part).place('provenance'))
    return one(part).provenance('provenance')
  }
  const points = (part: Once, path: string) => {
    places.set(`${path}.hundredths`, one(part).place('value'))
    return { hundredths: one(part).hundredths('value'), provenance: sourceOf(part, path) }
  }
  const count = (part: Once, path: string) => ({
    count: given(part, `${path}.count`, 'number'),
    provenance: sourceOf(part, path),
  })
  const scheme = one('scheme')
  places.set('id', scheme.place('id')).set('title.zh', scheme.place('zh')).set('title.en', scheme.place('en'))
  nameParts(places, { one, many })
  const raw = {
    id: scheme.text('id'),
    title: bothOf(scheme),
    provenance: sourceOf('scheme', ''),
    version: given('version', 'version', 'number'),
    standard: given('standard', 'standard'),
    issuedOn: given('issued_on', 'issuedOn', 'day'),
    inForceOn: given('in_force_on', 'inForceOn', 'day'),
    rules: {
      total: points('total', 'rules.total'),
      levels: many('level').map(levelOf),
      specialDeduction: {
        points: points('special_deduction_points', 'rules.specialDeduction.points'),
        gate: count('special_deduction_gate', 'rules.specialDeduction.gate'),
        rectification: given('special_deduction_rectification', 'rules.specialDeduction.rectification'),
        triggers: many('trigger').map((row) => ({ id: row.text('id'), name: bothOf(row), ...sourced(row) })),
      },
      bonus: { points: points('bonus_points', 'rules.bonus.points'), max: count('bonus_max', 'rules.bonus.max') },
      exclusion: {
        effect: given('exclusion', 'rules.exclusion.effect'),
        provenance: sourceOf('exclusion', 'rules.exclusion'),
      },
      rounding: {
        decimals: given('decimals', 'rules.rounding.decimals', 'number'),
        mode: given('rounding', 'rules.rounding.mode'),
        provenance: sourceOf('decimals', 'rules.rounding'),
      },
      readings: many('reading').map(wordedOf),
    },
    notApplied: many('not_applied').map(wordedOf),
    sources: many('source').map((row) => ({ id: row.text('id'), reference: row.text('value') })),
  }
  return { raw, sealed: sealedOf(byPart), problems }
}

/** Its shape is for the caller to check; undefined where the workbook has no seal. */
function sealedOf(byPart: Map<string, TableRow[]>): unknown {
  const [publisher, by, at, hash, count] = OF_SEAL.map((part) => byPart.get(part)?.[0])
  if (!by && !at && !hash) return undefined
  const seal = {
    ...{ byPersonId: by?.text('id'), byName: by?.text('value'), at: at?.text('value') },
    ...{ schemeHash: hash?.text('value'), unconfirmedCount: count?.number('value') },
  }
  return { seal, publisher: publisher?.text('value') ?? '' }
}

function checkParts(byPart: Map<string, TableRow[]>): CellProblem[] {
  const problems: CellProblem[] = []
  for (const part of ONCE) {
    const rows = byPart.get(part) ?? []
    const place = rows[1]?.place('part') ?? { sheet: SHEETS.rules.name, row: 1, column: 'A' }
    if (rows.length !== 1)
      problems.push({ ...place, code: 'part_not_once', expected: part, found: `${part} × ${rows.length}` })
  }
  for (const [part, [first]] of byPart)
    if (![...ONCE, ...MANY, ...OF_SEAL].some((known) => known === part))
      problems.push({
        ...first!.place('part'),
        code: 'part_unknown',
        expected: [...ONCE, ...MANY].join(', '),
        found: part,
      })
  return problems
}

type Parts = { one: (part: Once) => TableRow; many: (part: (typeof MANY)[number]) => TableRow[] }

/** The names that checks call these parts by, and the paths of those in lists. */
function nameParts(places: ReadPlaces, { one, many }: Parts): void {
  places.set('rules/total', one('total').place('value'))
  places.set('rules/rounding', one('decimals').place('value'))
  places.set('rules/specialDeduction/gate', one('special_deduction_gate').place('value'))
  const first = many('reading')[0] ?? one('scheme')
  places.set('rules/readings', first.place('id'))
  const lists = [
    ['rules.levels', 'rules/levels', 'level', 'min.hundredths', 'min.provenance', 'name'],
    ['rules.specialDeduction.triggers', 'rules/specialDeduction/triggers', 'trigger', '', 'provenance', 'name'],
    ['rules.readings', 'rules/readings', 'reading', '', 'provenance', 'text'],
    ['notApplied', 'notApplied', 'not_applied', '', 'provenance', 'text'],
    ['sources', 'sources', 'source', 'reference', '', ''],
  ] as const
  for (const [path, name, part, value, provenance, words] of lists)
    many(part).forEach((row, at) => {
      const here = `${path}.${at}`
      places.set(here, row.place('id'))
      if (value) places.set(`${here}.${value}`, row.place('value'))
      if (provenance) places.set(`${here}.${provenance}`, row.place('provenance'))
      if (words) places.set(`${here}.${words}.zh`, row.place('zh')).set(`${here}.${words}.en`, row.place('en'))
      if (part === 'level') places.set(`${here}.stars`, row.place('stars'))
      places.set(`${name}/${row.text('id') ?? ''}`, row.place(part === 'level' ? 'value' : 'id'))
    })
}

const bothOf = (row: TableRow) => ({ zh: row.text('zh'), en: row.text('en') })
const sourced = (row: TableRow) => ({ provenance: row.provenance('provenance') })
const wordedOf = (row: TableRow) => ({ id: row.text('id'), text: bothOf(row), ...sourced(row) })

function levelOf(row: TableRow): unknown {
  return {
    id: row.text('id'),
    stars: row.number('stars'),
    name: bothOf(row),
    min: { hundredths: row.hundredths('value'), ...sourced(row) },
  }
}
