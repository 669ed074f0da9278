import type { WrittenSheet } from '#src/server/tabular/model.ts'
import type { FindingRule, Group, Indicator, Leaf, LocalText, Provenance, Scheme, Sealed } from '../contract.ts'
import { listLeaves } from './tree.ts'
import { SHEETS, type SheetKey, writeLines, writeProvenance } from './workbook-sheets.ts'
import { writeToken } from './workbook-tokens.ts'

type Value = string | number | boolean | null
type Row = Record<string, Value | undefined>

/**
 * A scheme as the sheets of a workbook: items, the measures of items, rules with levels, and measures. `readSchemeSheets` reads back exactly the same
 * scheme, with its seal where it is sealed. Control characters, which no workbook can hold, are left out.
 */
export function writeSchemeSheets(scheme: Scheme, sealed?: Sealed): WrittenSheet[] {
  return [
    sheet('items', itemRows(scheme)),
    sheet('uses', listLeaves(scheme).flatMap(useRows)),
    sheet('rules', [...ruleRows(scheme), ...sealRows(sealed)].map(partRow)),
    sheet('measures', scheme.measures.map(measureRow)),
  ]
}

function sheet(key: SheetKey, rows: Row[]): WrittenSheet {
  const { name, columns } = SHEETS[key]
  const keys = Object.keys(columns)
  return {
    name,
    columns: Object.values(columns).map((title: string) => ({ title })),
    rows: rows.map((row) => keys.map((column) => row[column] ?? null)),
  }
}

const points = (hundredths: number) => hundredths / 100

function itemRows(scheme: Scheme): Row[] {
  return scheme.groups.flatMap((group) => [
    nodeRow('group', group),
    ...group.indicators.flatMap((indicator) => [
      nodeRow('indicator', indicator),
      ...indicator.leaves.map((leaf) => leafRow(leaf)),
    ]),
  ])
}

function nodeRow(layer: string, node: Group | Indicator | Leaf): Row {
  return {
    layer: writeToken('layer', layer),
    id: node.id,
    nameZh: node.name.zh,
    nameEn: node.name.en,
    provenance: writeProvenance(node.provenance),
    points: points(node.points.hundredths),
    pointsProvenance: writeProvenance(node.points.provenance),
  }
}

function leafRow(leaf: Leaf): Row {
  const { asks, mode, wanted, finding } = leaf
  return {
    ...nodeRow('leaf', leaf),
    asksZh: asks.zh,
    asksEn: asks.en,
    mode: writeToken('mode', mode.value),
    modeProvenance: writeProvenance(mode.provenance),
    wantedZh: writeLines(wanted.map(({ zh }) => zh)),
    wantedEn: writeLines(wanted.map(({ en }) => en)),
    decide: writeToken('decide', finding.decide),
    minimumSample: finding.decide === 'pooled' ? finding.minimumSample : null,
    findingProvenance: writeProvenance(finding.provenance),
  }
}

function useRows({ id: leafId, finding }: Leaf): Row[] {
  const supports = finding.supports.map((measure) => ({ leafId, measure, role: writeToken('role', 'supports') }))
  return [...decidingRows(finding).map((row) => ({ leafId, role: writeToken('role', 'decides'), ...row })), ...supports]
}

function decidingRows(finding: FindingRule): Row[] {
  switch (finding.decide) {
    case 'by_person':
      return []
    case 'pooled':
      return finding.measures.map((measure) => ({ measure }))
    case 'worst':
      return finding.inputs.map(({ measure, minimumSample }) => ({ measure, minimumSample }))
    case 'every':
      return finding.conditions.map(({ measure, minimumSample, share, atLeast }) => ({
        ...{ measure, minimumSample },
        sharePercent: share.basisPoints / 100,
        shareProvenance: writeProvenance(share.provenance),
        atLeast: atLeast.count,
        atLeastProvenance: writeProvenance(atLeast.provenance),
      }))
  }
}

function ruleRows(scheme: Scheme): Row[] {
  const { rules } = scheme
  const { specialDeduction, bonus } = rules
  const given = (part: string, value: Value, provenance: Provenance): Row => ({
    part,
    value,
    provenance: writeProvenance(provenance),
  })
  return [
    { part: 'scheme', id: scheme.id, ...bothOf(scheme.title), provenance: writeProvenance(scheme.provenance) },
    { part: 'version', value: scheme.version },
    { part: 'standard', value: scheme.standard },
    { part: 'issued_on', value: scheme.issuedOn },
    { part: 'in_force_on', value: scheme.inForceOn },
    given('total', points(rules.total.hundredths), rules.total.provenance),
    ...rules.levels.map(({ id, stars, name, min }) => ({
      ...given('level', points(min.hundredths), min.provenance),
      ...{ id, stars },
      ...bothOf(name),
    })),
    given('special_deduction_points', points(specialDeduction.points.hundredths), specialDeduction.points.provenance),
    given('special_deduction_gate', specialDeduction.gate.count, specialDeduction.gate.provenance),
    { part: 'special_deduction_rectification', value: specialDeduction.rectification },
    ...specialDeduction.triggers.map(({ id, name, provenance }) => worded('trigger', id, name, provenance)),
    given('bonus_points', points(bonus.points.hundredths), bonus.points.provenance),
    given('bonus_max', bonus.max.count, bonus.max.provenance),
    given('exclusion', rules.exclusion.effect, rules.exclusion.provenance),
    given('decimals', rules.rounding.decimals, rules.rounding.provenance),
    { part: 'rounding', value: rules.rounding.mode },
    ...rules.readings.map(({ id, text, provenance }) => worded('reading', id, text, provenance)),
    ...scheme.notApplied.map(({ id, text, provenance }) => worded('not_applied', id, text, provenance)),
    ...scheme.sources.map(({ id, reference }) => ({ part: 'source', id, value: reference })),
  ]
}

function sealRows(sealed: Sealed | undefined): Row[] {
  if (!sealed) return []
  const { seal, publisher } = sealed
  return [
    { part: 'publisher', value: publisher },
    { part: 'sealed_by', id: seal.byPersonId, value: seal.byName },
    { part: 'sealed_at', value: seal.at },
    { part: 'seal_hash', value: seal.schemeHash },
    { part: 'seal_unconfirmed', value: seal.unconfirmedCount },
  ]
}

const partRow = (row: Row): Row => ({ ...row, part: writeToken('part', String(row.part)) })

const bothOf = ({ zh, en }: LocalText): Row => ({ zh, en })

function worded(part: string, id: string, text: LocalText, provenance: Provenance): Row {
  return { part, id, ...bothOf(text), provenance: writeProvenance(provenance) }
}

function measureRow({ id, status, perOutlet, records, definition, name }: Scheme['measures'][number]): Row {
  return {
    ...{ id, status: writeToken('status', status), perOutlet, records },
    definition: definition.measure,
    definitionVersion: definition.version,
    nameZh: name.zh,
    nameEn: name.en,
  }
}
