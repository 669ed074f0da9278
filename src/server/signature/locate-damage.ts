import { inflateSync } from 'node:zlib'
import type { PdfProblem } from './check-pdf.ts'

const LISTED_MAX = 20
const OBJECT = /(?<![\d.])(\d{1,7}) (\d{1,5}) obj\b/g
// A compressed stream of a page stays far below; a hostile one must not cost memory.
const STREAM_MAX_BYTES = 64 * 1024 * 1024

/**
 * Where a PDF whose digest does not fit was changed. A compressed stream ends on its own checksum, so that a changed byte in one names its
 * object; elsewhere only the signed part before or after the signature can be named. `start` and `end` enclose the signature.
 */
export function locateDamage(file: Buffer, start: number, end: number): PdfProblem[] {
  const problems: PdfProblem[] = []
  const text = file.toString('latin1')
  const objects = [...text.matchAll(OBJECT)]
  for (const [nth, match] of objects.entries()) {
    const to = objects[nth + 1]?.index ?? file.length
    const stream = streamOf(file, text, match.index, to)
    if (!stream || isWhole(stream.bytes) || problems.length >= LISTED_MAX) continue
    problems.push({
      place: { from: stream.from, to: stream.to, object: `${match[1]} ${match[2]}` },
      words: {
        zh: `对象 ${match[1]} ${match[2]} 的压缩内容被改动（字节 ${stream.from}–${stream.to}）`,
        en: `the compressed content of object ${match[1]} ${match[2]} was changed (bytes ${stream.from}–${stream.to})`,
      },
    })
  }
  if (problems.length > 0) return problems
  return [
    {
      place: { from: 0, to: file.length },
      words: {
        zh: `签名覆盖的字节 0–${start} 或 ${end}–${file.length} 中有改动，不在任何压缩内容之内`,
        en: `a signed byte was changed in 0–${start} or ${end}–${file.length}, outside every compressed content`,
      },
    },
  ]
}

type Stream = { from: number; to: number; bytes: Buffer }

/** The raw stream of a compressed object; undefined where the object has none, or is compressed in another way. */
function streamOf(file: Buffer, text: string, from: number, to: number): Stream | undefined {
  const body = text.slice(from, Math.min(to, from + 4_096))
  const begin = /\bstream\r?\n/.exec(body)
  if (!begin || !/\/Filter\s*\[?\s*\/FlateDecode/.test(body.slice(0, begin.index))) return undefined
  const first = from + begin.index + begin[0].length
  const length = Number(/\/Length\s+(\d{1,9})(?!\s+\d+\s+R)/.exec(body.slice(0, begin.index))?.[1])
  const last = Number.isNaN(length) ? text.indexOf('endstream', first) : first + length
  return last > first && last <= file.length ? { from: first, to: last, bytes: file.subarray(first, last) } : undefined
}

function isWhole(bytes: Buffer): boolean {
  try {
    inflateSync(bytes, { maxOutputLength: STREAM_MAX_BYTES })
    return true
  } catch {
    return false
  }
}
