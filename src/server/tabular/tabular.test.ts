import { readFile } from 'node:fs/promises'
import ExcelJS from 'exceljs'
import { describe, expect, it } from 'vitest'
import type { Cell, Sheet } from '#src/shared/cell/cell.ts'
import { workbookParts, zipOf } from '#test/zip.ts'
import { TABULAR_LIMITS, type TabularLimits } from './limits.ts'
import { readTabular } from './read.ts'
import { showsDate } from './workbook-parts.ts'

async function sheetsOf(bytes: Buffer | string, name = '登记.csv'): Promise<Sheet[]> {
  const decision = await readTabular(name, Buffer.from(bytes))
  if (!decision.ok) throw new Error(`refused: ${decision.refusal.code}`)
  return decision.value.sheets
}

async function refusalOf(bytes: Buffer | string, limits: Partial<TabularLimits> = {}): Promise<string> {
  const decision = await readTabular('文件', Buffer.from(bytes), { ...TABULAR_LIMITS, ...limits })
  return decision.ok ? 'accepted' : decision.refusal.code
}

const cellsOf = (sheet: Sheet | undefined): Cell[][] => (sheet?.rows ?? []).map(({ cells }) => cells)

describe('a CSV file', () => {
  it('keeps text as it stands: leading zeros, formulas, quotes, commas and line breaks', async () => {
    const [sheet] = await sheetsOf('编号,备注\r\n00571,"他说""不行"",下周再来"\r\n=1+1,"两\n行"\r\n,\r\n末,x')
    expect(cellsOf(sheet)).toEqual([
      ['编号', '备注'],
      ['00571', '他说"不行",下周再来'],
      ['=1+1', '两\n行'],
      ['末', 'x'],
    ])
    expect(sheet!.rows.map(({ row }) => row)).toEqual([1, 2, 3, 6])
    expect(sheet!.headerRow).toBe(1)
  })

  it('is read in the encoding it was saved in', async () => {
    const gbk = Buffer.from([0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xca, 0xd0, 0x0a, 0xcd, 0xf5, 0xce, 0xb0, 0x2c, 0xba, 0xbc])
    const [chinese] = await sheetsOf(gbk)
    expect(cellsOf(chinese)).toEqual([
      ['姓名', '市'],
      ['王伟', '杭'],
    ])
    expect(chinese!.notes).toEqual([{ code: 'encoding', params: { encoding: 'gb18030' } }])
    const [marked] = await sheetsOf('\ufeff姓名,市\n王伟,杭州')
    expect(cellsOf(marked)[0]).toEqual(['姓名', '市'])
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('姓名\t市\n王伟\t杭州', 'utf16le')])
    expect(cellsOf((await sheetsOf(wide))[0])).toEqual([
      ['姓名', '市'],
      ['王伟', '杭州'],
    ])
  })

  it('may be parted by semicolons or tabs', async () => {
    expect(cellsOf((await sheetsOf('a;b;c\n1,5;2;3\n2,5;2;3'))[0])[1]).toEqual(['1,5', '2', '3'])
    expect(cellsOf((await sheetsOf('sep=;\na;b\n"x;y";2'))[0])).toEqual([
      ['a', 'b'],
      ['x;y', '2'],
    ])
    expect(cellsOf((await sheetsOf('a\tb\n1,2\t3'))[0])[1]).toEqual(['1,2', '3'])
  })

  it('says where text follows a closing quote, and keeps it', async () => {
    const [sheet] = await sheetsOf('a,b\n"x"y,2')
    expect(cellsOf(sheet)[1]).toEqual(['xy', '2'])
    expect(sheet!.notes).toEqual([{ code: 'stray_quotes', params: { count: 1, firstRow: 2 } }])
  })

  it('is refused whole when it cannot be read or is too large', async () => {
    expect(await refusalOf('a,b\n"open,2\n3,4')).toBe('quote_not_closed')
    expect(await refusalOf('')).toBe('file_empty')
    expect(await refusalOf(Buffer.from([1, 0, 2, 0, 3]))).toBe('file_is_not_text')
    expect(await refusalOf(Buffer.from([0x61, 0xff, 0xff, 0x80, 0x0a]))).toBe('encoding_unknown')
    expect(await refusalOf('a\nb\nc', { rows: 2 })).toBe('too_many_rows')
    expect(await refusalOf('a,b,c', { columns: 2 })).toBe('too_many_columns')
    expect(await refusalOf('a,b\nc,d', { cells: 3 })).toBe('too_many_cells')
    expect(await refusalOf('abcdef', { cellCharacters: 5 })).toBe('cell_too_long')
    expect(await refusalOf('abcdef', { fileBytes: 5 })).toBe('file_too_large')
    expect(await refusalOf('%PDF-1.7 …')).toBe('file_is_not_text')
  })
})

