import ExcelJS from 'exceljs'
import { describe, expect, it } from 'vitest'
import { readTabular } from './read.ts'
import { writeWorkbook } from './write.ts'

async function open(bytes: Buffer): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(bytes as unknown as ArrayBuffer)
  return book
}

describe('a workbook', () => {
  it('keeps texts as texts, whatever they begin with', async () => {
    const texts = ['=1+1', '+86 571', '-5', '@SUM(A1)', '\t=2', "=cmd|' /C calc'!A0", '0571', '两行\n文字']
    const bytes = await writeWorkbook([
      { name: '清单', columns: [{ title: '内容' }], rows: texts.map((text) => [text]) },
    ])
    const sheet = (await open(bytes)).getWorksheet('清单')!
    for (const [place, text] of texts.entries()) {
      const cell = sheet.getCell(place + 2, 1)
      expect(cell.type).toBe(ExcelJS.ValueType.String)
      expect(cell.value).toBe(text)
      expect(cell.numFmt).toBe('@')
    }
    const read = await readTabular('a.xlsx', bytes)
    expect(read.ok && read.value.sheets[0]!.rows[1]!.cells).toEqual(['=1+1'])
  })

  it('keeps figures as figures in the format of their column, and blanks blank', async () => {
    const bytes = await writeWorkbook([
      {
        name: 'a',
        columns: [{ title: '得分', numberFormat: '0.00' }, { title: '条数' }, { title: '是' }],
        rows: [
          [92.5, 3, true],
          [null, -1, false],
        ],
      },
    ])
    const sheet = (await open(bytes)).worksheets[0]!
    expect(sheet.getCell('A2').value).toBe(92.5)
    expect(sheet.getCell('A2').numFmt).toBe('0.00')
    expect(sheet.getCell('A3').value).toBeNull()
    expect(sheet.getCell('B3').value).toBe(-1)
    expect(sheet.getCell('C3').value).toBe(false)
  })

  it('keeps its header in sight and its columns readable', async () => {
    const bytes = await writeWorkbook([
      {
        name: 'a',
        columns: [{ title: '条款' }, { title: '说明' }, { title: 'w', width: 33 }],
        rows: [['5.1', '很长的说明'.repeat(40), '']],
      },
    ])
    const sheet = (await open(bytes)).worksheets[0]!
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 })
    expect([1, 2, 3].map((place) => sheet.getColumn(place).width)).toEqual([8, 60, 33])
    expect(sheet.getCell('A1').font.bold).toBe(true)
  })

  it('gives every sheet a name that Excel takes', async () => {
    const names = ['a/b:c*d?[e]', 'a b c d  e', '', "'x'", 'x'.repeat(40), 'X'.repeat(40)]
    const bytes = await writeWorkbook(names.map((name) => ({ name, columns: [{ title: 'a' }], rows: [] })))
    const given = (await open(bytes)).worksheets.map((sheet) => sheet.name)
    expect(given).toEqual(['a b c d  e', 'a b c d  e (2)', 'Sheet', 'x', 'x'.repeat(31), `${'X'.repeat(27)} (2)`])
  })

  it('drops characters that no workbook can carry, and refuses what no cell can hold', async () => {
    const sheet = (value: string | number) => [{ name: 'a', columns: [{ title: 'a' }], rows: [[value]] }]
    const book = await open(await writeWorkbook(sheet('a\u0000b\ud800c')))
    expect(book.worksheets[0]!.getCell('A2').value).toBe('ab\ufffdc')
    await expect(writeWorkbook(sheet(Number.NaN))).rejects.toThrow(RangeError)
    await expect(writeWorkbook(sheet('x'.repeat(32_768)))).rejects.toThrow(RangeError)
    await expect(writeWorkbook([])).rejects.toThrow(RangeError)
  })
})
