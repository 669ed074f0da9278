import { describe, expect, it } from 'vitest'
import { catches, impurities } from './pure-half.ts'
import { AREAS, productFiles, pureFiles, read } from './source.ts'

const file = (path: string) => ({ path, text: read(path) })

describe('the pure half', () => {
  it('has no clock, no chance and no world: they are arguments', () => {
    // The one place where identity is minted.
    const pure = pureFiles().filter((path) => path !== 'src/shared/id.ts')
    expect(pure.flatMap((path) => impurities(file(path)))).toEqual([])
    expect(pure.length).toBeGreaterThan(80)
  })

  it('is found out where it looks at a clock or draws by chance', () => {
    const text = [
      "import { randomUUID } from 'node:crypto'",
      'const a = new Date()',
      'const b = Date.now() + performance.now()',
      'const c = Math.random()',
      'const d = newId()',
      'const late = (now = Date.now) => now()',
      'const fine = new Date(given).toISOString() + Date.parse(text) + Date.UTC(2026, 1)',
    ].join('\n')
    expect(impurities({ path: 'rules.ts', text })).toEqual([
      'rules.ts:1 node:crypto',
      'rules.ts:2 new Date()',
      'rules.ts:3 Date.now',
      'rules.ts:3 performance.now',
      'rules.ts:4 Math.random',
      'rules.ts:5 newId',
      'rules.ts:6 Date.now',
    ])
  })
})

describe('features', () => {
  it('contain no try: refusals are values, and faults are left to fly', () => {
    const inFeature = new RegExp(`^src/(${AREAS.join('|')})/.+[.]ts$`)
    const found = productFiles()
      .filter((path) => inFeature.test(path))
      .flatMap((path) => catches(file(path)))
    expect(found).toEqual([])
    expect(catches({ path: 'actions.ts', text: 'try { act() } catch {}' })).toEqual(['actions.ts:1 try'])
  })
})
