import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

type Catalogue = { [key: string]: string | Catalogue }

const here = fileURLToPath(new URL('.', import.meta.url))
const src = join(here, '../..')

function catalogueNames(language: string): string[] {
  return readdirSync(join(here, language))
    .map((file) => file.replace(/\.json$/, ''))
    .sort()
}

/** Leaf keys with their wording; a plural's forms (`item_one`, `item_other`) count as the one key that screens write. */
function wordings(language: string, name: string): Map<string, string[]> {
  const found = new Map<string, string[]>()
  const walk = (part: Catalogue, path: string) => {
    for (const [key, value] of Object.entries(part)) {
      const here = path ? `${path}.${key}` : key
      if (typeof value !== 'string') walk(value, here)
      else {
        const plain = here.replace(/_(zero|one|two|few|many|other)$/, '')
        found.set(plain, [...(found.get(plain) ?? []), value])
      }
    }
  }
  walk(JSON.parse(readFileSync(join(here, language, `${name}.json`), 'utf8')) as Catalogue, '')
  return found
}

function placeholders(texts: string[]): string[] {
  return [...new Set(texts.flatMap((text) => [...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1]!)))].sort()
}

function screenFiles(): string[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => join(src, file))
}

/** Keys that a file asks for as `t('key')`, `t('ns:key')` or the fixed start of a composed key. */
function keysAskedFor(text: string): { namespace: string; key: string; composed: boolean }[] {
  const asked: { namespace: string; key: string; composed: boolean }[] = []
  const declared = [...text.matchAll(/useTranslation\(\s*\[?\s*'([\w-]+)'/g)]
  for (const match of text.matchAll(/[^\w.]t\(\s*(['`])((?:[^'`\\$]|\$(?!\{))+)(\$\{)?/g)) {
    const [, , written = '', composing] = match
    const home = declared.filter((one) => one.index < match.index).at(-1)?.[1] ?? 'common'
    const [namespace, key] = written.includes(':') ? (written.split(':') as [string, string]) : [home, written]
    asked.push({ namespace, key, composed: composing !== undefined })
  }
  return asked
}

const names = catalogueNames('zh-CN')

describe('the two languages say the same things', () => {
  it('has the same catalogues in Chinese and in English', () => {
    expect(catalogueNames('en')).toEqual(names)
  })

  it.each(names)('catalogue %s has the same keys, no empty wording and the same placeholders', (name) => {
    const chinese = wordings('zh-CN', name)
    const english = wordings('en', name)
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort())
    for (const [key, texts] of chinese) {
      expect(texts.concat(english.get(key)!), `${name}:${key}`).not.toContain('')
      expect(placeholders(english.get(key)!), `${name}:${key}`).toEqual(placeholders(texts))
    }
  })

  it('declares each catalogue to the compiler, so that screens cannot ask for a key that is not there', () => {
    const declared = readFileSync(join(here, 'namespaces.ts'), 'utf8')
    for (const name of names) expect(declared, name).toContain(`'./zh-CN/${name}.json'`)
  })
})

describe('what screens ask for', () => {
  it('exists in the catalogue they name', () => {
    const known = new Map(names.map((name) => [name, [...wordings('zh-CN', name).keys()]]))
    const unknown: string[] = []
    for (const file of screenFiles()) {
      for (const { namespace, key, composed } of keysAskedFor(readFileSync(file, 'utf8'))) {
        const keys = known.get(namespace) ?? []
        const there = composed ? keys.some((one) => one.startsWith(key)) : keys.includes(key)
        if (!there) unknown.push(`${relative(src, file)} asks for ${namespace}:${key}`)
      }
    }
    expect(unknown).toEqual([])
  })

  it('is read out of a screen with the catalogue named nearest above, also where the key is composed', () => {
    const screen = [
      "const { t } = useTranslation('shell')",
      "t('signIn.title'); t('common:action.save'); t(`nav.item.$" + '{key}`)',
      "const { t } = useTranslation(['request', 'common']); t('title')",
    ].join('\n')
    expect(keysAskedFor(screen)).toEqual([
      { namespace: 'shell', key: 'signIn.title', composed: false },
      { namespace: 'common', key: 'action.save', composed: false },
      { namespace: 'shell', key: 'nav.item.', composed: true },
      { namespace: 'request', key: 'title', composed: false },
    ])
  })
})
