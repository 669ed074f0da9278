import { hash } from 'node:crypto'
import { PDF } from '@libpdf/core'
import { describe, expect, it } from 'vitest'
import { readZipDirectory, unpackEntry } from '#src/server/tabular/zip.ts'
import { chartSvg } from './chart.ts'
import { coverageOf, FONT_FAMILY, readFont } from './font.ts'
import { imageSize } from './image-size.ts'
import { type Block, type ChartBlock, type DocumentModel, numberHeadings } from './model.ts'
import { describeChart, qrSvg } from './pdf.ts'
import { renderPdf, renderTypst, renderWord } from './render.ts'
import { cleanText, mapTexts, showableText, textsIn } from './text.ts'

/** Texts that a careless maker would take for markup. */
const NASTY = '#panic("x") *粗* $x^2$ @ref <b>&amp;</b> `code` \\ [a](b) "q" = 1 // {x} ~ _'
const MONTHS = Array.from({ length: 12 }, (_, place) => `${place + 1}月`)
const BARS: ChartBlock = {
  kind: 'chart',
  form: 'bar',
  title: '每月安装与维修',
  unit: '件',
  categories: MONTHS,
  series: [
    { name: '安装', values: [12, 18, 9, 22, 30, 28, 35, 31, 20, 16, 14, 19] },
    { name: '维修 <b>', values: [5, 4, 8, 6, null, 9, 12, 0, 7, 5, 4, 6] },
  ],
}
const DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

function document(blocks: Block[], given: Partial<DocumentModel> = {}): DocumentModel {
  return {
    title: '售后服务自我评价报告',
    subtitle: 'GB/T 27922-2011',
    language: 'zh-CN',
    meta: [{ label: '企业', value: '蓝鲸净水设备有限公司' }],
    madeAt: '2026-03-02T08:30:00.000Z',
    author: '蓝鲸净水设备有限公司',
    cover: 'page',
    contents: true,
    numbered: true,
    blocks,
    ...given,
  }
}

const LONG_TABLE: Block = {
  kind: 'table',
  caption: '各项得分',
  columns: [{ title: '条款' }, { title: '内容要求', share: 4 }, { title: '得分', align: 'right' }],
  rows: [
    { across: '服务文化' },
    ...Array.from({ length: 90 }, (_, place) => [
      `5.1.${place + 1}`,
      `要求 ${place + 1}`,
      { text: '3.00', tone: 'good' as const },
    ]),
  ],
}

async function pagesOf(bytes: Uint8Array): Promise<string[]> {
  const pdf = await PDF.load(bytes)
  return pdf.getPages().map((page) => page.extractText().text)
}

function filesOf(given: Uint8Array) {
  const bytes = Buffer.from(given)
  const entries = readZipDirectory(bytes, 100)
  return async (name: string): Promise<Buffer> => {
    const entry = entries.get(name)
    if (!entry) return Buffer.alloc(0)
    return Buffer.concat(await Array.fromAsync(unpackEntry(bytes, entry, { left: 1e8, max: 1e8 })))
  }
}

function partsOf(given: Uint8Array) {
  const files = filesOf(given)
  return async (name: string) => (await files(name)).toString()
}

/** ECMA-376 part 4, 10.1: the first 32 bytes of an embedded font are veiled by its key, read backwards, twice. */
function clearFont(veiled: Buffer, key: string): Buffer {
  const bytes = Buffer.from(key.replaceAll('-', ''), 'hex').reverse()
  const clear = Buffer.from(veiled)
  for (let at = 0; at < 32; at++) clear[at] = clear[at]! ^ bytes[at % 16]!
  return clear
}

