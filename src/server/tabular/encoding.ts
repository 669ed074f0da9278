import { UnreadableFile } from './limits.ts'

export type TextEncoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be'

/**
 * Text of a CSV file. A byte order mark decides; else valid UTF-8 is UTF-8; else GB18030, the encoding Chinese Excel saves (GBK and GB2312 are subsets).
 * Bytes that are neither are refused: replacement characters would silently spoil names.
 */
export function decodeText(bytes: Uint8Array): { text: string; encoding: TextEncoding } {
  const marked = byMark(bytes)
  if (marked !== null) return { text: decode(marked, bytes), encoding: marked }
  if (looksBinary(bytes)) throw new UnreadableFile('file_is_not_text')
  const utf8 = tryDecode('utf-8', bytes)
  if (utf8 !== null) return { text: utf8, encoding: 'utf-8' }
  return { text: decode('gb18030', bytes), encoding: 'gb18030' }
}

function byMark(bytes: Uint8Array): TextEncoding | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return null
}

function looksBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 64 * 1024).includes(0)
}

function decode(encoding: TextEncoding, bytes: Uint8Array): string {
  const text = tryDecode(encoding, bytes)
  if (text === null) throw new UnreadableFile('encoding_unknown', { tried: encoding })
  return text
}

function tryDecode(encoding: TextEncoding, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}
