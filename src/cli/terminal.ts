/** Results go to stdout, everything said on the way to stderr; with `--json` stdout holds exactly one document. */
export type Terminal = {
  json: boolean
  /** A sentence on the way. */
  say(line: string): void
  /** How far it has come; drawn over itself on a terminal, every few seconds elsewhere. */
  progress(words: string, done: number, total: number): void
  /** The result: the document with `--json`, otherwise the lines. */
  answer(document: unknown, lines: readonly string[]): void
}

const EVERY_MS = { terminal: 100, elsewhere: 5_000 }

export function openTerminal(json: boolean): Terminal {
  const isTerminal = process.stderr.isTTY === true
  let toldAtMs = performance.now()
  let isDrawn = false
  const wipe = () => {
    if (isDrawn) process.stderr.write('\r\u001b[K')
    isDrawn = false
  }
  return {
    json,
    say: (line) => {
      wipe()
      process.stderr.write(`${line}\n`)
    },
    progress: (words, done, total) => {
      const nowMs = performance.now()
      if (nowMs - toldAtMs < (isTerminal ? EVERY_MS.terminal : EVERY_MS.elsewhere)) return
      toldAtMs = nowMs
      const share = total > 0 ? ` ${Math.floor((done / total) * 100)}%` : ''
      process.stderr.write(isTerminal ? `\r\u001b[K${words} ${done}${share}` : `${words} ${done}${share}\n`)
      isDrawn = isTerminal
    },
    answer: (document, lines) => {
      wipe()
      process.stdout.write(json ? `${JSON.stringify(document, null, 2)}\n` : lines.map((line) => `${line}\n`).join(''))
    },
  }
}

/** Whoever reads our output may leave early (`| head`): the work goes on, nothing more is written, nobody complains. */
export function stayQuietOnBrokenPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
}

/** Resolves when the last byte has gone to whoever reads it, or nobody does any more: a slow reader of a long document must get all of it. */
export async function everythingWritten(): Promise<void> {
  const streams = [process.stdout, process.stderr]
  await Promise.all(streams.map((stream) => new Promise<void>((resolve) => stream.write('', () => resolve()))))
}

/** Two columns, the first as wide as its widest entry; Chinese characters count double. */
export function columns(rows: readonly (readonly [string, string])[], indent = '  '): string[] {
  const widest = Math.max(...rows.map(([name]) => widthOf(name)))
  return rows.map(([name, value]) => `${indent}${name}${' '.repeat(widest - widthOf(name) + 2)}${value}`)
}

function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]/.test(character) ? 2 : 1
  return width
}
