/**
 * A document as its maker sees it: what stands in it, not how it is set. The same description becomes PDF (`renderPdf`) and Word (`renderWord`).
 * Texts are plain: no character in them is ever read as markup; a line break starts a new line.
 */
export type DocumentModel = {
  title: string
  subtitle?: string
  language: 'zh-CN' | 'en'
  /** Stands under the title: number, period, who made it. */
  meta: readonly KeyValue[]
  /** UTC instant; the date in the file's properties, so the same model gives the same PDF. */
  madeAt: string
  /** Organisation that answers for it; in the file's properties and at the top of every page. */
  author: string
  /** `page`: a title page of its own (reports). `head`: the title above the text (letters, contracts). */
  cover: 'page' | 'head'
  /** Whether a table of contents follows the title. */
  contents: boolean
  /** Numbers the headings: 1, 1.1, 1.1.1. */
  numbered: boolean
  blocks: readonly Block[]
}

export type KeyValue = { label: string; value: string }

export type Tone = 'plain' | 'strong' | 'quiet' | 'good' | 'warn' | 'bad'
export type Cell = string | { text: string; tone: Tone }
export type TableColumn = {
  title: string
  /** Share of the width; 1 when absent. */
  share?: number
  align?: 'left' | 'centre' | 'right'
}
/** A row of cells, one per column, or a sub-heading across all columns. */
export type TableRow = readonly Cell[] | { across: string }

export type TableBlock = {
  kind: 'table'
  caption?: string
  /** Repeated at the top of every page that the table reaches. */
  columns: readonly TableColumn[]
  rows: readonly TableRow[]
}

export type ChartBlock = {
  kind: 'chart'
  form: 'bar' | 'line' | 'stacked'
  title: string
  /** Of the values, shown beside the axis: 件, %, days. */
  unit?: string
  categories: readonly string[]
  /** One value per category; null is a gap. */
  series: readonly { name: string; values: readonly (number | null)[] }[]
}

export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3; text: string }
  | { kind: 'paragraph'; text: string; tone?: Tone }
  | { kind: 'list'; items: readonly string[]; ordered?: boolean }
  | TableBlock
  | { kind: 'keyValues'; rows: readonly KeyValue[] }
  | ChartBlock
  /** `alt` says what there is to see, for those who cannot. */
  | {
      kind: 'image'
      bytes: Uint8Array
      mediaType: 'image/png' | 'image/jpeg'
      alt: string
      widthMm: number
      caption?: string
    }
  | { kind: 'qr'; text: string; caption?: string; sizeMm?: number }
  | { kind: 'pageBreak' }
  /** Lines to sign on; what is known already stands on them. */
  | { kind: 'signatures'; lines: readonly { label: string; name?: string; on?: string }[] }

/** Colours of series, in order, told apart also by people who see red and green alike; the last repeats. */
export const SERIES_COLOURS = ['1f6feb', 'e07b00', '2a9d8f', '8e44ad', 'c0392b', '5d6d7e', 'b7950b', '117a65'] as const

export function seriesColour(place: number): string {
  return SERIES_COLOURS[place % SERIES_COLOURS.length]!
}

/** Headings with their numbers written before them, where the model wants numbers. */
export function numberHeadings(model: Pick<DocumentModel, 'numbered' | 'blocks'>): readonly Block[] {
  if (!model.numbered) return model.blocks
  const counts = [0, 0, 0]
  return model.blocks.map((block) => {
    if (block.kind !== 'heading') return block
    counts[block.level - 1]! += 1
    counts.fill(0, block.level)
    // A document may begin with a level below the first: no number has a nought in it.
    const number = counts.slice(0, block.level).map((count) => Math.max(count, 1))
    return { ...block, text: `${number.join('.')} ${block.text}` }
  })
}
