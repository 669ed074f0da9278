import { describe, expect, it } from 'vitest'
import { CALENDAR_REFUSALS } from '#src/shared/calendar/business-calendar.ts'
import { findRefusals } from './refusal-codes.ts'
import { productFiles, read } from './source.ts'

/** Codes put together while running. Each file says here which there are; the params are those that every one of them has. */
const COMPOSED: Record<string, { codes: readonly string[]; params: string[] }> = {
  'src/account/invitation/rules.ts': { codes: ['invitation_accepted', 'invitation_withdrawn'], params: [] },
  'src/evaluation/transition/rules.ts': {
    codes: ['mapping_not_kept', 'mapping_not_changed', 'mapping_not_dropped'],
    params: ['leafId'],
  },
  'src/shared/calendar/business-calendar.ts': { codes: CALENDAR_REFUSALS, params: [] },
}

/** Files that only pass on what was made elsewhere; it is read where it is made. */
const PASSED_ON = [
  // Why the system could not act on a certificate that day.
  'src/certification/surveillance/web/log.tsx',
  'src/certification/holder-transition/web/transition-page.tsx',
  // Why the recipient's side did not take a letter in.
  'src/account/parcel/web/parcel-sheet.tsx',
  'src/server/tabular/read.ts',
  // Hindrances of the dispatch rules, worded beside a name.
  'src/service/dispatch/web/assign-form.tsx',
  'src/service/dispatch/web/candidates.tsx',
]

const LANGUAGES = ['zh-CN', 'en'] as const

function wordings(language: string): Record<string, string> {
  return JSON.parse(read(`src/app/messages/${language}/refusal.json`)) as Record<string, string>
}

/** Names in `{{…}}` that this refusal does not fill. The code is always there; of `fooZh` and `fooEn` the reader's own fills `foo`. */
function unfilled(wording: string, params: string[]): string[] {
  const filled = new Set(['code', ...params, ...params.map((name) => name.replace(/(Zh|En)$/, ''))])
  return [...wording.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1]!).filter((name) => !filled.has(name))
}

const found = findRefusals(
  productFiles().map((path) => ({ path, text: read(path) })),
  PASSED_ON,
)
const fileOf = (at: string) => at.split(':')[0]!

describe('every refusal', () => {
  it('has a code that can be read off the code, or is listed here', () => {
    const listed = [...Object.keys(COMPOSED), ...PASSED_ON]
    expect(found.unread.filter((line) => !listed.includes(fileOf(line)))).toEqual([])
    for (const path of listed) expect(found.unread.map(fileOf), `${path} needs no entry here`).toContain(path)
  })

  it.each(LANGUAGES)('is worded in %s', (language) => {
    const worded = wordings(language)
    const all = [
      ...found.refusals,
      ...Object.entries(COMPOSED).flatMap(([at, { codes, params }]) => codes.map((code) => ({ at, code, params }))),
    ]
    const missing = all.filter(({ code }) => worded[code] === undefined).map(({ at, code }) => `${code} (${at})`)
    expect(missing).toEqual([])
  })

  it.each(LANGUAGES)('brings what its %s wording asks for', (language) => {
    const worded = wordings(language)
    const lacking = found.refusals.flatMap(({ at, code, params }) =>
      unfilled(worded[code] ?? '', params ?? []).map((name) =>
        params === null ? '' : `${code} (${at}) does not bring {{${name}}}`,
      ),
    )
    expect(lacking.filter((line) => line !== '')).toEqual([])
  })

  it.each(LANGUAGES)('is the only reason for a wording in %s', (language) => {
    const text = productFiles().map(read).join('\n')
    const composed = Object.values(COMPOSED).flatMap(({ codes }) => codes)
    const isUsed = (code: string) => code === 'unknown' || text.includes(`'${code}'`) || composed.includes(code)
    expect(Object.keys(wordings(language)).filter((code) => !isUsed(code))).toEqual([])
  })
})

describe('refusals are read off', () => {
  const readOff = (text: string) => findRefusals([{ path: 'x.ts', text }])

  it('plain calls, either branch, constants and values', () => {
    const text = `
      const NOT = 'not_there'
      const given = { who: 1, ...more }
      refuse('conflict', late ? 'too_late' : 'too_soon', { dueAt })
      refuse('not_found', NOT)
      const value = { kind: 'invalid', code: 'odd', params: given }
    `
    expect(readOff(text).refusals.map(({ code, params }) => [code, params])).toEqual([
      ['too_late', ['dueAt']],
      ['too_soon', ['dueAt']],
      ['not_there', []],
      ['odd', null],
    ])
  })

  it('functions that pass their arguments on, also through a second one', () => {
    const text = `
      function wrong(code: string, params = {}) { return refuse('invalid', code, params) }
      const wrongDay = (code: string) => wrong(code, { day })
      if (a) return wrong('a_missing', { a })
      return wrongDay('day_missing')
    `
    expect(readOff(text)).toEqual({
      refusals: [
        { at: 'x.ts:4', code: 'a_missing', params: ['a'] },
        { at: 'x.ts:5', code: 'day_missing', params: [] },
      ],
      unread: [],
    })
  })

  it('values that carry a code; what cannot be read is named', () => {
    const text = `
      found.push({ code: 'staff_left', params: { name } })
      const [first] = found
      return refuse('conflict', first.code, first.params)
    `
    expect(readOff(text).refusals).toMatchObject([{ code: 'staff_left', params: ['name'] }])
    expect(readOff("refuse('conflict', 'is_' + state)").unread).toEqual(["x.ts:1 'is_' + state"])
  })
})