describe('a workbook', () => {
  it('is read as another reader reads it, cell for cell', async () => {
    const file = await readFile(new URL('../../../test/data/service-workbook-demo.xlsx', import.meta.url))
    const ours = await sheetsOf(file, 'x.xlsx')
    const theirs = new ExcelJS.Workbook()
    await theirs.xlsx.load(file as unknown as ArrayBuffer)
    expect(ours.map(({ name }) => name)).toEqual(theirs.worksheets.map(({ name }) => name))
    let compared = 0
    for (const [index, sheet] of ours.entries()) {
      for (const row of sheet.rows) {
        for (const [column, cell] of row.cells.entries()) {
          const other = theirs.worksheets[index]!.getRow(row.row).getCell(column + 1).value
          const seen =
            other instanceof Date ? { kind: 'date', serial: other.getTime() / 86400000 + 25569 } : other || null
          if (typeof seen === 'object' && seen !== null) expect(cell).toMatchObject({ kind: 'date' })
          else expect(cell ?? null).toBe(other === 0 ? 0 : seen)
          compared += 1
        }
      }
    }
    expect(compared).toBeGreaterThan(55_000)
  })

  it('gives merged areas their value, tells dates, formulas and errors apart, and names hidden sheets', async () => {
    const book = new ExcelJS.Workbook()
    const shown = book.addWorksheet('人员')
    shown.addRow(['人员一览表'])
    shown.mergeCells('A1:C1')
    shown.addRow(['网点', '姓名', '日期'])
    shown.addRow(['杭州', '王伟', new Date(Date.UTC(2025, 0, 2))])
    shown.addRow(['', '李平', { formula: 'NOW()', result: 45000 }])
    shown.addRow(['宁波', { error: '#REF!' }, true])
    shown.mergeCells('A3:A4')
    shown.getRow(5).hidden = true
    shown.getCell('C3').numFmt = 'yyyy"年"m"月"d"日"'
    book.addWorksheet('旧表', { state: 'veryHidden' }).addRow(['x', 'y'])
    const [sheet, old] = await sheetsOf(Buffer.from(await book.xlsx.writeBuffer()), 'x.xlsx')
    expect(sheet!.headerRow).toBe(2)
    expect(cellsOf(sheet).slice(2)).toEqual([
      ['杭州', '王伟', { kind: 'date', serial: 45659 }],
      ['杭州', '李平', { kind: 'formula', result: 45000 }],
      ['宁波', { kind: 'error', text: '#REF!' }, true],
    ])
    expect(sheet!.rows[3]!.merged).toEqual([0])
    expect(sheet!.notes).toEqual([
      { code: 'hidden_rows', params: { count: 1 } },
      { code: 'formulas', params: { count: 1 } },
    ])
    expect(old).toMatchObject({ hidden: true, notes: [{ code: 'hidden_sheet', params: {} }] })
  })

  it('may use inline texts, rich texts, prefixes, entities and the 1904 calendar', async () => {
    const parts = workbookParts(
      `<x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>A&amp;B &#x4E2D;</x:t><x:rPh><x:t>zhong</x:t></x:rPh></x:is></x:c>` +
        `<x:c t="s"><x:v>0</x:v></x:c><x:c s="1"><x:v>1</x:v></x:c><x:c t="str"><x:f>1&gt;0</x:f><x:v>a_x000D_b</x:v></x:c></x:row></x:sheetData>`,
      `<si><r><rPr><b/></rPr><t>粗</t></r><r><t>细</t></r><rPh><t>cu</t></rPh></si>`,
    )
    parts['xl/workbook.xml'] = parts['xl/workbook.xml']!.replace(
      '<sheets>',
      '<workbookPr date1904="1"/><!-- a > b --><sheets>',
    )
    parts['xl/styles.xml'] = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    const [sheet] = await sheetsOf(zipOf(parts), 'x.xlsx')
    expect(cellsOf(sheet)).toEqual([
      ['A&B 中', '粗细', { kind: 'date', serial: 1463 }, { kind: 'formula', result: 'a\rb' }],
    ])
  })

  it('knows which number formats show dates', () => {
    for (const code of ['yyyy-mm-dd', 'm/d/yy h:mm', '[$-804]yyyy"年"m"月"', 'h:mm AM/PM'])
      expect(showsDate(code)).toBe(true)
    for (const code of ['0.00', '#,##0"元"', '[h]:mm', 'General', '"day" 0', '[Red]0'])
      expect(showsDate(code)).toBe(false)
  })
})

