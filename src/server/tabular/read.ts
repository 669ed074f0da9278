import type { Sheet, SheetNote } from '#src/shared/cell/cell.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { readCsv } from './csv.ts'
import { findHeaderRow } from './header.ts'
import { TABULAR_LIMITS, type TabularLimits, UnreadableFile } from './limits.ts'
import { readDateStyles, readOutline, readRelations, readSharedStrings } from './workbook-parts.ts'
import { readWorksheet, type SheetContext } from './worksheet.ts'
import { readZipDirectory, unpackEntry, type ZipEntry } from './zip.ts'

export type Tabular = { name: string; form: 'csv' | 'xlsx'; sheets: Sheet[] }

/**
 * Reads a CSV or XLSX file's bytes into sheets. Told apart by content, not by name. A file that is damaged, encrypted, of another kind or beyond
 * a limit is refused whole, with the kind `invalid`.
 */
export async function readTabular(
  name: string,
  bytes: Buffer,
  limits: TabularLimits = TABULAR_LIMITS,
): Promise<Decision<Tabular>> {
  try {
    if (bytes.length > limits.fileBytes) throw new UnreadableFile('file_too_large', { maxBytes: limits.fileBytes })
    if (bytes.length === 0) throw new UnreadableFile('file_empty')
    const form = formOf(bytes)
    const sheets = form === 'xlsx' ? await readXlsx(bytes, limits) : [readCsv(sheetNameOf(name), bytes, limits)]
    return accept({ name, form, sheets: sheets.map((sheet) => ({ ...sheet, headerRow: findHeaderRow(sheet.rows) })) })
  } catch (error) {
    if (error instanceof UnreadableFile) return refuse('invalid', error.code, error.params)
    throw error
  }
}

function formOf(bytes: Buffer): 'csv' | 'xlsx' {
  if (bytes.length >= 4 && bytes.readUInt32LE(0) === 0x04034b50) return 'xlsx'
  // The old binary .xls, and .xlsx files locked with a password, share this container.
  if (bytes.subarray(0, 8).equals(Buffer.from('d0cf11e0a1b11ae1', 'hex')))
    throw new UnreadableFile('old_or_locked_workbook')
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') throw new UnreadableFile('file_is_not_text')
  return 'csv'
}

function sheetNameOf(fileName: string): string {
  return fileName.replace(/\.[A-Za-z0-9]{1,5}$/, '')
}

async function readXlsx(bytes: Buffer, limits: TabularLimits): Promise<Omit<Sheet, 'headerRow'>[]> {
  const entries = readZipDirectory(bytes, 5_000)
  const budget = { left: limits.unpackedBytes, max: limits.unpackedBytes }
  const part = (path: string) => {
    const entry = entries.get(path)
    return entry === undefined ? null : unpackEntry(bytes, entry, budget)
  }
  const workbookPath = await findWorkbook(entries, part)
  const folder = workbookPath.slice(0, workbookPath.lastIndexOf('/') + 1)
  const outline = await readOutline(part(workbookPath)!)
  if (outline.sheets.length > limits.sheets) throw new UnreadableFile('too_many_sheets', { max: limits.sheets })
  const relationPart = part(`${folder}_rels/${workbookPath.slice(folder.length)}.rels`)
  const relations = relationPart === null ? new Map<string, string>() : await readRelations(relationPart, folder)
  const stylePart = part(`${folder}styles.xml`)
  const stringPart = part(`${folder}sharedStrings.xml`)
  const context: SheetContext = {
    strings: stringPart === null ? [] : await readSharedStrings(stringPart, limits),
    dateStyles: stylePart === null ? [] : await readDateStyles(stylePart),
    date1904: outline.date1904,
    limits,
    used: { rows: 0, cells: 0 },
  }
  const sheets: Omit<Sheet, 'headerRow'>[] = []
  for (const { name, hidden, relation } of outline.sheets) {
    const path = relations.get(relation)
    const sheetPart = path === undefined ? null : part(path)
    if (sheetPart === null) throw new UnreadableFile('sheet_missing', { sheet: name.slice(0, 100) })
    const notes: SheetNote[] = hidden ? [{ code: 'hidden_sheet', params: {} }] : []
    // A chart sheet has a part but no rows.
    const content = await readWorksheet(sheetPart, context)
    sheets.push({ name, hidden, rows: content.rows, notes: [...notes, ...content.notes] })
  }
  return sheets
}

async function findWorkbook(
  entries: Map<string, ZipEntry>,
  part: (path: string) => AsyncGenerator<Buffer> | null,
): Promise<string> {
  const root = part('_rels/.rels')
  if (root !== null) {
    for (const path of (await readRelations(root, '')).values()) {
      if (/(^|\/)workbook\d*\.xml$/.test(path) && entries.has(path)) return path
    }
  }
  if (entries.has('xl/workbook.xml')) return 'xl/workbook.xml'
  if (entries.has('xl/workbook.bin')) throw new UnreadableFile('binary_workbook')
  throw new UnreadableFile('not_a_workbook')
}
