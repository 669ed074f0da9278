import { FONT_FAMILY } from './font.ts'
import { type ChartBlock, seriesColour } from './model.ts'

const WIDTH = 680
const HEIGHT = 300
const PLOT = { left: 64, right: 668, top: 44, bottom: 258 }
const FONT_SIZE = 12

type Scale = { low: number; high: number; ticks: number[] }

/**
 * A chart as an SVG picture of 680 by 300, its texts in the family of `readFont`. Pure: the same chart gives the same picture.
 * Negative values and gaps are drawn; a chart without any value says so by an empty plot.
 */
export function chartSvg(chart: ChartBlock): string {
  const scale = scaleOf(chart)
  const y = (value: number) => PLOT.bottom - ((value - scale.low) / (scale.high - scale.low)) * (PLOT.bottom - PLOT.top)
  const names = legend(chart)
  const height = HEIGHT + names.extraHeight
  const plot = [...axes(chart, scale, y), ...shapes(chart, y)].join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="${FONT_FAMILY}" font-size="${FONT_SIZE}">${names.parts.join('')}<g transform="translate(0 ${names.extraHeight})">${plot}</g></svg>`
}

/** Ticks at 1, 2 or 5 times a power of ten, nought among them. */
function scaleOf(chart: ChartBlock): Scale {
  const stacks = chart.categories.map((_, place) => {
    const values = chart.series.map((series) => series.values[place] ?? 0)
    if (chart.form !== 'stacked') return [Math.min(0, ...values), Math.max(0, ...values)]
    return [sum(values.filter((value) => value < 0)), sum(values.filter((value) => value > 0))]
  })
  const lowest = Math.min(0, ...stacks.map(([low]) => low!))
  const highest = Math.max(lowest === 0 ? 1 : 0, ...stacks.map(([, high]) => high!))
  const rough = (highest - lowest) / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].find((factor) => factor * power >= rough)! * power
  const low = Math.floor(lowest / step) * step
  const high = Math.ceil(highest / step) * step
  const count = Math.round((high - low) / step)
  return { low, high, ticks: Array.from({ length: count + 1 }, (_, place) => low + place * step) }
}

function axes(chart: ChartBlock, scale: Scale, y: (value: number) => number): string[] {
  const lines = scale.ticks.flatMap((tick) => [
    `<line x1="${PLOT.left}" x2="${PLOT.right}" y1="${at(y(tick))}" y2="${at(y(tick))}" stroke="${tick === 0 ? '#6b7280' : '#e5e7eb'}"/>`,
    write(PLOT.left - 8, y(tick) + 4, plainNumber(tick), { anchor: 'end', colour: '#4b5563' }),
  ])
  const slot = slotWidth(chart)
  const widest = Math.max(1, ...chart.categories.map(widthOf))
  const every = Math.max(1, Math.ceil((widest + 6) / slot))
  const names = chart.categories.map((name, place) =>
    place % every === 0 ? write(PLOT.left + (place + 0.5) * slot, PLOT.bottom + 20, name, { colour: '#4b5563' }) : '',
  )
  const unit = chart.unit ? [write(PLOT.left - 8, 26, chart.unit, { anchor: 'end', colour: '#4b5563' })] : []
  return [...lines, ...names, ...unit]
}

/** Names of the series in as many lines as they need; the plot moves down by `extraHeight`. */
function legend(chart: ChartBlock): { parts: string[]; extraHeight: number } {
  const parts: string[] = []
  let [x, y] = [PLOT.left, 14]
  for (const [place, series] of chart.series.entries()) {
    const width = 17 + widthOf(series.name)
    if (x > PLOT.left && x + width > PLOT.right) [x, y] = [PLOT.left, y + 18]
    parts.push(`<rect x="${at(x)}" y="${y}" width="12" height="12" rx="2" fill="#${seriesColour(place)}"/>`)
    parts.push(write(x + 17, y + 11, series.name, { anchor: 'start', colour: '#1f2937' }))
    x += width + 18
  }
  return { parts, extraHeight: y - 14 }
}

function shapes(chart: ChartBlock, y: (value: number) => number): string[] {
  if (chart.form === 'line') return chart.series.flatMap((series, place) => polyline(chart, series.values, place, y))
  const slot = slotWidth(chart)
  const across = chart.form === 'stacked' ? 1 : Math.max(1, chart.series.length)
  const width = Math.min(46, (slot * 0.72) / across)
  // More figures than this would stand in each other's way.
  const showsFigures = width >= 16
  return chart.categories.flatMap((_, place) => {
    const middle = PLOT.left + (place + 0.5) * slot
    const grown = { up: 0, down: 0 }
    return chart.series.flatMap((series, seat) => {
      const value = series.values[place] ?? null
      if (value === null) return []
      const side = value < 0 ? 'down' : 'up'
      const base = chart.form === 'stacked' ? grown[side] : 0
      grown[side] = base + value
      const x = chart.form === 'stacked' ? middle - width / 2 : middle + (seat - across / 2) * width
      const [from, to] = [y(base), y(base + value)]
      const bar = `<rect x="${at(x)}" y="${at(Math.min(from, to))}" width="${at(width * 0.92)}" height="${at(Math.abs(from - to))}" fill="#${seriesColour(seat)}"/>`
      if (!showsFigures || value === 0) return [bar]
      const inside = chart.form === 'stacked'
      if (inside && Math.abs(from - to) < FONT_SIZE + 2) return [bar]
      const level = inside ? (from + to) / 2 + 4 : value < 0 ? to + 12 : to - 4
      return [
        bar,
        write(x + width * 0.46, level, plainNumber(value), { colour: inside ? '#ffffff' : '#1f2937', size: 10 }),
      ]
    })
  })
}

function polyline(
  chart: ChartBlock,
  values: readonly (number | null)[],
  place: number,
  y: (value: number) => number,
): string[] {
  const slot = slotWidth(chart)
  const colour = seriesColour(place)
  const runs: string[][] = [[]]
  const dots: string[] = []
  for (let index = 0; index < chart.categories.length; index++) {
    const value = values[index] ?? null
    if (value === null) {
      runs.push([])
      continue
    }
    const x = at(PLOT.left + (index + 0.5) * slot)
    runs.at(-1)!.push(`${x},${at(y(value))}`)
    dots.push(`<circle cx="${x}" cy="${at(y(value))}" r="2.6" fill="#${colour}"/>`)
  }
  const lines = runs
    .filter((run) => run.length > 1)
    .map((run) => `<polyline points="${run.join(' ')}" fill="none" stroke="#${colour}" stroke-width="2"/>`)
  return [...lines, ...dots]
}

function slotWidth(chart: ChartBlock): number {
  return (PLOT.right - PLOT.left) / Math.max(1, chart.categories.length)
}

type Look = { anchor?: 'start' | 'middle' | 'end'; colour: string; size?: number }

function write(x: number, y: number, text: string, { anchor = 'middle', colour, size = FONT_SIZE }: Look): string {
  return `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}" fill="${colour}" font-size="${size}">${escapeXml(text)}</text>`
}

/** A Chinese character is as wide as it is high, a Latin one little more than half. */
function widthOf(text: string): number {
  return [...text].reduce((width, character) => width + (character.charCodeAt(0) > 0x2e7f ? 1 : 0.58), 0) * FONT_SIZE
}

function plainNumber(value: number): string {
  return String(Math.round(value * 100) / 100)
}

function at(value: number): string {
  return String(Math.round(value * 100) / 100)
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function escapeXml(text: string): string {
  return text
    .replaceAll('\n', ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
