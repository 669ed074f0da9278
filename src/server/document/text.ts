// Characters that change how their neighbours look and have no shape of their own: variation selectors, joiners, byte order mark, bidirectional marks.
const SHAPELESS = /\p{Default_Ignorable_Code_Point}/gu
// XML cannot carry them, and nothing can show them. Tab and line feed stay.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g

/** Text as any file format can carry it: well-formed Unicode, one kind of line break, no control characters. */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(CONTROL, '')
}

/**
 * Text as a font can show it. A character it lacks (an emoji, a script of elsewhere) is written by its number, `[U+1F600]`: a reader sees that something stood
 * there and what, where a PDF for archives may hold no empty box.
 */
export function showableText(text: string, covers: (codePoint: number) => boolean): string {
  const clean = cleanText(text).replaceAll('\t', ' ').replace(SHAPELESS, '').normalize('NFC')
  let shown = ''
  for (const character of clean) {
    const codePoint = character.codePointAt(0)!
    const isShown = character === '\n' || covers(codePoint)
    shown += isShown ? character : `[U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}]`
  }
  return shown
}

/** The same value with every text in it, at any depth, changed by `change`. Keys and bytes stay. */
export function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change)) as T
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)])) as T
}

/** Every text in a value, at any depth. */
export function textsIn(value: unknown): string[] {
  const found: string[] = []
  mapTexts(value, (text) => {
    found.push(text)
    return text
  })
  return found
}
