import {
  AlignmentType,
  BorderStyle,
  HeadingLevel,
  ImageRun,
  type IRunOptions,
  LineRuleType,
  PageBreak,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'
import { ChartRun } from 'docx/charts'
import QRCode from 'qrcode'
import { FONT_FAMILY } from './font.ts'
import { imageSize } from './image-size.ts'
import {
  type Block,
  type Cell,
  type ChartBlock,
  type KeyValue,
  seriesColour,
  type TableBlock,
  type TableColumn,
  type Tone,
} from './model.ts'

export const COLOURS = { ink: '1F2937', quiet: '6B7280', line: 'D1D5DB', shade: 'F3F4F6', accent: '0B4F8A' } as const

const HEADINGS = [HeadingLevel.HEADING_1, HeadingLevel.HEADING_2, HeadingLevel.HEADING_3] as const
/** Text width of the page in twentieths of a point: A4 less the margins. */
const TEXT_WIDTH = 9_412
const PIXELS_PER_MM = 96 / 25.4
const TONES: Record<Tone, IRunOptions> = {
  plain: {},
  strong: { bold: true },
  quiet: { color: COLOURS.quiet },
  good: { color: '166534' },
  warn: { color: '9A5B00', bold: true },
  bad: { color: 'B91C1C', bold: true },
}
const ALIGN = { left: AlignmentType.LEFT, centre: AlignmentType.CENTER, right: AlignmentType.RIGHT } as const
const NO_LINE = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const
const THIN_LINE = { style: BorderStyle.SINGLE, size: 4, color: COLOURS.line } as const

/** A text as runs, one per line. */
export function linesOf(text: string, look: IRunOptions = {}): TextRun[] {
  return text.split('\n').map((line, place) => new TextRun({ ...look, text: line, ...(place > 0 ? { break: 1 } : {}) }))
}

/** One block as the paragraphs and tables of Word. Texts are clean by now. */
export async function wordBlock(block: Block): Promise<(Paragraph | Table)[]> {
  switch (block.kind) {
    case 'heading':
      return [new Paragraph({ heading: HEADINGS[block.level - 1]!, children: linesOf(block.text) })]
    case 'paragraph':
      return [new Paragraph({ children: linesOf(block.text, TONES[block.tone ?? 'plain']) })]
    case 'list': {
      const style = { numbering: { reference: block.ordered ? 'ordered' : 'bullets', level: 0 } }
      return block.items.map((item) => new Paragraph({ ...style, children: linesOf(item) }))
    }
    case 'table':
      return wordTable(block)
    case 'keyValues':
      return [wordKeyValues(block.rows), new Paragraph('')]
    case 'chart':
      return [wordChart(block)]
    case 'image': {
      const { width, height } = imageSize(block.bytes, block.mediaType)
      const shown = Math.min(block.widthMm, 166) * PIXELS_PER_MM
      const type = block.mediaType === 'image/png' ? ('png' as const) : ('jpg' as const)
      const picture = pictureOf(type, block.bytes, { width: shown, height: (shown * height) / width }, block.alt)
      return [new Paragraph({ alignment: AlignmentType.CENTER, children: [picture] }), ...captionOf(block.caption)]
    }
    case 'qr': {
      const side = (block.sizeMm ?? 28) * PIXELS_PER_MM
      const bytes = await QRCode.toBuffer(block.text, { errorCorrectionLevel: 'M', margin: 4, scale: 8 })
      const picture = pictureOf('png', bytes, { width: side, height: side }, block.text)
      const caption = block.caption ? [new Paragraph({ children: linesOf(block.caption, TONES.quiet) })] : []
      return [new Paragraph({ children: [picture] }), ...caption]
    }
    case 'pageBreak':
      return [new Paragraph({ children: [new PageBreak()] })]
    case 'signatures':
      return [new Paragraph({ spacing: { before: 360 } }), wordSignatures(block.lines)]
  }
}

function pictureOf(
  type: 'png' | 'jpg',
  data: Uint8Array,
  size: { width: number; height: number },
  alt: string,
): ImageRun {
  const transformation = { width: Math.round(size.width), height: Math.round(size.height) }
  return new ImageRun({ type, data, transformation, altText: { name: alt.slice(0, 200), description: alt } })
}

function captionOf(caption: string | undefined): Paragraph[] {
  if (!caption) return []
  return [new Paragraph({ alignment: AlignmentType.CENTER, children: linesOf(caption, { ...TONES.quiet, size: 18 }) })]
}

function wordTable(block: TableBlock): (Paragraph | Table)[] {
  const widths = widthsOf(block.columns)
  const header = new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: block.columns.map((column, place) =>
      cellOf({ text: column.title, tone: 'strong' }, column, widths[place]!, true),
    ),
  })
  const rows = block.rows.map((row) =>
    'across' in row
      ? new TableRow({ cantSplit: true, children: [acrossOf(row.across, block.columns.length)] })
      : new TableRow({
          children: row.map((cell, place) =>
            cellOf(cell, block.columns[place] ?? { title: '' }, widths[place] ?? 0, false),
          ),
        }),
  )
  const caption = block.caption
    ? [
        new Paragraph({
          keepNext: true,
          spacing: { before: 200 },
          children: linesOf(block.caption, { bold: true, size: 19 }),
        }),
      ]
    : []
  const none = { top: NO_LINE, left: NO_LINE, right: NO_LINE, insideVertical: NO_LINE }
  const table = new Table({
    layout: TableLayoutType.FIXED,
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    borders: { ...none, bottom: THIN_LINE, insideHorizontal: THIN_LINE },
    rows: [header, ...rows],
  })
  // Word joins two tables that touch.
  return [...caption, table, new Paragraph('')]
}

