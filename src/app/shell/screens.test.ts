import { describe, expect, it } from 'vitest'
import shellWords from '#src/app/messages/zh-CN/shell.json' with { type: 'json' }
import { phoneScreens } from '#src/app/phone/screens.ts'
import { isUnder, mayEnter, navigationFor, readyScreens, type Screen } from './screens.ts'

const load = async () => ({ default: () => null })
const board: Screen = { path: '/', who: 'signed_in', nav: { group: 'board', key: 'home' }, load }
const outbox: Screen = { path: '/outbox', who: ['technician'], nav: { group: 'service', key: 'outbox' }, load }
const detail: Screen = { path: '/outbox/:id', who: ['technician'], load }
const mine: Screen = { path: '/me', who: ['agent', 'dispatcher'], nav: { group: 'service', key: 'me' }, load }

describe('the navigation', () => {
  it('shows a person only what their posts may enter, and no empty group', () => {
    expect(navigationFor([board, outbox, detail, mine], ['technician'])).toEqual([
      { group: 'board', screens: [board] },
      { group: 'service', screens: [outbox] },
    ])
    expect(navigationFor([outbox, mine], ['auditor'])).toEqual([])
  })

  it('lets a person of two posts enter what either may', () => {
    expect(mayEnter(mine.who, ['technician', 'dispatcher'])).toBe(true)
    expect(mayEnter(mine.who, ['technician'])).toBe(false)
    expect(mayEnter('signed_in', [])).toBe(true)
  })

  it('marks the entry one is under, and the first page only on itself', () => {
    expect(isUnder('/requests/7', '/requests')).toBe(true)
    expect(isUnder('/requests-old', '/requests')).toBe(false)
    expect(isUnder('/requests', '/')).toBe(false)
    expect(isUnder('/', '/')).toBe(true)
  })

  it('refuses two screens at one path', () => {
    expect(() => readyScreens([board, { ...mine, path: '/' }])).toThrow('two screens at /')
  })
})

describe('the phone', () => {
  it('finds a word in its own light catalogue for each entry of its navigation', () => {
    const keys = phoneScreens.flatMap((screen) => (screen.nav ? [screen.nav.key] : []))
    expect(keys.length).toBeGreaterThan(2)
    for (const key of keys) expect(Object.keys(shellWords.nav.item)).toContain(key)
  })
})