/** A TrueType file whose tables lie within it, each fitting the checksum that stands beside it (`head` holds one of the whole and is left out). */
function isWholeFont(font: Buffer): boolean {
  const sum = (from: number, length: number) => {
    const padded = Buffer.alloc(Math.ceil(length / 4) * 4)
    font.copy(padded, 0, from, from + length)
    let total = 0
    for (let at = 0; at < padded.length; at += 4) total = (total + padded.readUInt32BE(at)) >>> 0
    return total
  }
  const records = Array.from({ length: font.readUInt16BE(4) }, (_, place) => 12 + 16 * place)
  const tags = records.map((at) => font.toString('latin1', at, at + 4))
  const whole = records.every((at, place) => {
    const [stated, from, length] = [font.readUInt32BE(at + 4), font.readUInt32BE(at + 8), font.readUInt32BE(at + 12)]
    return from + length <= font.length && (tags[place] === 'head' || sum(from, length) === stated)
  })
  const needed = ['cmap', 'glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp', 'name', 'post', 'OS/2']
  return font.readUInt32BE(0) === 0x00010000 && whole && needed.every((tag) => tags.includes(tag))
}

describe('a PDF', () => {
  it('holds every word as written: nothing in a text is markup', async () => {
    const text = (
      await pagesOf(
        await renderPdf(
          document([
            { kind: 'paragraph', text: NASTY },
            { kind: 'heading', level: 1, text: NASTY },
          ]),
        ),
      )
    ).join('\n')
    expect(text.replaceAll('\n', '').split(NASTY.replaceAll(' ', '')).length).toBeLessThanOrEqual(4)
    expect(text.replace(/\s/g, '').split(NASTY.replace(/\s/g, '')).length - 1).toBe(3)
  })

  it('writes characters that the font lacks by their number, and keeps rare names', async () => {
    const text = (
      await pagesOf(await renderPdf(document([{ kind: 'paragraph', text: '😀 王㐂 䶮 𠅤 \u0000\ud800\u200b' }])))
    ).join('\n')
    expect(text).toContain('[U+1F600]')
    expect(text).toContain('王㐂')
    expect(text).toContain('䶮')
  })

  it('has a table of contents with the right pages, page numbers, and heads of tables on every page', async () => {
    const blocks: Block[] = [
      { kind: 'heading', level: 1, text: '服务记录' },
      { kind: 'heading', level: 2, text: '一览' },
      LONG_TABLE,
      { kind: 'heading', level: 1, text: '人员' },
      { kind: 'paragraph', text: '完' },
    ]
    const pages = await pagesOf(await renderPdf(document(blocks)))
    const contents = pages[1]!
    expect(contents).toMatch(/^.*\n目录\n/)
    expect(contents).toMatch(/1 服务记录 \.+ 3\n/)
    expect(contents).toMatch(/1\.1 一览 \.+ 3\n/)
    const people = pages.findIndex((page, place) => place > 1 && page.includes('2 人员')) + 1
    expect(people).toBeGreaterThan(4)
    expect(contents).toMatch(new RegExp(`2 人员 \\.+ ${people}\\n`))
    for (const [place, page] of pages.entries()) {
      if (place > 0) expect(page).toContain(`${place + 1} / ${pages.length}`)
      if (page.includes('要求 ')) expect(page).toContain('条款 内容要求 得分')
    }
    expect(pages[0]).not.toContain(' / ')
  })

  it('is for archives: PDF/A-2b, tagged, its two fonts embedded and nobody else’s', async () => {
    const bytes = await renderPdf(
      document([BARS, { kind: 'qr', text: 'https://example.com/?a=1&b=2', caption: '扫码' }]),
    )
    const raw = Buffer.from(bytes).toString('latin1')
    expect(raw).toMatch(/pdfaid:part>2<|pdfaid:part="2"/)
    expect(raw).toMatch(/pdfaid:conformance>B<|pdfaid:conformance="B"/)
    const fonts = [...raw.matchAll(/\/FontName\s*\/([^\s/]+)/g)].map((found) => found[1]!.replace(/^[A-Z]{6}\+/, ''))
    expect([...new Set(fonts)].sort()).toEqual(['NotoSansSC-Bold', 'NotoSansSC-Regular'])
    expect(raw.match(/\/FontFile2/g)!.length).toBe(fonts.length)
    expect(raw).toContain('/MarkInfo')
  })

  it('is the same for the same model', async () => {
    const blocks: Block[] = [BARS, { kind: 'image', bytes: DOT, mediaType: 'image/png', alt: '点', widthMm: 20 }]
    const [one, two] = await Promise.all([renderPdf(document(blocks)), renderPdf(document(blocks))])
    expect(hash('sha256', one)).toBe(hash('sha256', two))
  })

  it('lets a long word be cut and still be copied whole', async () => {
    const sha256 = hash('sha256', 'a')
    const columns = [{ title: 'a' }, { title: 'b' }, { title: 'c' }, { title: 'd' }]
    const model = document([{ kind: 'table', columns, rows: [[sha256, '91330100MA27XL0U5P', '', '']] }])
    const text = (await pagesOf(await renderPdf(model))).join('')
    expect(text).not.toMatch(/\u200b/)
    expect(text).toContain('91330100MA27XL0U5P')
    expect(text).not.toContain(sha256)
    expect(text).toContain(sha256.slice(0, 15))
  })

  it('speaks English, stands without a title page, and holds lines to sign on', async () => {
    const blocks: Block[] = [
      { kind: 'list', items: ['one', '- two'], ordered: true },
      { kind: 'keyValues', rows: [{ label: 'Fee', value: '¥ 12,000' }] },
      { kind: 'pageBreak' },
      { kind: 'signatures', lines: [{ label: 'Company', name: 'Zhou Min', on: '2026-03-02' }, { label: 'Body' }] },
    ]
    const given = { title: 'Quotation', language: 'en', cover: 'head', contents: false, numbered: false } as const
    const pages = await pagesOf(await renderPdf(document(blocks, given)))
    expect(pages).toHaveLength(2)
    expect(pages[0]).toMatch(/1\. one[\s\S]*2\. - two[\s\S]*Fee ¥ 12,000[\s\S]*1 \/ 2/)
    expect(pages[1]).toContain('Zhou Min')
  })

  it('stands empty and refuses an instant that is none', async () => {
    expect(await pagesOf(await renderPdf(document([], { cover: 'head', contents: false, meta: [] })))).toHaveLength(1)
    await expect(renderPdf(document([], { madeAt: 'soon' }))).rejects.toThrow('not an instant')
  })
})

