import type { Place } from './workbook-sheets.ts'
import type { CellProblem, TableRow } from './workbook-table.ts'

/** Where each part of the scheme stands: by its path in the scheme (`groups.0.points`) and by the name that checks call it. */
export type ReadPlaces = Map<string, Place>

type Read = { groups: RawGroup[]; problems: CellProblem[] }
type RawIndicator = { leaves: unknown[] }
type RawGroup = { indicators: RawIndicator[] }

/** Groups, indicators and leaves as they stand below each other, each leaf with its measures. Shapes are checked by the scheme itself. */
export function readItems(rows: readonly TableRow[], uses: readonly TableRow[], places: ReadPlaces): Read {
  const groups: RawGroup[] = []
  const problems: CellProblem[] = []
  const seen = new Set<string>()
  const usesOf = Map.groupBy(uses, (row) => row.text('leafId')?.trim() ?? '')
  for (const row of rows) {
    const layer = row.token('layer', 'layer') ?? ''
    const group = groups.at(-1)
    const indicator = group?.indicators.at(-1)
    const groupPath = `groups.${layer === 'group' ? groups.length : groups.length - 1}`
    if (layer === 'group') groups.push({ ...readNode(row, groupPath, places), indicators: [] })
    else if (layer === 'indicator' && group) {
      const path = `${groupPath}.indicators.${group.indicators.length}`
      group.indicators.push({ ...readNode(row, path, places), leaves: [] })
    } else if (layer === 'leaf' && group && indicator) {
      const path = `${groupPath}.indicators.${group.indicators.length - 1}.leaves.${indicator.leaves.length}`
      const id = row.text('id')?.trim() ?? ''
      indicator.leaves.push(readLeaf(row, usesOf.get(id) ?? [], path, { places, problems }))
      usesOf.delete(id)
      if (seen.has(id)) problems.push({ ...row.place('id'), code: 'id_repeated', expected: '1', found: id })
      seen.add(id)
    } else
      problems.push({
        ...row.place('layer'),
        code: 'layer_out_of_order',
        expected: '',
        found: layer,
      })
  }
  for (const [leafId, [first]] of usesOf)
    problems.push({ ...first!.place('leafId'), code: 'leaf_unknown', expected: '', found: leafId })
  return { groups, problems }
}

function readNode(row: TableRow, path: string, places: ReadPlaces): Record<string, unknown> {
  const id = row.text('id')?.trim()
  mark(places, row, path, {
    '': 'id',
    id: 'id',
    'name.zh': 'nameZh',
    'name.en': 'nameEn',
    provenance: 'provenance',
    'points.hundredths': 'points',
    'points.provenance': 'pointsProvenance',
  })
  places.set(String(id), row.place('points')).set(`groups/${String(id)}`, row.place('id'))
  return {
    id,
    name: { zh: row.text('nameZh'), en: row.text('nameEn') },
    provenance: row.provenance('provenance'),
    points: { hundredths: row.hundredths('points'), provenance: row.provenance('pointsProvenance') },
  }
}

type Found = { places: ReadPlaces; problems: CellProblem[] }

function readLeaf(row: TableRow, uses: readonly TableRow[], path: string, { places, problems }: Found): unknown {
  mark(places, row, path, {
    'asks.zh': 'asksZh',
    'asks.en': 'asksEn',
    'mode.value': 'mode',
    'mode.provenance': 'modeProvenance',
    wanted: 'wantedZh',
    finding: 'decide',
    'finding.provenance': 'findingProvenance',
  })
  places.set(`${String(row.text('id')?.trim())}/finding`, row.place('decide'))
  const [zh, en] = [row.lines('wantedZh'), row.lines('wantedEn')]
  if (zh.length !== en.length)
    problems.push({
      ...row.place('wantedEn'),
      code: 'wanted_not_paired',
      expected: String(zh.length),
      found: String(en.length),
    })
  return {
    ...readNode(row, path, places),
    asks: { zh: row.text('asksZh'), en: row.text('asksEn') },
    mode: { value: row.token('mode', 'mode'), provenance: row.provenance('modeProvenance') },
    wanted: zh.map((text, at) => ({ zh: text, en: en[at] })),
    finding: readFinding(row, uses, `${path}.finding`, { places, problems }),
  }
}

function readFinding(row: TableRow, uses: readonly TableRow[], path: string, { places, problems }: Found): unknown {
  const decide = row.token('decide', 'decide')
  const [decides, supports] = ['decides', 'supports'].map((role) =>
    uses.filter((use) => use.token('role', 'role') === role),
  ) as [TableRow[], TableRow[]]
  for (const use of uses) {
    const role = use.token('role', 'role') ?? ''
    if (role !== 'decides' && role !== 'supports')
      problems.push({ ...use.place('role'), code: 'role_unknown', expected: '', found: role })
    if (role === 'decides' && decide === 'by_person')
      problems.push({ ...use.place('role'), code: 'nothing_decides_but_a_person', expected: '', found: role })
  }
  for (const [at, use] of supports.entries()) places.set(`${path}.supports.${at}`, use.place('measure'))
  const rule = {
    decide,
    supports: supports.map((use) => use.text('measure')),
    provenance: row.provenance('findingProvenance'),
  }
  const each = (list: string, read: (use: TableRow) => unknown) =>
    decides.map((use, at) => {
      mark(places, use, `${path}.${list}.${at}`, USE_PLACES)
      return read(use)
    })
  if (decide === 'every') return { ...rule, conditions: each('conditions', readCondition) }
  if (decide === 'worst')
    return {
      ...rule,
      inputs: each('inputs', (use) => ({ measure: use.text('measure'), minimumSample: use.number('minimumSample') })),
    }
  if (decide !== 'pooled') return rule
  places.set(`${path}.minimumSample`, row.place('minimumSample'))
  return {
    ...rule,
    measures: each('measures', (use) => use.text('measure')),
    minimumSample: row.number('minimumSample'),
  }
}

const USE_PLACES = {
  '': 'measure',
  measure: 'measure',
  minimumSample: 'minimumSample',
  'share.basisPoints': 'sharePercent',
  'share.provenance': 'shareProvenance',
  'atLeast.count': 'atLeast',
  'atLeast.provenance': 'atLeastProvenance',
}

function readCondition(use: TableRow): unknown {
  return {
    measure: use.text('measure'),
    minimumSample: use.number('minimumSample'),
    share: { basisPoints: use.hundredths('sharePercent'), provenance: use.provenance('shareProvenance') },
    atLeast: { count: use.number('atLeast'), provenance: use.provenance('atLeastProvenance') },
  }
}

function mark(places: ReadPlaces, row: TableRow, path: string, columns: Record<string, string>): void {
  for (const [step, column] of Object.entries(columns))
    places.set(step === '' ? path : `${path}.${step}`, row.place(column))
}
