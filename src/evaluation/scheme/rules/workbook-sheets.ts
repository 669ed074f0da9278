import type { Provenance } from '../contract.ts'
import { Provenance as ProvenanceShape } from '../contract.ts'

/** The sheets of a scheme workbook and their columns, by key. The titles are part of the file's format, so they are the same in every language. */
export const SHEETS = {
  items: {
    name: '评价项 Items',
    columns: {
      layer: '层级 Layer',
      id: '编号 No.',
      nameZh: '名称 Name (zh)',
      nameEn: '名称 Name (en)',
      asksZh: '要求 Asks (zh)',
      asksEn: '要求 Asks (en)',
      provenance: '来源 Source',
      points: '分值 Points',
      pointsProvenance: '分值来源 Source of points',
      mode: '评分方式 Judging mode',
      modeProvenance: '评分方式来源 Source of mode',
      wantedZh: '所需证据 Wanted (zh)',
      wantedEn: '所需证据 Wanted (en)',
      decide: '判定规则 Decided by',
      minimumSample: '最小样本 Smallest sample',
      findingProvenance: '判定规则来源 Source of rule',
    },
  },
  uses: {
    name: '指标用数 Measures of items',
    columns: {
      leafId: '编号 No.',
      measure: '数据 Measure',
      role: '作用 Role',
      minimumSample: '最小样本 Smallest sample',
      sharePercent: '比例 Share %',
      shareProvenance: '比例来源 Source of share',
      atLeast: '至少 At least',
      atLeastProvenance: '至少来源 Source of least',
    },
  },
  rules: {
    name: '规则与等级 Rules',
    columns: {
      part: '类别 Part',
      id: '编号 No.',
      value: '值 Value',
      stars: '星数 Stars',
      zh: '中文 Chinese',
      en: '英文 English',
      provenance: '来源 Source',
    },
  },
  measures: {
    name: '数据 Measures',
    columns: {
      id: '编号 No.',
      status: '状态 Status',
      perOutlet: '按网点 Per outlet',
      records: '记录 Records',
      definition: '定义 Definition',
      definitionVersion: '定义版本 Version',
      nameZh: '名称 Name (zh)',
      nameEn: '名称 Name (en)',
    },
  },
} as const

export type SheetKey = keyof typeof SHEETS

/** Where something stands in a workbook; `row` counts from 1 as Excel shows it, `column` is its letters. */
export type Place = { sheet: string; row: number; column: string }

const SOURCED = /^sourced ([ABC])(?: \(([\s\S]*)\))?: ([a-z0-9_, -]+)$/
const CONFIRMED = /^confirmed (\S+) ("(?:[^"\\]|\\.)*") (\S+) ("(?:[^"\\]|\\.)*")$/

/** A provenance in one cell, e.g. `sourced A (6.2.1): founding, scoring`; `readProvenance` reads back exactly the same. */
export function writeProvenance(of: Provenance): string {
  switch (of.kind) {
    case 'default':
    case 'unsourced':
      return of.kind
    case 'sourced':
      return `sourced ${of.confidence}${of.clause === undefined ? '' : ` (${of.clause})`}: ${of.sources.join(', ')}`
    case 'confirmed':
      return `confirmed ${of.on} ${JSON.stringify(of.byName)} ${of.byPersonId} ${JSON.stringify(of.from)}`
  }
}

/** Undefined where the text says no provenance. The two short ones may be said in Chinese. */
export function readProvenance(text: string): Provenance | undefined {
  const short: Record<string, string> = { 默认: 'default', 默认分配: 'default', 未核实: 'unsourced' }
  const parsed = ProvenanceShape.safeParse(provenanceIn(short[text] ?? text))
  return parsed.success ? parsed.data : undefined
}

function provenanceIn(text: string): unknown {
  if (text === 'default') return { kind: 'default', confidence: 'none' }
  if (text === 'unsourced') return { kind: 'unsourced', confidence: 'memory' }
  const sourced = SOURCED.exec(text)
  if (sourced) {
    const [, confidence, clause, sources] = sourced
    return { kind: 'sourced', confidence, ...(clause === undefined ? {} : { clause }), sources: sources!.split(', ') }
  }
  const confirmed = CONFIRMED.exec(text)
  if (!confirmed) return undefined
  const [, on, name, byPersonId, from] = confirmed
  const [byName, readIn] = [unquoted(name!), unquoted(from!)]
  return { kind: 'confirmed', byPersonId, byName, on, from: readIn }
}

/** A quoted text; an escape that JSON does not know stands for itself. */
function unquoted(text: string): string {
  const simple: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' }
  return text
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_, code: string | undefined, letter: string | undefined) =>
      code === undefined ? (simple[letter!] ?? letter!) : String.fromCharCode(Number.parseInt(code, 16)),
    )
}

/** Several texts in one cell, one a line. A line break inside a text is written `\n`, a backslash `\\`. */
export function writeLines(texts: readonly string[]): string {
  return texts.map((text) => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')).join('\n')
}

export function readLines(cell: string): string[] {
  if (cell === '') return []
  return cell.split('\n').map((line) => line.replace(/\\(n|\\)/g, (_, letter) => (letter === 'n' ? '\n' : '\\')))
}
