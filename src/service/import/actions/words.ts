import { readFileSync } from 'node:fs'
import type { ImportProblem } from '../contract/report.ts'

export type Words = {
  language: 'zh-CN' | 'en'
  text(key: string, params?: Record<string, string | number>): string
  has(key: string): boolean
}

type Catalogue = { [key: string]: string | Catalogue }

function findWords(catalogue: Catalogue, key: string): string | undefined {
  let part: string | Catalogue | undefined = catalogue
  for (const step of key.split('.')) part = typeof part === 'object' ? part[step] : undefined
  return typeof part === 'string' ? part : undefined
}

const read = new Map<string, Words>()

/** The catalogue `import` outside of a browser: for the Excel list of problems and the command line. Unknown keys come back as they are. */
export function readWords(language: 'zh-CN' | 'en'): Words {
  const known = read.get(language)
  if (known) return known
  const load = (name: string) =>
    JSON.parse(
      readFileSync(new URL(`../../../app/messages/${language}/${name}.json`, import.meta.url), 'utf8'),
    ) as Catalogue
  const own = load('import')
  const refusals = load('refusal')
  const words: Words = {
    language,
    has: (key) => findWords(own, key) !== undefined,
    text: (key, params = {}) => {
      const found = findWords(own, key) ?? findWords(refusals, key.replace(/^problem\./, '')) ?? key
      return found.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => String(params[name] ?? ''))
    },
  }
  read.set(language, words)
  return words
}

/** One problem as a sentence: its reason, with the figures and words it speaks of. */
export function wordProblem(words: Words, { code, params }: Pick<ImportProblem, 'code' | 'params'>): string {
  const field = typeof params.field === 'string' ? params.field : ''
  const named = words.has(`field.${field}`) ? { ...params, field: words.text(`field.${field}`) } : params
  return words.text(`problem.${code}`, named)
}