describe('a template of one’s own', () => {
  const template = `#let data = json(bytes(sys.inputs.data))
#set document(title: data.name, date: datetime(year: 2026, month: 3, day: 2))
#set text(font: "${FONT_FAMILY}")
#data.name #image("/images/dot.png", width: 5mm, alt: "dot")`

  it('finds its data and pictures, and no text of it runs', async () => {
    const bytes = await renderTypst(template, { data: { name: `${NASTY}😀` }, images: { '/images/dot.png': DOT } })
    expect((await pagesOf(bytes)).join('').replace(/\s/g, '')).toContain(`${NASTY}[U+1F600]`.replace(/\s/g, ''))
  })

  it('reads nothing of the machine, and a mistake in it is told', async () => {
    await expect(renderTypst('#read("/etc/hostname")', { data: {} })).rejects.toThrow('file not found')
    await expect(renderTypst('#nothing', { data: {} })).rejects.toThrow('unknown variable')
  })
})

describe('a Word document', () => {
  it('holds every word as written, headings as headings, and a table of contents filled in and updatable', async () => {
    const part = partsOf(
      await renderWord(
        document([
          { kind: 'heading', level: 1, text: '服务 <记录>' },
          { kind: 'paragraph', text: `${NASTY}😀\u0000` },
          LONG_TABLE,
        ]),
      ),
    )
    const body = await part('word/document.xml')
    expect(body).toContain('TOC \\h \\o &quot;1-3&quot;')
    expect(body).toMatch(/PAGEREF _Toc1 \\h<\/w:instrText><w:fldChar w:fldCharType="separate"\/><w:t[^>]*>3</)
    expect(body).toMatch(/<w:pStyle w:val="Heading1"\/>.*?1 服务 &lt;记录&gt;/)
    const texts = [...body.matchAll(/<w:t[^>]*>([^<]*)</g)].map((found) => found[1]!).join('')
    const read = texts
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&apos;', "'")
      .replaceAll('&amp;', '&')
    expect(read).toContain(`${NASTY}😀`)
    expect(body).toContain('<w:tblHeader/>')
    expect(await part('word/footer1.xml')).toContain('NUMPAGES')
  }, 60_000)

  it('brings its Chinese font along: both faces, whole TrueType files that hold every character written in it', async () => {
    const blocks: Block[] = [
      { kind: 'heading', level: 1, text: '售后服务体系与龘㐂𠅤' },
      { kind: 'paragraph', text: '周敏 ｜ Zhōu Mǐn ① “星证” 😀' },
      BARS,
      LONG_TABLE,
    ]
    const bytes = await renderWord(document(blocks, { contents: false }))
    expect(bytes.length).toBeLessThan(400_000)
    const files = filesOf(bytes)
    const text = async (name: string) => (await files(name)).toString()
    for (const name of ['word/styles.xml', 'word/charts/chart1.xml']) {
      const named = [
        ...(await text(name))
          .replaceAll(/<w:lang [^>]*>/g, '')
          .matchAll(/(?:w:(?:ascii|hAnsi|cs|eastAsia)|typeface)="([^"]*)"/g),
      ]
      const names = new Set(named.map((found) => found[1]!).filter((one) => one !== '+mn-ea'))
      expect([...names]).toEqual([FONT_FAMILY])
    }
    // The theme's Chinese face, which charts fall back to.
    expect((await text('word/theme/theme1.xml')).match(/<a:ea typeface="Noto Sans SC"/g)).toHaveLength(2)
    expect(await text('word/settings.xml')).toContain('<w:embedTrueTypeFonts/>')
    const table = await text('word/fontTable.xml')
    const faces = [...table.matchAll(/<w:(embedRegular|embedBold) r:id="(\w+)" w:fontKey="\{([0-9A-Fa-f-]+)\}"\/>/g)]
    expect(faces.map((face) => face[1])).toEqual(['embedRegular', 'embedBold'])
    const relations = await text('word/_rels/fontTable.xml.rels')
    const written = [...(await text('word/document.xml')).matchAll(/<w:t[^>]*>([^<]*)</g)]
      .map((run) => run[1]!)
      .join('')
    for (const [, , id, key] of faces) {
      const target = new RegExp(`<Relationship [^>]*Id="${id}"[^>]*>`).exec(relations)![0]
      const font = clearFont(await files(`word/${/Target="([^"]+)"/.exec(target)![1]!}`), key!)
      expect(isWholeFont(font)).toBe(true)
      const covered = coverageOf(font)
      const missing = [...new Set(`${written}0123456789/`)].filter((one) => !covered.has(one.codePointAt(0)!))
      // An emoji is in neither face: the reader's Word finds it elsewhere.
      expect(missing).toEqual(['😀'])
      expect(covered.has('𠅤'.codePointAt(0)!)).toBe(true)
    }
  }, 60_000)

  it('holds charts of its own with their figures behind them, pictures and codes', async () => {
    const blocks: Block[] = [
      BARS,
      { ...BARS, form: 'line' },
      { ...BARS, form: 'stacked' },
      { ...BARS, series: [] },
      { kind: 'image', bytes: DOT, mediaType: 'image/png', alt: '点', widthMm: 20, caption: '一点' },
      { kind: 'qr', text: 'https://example.com', caption: '扫码' },
      { kind: 'list', items: ['甲'] },
      { kind: 'list', items: ['乙'], ordered: true },
      { kind: 'keyValues', rows: [{ label: '费用', value: '12' }] },
      { kind: 'pageBreak' },
      { kind: 'signatures', lines: [{ label: '总经理', name: '吴' }] },
    ]
    const part = partsOf(await renderWord(document(blocks, { cover: 'head', contents: false })))
    expect(await part('word/charts/chart1.xml')).toMatch(/<c:barDir val="col"\/>[\s\S]*安装[\s\S]*<c:v>35<\/c:v>/)
    expect(await part('word/charts/chart2.xml')).toContain('<c:lineChart>')
    expect(await part('word/charts/chart3.xml')).toContain('<c:grouping val="stacked"/>')
    expect(await part('word/charts/chart4.xml')).toBe('')
    const body = await part('word/document.xml')
    for (const word of ['一点', '扫码', '甲', '乙', '费用', '总经理', '吴']) expect(body).toContain(word)
    expect(body).not.toContain('TOC \\h')
    expect(body.match(/<pic:pic/g)).toHaveLength(2)
  })
})

