import { type Cell, cellText, type Reading, unusable, usable } from './cell.ts'

// C0 controls except tab and line breaks, DEL, C1, zero-width characters, byte order mark, directional overrides.
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing control characters is the purpose
const INVISIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g
// A fast test for text that needs no tidying.
const PLAIN = /^[\u0021-\u007e](?:[\u0020-\u007e]*[\u0021-\u007e])?$/

/** Full-width letters, digits, signs and the ideographic space as their ASCII twins; everything else unchanged. */
export function halfWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e\u3000]/g, (sign) =>
    sign === '\u3000' ? ' ' : String.fromCharCode(sign.charCodeAt(0) - 0xfee0),
  )
}

/** Free text as written, without invisible characters and outer blanks. Punctuation and width stay: `医院（12）` is a name. */
export function readText(cell: Cell, maxLength: number): Reading<string> {
  const raw = cellText(cell)
  if (PLAIN.test(raw) && raw.length <= maxLength) return usable(raw)
  const tidied: string[] = []
  const visible = raw.replace(INVISIBLE, '')
  if (visible !== raw) tidied.push('invisible_removed')
  const text = visible.trim()
  if (text !== visible) tidied.push('spaces_removed')
  if (text.length > maxLength) return unusable('text_too_long', { length: text.length, max: maxLength })
  return usable(text, tidied)
}

/** A number, code or serial as an identifier: half-width, upper and lower case kept, no blanks inside. */
export function readCode(cell: Cell, maxLength: number): Reading<string> {
  // 1.2E+15 or 2.5 in an order number column means that the spreadsheet has already damaged the number.
  if (typeof cell === 'number' && !Number.isSafeInteger(cell)) return unusable('number_damaged')
  const text = readText(cell, maxLength)
  if (!text.ok || PLAIN_CODE.test(text.value)) return text
  const tidied = [...(text.tidied ?? [])]
  const half = halfWidth(text.value)
  if (half !== text.value) tidied.push('full_width')
  const code = half.replace(/\s+/g, '')
  if (code !== half && !tidied.includes('spaces_removed')) tidied.push('spaces_removed')
  return usable(code, tidied)
}
const PLAIN_CODE = /^[\u0021-\u007e]+$/

const LIST_SIGN = /[、，,;；\n]+/

/** One person's name. Two names in one cell are refused: which of them the row's other columns speak of cannot be known. */
export function readPersonName(cell: Cell): Reading<string> {
  const text = readText(cell, 100)
  if (!text.ok) return text
  const latin = /^[A-Za-z .,'-]+$/.test(text.value)
  const names = text.value
    .split(latin ? /[;/\n]+|\s+(?:and|&)\s+/ : /[、，,;；/／\\&＆+＋\n]+/)
    .map((name) => name.trim())
  const several = names.filter((name) => name !== '')
  if (several.length > 1) return unusable('two_names', { names: several.length })
  // "王伟 李海燕": a blank between two Chinese names of two or more characters each; "王 伟" is one name written wide.
  if (/^[\p{Script=Han}·]{2,4}(?:\s+[\p{Script=Han}·]{2,4})+$/u.test(text.value))
    return unusable('two_names', { names: 2 })
  if (/^\p{Script=Han}(?:\s+\p{Script=Han})+$/u.test(text.value)) {
    return usable(text.value.replace(/\s+/g, ''), [...(text.tidied ?? []), 'spaces_removed'])
  }
  return text
}

/** Several entries in one cell, parted by 、 ， , ; or line breaks, each tidied; empty and repeated entries are left out. */
export function readList(cell: Cell, maxLength: number): Reading<string[]> {
  const text = readText(cell, maxLength)
  if (!text.ok) return text
  const entries = text.value
    .split(LIST_SIGN)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
  const distinct = [...new Set(entries)]
  const tidied = [...(text.tidied ?? [])]
  if (entries.length > 1) tidied.push('list_split')
  if (distinct.length < entries.length) tidied.push('repeated_entry')
  return usable(distinct, tidied)
}