describe('a hostile workbook', () => {
  const row = (cells: string) => `<sheetData><row r="1">${cells}</row></sheetData>`

  it('that unpacks beyond all measure is stopped on the way', async () => {
    const bomb = zipOf(workbookParts(`<sheetData>${' '.repeat(30_000_000)}</sheetData>`))
    expect(bomb.length).toBeLessThan(100_000)
    expect(await refusalOf(bomb, { unpackedBytes: 1_000_000 })).toBe('unpacks_too_large')
    expect(await refusalOf(bomb)).toBe('xml_damaged')
    const lying = zipOf(workbookParts(row('')), { 'xl/worksheets/sheet1.xml': { bytes: 5 } })
    expect(await refusalOf(lying)).toBe('zip_damaged')
  })

  it('with an entity bomb, broken XML or a wrong checksum is refused', async () => {
    const parts = workbookParts(row('<c t="str"><v>&lol;</v></c>'))
    expect(await refusalOf(zipOf(parts))).toBe('xml_damaged')
    const typed = { ...parts, 'xl/sharedStrings.xml': '<!DOCTYPE sst [<!ENTITY lol "lol">]><sst/>' }
    expect(await refusalOf(zipOf(typed))).toBe('xml_declares_types')
    for (const damage of [
      '<sheetData><row',
      '</row></sheetData>',
      row('<c t="s"><v>99</v></c>'),
      row('<c r="1"><v>1</v></c>'),
    ]) {
      expect(await refusalOf(zipOf(workbookParts(damage)))).toBe('xml_damaged')
    }
    expect(await refusalOf(zipOf(workbookParts(row('')), { 'xl/workbook.xml': { crc: 1 } }))).toBe('zip_damaged')
  })

  it('with huge texts, far columns, many rows or merged areas is refused', async () => {
    const long = `<si><t>${'长'.repeat(40_000)}</t></si>`
    expect(await refusalOf(zipOf(workbookParts(row(''), long)))).toBe('cell_too_long')
    expect(await refusalOf(zipOf(workbookParts(row('<c r="XFD1"><v>1</v></c>'))))).toBe('too_many_columns')
    expect(await refusalOf(zipOf(workbookParts(row(''), '<si><t>a</t></si>'.repeat(5))), { sharedStrings: 4 })).toBe(
      'too_many_texts',
    )
    const rows = Array.from({ length: 5 }, (_, index) => `<row r="${index + 1}"><c><v>1</v></c></row>`).join('')
    expect(await refusalOf(zipOf(workbookParts(`<sheetData>${rows}</sheetData>`)), { rows: 4 })).toBe('too_many_rows')
    const areas = `${row('<c><v>1</v></c>')}<mergeCells>${'<mergeCell ref="A1:B2"/>'.repeat(3)}</mergeCells>`
    expect(await refusalOf(zipOf(workbookParts(areas)), { mergedAreas: 2 })).toBe('too_many_merged_areas')
    const wide = `${row('<c><v>1</v></c>')}<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>`
    expect(cellsOf((await sheetsOf(zipOf(workbookParts(wide)), 'x.xlsx'))[0])[0]).toHaveLength(TABULAR_LIMITS.columns)
  })

  it('that is locked, old, binary, cut off or no workbook is named for what it is', async () => {
    const parts = workbookParts(row(''))
    expect(await refusalOf(zipOf(parts, { 'xl/workbook.xml': { flags: 1 } }))).toBe('file_is_encrypted')
    expect(await refusalOf(Buffer.from('d0cf11e0a1b11ae10000', 'hex'))).toBe('old_or_locked_workbook')
    expect(await refusalOf(zipOf({ 'xl/workbook.bin': 'x' }))).toBe('binary_workbook')
    expect(await refusalOf(zipOf({ 'word/document.xml': '<x/>' }))).toBe('not_a_workbook')
    expect(await refusalOf(zipOf(parts).subarray(0, 200))).toBe('zip_damaged')
    const { 'xl/worksheets/sheet1.xml': _, ...withoutSheet } = parts
    expect(await refusalOf(zipOf(withoutSheet))).toBe('sheet_missing')
  })
})
