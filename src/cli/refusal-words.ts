import { readFileSync } from 'node:fs'
import type { Refusal } from '#src/shared/decision.ts'

/** The words of the screens' own catalogue, so that a refusal reads the same everywhere. */
export function refusalWords(refusal: Refusal): { zh: string; en: string } {
  return codeWords(refusal.code, refusal.params)
}

/** The same for a code that was told without being refused. */
export function codeWords(code: string, params: Refusal['params']): { zh: string; en: string } {
  return { zh: wordOf('zh-CN', code, params), en: wordOf('en', code, params) }
}

function wordOf(language: 'zh-CN' | 'en', code: string, params: Refusal['params']): string {
  const file = new URL(`../app/messages/${language}/refusal.json`, import.meta.url)
  const words: Record<string, string> = JSON.parse(readFileSync(file, 'utf8'))
  const values: Record<string, string | number> = { code, ...params }
  // As on the screens: of `fooZh` and `fooEn` the one of this language fills `foo`.
  const own = language === 'zh-CN' ? 'Zh' : 'En'
  for (const [name, value] of Object.entries(params)) if (name.endsWith(own)) values[name.slice(0, -2)] = value
  return (words[code] ?? words.unknown ?? code).replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) =>
    String(values[name] ?? ''),
  )
}
