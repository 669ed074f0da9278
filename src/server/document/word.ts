import {
  AlignmentType,
  Document,
  Footer,
  Header,
  LevelFormat,
  LineRuleType,
  Packer,
  PageBreak,
  PageNumber,
  Paragraph,
  TableOfContents,
  TextRun,
} from 'docx'
import { estimatePageNumbersWith } from 'docx/layout'

import { FONT_FAMILY } from './font.ts'
import { type DocumentModel, numberHeadings } from './model.ts'
import { cleanText, mapTexts, textsIn } from './text.ts'
import { COLOURS, linesOf, wordBlock, wordKeyValues } from './word-blocks.ts'
import { embeddedFont } from './word-font.ts'

const CONTENTS = { 'zh-CN': '目录', en: 'Contents' } as const
// The same family as in the PDF; it travels with the document.
const FONT = { ascii: FONT_FAMILY, hAnsi: FONT_FAMILY, cs: FONT_FAMILY, eastAsia: FONT_FAMILY }
// Words in charts take their Chinese face from the theme, whatever the chart itself names.
const FACES = { latin: FONT_FAMILY, eastAsia: FONT_FAMILY, complexScript: FONT_FAMILY, scripts: { Hans: FONT_FAMILY } }
const MARGIN = { top: 1474, bottom: 1247, left: 1247, right: 1247 }

/**
 * Sets a document as Word in the calling thread; elsewhere `renderWord` is asked. Charts are Word's own, with their figures behind them; the table of
 * contents is a field that Word can update, already filled in, its page numbers as near as they can be told without Word. The font is embedded, cut down
 * to the characters of the document.
 */
export async function setWord(given: DocumentModel): Promise<Uint8Array> {
  const model = mapTexts(given, cleanText)
  const body = numberHeadings(model)
  const children = [...titleOf(model), ...contentsOf(model)]
  for (const block of body) children.push(...(await wordBlock(block)))
  const document = new Document({
    fonts: [await embeddedFont(textsIn(model))],
    theme: { name: 'Starproof', fonts: { headings: FACES, body: FACES } },
    title: model.title,
    creator: model.author,
    lastModifiedBy: model.author,
    styles: stylesOf(model),
    numbering: { config: [orderedList(), bulletList()] },
    // Laying the pages out takes seconds: only for a table of contents.
    ...(model.contents ? { pageNumbers: estimatePageNumbersWith({ guess: true }) } : {}),
    sections: [
      {
        properties: {
          page: { size: { width: 11_906, height: 16_838 }, margin: MARGIN },
          titlePage: model.cover === 'page',
        },
        headers: { default: headerOf(model), first: new Header({ children: [new Paragraph('')] }) },
        footers: { default: footerOf(), first: new Footer({ children: [new Paragraph('')] }) },
        children,
      },
    ],
  })
  return Packer.toBuffer(document)
}

function titleOf(model: DocumentModel) {
  const isPage = model.cover === 'page'
  const title = new Paragraph({
    spacing: { before: isPage ? 3_400 : 0, after: 160 },
    children: linesOf(model.title, { bold: true, size: isPage ? 52 : 38, color: COLOURS.accent }),
  })
  const subtitle = model.subtitle
    ? [
        new Paragraph({
          spacing: { after: 160 },
          children: linesOf(model.subtitle, { size: 26, color: COLOURS.quiet }),
        }),
      ]
    : []
  const meta = model.meta.length > 0 ? [new Paragraph({ spacing: { after: 160 } }), wordKeyValues(model.meta)] : []
  const after = isPage ? [new Paragraph({ children: [new PageBreak()] })] : [new Paragraph('')]
  return [title, ...subtitle, ...meta, ...after]
}

function contentsOf(model: DocumentModel) {
  if (!model.contents) return []
  const words = CONTENTS[model.language]
  const title = new Paragraph({
    spacing: { after: 120 },
    children: linesOf(words, { bold: true, size: 30, color: COLOURS.accent }),
  })
  const field = new TableOfContents(words, { hyperlink: true, headingStyleRange: '1-3' })
  return model.cover === 'page' ? [title, field, new Paragraph({ children: [new PageBreak()] })] : [title, field]
}

function headerOf(model: DocumentModel): Header {
  const look = { size: 17, color: COLOURS.quiet }
  return new Header({
    children: [
      new Paragraph({
        border: { bottom: { style: 'single', size: 4, color: COLOURS.line, space: 4 } },
        children: [
          ...linesOf(model.title, look),
          new TextRun({ text: '　·　', ...look }),
          ...linesOf(model.author, look),
        ],
      }),
    ],
  })
}

function footerOf(): Footer {
  const children = [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES]
  return new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [new TextRun({ children, size: 17, color: COLOURS.quiet })],
      }),
    ],
  })
}

function orderedList() {
  const level = { level: 0, format: LevelFormat.DECIMAL, text: '%1.', alignment: AlignmentType.LEFT }
  return { reference: 'ordered', levels: [{ ...level, style: { paragraph: { indent: { left: 480, hanging: 360 } } } }] }
}

function bulletList() {
  const level = { level: 0, format: LevelFormat.BULLET, text: '•', alignment: AlignmentType.LEFT }
  return { reference: 'bullets', levels: [{ ...level, style: { paragraph: { indent: { left: 480, hanging: 300 } } } }] }
}

function stylesOf(model: DocumentModel) {
  const language = { value: model.language === 'en' ? 'en-GB' : 'en-US', eastAsia: 'zh-CN' }
  const heading = (size: number, before: number) => ({
    run: { font: FONT, bold: true, size, color: COLOURS.accent },
    paragraph: { spacing: { before, after: 120 }, keepNext: true },
  })
  return {
    default: {
      document: {
        run: { font: FONT, size: 21, color: COLOURS.ink, language },
        paragraph: { spacing: { line: 270, lineRule: LineRuleType.AUTO, after: 120 } },
      },
      heading1: heading(30, 360),
      heading2: heading(25, 280),
      heading3: heading(22, 220),
    },
  }
}
