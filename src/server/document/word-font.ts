import subsetFont from 'subset-font'
import { FONT_FAMILY, readFont } from './font.ts'

/** A family as Word embeds it: a TrueType file of each face. */
export type EmbeddedFont = { name: string; data: Buffer; bold: Buffer }

// Figures, page numbers and marks of lists stand in no text of the model; and whoever fills in a date by hand finds its digits.
const ALWAYS = `${Array.from({ length: 95 }, (_, place) => String.fromCodePoint(32 + place)).join('')}•·—–…　＿、。，．：；！？（）《》「」“”‘’％￥年月日至第页共`

/**
 * Noto Sans SC, regular and bold, cut down to the characters of these texts: some 25 kB per hundred Chinese characters and face instead of 10 MB.
 * Its licence (OFL) and the font's own marks allow embedding. Characters that the font lacks are left to the reader's Word.
 */
export async function embeddedFont(texts: Iterable<string>): Promise<EmbeddedFont> {
  const font = readFont()
  const wanted = new Set([...ALWAYS])
  for (const text of texts) for (const character of text) wanted.add(character)
  const shown = [...wanted].filter((character) => font.covers(character.codePointAt(0)!)).join('')
  // Nothing that only other scripts and vertical lines need; hints cost a third and serve screens of the last century.
  const cut = (face: Buffer) =>
    subsetFont(face, shown, { targetFormat: 'truetype', noHinting: true, noLayoutClosure: true })
  return { name: FONT_FAMILY, data: await cut(font.regular), bold: await cut(font.bold) }
}
