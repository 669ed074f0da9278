import { readFileSync } from 'node:fs'
import type { Refusal } from '#src/shared/decision.ts'

/** The words of the screens' own catalogue, so that a refusal reads the same everywhere. */
export function refusalWords(refusal: Refusal): { zh: string; en: string } {
  return { zh: wordOf('zh-CN', refusal), en: wordOf('en', refusal) }
}

function wordOf(language: 'zh-CN' | 'en', { code, params }: Refusal): string {
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
