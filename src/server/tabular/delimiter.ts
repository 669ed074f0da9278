const CANDIDATES = [',', '\t', ';', '|'] as const
export type Delimiter = (typeof CANDIDATES)[number]

/**
 * The delimiter under which the first lines have the same number of columns most often, and more than one.
 * Text in quotes is not counted. A file of one column gives `,`.
 */
export function sniffDelimiter(text: string): Delimiter {
  const sample = sampleLines(text, 50)
  let best: Delimiter = ','
  let bestScore = 0
  for (const candidate of CANDIDATES) {
    const counts = new Map<number, number>()
    for (const line of sample) {
      const count = line.split(candidate).length - 1
      if (count > 0) counts.set(count, (counts.get(count) ?? 0) + 1)
    }
    for (const [count, lines] of counts) {
      // Agreement between lines weighs more than many signs: commas inside a text column rarely agree.
      const score = lines * 1000 + Math.min(count, 99)
      if (score > bestScore) {
        best = candidate
        bestScore = score
      }
    }
  }
  return best
}

function sampleLines(text: string, max: number): string[] {
  const head = text.slice(0, 256 * 1024).replace(/"(?:[^"]|"")*"?/g, '')
  return head
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, max)
}
