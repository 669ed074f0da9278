/**
 * Which of these words (by any name) a PDF does not show; spaces, line breaks and compatible forms of a character do not count. `labels` are
 * words of the form itself that may stand between the lines of a longer text. Undefined where the text of the PDF cannot be read. Never throws.
 */
export async function wordsNotOnPaper(
  pdf: Uint8Array,
  words: Readonly<Record<string, string>>,
  labels: readonly string[],
): Promise<string[] | undefined> {
  const { PDF } = await import('@libpdf/core')
  try {
    const opened = await PDF.load(new Uint8Array(pdf))
    return missingOn(opened.getPages(), words, labels)
  } catch {
    // That a paper is damaged is told by its signature.
    return undefined
  }
}

type Page = { extractText(): { text: string } }

/** Page by page, and no further than needed: an annex may run to a hundred. */
function missingOn(
  pages: readonly Page[],
  words: Readonly<Record<string, string>>,
  labels: readonly string[],
): string[] {
  let shown = ''
  let missing = Object.keys(words)
  for (const page of pages) {
    if (missing.length === 0) break
    const lines = page.extractText().text.split('\n')
    shown += plain(lines.map((line) => withoutLabel(line, labels)).join(''))
    missing = missing.filter((name) => !shown.includes(plain(words[name]!)))
  }
  return missing
}

/** A label in the margin lands before, behind or between the lines of the text that it names. */
function withoutLabel(line: string, labels: readonly string[]): string {
  const label = labels.find((one) => line.trim() === one || line.startsWith(`${one} `))
  return label ? line.slice(line.indexOf(label) + label.length) : line
}

function plain(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s+/gu, '')
}
