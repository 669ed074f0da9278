import { UnreadableFile } from './limits.ts'

/** What a reader of workbook XML wants to hear. Names come without their namespace prefix. */
export type XmlListener = {
  open(name: string, attributes: string): void
  close(name: string): void
  text(value: string): void
}

const MAX_TAG = 64 * 1024
// What may wait for its end; every new chunk scans it again.
const MAX_UNFINISHED = 1024 * 1024

/**
 * Walks workbook XML chunk by chunk. Made for spreadsheet parts, where a general parser spends most of its time on things that never occur:
 * documents that declare a DOCTYPE (where entity bombs live) are refused, comments and processing instructions are skipped, CDATA is text.
 */
export async function walkXml(chunks: AsyncIterable<Buffer>, listener: XmlListener): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  let depth = 0
  for await (const chunk of chunks) {
    rest = take(rest + decode(decoder, chunk), false)
  }
  rest = take(rest + decode(decoder), true)
  if (rest.trim() !== '' || depth !== 0) throw new UnreadableFile('xml_damaged')

  function take(text: string, last: boolean): string {
    let at = 0
    for (;;) {
      const tag = text.indexOf('<', at)
      // Text may go on in the next chunk, and an entity must not be cut in two.
      const end = tag < 0 ? -1 : tagEnd(text, tag)
      if (end < 0) {
        if (!last && text.length - at > MAX_UNFINISHED) throw new UnreadableFile('xml_damaged')
        return text.slice(at)
      }
      if (tag > at) listener.text(decodeEntities(text.slice(at, tag)))
      markup(text, tag, end)
      at = end
    }
  }

  function markup(text: string, tag: number, end: number): void {
    const sign = text.charCodeAt(tag + 1)
    if (sign === 47) {
      depth -= 1
      if (depth < 0) throw new UnreadableFile('xml_damaged')
      listener.close(localName(text.slice(tag + 2, end - 1).trimEnd()))
      return
    }
    if (sign === 63) return
    if (sign === 33) {
      if (text.startsWith('<![CDATA[', tag)) listener.text(text.slice(tag + 9, end - 3))
      else if (!text.startsWith('<!--', tag)) throw new UnreadableFile('xml_declares_types')
      return
    }
    const selfClosing = text.charCodeAt(end - 2) === 47
    const body = text.slice(tag + 1, selfClosing ? end - 2 : end - 1)
    const space = body.search(/\s/)
    const name = localName(space < 0 ? body : body.slice(0, space))
    listener.open(name, space < 0 ? '' : body.slice(space))
    if (selfClosing) listener.close(name)
    else if (++depth > 100) throw new UnreadableFile('xml_damaged')
  }
}

function decode(decoder: TextDecoder, chunk?: Buffer): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
  } catch (error) {
    if (error instanceof TypeError) throw new UnreadableFile('xml_damaged')
    throw error
  }
}

function tagEnd(text: string, tag: number): number {
  if (text.startsWith('<!--', tag)) return after(text.indexOf('-->', tag + 4), 3)
  if (text.startsWith('<![CDATA[', tag)) return after(text.indexOf(']]>', tag + 9), 3)
  // `<!` cut by a chunk border: wait until it can be told what it is.
  if (text.length - tag < 9 && text.startsWith('<!', tag)) return -1
  // A `>` inside an attribute value does not end the tag.
  let quote = 0
  for (let at = tag + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (quote !== 0) {
      if (code === quote) quote = 0
    } else if (code === 62) return at + 1
    else if (code === 34 || code === 39) quote = code
    if (at - tag > MAX_TAG) throw new UnreadableFile('xml_damaged')
  }
  return -1
}

function after(found: number, length: number): number {
  return found < 0 ? -1 : found + length
}

function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

const NAMED = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
])

/** Replaces the five named entities and numbered characters; unknown entities are a damaged file. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&([^;&]{0,12});?/g, (whole, name: string) => {
    const known = whole.endsWith(';') ? NAMED.get(name) : undefined
    if (known !== undefined) return known
    const digits = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}));$/i.exec(`${name};`)
    const code = digits ? Number.parseInt(digits[1] ?? digits[2]!, digits[1] ? 16 : 10) : Number.NaN
    if (!whole.endsWith(';') || !(code >= 0 && code <= 0x10ffff)) throw new UnreadableFile('xml_damaged')
    return String.fromCodePoint(code)
  })
}

const attributePatterns = new Map<string, RegExp>()

/** The value of one attribute by its local name, decoded; `null` when absent. */
export function attribute(attributes: string, name: string): string | null {
  let pattern = attributePatterns.get(name)
  if (pattern === undefined) {
    pattern = new RegExp(`[\\s:]${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)
    attributePatterns.set(name, pattern)
  }
  const found = pattern.exec(attributes)
  return found ? decodeEntities(found[1] ?? found[2]!) : null
}