function widthsOf(columns: readonly TableColumn[]): number[] {
  const shares = columns.map((column) => column.share ?? 1)
  const total = shares.reduce((sum, share) => sum + share, 0)
  return shares.map((share) => Math.round((TEXT_WIDTH * share) / total))
}

function cellOf(cell: Cell, column: TableColumn, width: number, isHeader: boolean): TableCell {
  const { text, tone } = typeof cell === 'string' ? { text: cell, tone: 'plain' as const } : cell
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    margins: { top: 50, bottom: 50, left: 80, right: 80 },
    ...(isHeader ? { shading: { type: ShadingType.CLEAR, fill: COLOURS.shade, color: 'auto' } } : {}),
    children: [
      new Paragraph({
        alignment: ALIGN[column.align ?? 'left'],
        spacing: { after: 0, line: 240, lineRule: LineRuleType.AUTO },
        children: linesOf(text, { ...TONES[tone], size: 18 }),
      }),
    ],
  })
}

function acrossOf(text: string, columns: number): TableCell {
  return new TableCell({
    columnSpan: columns,
    margins: { top: 50, bottom: 50, left: 80, right: 80 },
    shading: { type: ShadingType.CLEAR, fill: 'FAFAFA', color: 'auto' },
    children: [
      new Paragraph({ spacing: { after: 0 }, keepNext: true, children: linesOf(text, { bold: true, size: 18 }) }),
    ],
  })
}

/** Labels and values in two columns without lines. */
export function wordKeyValues(rows: readonly KeyValue[]): Table {
  return bare(
    rows.map(({ label, value }) => [linesOf(label, TONES.quiet), linesOf(value)]),
    [2_155, TEXT_WIDTH - 2_155],
  )
}

function wordSignatures(lines: Extract<Block, { kind: 'signatures' }>['lines']): Table {
  const signed = lines.map(({ label, name, on }) => [
    ...linesOf(label, TONES.quiet),
    new TextRun({ break: 2, text: [name, on].filter(Boolean).join('　') }),
    new TextRun({ break: 1, text: '＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿', color: COLOURS.quiet }),
  ])
  const rows: TextRun[][][] = []
  for (let place = 0; place < signed.length; place += 2) rows.push([signed[place]!, signed[place + 1] ?? []])
  return bare(rows, [TEXT_WIDTH / 2, TEXT_WIDTH / 2])
}

function bare(rows: TextRun[][][], widths: number[]): Table {
  const none = {
    top: NO_LINE,
    bottom: NO_LINE,
    left: NO_LINE,
    right: NO_LINE,
    insideVertical: NO_LINE,
    insideHorizontal: NO_LINE,
  }
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    borders: none,
    rows: rows.map(
      (cells) =>
        new TableRow({
          cantSplit: true,
          children: cells.map(
            (children, place) =>
              new TableCell({
                width: { size: widths[place]!, type: WidthType.DXA },
                children: [new Paragraph({ spacing: { after: 80 }, children })],
              }),
          ),
        }),
    ),
  })
}

function wordChart(chart: ChartBlock): Paragraph {
  const series = chart.series.map(({ name, values }, place) => ({
    name: name || '—',
    values: values.slice(0, chart.categories.length),
    color: seriesColour(place).toUpperCase(),
  }))
  if (series.length === 0 || chart.categories.length === 0) {
    return new Paragraph({ alignment: AlignmentType.CENTER, children: linesOf(`${chart.title}: —`, TONES.quiet) })
  }
  const title = chart.unit ? `${chart.title}（${chart.unit}）` : chart.title
  const common = {
    title: { text: title, font: { size: 11, bold: true } },
    font: { name: FONT_FAMILY },
    categories: chart.categories,
    series,
    transformation: { width: 620, height: 300 },
  }
  const run =
    chart.form === 'line'
      ? new ChartRun({ ...common, type: 'line', markers: true })
      : new ChartRun({ ...common, type: 'column', ...(chart.form === 'stacked' ? { stacking: 'stacked' } : {}) })
  return new Paragraph({ alignment: AlignmentType.CENTER, children: [run] })
}
