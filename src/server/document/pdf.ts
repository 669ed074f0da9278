import { readFileSync } from 'node:fs'
import QRCode from 'qrcode'
import { chartSvg } from './chart.ts'
import { readFont } from './font.ts'
import { type Block, type DocumentModel, numberHeadings } from './model.ts'
import { showableText } from './text.ts'
import { setTypst } from './typst.ts'

const TEMPLATE = new URL('./document.typ', import.meta.url)
const CONTENTS = { 'zh-CN': '目录', en: 'Contents' } as const

/** Sets a document as PDF in the calling thread; elsewhere `renderPdf` is asked, which does not stand in anybody's way. */
export function setPdf(model: DocumentModel): Uint8Array {
  const images: Record<string, Uint8Array> = {}
  const blocks = numberHeadings(model).map((block, place) => readyBlock(block, place, images))
  const [lang, region] = model.language === 'zh-CN' ? ['zh', 'cn'] : ['en', 'gb']
  const { title, subtitle, meta, author, cover, contents } = model
  const head = { title, ...(subtitle ? { subtitle } : {}), meta, author, cover, contents, lang, region }
  const data = { ...head, date: dateOf(model.madeAt), contentsTitle: CONTENTS[model.language], blocks }
  return setTypst(readFileSync(TEMPLATE, 'utf8'), { data, images })
}

/** What typst cannot make itself is made here: pictures of charts and codes as SVG text, other pictures as files beside the template. */
function readyBlock(block: Block, place: number, images: Record<string, Uint8Array>): unknown {
  if (block.kind === 'chart') {
    const covers = readFont().covers
    const show = (text: string) => showableText(text, covers)
    const { title, categories, series, unit } = block
    const shown = {
      ...block,
      categories: categories.map(show),
      series: series.map((one) => ({ ...one, name: show(one.name) })),
      ...(unit ? { unit: show(unit) } : {}),
    }
    return { kind: 'chart', title, alt: describeChart(block), svg: chartSvg(shown) }
  }
  if (block.kind === 'qr') return { ...block, svg: qrSvg(block.text) }
  if (block.kind !== 'image') return block
  const { bytes, mediaType, ...rest } = block
  const path = `/images/${place}.${mediaType === 'image/png' ? 'png' : 'jpg'}`
  images[path] = bytes
  return { ...rest, path }
}

/** A chart in words, for readers who hear it. */
export function describeChart({ title, unit, categories, series }: Extract<Block, { kind: 'chart' }>): string {
  const sums = series.map(({ name, values }) => {
    const said = categories.flatMap((category, place) => {
      const value = values[place] ?? null
      return value === null ? [] : [`${category} ${value}`]
    })
    return `${name}: ${said.join(', ')}`
  })
  return `${title}${unit ? ` (${unit})` : ''}. ${sums.join('; ')}`
}

/** A QR code as SVG, one path, with the quiet zone of four modules that readers need. */
export function qrSvg(text: string): string {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
  const size = modules.size + 8
  const squares: string[] = []
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column)) squares.push(`M${column + 4} ${row + 4}h1v1h-1z`)
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size}" height="${size}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#ffffff"/><path d="${squares.join('')}" fill="#000000"/></svg>`
}

function dateOf(instant: string) {
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) throw new RangeError(`not an instant: ${instant}`)
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()]
  return { year, month, day, hour: at.getUTCHours(), minute: at.getUTCMinutes(), second: at.getUTCSeconds() }
}
