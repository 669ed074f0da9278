import { type TabularLimits, UnreadableFile } from './limits.ts'
import { attribute, walkXml } from './xml.ts'

export type WorkbookSheet = { name: string; hidden: boolean; relation: string }
export type WorkbookOutline = { sheets: WorkbookSheet[]; date1904: boolean }

/** Sheet names in the order of their tabs, and whether days are counted from 1904. */
export async function readOutline(chunks: AsyncIterable<Buffer>): Promise<WorkbookOutline> {
  const outline: WorkbookOutline = { sheets: [], date1904: false }
  await walkXml(chunks, {
    open(name, attributes) {
      if (name === 'workbookPr') outline.date1904 = /^(1|true)$/.test(attribute(attributes, 'date1904') ?? '')
      if (name === 'sheet') {
        outline.sheets.push({
          name: attribute(attributes, 'name') ?? '',
          hidden: (attribute(attributes, 'state') ?? 'visible') !== 'visible',
          relation: / r:id|:id\s*=/.test(attributes) ? (attribute(attributes, 'id') ?? '') : '',
        })
      }
    },
    close() {},
    text() {},
  })
  return outline
}

/** Relation id → path of the part inside the archive. Links that lead outside the file are left out. */
export async function readRelations(chunks: AsyncIterable<Buffer>, folder: string): Promise<Map<string, string>> {
  const paths = new Map<string, string>()
  await walkXml(chunks, {
    open(name, attributes) {
      if (name !== 'Relationship' || attribute(attributes, 'TargetMode') === 'External') return
      const target = attribute(attributes, 'Target') ?? ''
      paths.set(attribute(attributes, 'Id') ?? '', target.startsWith('/') ? target.slice(1) : folder + target)
    },
    close() {},
    text() {},
  })
  return paths
}

// ECMA-376 18.8.30: built-in formats of dates and times, with those of East Asian locales.
const BUILT_IN_DATES = new Set([
  14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56,
  57, 58,
])

/** For each cell style: whether its number format shows a date. */
export async function readDateStyles(chunks: AsyncIterable<Buffer>): Promise<boolean[]> {
  const custom = new Map<number, boolean>()
  const styles: boolean[] = []
  let inCellFormats = false
  await walkXml(chunks, {
    open(name, attributes) {
      if (name === 'numFmt') {
        custom.set(Number(attribute(attributes, 'numFmtId')), showsDate(attribute(attributes, 'formatCode') ?? ''))
      }
      if (name === 'cellXfs') inCellFormats = true
      if (name === 'xf' && inCellFormats) {
        const format = Number(attribute(attributes, 'numFmtId') ?? 0)
        styles.push(custom.get(format) ?? BUILT_IN_DATES.has(format))
      }
    },
    close(name) {
      if (name === 'cellXfs') inCellFormats = false
    },
    text() {},
  })
  return styles
}

/** True when a format code shows a date or a time of day; `[h]:mm` counts hours and is a duration. */
export function showsDate(code: string): boolean {
  const first = code.split(';')[0]!
  const bare = first.replace(/"[^"]*"|\\.|_.|\*./g, '')
  if (/\[(h+|m+|s+)\]/i.test(bare)) return false
  return /[ymdhs年月日]/i.test(bare.replace(/\[[^\]]*\]/g, '').replace(/general/i, ''))
}

/** The texts that cells refer to by number, without fonts; phonetic readings are left out. */
export async function readSharedStrings(chunks: AsyncIterable<Buffer>, limits: TabularLimits): Promise<string[]> {
  const strings: string[] = []
  let current = ''
  let inText = false
  let phonetic = false
  await walkXml(chunks, {
    open(name) {
      if (name === 'si') current = ''
      else if (name === 't') inText = !phonetic
      else if (name === 'rPh') phonetic = true
    },
    close(name) {
      if (name === 't') inText = false
      else if (name === 'rPh') phonetic = false
      else if (name === 'si') {
        if (strings.length >= limits.sharedStrings)
          throw new UnreadableFile('too_many_texts', { max: limits.sharedStrings })
        strings.push(undoEscapes(current))
      }
    },
    text(value) {
      if (!inText) return
      current += value
      if (current.length > limits.cellCharacters)
        throw new UnreadableFile('cell_too_long', { max: limits.cellCharacters })
    },
  })
  return strings
}

/** Excel writes characters that XML cannot carry as `_x000D_`. */
export function undoEscapes(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