describe('headings', () => {
  it('are numbered by level, without a nought, and only where wanted', () => {
    const blocks = ([2, 1, 2, 3, 3, 2, 1, 3] as const).map((level) => ({ kind: 'heading' as const, level, text: 'x' }))
    const textsOf = (numbered: boolean) =>
      numberHeadings({ numbered, blocks }).map((block) => (block as { text: string }).text)
    expect(textsOf(true)).toEqual(['1.1 x', '1 x', '1.1 x', '1.1.1 x', '1.1.2 x', '1.2 x', '2 x', '2.1.1 x'])
    expect(textsOf(false)).toEqual(Array(8).fill('x'))
  })
})

describe('a chart', () => {
  it('draws each value, escapes names, leaves gaps and tells itself in words', () => {
    const svg = chartSvg(BARS)
    // 23 values and 2 names; the nought has no height but its place.
    expect(svg.match(/<rect /g)).toHaveLength(25)
    expect(svg).toContain('维修 &lt;b&gt;')
    expect(svg).toContain('>40</text>')
    expect(describeChart(BARS)).toMatch(
      /^每月安装与维修 \(件\)\. 安装: 1月 12, .*维修 <b>: 1月 5, 2月 4, 3月 8, 4月 6, 6月 9/,
    )
  })

  it('reaches below nought, stacks, breaks lines at gaps, and stands without a value', () => {
    const with_ = (form: ChartBlock['form'], values: (number | null)[]) =>
      chartSvg({ ...BARS, form, series: [{ name: 'a', values }] })
    expect(with_('bar', [-3, 5])).toContain('>-4</text>')
    expect(with_('line', [1, 2, null, 4, 5]).match(/<polyline/g)).toHaveLength(2)
    expect(with_('stacked', [1e9])).toContain('1000000000')
    const empty = with_('bar', [])
    expect(empty).not.toContain('NaN')
    expect(chartSvg({ ...BARS, categories: [], series: [] })).not.toMatch(/NaN|Infinity/)
  })

  it('names series in as many lines as they need', () => {
    const series = Array.from({ length: 12 }, (_, place) => ({ name: `很长的系列名称 ${place}`, values: [1] }))
    expect(chartSvg({ ...BARS, series })).toMatch(/height="3[3-9]\d"/)
  })
})

