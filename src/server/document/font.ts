import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const FOLDER = '@expo-google-fonts/noto-sans-sc'

/** Family of both files, as documents name it. */
export const FONT_FAMILY = 'Noto Sans SC'

type Font = { regular: Buffer; bold: Buffer; covers: (codePoint: number) => boolean }
let read: Font | undefined

/** Noto Sans SC, regular and bold (some 10 MB each, read once), and the characters that both hold. No font of the machine is ever used. */
export function readFont(): Font {
  if (read) return read
  const regular = readFileSync(require.resolve(`${FOLDER}/400Regular/NotoSansSC_400Regular.ttf`))
  const bold = readFileSync(require.resolve(`${FOLDER}/700Bold/NotoSansSC_700Bold.ttf`))
  const [inRegular, inBold] = [coverageOf(regular), coverageOf(bold)]
  read = { regular, bold, covers: (codePoint) => inRegular.has(codePoint) && inBold.has(codePoint) }
  return read
}

/** The characters a TrueType font maps to a glyph: its character tables of all planes and of the first (OpenType cmap, formats 12 and 4). */
export function coverageOf(font: Buffer): ReadonlySet<number> {
  const cmap = tableAt(font, 'cmap')
  const covered = new Set<number>()
  for (let place = 0; place < font.readUInt16BE(cmap + 2); place++) {
    const table = cmap + font.readUInt32BE(cmap + 4 + 8 * place + 4)
    const runs = font.readUInt16BE(table) === 12 ? runsOfAllPlanes : runsOfFirstPlane
    for (const [first, last] of runs(font, table))
      for (let codePoint = first; codePoint <= last; codePoint++) covered.add(codePoint)
  }
  if (covered.size === 0) throw new Error('the font has no character table of format 12 or 4')
  return covered
}

type Run = readonly [first: number, last: number]

function* runsOfAllPlanes(font: Buffer, table: number): Iterable<Run> {
  for (let group = 0; group < font.readUInt32BE(table + 12); group++) {
    const at = table + 16 + 12 * group
    yield [font.readUInt32BE(at), font.readUInt32BE(at + 4)]
  }
}

function* runsOfFirstPlane(font: Buffer, table: number): Iterable<Run> {
  if (font.readUInt16BE(table) !== 4) return
  const twice = font.readUInt16BE(table + 6)
  for (let at = table + 14; at < table + 14 + twice; at += 2) {
    const [last, first] = [font.readUInt16BE(at), font.readUInt16BE(at + twice + 2)]
    // Each table ends on a run of 0xFFFF, which is no character.
    if (first !== 0xffff) yield [first, last]
  }
}

function tableAt(font: Buffer, tag: string): number {
  for (let place = 0; place < font.readUInt16BE(4); place++) {
    const record = 12 + 16 * place
    if (font.toString('latin1', record, record + 4) === tag) return font.readUInt32BE(record + 8)
  }
  throw new Error(`the font has no table ${tag}`)
}
