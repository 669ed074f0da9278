import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readWords } from '../actions/words.ts'
import { FIELDS, TARGETS } from '../contract/field.ts'

/** Codes that reading and planning can give, read off the source: each call that names one. */
function codesIn(...paths: string[]): Set<string> {
  const found = new Set<string>()
  for (const path of paths) {
    const text = readFileSync(new URL(`../../../../src/${path}`, import.meta.url), 'utf8')
    const calls = /(?:unusable|no|warn|refuse)\(\s*(?:row, )?(?:'\w+', )?'([a-z]+(?:_[a-z0-9]+)+)'/g
    const effects = /'(?:sheet_refused|row_refused|cell_refused|row_ignored|warning)',\s*'([a-z_]+)'/g
    const inRefusal = /#(?:refuse|warn)\(row, '\w+', '([a-z_]+)'/g
    for (const pattern of [calls, effects, inRefusal]) for (const [, code] of text.matchAll(pattern)) found.add(code!)
  }
  return found
}

const PROBLEMS = codesIn(
  ...['amount', 'answer', 'phone', 'text', 'time'].map((name) => `shared/cell/${name}.ts`),
  ...['column', 'company-rows', 'fold', 'plan', 'row-context', 'service-rows', 'draft'].map(
    (name) => `service/import/rules/${name}.ts`,
  ),
  'service/import/actions/save-ratings.ts',
)

describe.each(['zh-CN', 'en'] as const)('the words of imports in %s', (language) => {
  const words = readWords(language)

  it('has one for every reason why something was not used', () => {
    expect(PROBLEMS.size).toBeGreaterThan(40)
    expect([...PROBLEMS].filter((code) => !words.has(`problem.${code}`))).toEqual([])
  })

  it('has one for every field, target and choice', () => {
    const fields = TARGETS.flatMap((target) => Object.entries(FIELDS[target]))
    expect(TARGETS.filter((target) => !words.has(`target.${target}`))).toEqual([])
    expect(fields.map(([name]) => name).filter((name) => !words.has(`field.${name}`))).toEqual([])
    const choices = fields.flatMap(([, field]) => ('choices' in field ? [...field.choices] : []))
    expect(choices.filter((choice) => !words.has(`choice.${choice}`))).toEqual([])
  })
})
