import type { Group, Indicator, Problem, Provenance, Scheme } from '../contract.ts'
import { READINGS } from '../contract.ts'
import { decidingMeasures, listLeaves } from './tree.ts'

const asPoints = (hundredths: number) => (hundredths / 100).toFixed(2)

/** Everything that makes a scheme unfit to score with; empty when it is sound. */
export function checkScheme(scheme: Scheme): Problem[] {
  return [
    ...checkSums(scheme),
    ...checkIds(scheme),
    ...checkFindingRules(scheme),
    ...checkScoringRules(scheme),
    ...checkSources(scheme),
  ]
}

function checkSums(scheme: Scheme): Problem[] {
  const problems: Problem[] = []
  const compare = (path: string, code: string, expected: number, parts: { points: { hundredths: number } }[]) => {
    const found = parts.reduce((sum, part) => sum + part.points.hundredths, 0)
    if (found !== expected) problems.push({ path, code, expected: asPoints(expected), found: asPoints(found) })
  }
  compare('rules/total', 'groups_do_not_sum', scheme.rules.total.hundredths, scheme.groups)
  for (const group of scheme.groups) {
    compare(group.id, 'indicators_do_not_sum', group.points.hundredths, group.indicators)
    for (const indicator of group.indicators)
      compare(indicator.id, 'leaves_do_not_sum', indicator.points.hundredths, indicator.leaves)
  }
  for (const indicator of scheme.groups.flatMap((group) => group.indicators))
    if (indicator.leaves.length === 0)
      problems.push({ path: indicator.id, code: 'indicator_empty', expected: '1', found: '0' })
  for (const leaf of listLeaves(scheme))
    if (leaf.points.hundredths === 0)
      problems.push({ path: leaf.id, code: 'leaf_without_points', expected: '0.01', found: '0' })
  return problems
}

function repeated(path: string, ids: string[]): Problem[] {
  return ids
    .filter((id, at) => ids.indexOf(id) !== at)
    .map((id) => ({ path: `${path}/${id}`, code: 'id_repeated', expected: '1', found: '2' }))
}

function checkIds(scheme: Scheme): Problem[] {
  const indicators = scheme.groups.flatMap((group) => group.indicators)
  const nodes: { id: string }[] = [...scheme.groups, ...indicators, ...listLeaves(scheme)]
  const strayed = (parent: Group | Indicator, children: { id: string }[]): Problem[] =>
    children
      .filter((child) => !child.id.startsWith(`${parent.id}.`))
      .map((child) => ({ path: child.id, code: 'id_outside_parent', expected: `${parent.id}.…`, found: child.id }))
  const named = (list: { id: string }[]) => list.map((item) => item.id)
  return [
    ...repeated('groups', named(nodes)),
    ...repeated('measures', named(scheme.measures)),
    ...repeated('sources', named(scheme.sources)),
    ...repeated('rules/levels', named(scheme.rules.levels)),
    ...repeated('rules/specialDeduction/triggers', named(scheme.rules.specialDeduction.triggers)),
    ...scheme.groups.flatMap((group) => strayed(group, group.indicators)),
    ...indicators.flatMap((indicator) => strayed(indicator, indicator.leaves)),
  ]
}

function checkFindingRules(scheme: Scheme): Problem[] {
  const known = new Set(scheme.measures.map((measure) => measure.id))
  return listLeaves(scheme).flatMap((leaf) => {
    const rule = leaf.finding
    const problems: Problem[] = []
    const path = `${leaf.id}/finding`
    const fits =
      rule.decide === 'by_person' ||
      (rule.decide === 'every' ? leaf.mode.value === 'judged' : leaf.mode.value === 'sampled')
    if (!fits) problems.push({ path, code: 'rule_does_not_fit_mode', expected: leaf.mode.value, found: rule.decide })
    const used = [...decidingMeasures(rule), ...rule.supports]
    for (const measure of used)
      if (!known.has(measure)) problems.push({ path, code: 'measure_unknown', expected: '', found: measure })
    return [...problems, ...repeated(path, used)]
  })
}

function checkScoringRules(scheme: Scheme): Problem[] {
  const { levels, readings } = scheme.rules
  const problems: Problem[] = []
  // Whatever the points add up to, the score is on a base of 100, and so are the levels.
  levels.forEach((level, at) => {
    const path = `rules/levels/${level.id}`
    const previous = levels[at - 1]
    if (level.min.hundredths > 10_000)
      problems.push({
        path,
        code: 'level_above_100',
        expected: '100.00',
        found: asPoints(level.min.hundredths),
      })
    if (previous && level.min.hundredths <= previous.min.hundredths)
      problems.push({
        path,
        code: 'levels_not_ascending',
        expected: asPoints(previous.min.hundredths),
        found: asPoints(level.min.hundredths),
      })
  })
  const { decimals } = scheme.rules.rounding
  if (decimals > 2)
    problems.push({ path: 'rules/rounding', code: 'decimals_too_many', expected: '2', found: String(decimals) })
  if (scheme.rules.specialDeduction.gate.count === 0)
    problems.push({ path: 'rules/specialDeduction/gate', code: 'gate_never_open', expected: '1', found: '0' })
  for (const id of READINGS)
    if (readings.filter((reading) => reading.id === id).length !== 1)
      problems.push({
        path: 'rules/readings',
        code: 'reading_not_declared_once',
        expected: id,
        found: '',
      })
  return problems
}

function checkSources(scheme: Scheme): Problem[] {
  const known = new Set(scheme.sources.map((source) => source.id))
  const problems: Problem[] = []
  eachProvenance(scheme, (provenance) => {
    if (provenance.kind !== 'sourced') return
    for (const source of provenance.sources)
      if (!known.has(source)) problems.push({ path: 'sources', code: 'source_unknown', expected: '', found: source })
  })
  return problems
}

function eachProvenance(value: unknown, visit: (provenance: Provenance) => void): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, child] of Object.entries(value)) {
    if (key === 'provenance') visit(child as Provenance)
    else eachProvenance(child, visit)
  }
}
