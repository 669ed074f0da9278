import { type Cell, cellText, type Reading, unusable, usable } from './cell.ts'
import { halfWidth } from './text.ts'

/** A whole number from 0 to `max`, also as text, full-width or with thousands commas. Fractions and signs are refused. */
export function readCount(cell: Cell, max: number): Reading<number> {
  const tidied: string[] = []
  const value = typeof cell === 'number' ? cell : figure(cellText(cell), tidied, /^(.*?)(?:人|个|台|件|次)?$/)
  if (value === null) return unusable('not_a_number')
  if (!Number.isInteger(value)) return unusable('not_whole')
  if (value < 0) return unusable('negative')
  if (value > max) return unusable('number_too_large', { max })
  return usable(value, tidied)
}

/** A number from 0 to `max` with any fraction, such as an area. */
export function readQuantity(cell: Cell, max: number): Reading<number> {
  const tidied: string[] = []
  const value = typeof cell === 'number' ? cell : figure(cellText(cell), tidied, /^(.*?)(?:㎡|m2|平方米|平米|平)?$/i)
  if (value === null) return unusable('not_a_number')
  if (value < 0) return unusable('negative')
  if (value > max) return unusable('number_too_large', { max })
  return usable(value, tidied)
}

/** Money in whole fen: `1,280.5元`, `￥1280.50`, `1.2万元`, `免费` (0). More than two decimals and other currencies are refused. */
export function readMoneyFen(cell: Cell): Reading<number> {
  const tidied: string[] = []
  if (typeof cell === 'number') return fen(String(cell), 100, tidied)
  const raw = cellText(cell).trim()
  const text = halfWidth(raw).replace(/\s+/g, '')
  if (text !== raw) tidied.push('full_width')
  if (text === '免费') return usable(0, ['word_to_number'])
  const match = /^(?:[¥￥]|人民币|RMB|CNY)?(-?[\d,]+(?:\.\d+)?)(万元|万|元|圆|RMB|CNY)?整?$/i.exec(text)
  if (!match) return /[$€£]|美元|欧元|港|USD|EUR|HKD/i.test(text) ? unusable('other_currency') : unusable('not_money')
  const plain = withoutCommas(match[1]!)
  if (plain === null) return unusable('commas_misplaced')
  if (plain !== text) tidied.push('unit_removed')
  return fen(plain, match[2]?.startsWith('万') ? 1_000_000 : 100, tidied)
}

function fen(figures: string, factor: number, tidied: string[]): Reading<number> {
  if (!/^-?\d+(\.\d+)?$/.test(figures)) return unusable('not_money')
  const [whole, fraction = ''] = figures.split('.')
  const places = factor === 100 ? 2 : 6
  // By digits, not by multiplication: 1.005 × 100 is not 100.5 in binary.
  if (fraction.slice(places).replace(/0+$/, '') !== '') return unusable('smaller_than_fen')
  const value = Number(whole + fraction.slice(0, places).padEnd(places, '0'))
  if (value < 0) return unusable('negative')
  return Number.isSafeInteger(value)
    ? usable(value, tidied)
    : unusable('number_too_large', { max: Number.MAX_SAFE_INTEGER })
}

/** A duration in minutes: `90分钟`, `1.5小时`, `1小时30分`, `2天`, `1:30`. A bare number has no unit and is refused. */
export function readDurationMinutes(cell: Cell): Reading<number> {
  if (typeof cell === 'number') return unusable('unit_missing')
  const text = halfWidth(cellText(cell)).replace(/\s+/g, '').toLowerCase()
  const colon = /^(\d{1,4}):([0-5]\d)$/.exec(text)
  if (colon) return usable(Number(colon[1]) * 60 + Number(colon[2]))
  const match =
    /^(?:(\d+(?:\.\d+)?)(?:天|日|d|days?))?(?:(\d+(?:\.\d+)?)(?:个小时|小时|时|h|hours?))?(?:(\d+)(?:分钟|分|min|minutes?|m))?$/.exec(
      text,
    )
  if (!match || text === '') return /^\d+(\.\d+)?$/.test(text) ? unusable('unit_missing') : unusable('not_a_duration')
  const minutes = Number(match[1] ?? 0) * 1440 + Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0)
  return Number.isInteger(minutes) ? usable(minutes) : unusable('not_whole_minutes')
}

function figure(raw: string, tidied: string[], unit: RegExp): number | null {
  const trimmed = raw.trim()
  const half = halfWidth(trimmed)
  if (half !== trimmed) tidied.push('full_width')
  const bare = unit.exec(half)?.[1]?.trim() ?? half
  if (bare !== half.trim()) tidied.push('unit_removed')
  if (!/^-?[\d,]+(\.\d+)?$/.test(bare)) return null
  const plain = withoutCommas(bare)
  if (plain === null) return null
  return Number(plain)
}

// 1,280 and 12,345,678 are thousands; 1,28 is a decimal comma or a slip.
function withoutCommas(text: string): string | null {
  if (!text.includes(',')) return text
  return /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(',', '') : null
}