describe('texts', () => {
  it('lose what no file can carry', () => {
    expect(cleanText('a\u0000b\r\nc\rd\u2028e\ud800\u007f\tf')).toBe('ab\nc\nd\ne\ufffd\tf')
    const covers = (codePoint: number) => codePoint < 0x80
    expect(showableText('a\tb❤\ufe0f\u200d中', covers)).toBe('a b[U+2764][U+4E2D]')
    expect(mapTexts({ a: ['x', 1, null], b: new Uint8Array([1]) }, (text) => `${text}!`)).toEqual({
      a: ['x!', 1, null],
      b: new Uint8Array([1]),
    })
    expect(textsIn({ a: ['x', 1, null, { b: 'y' }], c: new Uint8Array([1]) })).toEqual(['x', 'y'])
  })

  it('find their characters in the font', () => {
    const { covers } = readFont()
    expect([...'周敏星证€，。①Ａ'].every((character) => covers(character.codePointAt(0)!))).toBe(true)
    expect(covers(0x1f600)).toBe(false)
  })
})

describe('pictures', () => {
  it('tell their size, and what is none is refused', () => {
    expect(imageSize(DOT, 'image/png')).toEqual({ width: 1, height: 1 })
    const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 17, 8, 0, 30, 0, 40, 3])
    expect(imageSize(jpeg, 'image/jpeg')).toEqual({ width: 40, height: 30 })
    expect(() => imageSize(jpeg, 'image/png')).toThrow(RangeError)
    expect(() => imageSize(jpeg.subarray(0, 6), 'image/jpeg')).toThrow(RangeError)
  })

  it('of codes are one path with a quiet zone', () => {
    expect(qrSvg('https://example.com')).toMatch(/viewBox="0 0 33 33".*M4 4h1v1h-1z/)
  })
})
